"""The promise of the register, from a phone at night to a page and a paper three months later.

A volunteer writes down that an ambulance was called; the person could not be told, and a lead signs that. They are told,
and read it. Three months later they ask by code what was shared, and get the whole truth. Somebody else, whose entry two
leads locked, gets to the letter what a third gets of whom nothing is written down.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pikepdf
import pytest

from portal import ROOT
from portal.accounts.permissions import Role
from portal.disclosures.telling_states import Telling
from portal.documents.check import faults_of
from tests.actors import hands_on_screen as hands
from tests.actors.fingers import Fingers
from tests.builders.asking_on_screen import asks_for
from tests.builders.browsers import PHONE
from tests.builders.looked_at import picture
from tests.builders.running import Running, start
from tests.builders.telling_on_screen import an_entry_at, three_months_pass
from tests.builders.words import words_of_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.actors.person_on_screen import PersonOnScreen
    from tests.actors.worker_on_screen import WorkerOnScreen

    PersonMaker = Callable[..., PersonOnScreen]
    WorkerMaker = Callable[..., WorkerOnScreen]

TOLD, LOCKED, NOTHING = "Demo Reed", "Demo Sedge", "Demo Rush"
WHY, KEPT_BACK = "You had a plan to die tonight.", "We did not share your chat."
NOT_YET = "They are in hospital and must not be upset."
WORDS = "Hello,\n\nWe told an ambulance team about you. We thought that you could die. You can ask us here."
LETTER = "Hello,\n\nYou asked what we told other people. We told one team, one time. This letter says what we said."
PAGES = ("/mine", "/mine/answer", "/mine/answer/1", "/mine/answer/2", "/mine/answer/3", "/mine/whole", "/mine/save",
         "/mine/messages", "/mine/contact", "/mine/how-are-you", "/mine/side/0/1")  # fmt: skip
MARKS = re.compile(r'(name="(?:csrf_token|submission)" value=)"[^"]*"')
NOT_INSTALLED = 3  # what the check says where Java is missing
NUMBER = re.compile(r"Your reference: [0-9A-Z]{8}\b")


@pytest.fixture(scope="module")
def candour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An installation that has nothing in it yet."""
    with start(tmp_path_factory.mktemp("candour")) as running:
        yield running


def test_what_a_volunteer_logs_is_told_and_answered_in_full(
    a_person: PersonMaker, a_worker: WorkerMaker, candour: Running, tmp_path: Path
) -> None:
    person = a_person(TOLD)
    volunteer, lead, approver = a_worker(Role.CASEWORKER), a_worker(Role.SAFEGUARDING), a_worker(Role.APPROVER)
    has_asked_before(person, volunteer)
    entry = logs_at_night(volunteer)
    person.opens("/mine")
    assert "ambulance" not in person.text
    waits_on_today(lead)
    hands.signs(lead, entry)
    picture(lead.page, "signed")
    hands.tells(lead, WORDS)
    picture(lead.page, "told")
    reads_that_they_were_told(person)
    lead.opens(f"{entry}/telling")
    assert "They have opened it." in lead.text

    three_months_pass(candour)
    later = a_person(TOLD)
    asks(later)
    prepares_the_whole_truth(volunteer)
    is_released(volunteer, approver)
    reads_page_by_page(later)
    reads_the_paper(later, tmp_path)


def has_asked_before(person: PersonOnScreen, worker: WorkerOnScreen) -> None:
    """They wanted their age put right, and a worker knows that it is them."""
    asks_for(person, "rectification")
    person.writes_the_code_down()
    person.types_the_code()
    case = takes(worker, person.user_name)
    worker.knows_them(case)


def takes(worker: WorkerOnScreen, user_name: str) -> str:
    """Look their newest request up and take it; gives the address of the case."""
    worker.looks_up(user_name, "Nobody yet")
    case = worker.page.url.partition("#")[0]
    worker.takes_it()
    return case


def logs_at_night(volunteer: WorkerOnScreen) -> str:
    """An emergency, on a phone, within two minutes: "not yet told", with the reason. Gives the address of the entry."""
    page = volunteer.page
    page.set_viewport_size(PHONE)
    volunteer.opens("/staff/register/log")
    hand = Fingers(volunteer)
    hand.sees("happened")
    for name, value in {"decision": "shared", "urgency": "emergency", "service": "chat"}.items():
        hand.picks(name, value)
    hand.goes_on()
    hand.sees("rule")
    hand.picks("clause", "confidentiality:3:plan-now")
    hand.types("why", WHY)
    hand.goes_on()
    hand.sees("recipients")
    hand.picks("recipients-0-kind", "ambulance")
    hand.types("recipients-0-name", "Demo Ambulance")
    hand.picks("recipients-0-sent_by", "phone")
    hand.goes_on()
    hand.sees("pieces")
    for number, words in ((0, "first name"), (1, "your mobile")):
        hand.picks(f"pieces-{number}-told", "y")
        hand.types(f"pieces-{number}-what", words)
    hand.types("left_out", KEPT_BACK)
    hand.goes_on()
    hand.sees("person")
    hand.types("user_name", TOLD)
    hand.picks("person_group", "child")
    hand.picks("consent", "not-asked")
    hand.picks("no_consent_reason", "not-reasonable")
    hand.picks("told", "not-yet")
    assert page.input_value("[name=review_on]")  # a week is filled in
    hand.types("told_note", NOT_YET)
    hand.goes_on()
    hand.sees("check")
    assert NOT_YET in volunteer.text
    hand.taps_on("main button", "Log this entry")
    assert "Logged." in volunteer.text
    hand.sees("logged")
    print(f"{len(hand.screens)} screens, {hand.taps} taps, {hand.keys} keys: {hand.seconds:.0f} s")  # noqa: T201
    assert len(hand.screens) == 7
    assert hand.seconds <= 150  # half a minute more, for whom to protect and why they do not know
    return page.url.removeprefix(volunteer.home)


def waits_on_today(lead: WorkerOnScreen) -> None:
    """It waits for a second person, on the first page a lead sees."""
    lead.opens("/staff/today")
    assert "1 Not told yet: waiting for a second signature" in lead.text
    picture(lead.page, "today-lead")


def reads_that_they_were_told(person: PersonOnScreen) -> None:
    """It waits in the request they made before."""
    person.opens("/mine")
    picture(person.page, "mine-told")
    person.follows("/mine/messages")
    assert "We told an ambulance team about you." in person.text
    picture(person.page, "messages-told")


def asks(person: PersonOnScreen) -> None:
    """Six screens, no name and no address: only the code is theirs. Then they come back with it."""
    person.answers_the_questions()
    person.sends()
    person.types_the_code()
    assert person.path == "/mine"


def prepares_the_whole_truth(caseworker: WorkerOnScreen) -> None:
    """Match, look at what it will tell, write, have the file made."""
    case = takes(caseworker, TOLD)
    caseworker.knows_them(case)
    assert "They have not shown yet that they saved their code" not in caseworker.text  # they came back with it
    picture(caseworker.page, "case-match")
    caseworker.confirms_the_match()
    caseworker.opens_the_answer()
    caseworker.page.get_by_role("link", name="See what it will tell").click()
    assert "Demo Ambulance" in caseworker.text and KEPT_BACK in caseworker.text
    picture(caseworker.page, "preview")
    caseworker.page.goto(case)
    caseworker.opens_the_answer()
    caseworker.writes(LETTER)
    caseworker.waits_for_the_file()
    caseworker.cannot("approve")


def is_released(caseworker: WorkerOnScreen, approver: WorkerOnScreen) -> None:
    """Somebody else approves exactly that file, and the caseworker lets it go."""
    approver.page.goto(caseworker.page.url)
    picture(approver.page, "gate")
    approver.approves()
    caseworker.page.reload()
    caseworker.releases()
    caseworker.looks_again_until(lambda: "They can read it now" in caseworker.text or "Case closed" in caseworker.text)


def reads_page_by_page(person: PersonOnScreen) -> None:
    """One sentence, the facts, the whole entry behind a line; then what comes next."""
    person.opens("/mine")
    assert "Your answer is here" in person.text
    picture(person.page, "mine-ready")
    person.follows("/mine/answer")
    picture(person.page, "answer")
    assert "We told one team, one time." in person.reads_on(1)
    picture(person.page, "answer-1")
    share = person.reads_on(2)
    picture(person.page, "answer-2")
    for said in ("we told the ambulance team", "Demo Ambulance", "first name", "your mobile", WHY, KEPT_BACK):
        assert said in share, said
    assert "Who decided it?" not in share
    person.page.locator("details.whole-entry summary").click()
    for said in ("Did we ask you first?", "Who decided it?"):
        assert said in person.text
    picture(person.page, "answer-2-whole")
    assert NOT_YET not in person.text  # why it had to wait was written for staff
    assert "Information Commission" in person.reads_on(3)
    picture(person.page, "answer-3")
    person.opens("/mine/whole")
    picture(person.page, "whole")


def reads_the_paper(person: PersonOnScreen, folder: Path) -> None:
    """What, who, when, why, what was kept back, what comes next: on paper, for everybody who reads with a machine."""
    person.opens("/mine/answer/3")
    person.follows("/mine/save")
    pdf = person.downloads("/mine/document.pdf")
    assert faults_of(pdf) == []
    assert rules_broken(pdf, folder) == []
    text = words_of_pdf(pdf)
    for said in ("first name", "your mobile", "Demo Ambulance", WHY, KEPT_BACK, "Information Commission"):
        assert said in text, said
    assert NOT_YET not in text


def rules_broken(pdf: bytes, folder: Path) -> list[object]:
    """The rules of PDF/UA-1 that a paper breaks, by veraPDF; none where it cannot be asked."""
    paper = folder / "paper.pdf"
    paper.write_bytes(pdf)
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "pdfua_check.py"), "--json", str(paper)],
        capture_output=True,
        check=False,
    )
    return [] if done.returncode == NOT_INSTALLED else json.loads(done.stdout)[str(paper)]["failed"]


def test_a_locked_entry_gives_exactly_what_no_entry_gives(
    a_person: PersonMaker, a_worker: WorkerMaker, candour: Running
) -> None:
    entry = an_entry_at(candour, LOCKED, Telling.LOCKED)
    caseworker, approver = a_worker(Role.CASEWORKER), a_worker(Role.APPROVER)
    locked, nothing = (is_answered(a_person(name), caseworker, approver) for name in (LOCKED, NOTHING))
    for path in PAGES:
        assert seen_by(locked, path) == seen_by(nothing, path), path
    papers = [one.downloads("/mine/document.pdf") for one in (locked, nothing)]
    assert [faults_of(paper) for paper in papers] == [[], []]
    these, those = map(shape_of, papers)
    assert these == those
    for worker in (caseworker, approver):
        worker.opens(entry)
        assert "Must not be told" not in worker.text
        worker.opens("/staff/register")
        assert entry not in worker.page.content()


def is_answered(person: PersonOnScreen, caseworker: WorkerOnScreen, approver: WorkerOnScreen) -> PersonOnScreen:
    """Ask, and be answered with the one letter."""
    asks(person)
    case = takes(caseworker, person.user_name)
    caseworker.knows_them(case)
    caseworker.opens_the_answer()
    hands.uses_our_one_letter(caseworker)
    is_released(caseworker, approver)
    person.opens("/mine/answer/1")
    picture(person.page, f"nothing-{person.user_name[-4:].strip().lower()}")
    return person


def seen_by(person: PersonOnScreen, path: str) -> tuple[int, str]:
    """Every byte of a page, without what is random for each person: the code, and the marks in forms."""
    answer = person.page.context.request.get(person.home + path)
    page = answer.text().replace(person.user_name, "NAME")
    for code in (person.reference, person.reference.replace(" ", "")):
        page = page.replace(code, "CODE")
    return answer.status, MARKS.sub(r'\1"RANDOM"', page)


def shape_of(pdf: bytes) -> tuple[str, int, str]:
    """The words of a paper but for the number of the case, how many things it is made of, what it says about itself."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        things, about = len(file.objects), str(dict(file.docinfo))
    words, numbers = NUMBER.subn("Your reference: NUMBER", words_of_pdf(pdf))
    assert numbers == 1
    return words, things, about
