"""The desk's side of /mine: replies, complaints, requests that rest, lost words."""

import pytest

from portal.accounts.permissions import Role
from tests.actors.browser import Browser
from tests.actors.person import Person

TEXT = "zanzibar: did you ring my nan?"
HARD = "We acknowledge receipt of your communication concerning information disclosed to external organisations " * 2


@pytest.fixture
def written(person):
    """Somebody who asked, came back and wrote."""
    person.asks()
    person.comes_back()
    person.browser.open("/mine/messages")
    person.browser.press({"message": TEXT})
    return person


@pytest.fixture
def complained(person):
    person.asks()
    person.comes_back()
    person.browser.open("/mine/not-happy")
    person.browser.press({"about": ["late"], "message": TEXT})
    person.browser.press()
    return person


def the_complaint(worker):
    page = worker.browser.open("/staff/")
    rows = [row for row in page.dom.query("main tbody tr") if "Complaint" in row.to_text()]
    return worker.browser.open(rows[0].query("a")[0].attrs["href"])


def test_there_and_back(written, staff):
    worker = staff.signed_in(Role.CASEWORKER)
    assert "New message" in worker.browser.open("/staff/?tab=news").main
    case = worker.opens_case_in("news")
    assert TEXT in case.main and "New" in " ".join(case.texts(".said__who"))
    page = worker.browser.press({"message": "No. We did not ring her."}, to="/messages")
    assert "No. We did not ring her." in page.main and "not seen yet" in page.main
    assert "No new messages." in worker.browser.open("/staff/?tab=news").main

    page = written.browser.open("/mine")
    assert "We wrote to you on" in page.main and "New" in page.texts("main .tag")
    page = written.browser.open("/mine/messages")
    assert "No. We did not ring her." in page.main and "New" in page.texts("main .tag")
    assert "Demo" not in page.main  # who wrote it stays at the desk
    assert "New" not in written.browser.open("/mine/messages").texts("main .tag")
    assert "not seen yet" not in worker.browser.open(case.path).main


def test_who_cannot_answer_reads_and_leaves_it_new(written, staff):
    approver = staff.signed_in(Role.APPROVER)
    page = approver.opens_case_in("news")
    assert TEXT in page.main and not page.dom.query("form[action$='/messages']")
    assert "New message" in staff.signed_in(Role.CASEWORKER).browser.open("/staff/?tab=news").main


@pytest.mark.parametrize(
    ("text", "said"), [("", "Write something first"), (HARD, "Too hard to read"), ("x" * 2001, "2,000")]
)
def test_a_reply_that_cannot_be_sent_comes_back(written, staff, text, said):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.opens_case_in("open")
    page = worker.browser.press({"message": text}, to="/messages")
    assert page.status == 422 and said in page.errors[0]
    assert page.dom.query("#message")[0].to_text(strip=False).strip() == text.strip()
    assert "/mine/messages" in written.browser.open("/mine").links()
    assert "We wrote to you" not in written.browser.open("/mine").main


def test_measuring_sends_nothing(written, staff):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.opens_case_in("open")
    page = worker.browser.press({"message": "We read it. " * 40, "check": "yes"}, to="/messages")
    assert "Reading age" in page.main and "Our team" not in written.browser.open("/mine/messages").main


def test_a_second_press_sends_one(written, staff):
    worker = staff.signed_in(Role.CASEWORKER)
    case = worker.opens_case_in("open")
    worker.browser.press({"message": "We read it."}, to="/messages")
    worker.browser.pages.append(case)
    worker.browser.press({"message": "We read it."}, to="/messages")
    assert written.browser.open("/mine/messages").texts(".said--worker .own-words") == ["We read it."]


def sends(worker, kind, **boxes):
    """Open that letter from the page of the case, look at it, send it."""
    worker.browser.press({"kind": kind}, to="/letters")
    page = worker.browser.press({**boxes, "preview": "yes"})
    assert "How it reads" in page.main and "Hardest sentence" in page.main
    return worker.browser.press({**boxes, "send": "yes"})


def test_a_complaint_has_its_own_clock_a_receipt_and_an_end_that_two_stand_for(complained, staff):
    worker = staff.signed_in(Role.CASEWORKER)
    case = the_complaint(worker)
    assert "We were late" in case.main and TEXT in case.main and "It is about" in case.main
    assert "Go to the answer" not in case.main
    assert "Day 1 is the next day" in worker.browser.open(case.path + "/clock").main
    worker.browser.open(case.path)
    page = sends(worker, "complaint-acknowledgement")
    assert "They were told on" in page.main and "They should hear how it goes by" in page.main
    assert "We told you on" in complained.browser.open("/mine").main
    assert "We have your complaint" in complained.browser.open("/mine/messages").main
    worker.browser.open(case.path)
    worker.browser.press(to="/take")
    page = sends(worker, "complaint-progress", so_far="We read what you sent us.", next_step="We ask the team.")
    assert "We are still looking into it" in complained.browser.open("/mine/messages").main
    page = sends(
        worker, "complaint-outcome", outcome="upheld", found="We were late.", mended="We changed how we keep dates."
    )
    assert "A second person reads it now" in page.main and not page.dom.query("form[action$='/tell']")
    assert "You were right" not in complained.browser.open("/mine/messages").main
    assert "We told you what we found" not in complained.browser.open("/mine").main

    approver = staff.signed_in(Role.APPROVER)
    approver.browser.open(case.path)
    page = approver.browser.press(to="/tell")
    assert "The complaint is closed" in page.main and "they were right" in page.main
    page = complained.browser.open("/mine")
    assert "We told you what we found" in page.main and "/mine/answer" not in page.links()
    assert "You were right" in complained.browser.open("/mine/messages").main


def test_an_outcome_sent_back_begins_with_what_was_typed(complained, staff):
    worker, approver = staff.signed_in(Role.CASEWORKER), staff.signed_in(Role.APPROVER)
    case = the_complaint(worker)
    worker.browser.press(to="/take")
    sends(worker, "complaint-outcome", outcome="in-part", found="We were late.", mended="We say sorry.")
    approver.browser.open(case.path)
    assert "Sent back" in approver.browser.press({"reason": "words"}, to="/send-back").main
    worker.browser.open(case.path)
    page = worker.browser.press({"kind": "complaint-outcome"}, to="/letters")
    assert page.dom.query("#found")[0].to_text(strip=False).strip() == "We were late."


def test_an_old_page_of_a_letter_changes_nothing_and_loses_nothing(complained, staff):
    worker = staff.signed_in(Role.CASEWORKER)
    case = the_complaint(worker)
    worker.browser.press(to="/take")
    page = worker.browser.press({"kind": "complaint-progress"}, to="/letters")
    worker.browser.open(case.path)
    sends(worker, "complaint-acknowledgement")
    worker.browser.pages.append(page)
    page = worker.browser.press({"so_far": "We read it.", "next_step": "We ask.", "send": "yes"})
    assert page.status == 422 and "Nothing was overwritten" in page.errors[0]
    assert "We read it." in page.dom.query("#so_far")[0].to_text()
    assert "still looking" not in complained.browser.open("/mine/messages").main


def test_an_empty_box_is_named_and_sends_nothing(complained, staff):
    worker = staff.signed_in(Role.CASEWORKER)
    the_complaint(worker)
    worker.browser.press(to="/take")
    worker.browser.press({"kind": "complaint-progress"}, to="/letters")
    page = worker.browser.press({"so_far": "We read it.", "send": "yes"})
    assert page.status == 422 and "Write something here" in page.errors[0]
    assert "We read it." in page.dom.query("#so_far")[0].to_text()


def test_who_is_named_cannot_judge_and_staff_can_say_so(complained, staff):
    worker, approver = staff.signed_in(Role.CASEWORKER), staff.signed_in(Role.APPROVER)
    case = the_complaint(worker)
    page = worker.browser.press({"workers": [str(staff.actors[Role.APPROVER].id)]}, to="/complaint")
    assert "It names Demo Approver" in page.main
    worker.browser.press(to="/take")
    sends(worker, "complaint-outcome", outcome="not-upheld", found="We looked.", mended="Nothing had to be done.")
    page = approver.browser.open(case.path)
    assert "The complaint names you" in page.main and not page.dom.query("form[action$='/tell']")


def test_staff_see_that_it_rests_and_when_the_card_was_confirmed(person, staff):
    person.asks()
    person.comes_back()
    person.browser.open("/mine/wait")
    person.browser.press()
    page = staff.signed_in(Role.CASEWORKER).opens_case()
    assert "They asked us to wait" in page.main and "The due date does not move" in page.main
    assert "They confirmed this on" in page.main


# lost words


def asked(staff, how="two-facts"):
    worker = staff.signed_in(Role.CASEWORKER)
    case = worker.opens_case()
    return case, worker.browser.press({"recognised": how}, to="/words/ask")


def made(staff, case):
    approver = staff.signed_in(Role.APPROVER)
    approver.browser.open(case.path)
    return approver, approver.browser.press(to="/words/make")


def test_two_workers_make_new_words_that_are_shown_once(app, person, staff):
    person.asks()
    person.comes_back()
    case, page = asked(staff)
    assert "two things only they would know" in page.main and "Somebody else" in page.main
    assert not page.dom.query("form[action$='/words/make']")
    approver, page = made(staff, case)
    words, reference = page.texts("[data-word]"), "".join(page.texts("[data-reference]"))
    assert (len(words), reference) == (4, person.reference)
    again = approver.browser.open(page.path)
    assert again.texts("[data-word]") == [] and "shown once" in again.main

    assert person.browser.open("/mine").path == "/back"  # every visit of the old words has ended
    assert person.comes_back().status == 422
    back = Person(Browser(app), reference=reference, words=words)
    page = back.comes_back()
    assert page.path == "/mine"
    assert {"Someone asked us for new words", "You got new words"} <= set(page.texts(".timeline__title"))


def test_without_a_reason_from_the_list_nothing_is_asked(person, staff):
    person.asks()
    for how in ("", "she-sounded-nice"):
        _, page = asked(staff, how)
        assert page.status == 422
    approver = staff.signed_in(Role.APPROVER)
    case = approver.opens_case()
    assert not case.dom.query("form[action$='/words/make']")


def test_a_press_without_an_ask_makes_nothing(person, staff):
    person.asks()
    case, _ = asked(staff)
    approver, _ = made(staff, case)
    token = approver.browser.pages[-1].dom.query("input[name=csrf_token]")[0].attrs["value"]
    answer = approver.browser.client.post(
        f"{case.path}/words/make", base_url="https://candour.test", data={"csrf_token": token, "version": "1"},
        headers={"Referer": "https://candour.test/staff/"},
    )  # fmt: skip
    assert answer.status_code == 409


def test_who_still_has_the_words_is_told_and_can_say_no(person, staff):
    person.asks()
    case, _ = asked(staff)
    page = person.comes_back()
    assert "Did you ask for new words?" in page.main
    page = person.browser.press(to="/mine/not-me")
    assert "No one gets new words" in page.main
    page = staff.signed_in(Role.APPROVER).browser.open(case.path)
    assert not page.dom.query("form[action$='/words/make']")
    assert "The person said: that was not me" in page.texts(".timeline__title")
