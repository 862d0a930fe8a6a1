"""Everything a young person can do at /mine, as they do it."""

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.cases.models import Case
from portal.cases.service import open_case
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from portal.messages.models import RequestMessage
from portal.requests.kinds import Right
from tests.actors.browser import Browser
from tests.actors.person import Person
from tests.builders.desk import AT, ENGLAND, LETTER, a_disclosure, answer_it

TEXT = "zanzibar: did you ring my nan?"


@pytest.fixture
def back(person):
    """Somebody who asked, and came back."""
    person.asks()
    person.comes_back()
    return person


@pytest.fixture
def answered(app, person, staff):
    """Somebody whose answer tells of one disclosure, and who came back to read it."""
    person.asks()
    with app.app_context(), db.sessionmaker() as session:
        a_disclosure(session, staff.actors[Role.SAFEGUARDING])
        case = session.scalars(select(Case)).one()
        answer_and_release(session, case, staff)
        session.commit()
    person.comes_back()
    return person


def answer_and_release(session, case, staff):
    answer = answer_it(session, case, staff.actors[Role.CASEWORKER])
    answers.approve(session, case, sha256=answer.pdf_sha256, actor=staff.actors[Role.APPROVER], at=AT)
    answers.release(session, case, contact_confirmed=True, actor=staff.actors[Role.CASEWORKER], at=AT)


def must_be_plain(page):
    assert page.status in {200, 422}, page.path
    assert faults(measure(main_text(page.html))) == [], page.path


# messages


def test_a_message_is_sent_once_and_shown_by_day(app, back):
    page = back.browser.open("/mine/messages")
    must_be_plain(page)
    filled = Browser.filled(page.forms()[0])
    sent = back.browser.press({"message": TEXT})
    assert (sent.path, sent.texts(".said .own-words")) == ("/mine/messages", [TEXT])
    assert not any(mark in "".join(sent.texts(".said__who")) for mark in ("am", "pm", ":"))
    again = back.browser.press({**filled, "message": TEXT})
    assert again.texts(".said .own-words") == [TEXT]
    with app.app_context(), db.sessionmaker() as session:
        assert len(session.scalars(select(RequestMessage)).all()) == 1


@pytest.mark.parametrize(
    ("text", "said"), [("  ", "Write something first"), ("x" * 2001, "Use 2,000 letters or fewer")]
)
def test_what_cannot_be_sent_comes_back_with_words_beside_the_field(back, text, said):
    back.browser.open("/mine/messages")
    page = back.browser.press({"message": text})
    assert (page.status, page.errors[0]) == (422, said)
    assert page.title.startswith("Error: ")
    assert len(page.dom.query("textarea")[0].to_text(strip=False).lstrip("\n")) >= len(text.strip())


@pytest.mark.parametrize("text", ["🦦" * 500, "<script>alert(1)</script>", "مرحبا", "a\x00b", "x\r\n" * 1000])
def test_odd_words_are_kept_as_words(back, text):
    back.browser.open("/mine/messages")
    page = back.browser.press({"message": text})
    assert page.status == 200 and len(page.texts(".said .own-words")) == 1
    assert "<script>alert" not in page.html


def test_a_tampered_form_sends_nothing(back):
    back.browser.open("/mine/messages")
    assert back.browser.press({"message": TEXT, "submission": "x"}).status == 422


def test_a_question_about_a_rule_has_no_conversation(person):
    person.browser.open("/policies/confidentiality/ask")
    page = person.browser.press({"question": "Do you tell my school?"})
    person.reference, person.words = "".join(page.texts("[data-reference]")), page.texts("[data-word]")
    page = person.comes_back()
    assert "/mine/messages" not in page.links()
    assert person.browser.open("/mine/messages").status == 404


# the contact card


def test_the_card_is_changed_and_says_when_it_was_confirmed(back):
    page = back.browser.open("/mine/contact")
    must_be_plain(page)
    assert "Is it still right?" in page.main
    page = back.browser.press({"way": "text", "value": "07700 900456", "hours": ["evenings"]})
    assert page.path == "/mine" and "Saved." in page.main
    page = back.browser.open("/mine/contact")
    assert [n.attrs["value"] for n in page.dom.query("input[name=value]")] == ["07700 900456"]
    assert "You told us how to reach you" in back.browser.open("/mine").texts(".timeline__title")


def test_a_card_that_cannot_be_used_is_not_kept(back):
    back.browser.open("/mine/contact")
    page = back.browser.press({"way": "text", "value": "12", "hours": ["any"]})
    assert page.status == 422 and page.errors[0] == "Check the number. It looks like 07700 900123"
    shared = back.browser.press({"way": "text", "value": "07700 900456", "hours": ["any"], "somebody_else": "y"})
    assert shared.status == 422 and "A code is safer" in shared.errors[0]


# waiting, and changing one's mind


def test_asking_us_to_wait_says_what_it_does_not_do(back):
    page = back.browser.open("/mine/wait")
    must_be_plain(page)
    assert "The date by law stays the same" in page.main
    page = back.browser.press()
    assert "We wait for you" in page.main and "/mine/wait" not in page.links()
    page = back.browser.press(to="/mine/go-on")
    assert "We wait for you" not in page.main and "/mine/wait" in page.links()


def test_a_stop_can_be_taken_back_today_and_not_tomorrow(person):
    with time_machine.travel("2026-11-24 10:00 +0000") as traveller:
        person.asks()
        person.comes_back()
        person.browser.open("/mine/stop")
        assert person.browser.press().heading == "You stopped this"
        assert person.browser.press(to="/mine/go-back").heading == "We have what you sent"
        person.browser.open("/mine/stop")
        person.browser.press()
        traveller.shift(15 * 60 * 60)
        page = person.comes_back()
        assert "I changed my mind" not in page.main


# the answer


def test_a_side_stands_beside_its_part_and_nowhere_else(answered):
    page = answered.browser.open("/mine/answer/2")
    assert "/mine/side/0/2" in page.links()
    must_be_plain(answered.browser.open("/mine/side/0/2"))
    page = answered.browser.press({"message": TEXT})
    assert page.path == "/mine/answer/2"
    assert page.texts(".inset .own-words") == [TEXT]
    assert answered.browser.open("/mine/answer/1").texts(".inset .own-words") == []
    assert answered.browser.open("/mine/whole").texts(".inset .own-words") == [TEXT]
    assert "Your side, part 2 of our answer" in answered.browser.open("/mine/messages").main


def test_a_side_about_all_of_it(answered):
    answered.browser.open("/mine/side/0/0")
    page = answered.browser.press({"message": TEXT})
    assert (page.path, page.texts(".inset .own-words")) == ("/mine/answer", [TEXT])


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_an_empty_side_is_refused(answered, text):
    answered.browser.open("/mine/side/0/2")
    assert answered.browser.press({"message": text}).status == 422


@pytest.mark.parametrize("path", ["/mine/side/0/9", "/mine/side/2/1", "/mine/answers/2", "/mine/answers/2/1"])
def test_no_side_and_no_answer_where_there_is_none(answered, path):
    assert answered.browser.open(path).status == 404


def test_after_reading_there_are_three_things_to_do_and_nothing_to_fill_in(answered):
    page = answered.browser.open("/mine/answer/3")
    assert {"/mine/how-are-you", "/mine/not-happy"} <= set(page.links())
    page = answered.browser.open("/mine/how-are-you")
    must_be_plain(page)
    assert page.forms() == [] and len(page.dom.query("main .parts a")) == 3


def test_the_first_printed_sheet_names_nobody(answered):
    page = answered.browser.open("/mine/whole")
    sheet = " ".join(page.texts(".sheet"))
    assert "Your copy" in sheet and "Mix" not in sheet


def test_several_rights_have_a_heading_and_an_answer_each(app, answered, staff):
    with app.app_context(), db.sessionmaker() as session:
        row = session.scalars(select(Case)).one().request
        other = open_case(session, row, Right.SHARED, calendar=ENGLAND, actor=SYSTEM, at=AT)
        answer_and_release(session, other, staff)
        open_case(session, row, Right.ERASURE, calendar=ENGLAND, actor=SYSTEM, at=AT)
        session.commit()
    page = answered.browser.open("/mine")
    assert page.heading == "Where it is now"
    assert [t for t in page.texts("main h2") if t != "What you can do"] == [
        "What did you share about me?", "What did you share about me?", "Delete what you have about me"
    ]  # fmt: skip
    assert {"/mine/answers/1", "/mine/answers/2"} <= set(page.links())
    chooser = answered.browser.open("/mine/answer")
    assert chooser.heading == "You have 2 answers"
    part = answered.browser.open("/mine/answers/2/1")
    assert part.status == 200 and "/mine/answers/2/2" in part.links()
    assert (
        answered.browser.client.get("/mine/answers/1/document.pdf", base_url="https://candour.test").data[:4] == b"%PDF"
    )


# not happy


def test_three_screens_and_one_tick_open_a_complaint(app, back):
    seen = len(back.browser.pages)
    must_be_plain(back.browser.open("/mine/not-happy"))
    page = back.browser.press()
    assert page.status == 422 and page.errors[0] == "Tick one is enough"
    back.browser.open("/mine/not-happy")
    page = back.browser.press({"about": ["late", "wrong"], "message": TEXT})
    assert page.path == "/mine/not-happy/check" and TEXT in page.main and "You were late" in page.main
    must_be_plain(page)
    page = back.browser.press()
    assert page.path == "/mine/not-happy/done"
    must_be_plain(page)
    assert "within 30 days" in page.main and "Information Commission (until September 2026 called the ICO)" in page.main
    assert [p.path for p in back.browser.pages[seen:]][-3:] == [
        "/mine/not-happy",
        "/mine/not-happy/check",
        "/mine/not-happy/done",
    ]
    with app.app_context(), db.sessionmaker() as session:
        assert {c.right for c in session.scalars(select(Case))} == {Right.SHARED, Right.COMPLAINT}
    page = back.browser.open("/mine")
    assert "I am not happy with what you did" in page.texts("h2")
    must_be_plain(page)


def test_a_second_press_of_send_opens_one_complaint(app, back):
    back.browser.open("/mine/not-happy")
    check = back.browser.press({"about": ["other"]})
    back.browser.press()
    back.browser.pages.append(check)
    assert back.browser.press().path == "/mine/not-happy/done"
    with app.app_context(), db.sessionmaker() as session:
        assert len(session.scalars(select(Case).where(Case.right == Right.COMPLAINT)).all()) == 1


def test_what_was_typed_stays_when_somebody_goes_back(back):
    back.browser.open("/mine/not-happy")
    back.browser.press({"about": ["late"], "message": TEXT})
    page = back.browser.open("/mine/not-happy")
    assert TEXT in page.dom.query("textarea")[0].to_text()
    assert [n.attrs["value"] for n in page.dom.query("input[checked]")] == ["late"]


@pytest.mark.parametrize("path", ["/mine/not-happy/check", "/mine/not-happy/done"])
def test_no_screen_without_the_one_before(back, path):
    assert back.browser.open(path).path == "/mine/not-happy"


def test_an_overdue_case_leads_there(person):
    with time_machine.travel("2026-09-24 10:00 +0000"):
        person.asks()
    page = person.comes_back()
    assert "We are late, and we are sorry" in page.main and "/mine/not-happy" in page.links()


# lost words


def test_the_code_page_leads_to_what_to_do(browser):
    assert "/back/lost" in browser.open("/back").links()
    page = browser.open("/back/lost")
    must_be_plain(page)
    assert "No one can see your old words, not even us" in page.main


# everybody's


@pytest.mark.parametrize(
    "path",
    ["/mine/messages", "/mine/contact", "/mine/wait", "/mine/not-happy", "/mine/not-happy/check", "/mine/not-happy/done",
     "/mine/side/0/1", "/mine/whole", "/mine/answers/1", "/mine/how-are-you"],
)  # fmt: skip
def test_without_the_code_nothing_is_shown(browser, path):
    assert browser.open(path).path == "/back"


def test_one_person_never_reads_anothers_messages(app, back):
    back.browser.open("/mine/messages")
    back.browser.press({"message": TEXT})
    other = Person(Browser(app), user_name="loud.badger")
    other.asks()
    other.comes_back()
    assert TEXT not in other.browser.open("/mine/messages").html
    assert other.browser.open("/mine/answers/1").status == 404


def test_exit_forgets_what_was_typed_about_not_being_happy(back):
    back.browser.open("/mine/not-happy")
    back.browser.press({"about": ["late"], "message": TEXT})
    back.leaves()
    back.comes_back()
    assert TEXT not in back.browser.open("/mine/not-happy").html


def test_the_page_says_it_is_not_read_at_night_and_shows_who_is_there(back):
    page = back.browser.open("/mine/messages")
    assert "Nobody watches this day and night." in page.main and "help-now" in page.html
    assert LETTER not in page.html
