"""Every page of the young person's side in Welsh, in every state: `WelshBrowser` refuses a page with English left."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from portal import ROOT, create_app
from portal.accounts.actor import SYSTEM
from portal.accounts.models import ServerSession
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.cases.models import Case
from portal.cases.service import open_case
from portal.extensions import db
from portal.messages import service as messages
from portal.requests.kinds import Right
from tests.actors.browser import Browser
from tests.actors.person import Person
from tests.actors.welsh_browser import WelshBrowser, english_left
from tests.builders.desk import AT, DANGER, ENGLAND, a_disclosure, answer_it
from tests.builders.explainers import explainer_paths
from tests.builders.ground import an_empty_database
from tests.builders.installed import let_go, make_settings, migrate
from tests.builders.journeys import JOURNEYS, begins

UNPROCESSABLE = 422


@pytest.fixture
def browser(app):
    return WelshBrowser(app)


@pytest.fixture
def person(browser):
    return Person(browser)


@pytest.mark.parametrize("charity", ["the-mix", "maggies"])
def test_every_explainer_is_welsh(databases, tmp_path, charity):
    with an_empty_database(databases, tmp_path) as url:
        settings = make_settings(tmp_path, url, pack=ROOT / "content" / charity)
        migrate(settings)
        app = create_app(settings)
        wrong = [path for path in explainer_paths(app) if WelshBrowser(app).open(path).status != 200]
        let_go(app)
    assert wrong == []


@pytest.mark.parametrize("right", JOURNEYS)
def test_every_screen_of_every_journey_is_welsh_filled_and_empty(browser, right):
    begins(browser, right)
    for values in JOURNEYS[right]:
        may_be_empty = browser.pages[-1].texts(".question-count") and browser.press({}).status != UNPROCESSABLE
        if not may_be_empty:
            browser.press(values)
    page = browser.pages[-1]
    words = page.texts("[data-word]")
    assert len(words) == 4
    browser.open(page.path)
    browser.press({"reference": "7K2M9QXA", "words": "plum otter river cake"})
    assert (
        "Popeth wedi"
        in browser.press({"reference": "".join(page.texts("[data-reference]")), "words": " ".join(words)}).main
    )


def test_asking_for_everything_or_for_somebody_else_is_welsh(browser):
    browser.open("/q")
    browser.press({})
    begins(browser, *JOURNEYS)
    browser.press({"for_somebody": "y", "shared": "y", "more_time": "y"})
    browser.press({})
    browser.press({"who": "parent", "name": "Demo Parent", "person_knows": "no"})
    assert browser.open("/q/1").status == 200


CONTACTS = [
    {"way": "text"},
    {"way": "text", "value": "12", "hours": ["any"]},
    {"way": "text", "value": "020 7946 0999", "hours": ["any"]},
    {"way": "call", "value": "12", "hours": ["any"]},
    {"way": "email", "value": "nowhere", "hours": ["any"]},
    {"way": "email", "value": "x" * 300, "hours": ["odd"], "times": "x" * 300, "code_word": "x" * 50},
    {"way": "email", "value": "a@example.org", "hours": ["any"], "somebody_else": "y"},
    {"way": "odd"},
]


@pytest.mark.parametrize("values", CONTACTS, ids=str)
def test_every_error_of_how_to_reach_somebody_is_welsh(browser, values):
    browser.open("/q/1")
    browser.press()
    browser.press({"ways": ["chat", "not-sure"]})
    browser.press({"user_name": "quiet.otter"})
    page = browser.press(values)
    assert page.status == UNPROCESSABLE and page.errors and "Gwall: " in page.title


def test_a_way_that_is_picked_is_said_back_in_welsh(browser):
    browser.open("/q/1")
    browser.press()
    browser.press({"ways": ["chat", "call", "text", "boards", "counselling", "not-sure"]})
    browser.press({"anonymous": "y"})
    page = browser.press(
        {"way": "call", "value": "07700 900456", "hours": ["mornings", "weekends"], "times": "tea", "code_word": "mango",
         "voicemail": "y", "say_our_name": "y", "somebody_else": "y", "anyway": "y"}
    )  # fmt: skip
    assert page.status == 200 and "Cwnsela" in page.main and "Boreau, dim ond ar benwythnosau" in page.main


LONG = "x" * 2100
WRONG_ANSWERS = [
    ("/policies/confidentiality/ask", {"question": ""}),
    ("/policies/confidentiality/ask", {"question": LONG}),
    ("/policies/confidentiality/which", {}),
    ("/policies/confidentiality/which", {"day": "x", "month": "3", "year": "2024"}),
    ("/policies/confidentiality/which", {"month": "Mawrth", "year": "24"}),
    ("/policies/confidentiality/which", {"month": "zz", "year": "2024"}),
    ("/policies/confidentiality/which", {"day": "31", "month": "2", "year": "2024"}),
    ("/policies/confidentiality/which", {"month": "3", "year": "2999", "day": "x" * 30}),
    ("/policies/confidentiality/which", {"month": "3", "year": "2999"}),
    ("/what-we-keep/helpline", {}),
    ("/what-we-keep/helpline", {"month": "2", "year": "2024", "day": "31"}),
    ("/what-we-keep/helpline", {"month": "2", "year": "24", "day": "x"}),
    ("/what-we-keep/helpline", {"month": "2", "year": "1800"}),
    ("/what-we-keep/helpline", {"month": "2", "year": "2999"}),
    ("/find", {"words": ""}),
    ("/find", {"words": "x" * 300}),
    ("/would-you-tell", {"age": "", "situation": "", "place": "", "when": ""}),
    ("/back", {"reference": "7K2M9QXA", "words": "plum otter river cake"}),
    ("/back", {"reference": "x" * 200, "words": "x" * 300}),
]


@pytest.mark.parametrize(("path", "values"), WRONG_ANSWERS, ids=str)
def test_every_error_of_a_small_form_is_welsh(browser, path, values):
    browser.open(path)
    page = browser.press(values)
    assert page.status == UNPROCESSABLE and page.errors


RIGHT_ANSWERS = [
    ("/policies/confidentiality/which", {"month": "Mawrth", "year": "2024"}),
    ("/policies/confidentiality/which", {"day": "9", "month": "march", "year": "2024"}),
    ("/policies/confidentiality/which", {"month": "3", "year": "1999"}),
    ("/policies/confidentiality/which", {"unsure": "y"}),
    ("/policies/privacy/which", {"unsure": "y"}),
    ("/what-we-keep/helpline", {"month": "3", "year": "2012"}),
    ("/what-we-keep/helpline", {"month": "3", "year": "2026", "day": "3"}),
    ("/find", {"words": "school"}),
    ("/find", {"words": "scholl"}),
    ("/find", {"words": "kill myself"}),
    ("/find", {"words": "qqqq"}),
]


@pytest.mark.parametrize(("path", "values"), RIGHT_ANSWERS, ids=str)
def test_every_answer_of_a_small_form_is_welsh(browser, path, values):
    browser.open(path)
    assert browser.press(values).status == 200


def test_what_would_be_told_is_answered_in_welsh(app, browser):
    situations = [one.id for one in app.extensions["candour"].pack.situations.situations]
    for age, place, when in (
        ("13-15", "not-yet", "now"),
        ("18-and-over", "chatbot", "now"),
        ("under-13", "not-yet", "before"),
    ):
        for situation in situations:
            browser.open("/would-you-tell")
            assert browser.press({"age": age, "situation": situation, "place": place, "when": when}).status == 200


def test_the_check_of_our_words_is_welsh(browser):
    browser.open("/words/check")
    assert browser.press({}).status == 200


# one's own pages


@pytest.fixture
def answered(app, person, staff):
    """Somebody whose answer tells of one disclosure, to whom staff wrote, and who came back."""
    person.asks({"way": "text", "value": "07700 900456", "hours": ["any"]})
    with app.app_context(), db.sessionmaker() as session:
        a_disclosure(session, staff.actors[Role.SAFEGUARDING])
        case = session.scalars(select(Case)).one()
        answer = answer_it(session, case, staff.actors[Role.CASEWORKER])
        answers.approve(session, case, sha256=answer.pdf_sha256, actor=staff.actors[Role.APPROVER], at=AT)
        answers.release(session, case, contact_confirmed=True, actor=staff.actors[Role.CASEWORKER], at=AT)
        messages.reply(
            session, case.request_id, "We looked again. We found no more.", submission="a" * 32,
            actor=staff.actors[Role.CASEWORKER], at=AT,
        )  # fmt: skip
        session.commit()
    person.comes_back()
    return person


def test_every_page_of_an_answer_is_welsh_around_an_english_letter(answered):
    browser = answered.browser
    before = browser.open("/mine/answer")
    parts = [link for link in before.links() if link.startswith("/cy/mine/answer/")]
    assert len(set(parts)) >= 3
    for path in [
        *dict.fromkeys(parts),
        "/mine/whole",
        "/mine/save",
        "/mine/how-are-you",
        "/mine/side/0/0",
        "/mine/side/0/2",
    ]:
        assert browser.open(path).status == 200
    browser.open("/mine/side/0/2")
    assert browser.press({"message": ""}).status == UNPROCESSABLE
    assert "Mae dy ochr di" in browser.press({"message": "Fy ochr i."}).main
    letter = browser.open("/mine/answer/1")
    assert letter.dom.query("div[lang=en]") and "Mae peth o’r dudalen hon yn Saesneg." in letter.main


def test_everything_that_can_be_done_about_a_request_is_welsh(answered):
    browser = answered.browser
    browser.open("/mine/messages")
    assert browser.press({"message": ""}).status == UNPROCESSABLE
    assert browser.press({"message": "x" * 2100}).status == UNPROCESSABLE
    assert browser.press({"message": DANGER}).status == 200
    browser.open("/mine/contact")
    assert browser.press({"way": "text", "value": "12", "hours": ["any"]}).status == UNPROCESSABLE
    assert browser.press({"way": "code"}).status == 200
    browser.open("/mine/not-happy")
    assert browser.press({}).status == UNPROCESSABLE
    browser.press({"about": ["late", "other"], "message": "Roeddech chi'n hwyr."})
    assert browser.press().path == "/cy/mine/not-happy/done"
    assert browser.open("/mine").status == 200
    browser.open("/mine/stop")
    assert "Stopiaist ti hyn" in browser.press().main
    assert browser.open("/mine").status == 200


def test_waiting_lost_words_and_a_late_answer_are_welsh(app, person):
    person.asks()
    with app.app_context(), db.sessionmaker() as session:
        first = session.scalars(select(Case)).one()
        open_case(session, first.request, Right.COMPLAINT, calendar=ENGLAND, actor=SYSTEM, at=AT)
        session.commit()
        late = first.received_on + timedelta(days=60)
    browser = person.browser
    person.comes_back()
    assert "Sut cyfrifon ni" in browser.open("/mine").main
    browser.open("/mine/wait")
    browser.press()
    assert "Diolch" in browser.press(to="/go-on").main
    browser.open("/back/lost")
    with time_machine.travel(f"{late} 10:00 +0000"):
        assert "Rydyn ni’n hwyr" in person.comes_back().main


def test_a_shared_device_is_spoken_to_in_welsh(answered):
    browser = answered.browser
    browser.open("/back")
    page = browser.press({"reference": answered.reference, "words": " ".join(answered.words), "shared": "y"})
    assert page.path == "/cy/mine"
    assert browser.open("/mine/save").status == 403
    for path in ("/mine", "/mine/answer", "/mine/answer/3", "/mine/whole"):
        browser.open(path)
    assert browser.press(to="/mine/done").path == "/cy/"


def test_a_question_about_a_rule_and_its_page_are_welsh(browser):
    browser.open("/policies/confidentiality/ask")
    page = browser.press({"question": "Ydych chi'n dweud wrth fy ysgol?"})
    words, reference = page.texts("[data-word]"), "".join(page.texts("[data-reference]"))
    browser.open("/back")
    assert browser.press({"reference": reference, "words": " ".join(words)}).path == "/cy/mine"


def test_what_goes_wrong_is_said_in_welsh(app, person):
    browser = person.browser
    assert browser.open("/nowhere").status == 404
    for path in ("/away", "/away/after"):
        assert browser.open(path).status == 200
    browser.open("/q/2")
    assert browser.press({"csrf_token": "old"}).status == 400
    person.asks()
    for _ in range(6):
        browser.open("/back")
        page = browser.press({"reference": person.reference, "words": "plum otter river cake"})
    assert page.status == 429
    with app.app_context(), db.sessionmaker() as session:
        session.execute(update(ServerSession).values(last_seen_at=AT - timedelta(days=900)))
        session.commit()
    assert browser.open("/mine").status in {200, 403}
    assert browser.client.post("/cy/mine/wait", base_url="https://candour.test").status_code == 400


def test_english_that_is_left_would_be_found():
    """The look at every page can fail: in a text, in an attribute, in a title; not where it says that it is English."""
    page = (
        '<html lang="cy"><title>Start</title><p>Helo <b lang="en">What we keep</b></p><p aria-label="Send">Ask us</p>'
    )
    assert english_left(page) == ["Start", "Send", "Ask us"]
    assert english_left(page, typed={"Ask us", "Start"}) == ["Send"]


def test_an_english_browser_reads_no_welsh(app):
    assert "Cymraeg" in Browser(app).open("/").html
    assert [text for text in ("Gwybodaeth", "wybodaeth", "Yn ôl") if text in Browser(app).open("/q/1").html] == []
