"""A worker's whole day: ten cases are sorted, one question is asked, one answer needs longer, one thing is refused, two
answers leave, a complaint is acknowledged. Told from both sides, in an installation of its own; then the main presses
again with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from portal.accounts.permissions import Role
from portal.answers.service.release import RELEASE
from tests.actors import hands_on_screen as hands
from tests.builders import day
from tests.builders.asking_on_screen import asks_for
from tests.builders.desk import LETTER
from tests.builders.lettering import KEPT, WHY
from tests.builders.running import Running, start
from tests.builders.staff_pages import StaffPages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.actors.person_on_screen import PersonOnScreen
    from tests.actors.worker_on_screen import WorkerOnScreen

    PersonMaker = Callable[..., PersonOnScreen]
    WorkerMaker = Callable[..., WorkerOnScreen]

QUESTION, SAID, OWN = "Which year do you mean?", "The year of my demo band.", "You were with us for six years."
UNHAPPY = "Nobody wrote to me for a long time."
DUE = "main .clock-panel strong"


@pytest.fixture(scope="module")
def candour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An installation that has nothing in it yet, and half an hour in which a release can be taken back."""
    with start(tmp_path_factory.mktemp("candour"), undo_minutes=30) as running:
        yield running


@pytest.fixture
def asked(a_person: PersonMaker, candour: Running) -> dict[str, PersonOnScreen]:
    """Ten requests: eight came before, two young people ask this morning from a phone."""
    with candour.session() as session:
        codes = day.sent_before(session)
        day.told_an_ambulance(session, "Demo Day Dill")
    people = {}
    for name, right in {"Demo Day Ash": "access", "Demo Day Dill": "shared"}.items():
        people[name] = a_person(name)
        asks_for(people[name], right)
        people[name].writes_the_code_down()
        people[name].types_the_code()
    for name in (day.KEPT, day.EXTENDED, day.UNHAPPY):
        people[name] = a_person(name)
        people[name].types_the_code(codes[name].reference, " ".join(codes[name].words))
    return people


def test_a_whole_day_at_the_desk(asked: dict[str, PersonOnScreen], a_worker: WorkerMaker, candour: Running) -> None:
    worker, approver = a_worker(Role.CASEWORKER), a_worker(Role.APPROVER)
    pages = [StaffPages(one, ("Demo Day",)) for one in (worker, approver)]
    desk, second = pages
    sorts(worker, desk)
    asks_one_question(worker, desk, asked["Demo Day Ash"])
    needs_longer(worker, desk, asked[day.EXTENDED])
    cases = [refuses_in_part(worker, desk, asked[day.KEPT]), tells(worker, desk, asked["Demo Day Dill"])]
    two_answers_leave(worker, desk, approver, second, cases, candour)
    reads(asked)
    is_acknowledged(worker, desk, asked[day.UNHAPPY])
    ends(worker, desk)
    for one in pages:
        one.none_was_missed()


def sorts(worker: WorkerOnScreen, desk: StaffPages) -> None:
    """Today says what there is. All ten are given in one go, two are of one person, one speaks of something hard."""
    worker.opens("/staff/today")
    desk.look()
    for waits in ("10 New cases that nobody has", "1 Late case", "1 Case due in the next 5 working days"):
        assert waits in worker.text
    worker.page.get_by_role("link", name="New cases that nobody has").click()
    desk.look()
    ticks = worker.page.locator("[name=cases]")
    expect(ticks).to_have_count(10)
    due = worker.page.locator('td[data-label="Due"] .due').all_inner_texts()
    assert "late" in due[0]
    for n in range(10):
        ticks.nth(n).check()
    worker.page.get_by_role("button", name="Give the selected cases").click()
    desk.look()
    assert "10 of the 10 you chose can be given." in worker.text
    worker.page.get_by_label("Who takes them?").select_option(label="Demo Caseworker")
    worker.page.get_by_role("button", name="Give 10 cases").click()
    desk.look()
    expect(worker.page.get_by_text("10 cases given.")).to_be_visible()
    worker.searches(day.TWICE)
    desk.look()
    expect(worker.page.locator("main tbody tr")).to_have_count(2)
    worker.page.locator("main tbody a").first.click()
    desk.look()
    other = worker.page.locator(".hinted a").inner_text()
    worker.page.locator("summary", has_text="Link another case").click()
    worker.page.check("[name=link_reason][value=same-facts]")
    worker.fills_and_presses("links", link_number=other)
    desk.look()
    assert f"Case {other}" in worker.text and "Linked:" in worker.text
    worker.takes_it()
    worker.page.locator("summary", has_text="Topics").click()
    worker.page.check("[name=topics][value=loss]")
    worker.fills_and_presses("topics")
    desk.look()
    expect(worker.page.get_by_label("It speaks of")).to_have_text("Loss")


def opens(worker: WorkerOnScreen, user_name: str) -> str:
    """Look somebody up and take their case; gives its path."""
    worker.looks_up(user_name)
    worker.takes_it()
    return worker.page.url.partition("#")[0].removeprefix(worker.home)


def asks_one_question(worker: WorkerOnScreen, desk: StaffPages, person: PersonOnScreen) -> None:
    """The date is gone while we wait, on both sides, and comes back with the answer."""
    path = opens(worker, person.user_name)
    due = worker.page.locator(DUE).inner_text()
    person.opens("/mine")
    assert due in person.text
    hands.opens_the_act(worker, "question")
    desk.look()
    worker.page.check("[name=question-about][value=which-time]")
    worker.page.fill("[name=question-question]", QUESTION)
    hands.sees_the_dates(worker, "question")
    desk.look()
    hands.makes_it_count(worker)
    worker.opens("/staff/?tab=paused")
    desk.look()
    assert "Paused" in worker.text
    person.opens("/mine")
    assert "We wait for your answer to our question" in person.text and due not in person.text
    person.follows("/mine/messages")
    person.page.fill("[name=our-answer]", SAID)
    person.presses()
    person.opens("/mine")
    assert due in person.text
    worker.opens("/staff/today")
    assert "1 New message" in worker.text
    worker.opens(path)
    desk.look()
    assert SAID in worker.text
    expect(worker.page.locator(DUE)).to_have_text(due)


def needs_longer(worker: WorkerOnScreen, desk: StaffPages, person: PersonOnScreen) -> None:
    """Old and new date before it counts; then the same new date on both sides."""
    opens(worker, person.user_name)
    before = worker.page.locator(DUE).inner_text()
    hands.opens_the_act(worker, "extension")
    worker.page.check("[name=extension-reasons][value=much-to-read]")
    worker.page.fill("[name=extension-own]", OWN)
    hands.sees_the_dates(worker, "extension")
    old, then = worker.page.locator(".moves dd").all_inner_texts()
    assert old == before != then
    desk.look()
    person.opens("/mine")
    assert old in person.text  # nothing has changed yet
    hands.makes_it_count(worker)
    desk.look()
    assert then in worker.text
    person.opens("/mine")
    assert then in person.text and old not in person.text
    person.follows("/mine/messages")
    assert OWN in person.text and "We need until" in person.text


def refuses_in_part(worker: WorkerOnScreen, desk: StaffPages, person: PersonOnScreen) -> str:
    """One thing is done and one is kept, each with its reason; the file waits for a second person."""
    path = opens(worker, person.user_name)
    hands.writes_a_refusal_in_part(worker, path)
    desk.look()
    worker.cannot("approve")
    return path


def tells(worker: WorkerOnScreen, desk: StaffPages, person: PersonOnScreen) -> str:
    """What was told to an ambulance, found in the register and said."""
    path = opens(worker, person.user_name)
    worker.opens(f"{path}/who")
    desk.look()
    worker.opens(path)
    worker.knows_them(f"{worker.home}{path}")
    worker.confirms_the_match()
    worker.opens_the_answer()
    desk.look()
    worker.writes(LETTER)
    worker.waits_for_the_file()
    return path


def two_answers_leave(
    worker: WorkerOnScreen, desk: StaffPages, approver: WorkerOnScreen, second: StaffPages, cases: list[str],
    candour: Running,
) -> None:  # fmt: skip
    """The approver approves both, the caseworker releases them, and they leave when the half hour is over."""
    approver.opens("/staff/today")
    second.look()
    assert "2 Answers to approve" in approver.text
    for path in cases:
        approver.opens(f"{path}/answer")
        second.look()
        approver.approves()
    worker.opens("/staff/today")
    assert "2 Approved answers to release" in worker.text
    for path in cases:
        worker.opens(f"{path}/answer")
        desk.look()
        worker.releases()
        desk.look()
        assert "It leaves at" in worker.text
    candour.hurry(RELEASE)
    for path in cases:
        worker.opens(path)
        worker.looks_again_until(lambda: "Case closed" in worker.text)


def reads(asked: dict[str, PersonOnScreen]) -> None:
    """Each of the two reads what they got, and nothing of it was theirs to read before."""
    told, kept = asked["Demo Day Dill"], asked[day.KEPT]
    for person in (told, kept):
        person.opens("/mine")
        assert "Your answer is here" in person.text
        person.opens("/mine/whole")
    for said in ("Demo Ambulance Control", "your first name", "We did not share your chat."):
        assert said in told.text
    for said in (hands.THINGS, KEPT, WHY, "Information Commission"):
        assert said in kept.text
    assert KEPT not in told.text and "Demo Ambulance" not in kept.text


def is_acknowledged(worker: WorkerOnScreen, desk: StaffPages, person: PersonOnScreen) -> None:
    """A complaint comes in the afternoon. They are told the same day that we have it."""
    person.is_not_happy("late", UNHAPPY)
    worker.opens("/staff/today")
    assert "1 Complaint to acknowledge" in worker.text
    worker.looks_up(person.user_name, "Complaint")
    desk.look()
    assert UNHAPPY in worker.text
    worker.page.locator('button[name=kind][value="complaint-acknowledgement"]').click()
    desk.look()
    worker.page.go_back()
    worker.sends_a_letter("complaint-acknowledgement")
    desk.look()
    person.opens("/mine")
    assert "that we have it" in person.text


def ends(worker: WorkerOnScreen, desk: StaffPages) -> None:
    """Today says what is left, and nothing that is done."""
    worker.opens("/staff/today")
    desk.look()
    for left in ("1 Late case of yours", "1 Case due in the next 5 working days", "1 New case that nobody has"):
        assert left in worker.text
    for done in ("New message", "to approve", "to release", "to acknowledge"):
        assert done not in worker.text
    worker.opens("/staff/?tab=answered")
    desk.look()
    expect(worker.page.locator("main tbody tr")).to_have_count(2)
    worker.opens("/staff/?tab=mine")
    desk.look()
    expect(worker.page.locator("main tbody tr")).to_have_count(8)
