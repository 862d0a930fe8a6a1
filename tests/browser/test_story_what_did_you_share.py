"""The road, as it was promised: a young person asks, two workers answer, the young person reads.

Told twice: with JavaScript, and without. Firefox and WebKit are not run here: only Debian's Chromium is at hand.
"""

from collections.abc import Callable

import pytest

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.running import Running

LETTER = "Hello,\n\nYou asked what we told other people. We told one team, one time. This letter says what we said."
SIX_TO_SEND = ["/q/1", "/q/2", "/q/3", "/q/4", "/q/5", "/q/6"]
FOUR_TO_READ = ["/back", "/mine", "/mine/answer", "/mine/answer/1"]

PersonMaker = Callable[..., PersonOnScreen]
WorkerMaker = Callable[..., WorkerOnScreen]


@pytest.mark.check(16, "the whole road from a policy to the file, without JavaScript")
@pytest.mark.check(27, "6 screens to the code and 4 to the first part of the answer")
@pytest.mark.check(12, "every request of four browsers along the road")
@pytest.mark.check(15, "every address along the road")
@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_young_person_asks_and_reads_an_honest_answer(
    script: bool, a_person: PersonMaker, a_worker: WorkerMaker, candour: Running
) -> None:
    person = a_person(f"Demo Kite {script}", java_script_enabled=script)
    lead = a_worker(Role.SAFEGUARDING, java_script_enabled=script)
    caseworker = a_worker(Role.CASEWORKER, java_script_enabled=script)
    approver = a_worker(Role.APPROVER, java_script_enabled=script)

    lead.logs_a_disclosure(person.user_name)
    lead.opens("/staff/register")
    assert person.user_name not in lead.text  # a list opens no seal
    asks(person)
    answers(caseworker, approver, person.user_name)
    reads(person)
    opens_the_file(person)


def asks(person: PersonOnScreen) -> None:
    """Six screens from the start to the code; the code is proved."""
    person.reads_a_policy()
    so_far = len(person.watch.screens)
    person.answers_the_questions()
    assert person.user_name in person.text
    person.sends()
    assert person.watch.screens[so_far:] == SIX_TO_SEND
    assert len(person.reference.replace(" ", "")) == 8
    assert len(person.words) == 4
    person.proves_the_words()
    assert person.words[0] not in person.text
    person.leaves()
    person.page.wait_for_url("https://weather.test/**")


def answers(caseworker: WorkerOnScreen, approver: WorkerOnScreen, user_name: str) -> None:
    """The caseworker finds, writes and has the file made; somebody else approves exactly that file."""
    due = caseworker.due_dates()
    assert due == sorted(due)
    assert len(due) > 5
    caseworker.finds_the_case_of(user_name)
    case = caseworker.page.url
    caseworker.takes_it()
    caseworker.knows_them(case)
    caseworker.confirms_the_match()
    caseworker.opens_the_answer()
    caseworker.writes(LETTER)
    caseworker.waits_for_the_file()
    caseworker.cannot("approve")
    approver.page.goto(case)
    approver.opens_the_answer()
    approver.cannot("release")
    approver.approves()
    caseworker.page.reload()
    caseworker.releases()


def reads(person: PersonOnScreen) -> None:
    """Four screens from the code to the first part; then the rest, part by part."""
    so_far = len(person.watch.screens)
    person.types_the_code()
    person.follows("/mine/answer")
    letter = person.reads_on(1)
    assert person.watch.screens[so_far:] == FOUR_TO_READ
    assert "We told one team, one time." in letter
    share = person.reads_on(2)
    for said in ("Demo Ambulance Control", "your first name", "We did not share your chat.", "A crew came"):
        assert said in share
    person.page.locator("details.whole-entry summary").click()  # the last layer, without a script too
    for said in ("Did we ask you first?", "Who decided it?", "Not recorded."):
        assert said in person.text
    rights = person.reads_on(3)
    assert "Information Commission" in rights


def opens_the_file(person: PersonOnScreen) -> None:
    """The file is opened by its link, and its name says nothing."""
    person.follows("/mine/save")
    with person.page.expect_response("**/mine/document.pdf") as coming:
        person.follows("/mine/document.pdf")
    assert coming.value.headers["content-type"] == "application/pdf"
    assert coming.value.headers["content-disposition"] == 'inline; filename="document.pdf"'
    assert person.downloads("/mine/document.pdf").startswith(b"%PDF-")
