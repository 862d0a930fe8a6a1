"""Many hands at the same moment, on two real web processes with four threads each: one wins, the others are told."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.answers.queries import find
from portal.audit import Action, verify
from portal.cases.models import Case
from portal.cases.states import Status
from portal.core import clock
from portal.requests.models import Request
from tests.actors.sender import REFERENCE, OnTheWire, Sender, hidden_fields
from tests.builders.desk import a_case, a_request, a_worker
from tests.builders.faults import count_events, left_in_halves, made_answers, worker_at
from tests.builders.wire import send

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
ROUNDS = 6


@pytest.fixture
def open_site(site):
    webs = [site.start_web(), site.start_web()]
    site.wait_until_open()
    yield site
    for web in webs:
        assert "Traceback" not in web.said


def at_once(*acts):
    """Do all of them at the same moment; give what each came to."""
    gate = threading.Barrier(len(acts))

    def do(act):
        gate.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def button(wire, page, action, **more):
    """Open a page and give what presses one of its buttons."""
    form = hidden_fields(wire.get(page))
    return lambda: wire.post(f"{page}/{action}", **{**form, **more})


def one_won(answers):
    """One was done; each of the others was told so, in words."""
    for answer in answers:
        done, changed = answer.status == 303, answer.status == 409 and "That was not done" in answer.text
        told = ("Somebody else changed this case", "That cannot be done while the case is")
        moved_on = answer.status == 422 and any(words in answer.text for words in told)
        assert done or changed or moved_on, (
            answer.status,
            re.findall(r"error-summary.{0,400}", answer.text, re.DOTALL),
        )
    assert [answer.status for answer in answers].count(303) == 1
    return next(number for number, answer in enumerate(answers) if answer.status == 303)


def test_of_two_workers_who_take_a_case_at_once_one_gets_it(open_site):
    with open_site.session() as session:
        workers = [a_worker(session, Role.CASEWORKER, name=f"Demo {name}").id for name in ("Ash", "Birch")]
        cases = [a_case(session, f"kite.{n}", at=clock.now()).id for n in range(ROUNDS)]
    browsers = [worker_at(open_site, worker) for worker in workers]
    for case_id in cases:
        page = f"/staff/cases/{case_id}"
        winner = one_won(at_once(*(button(browser, page, "take") for browser in browsers)))
        with open_site.look() as session:
            case = session.get(Case, case_id)
            assert (case.status, case.owner_id) == (Status.IN_PROGRESS, workers[winner])
            assert count_events(session, Action.CASE_TAKEN, case_id) == 1
    with open_site.look() as session:
        assert verify(session).ok


def test_of_two_who_approve_or_release_at_once_one_does(open_site):
    with open_site.session() as session:
        approvers = [a_worker(session, Role.APPROVER, name=f"Demo {name}").id for name in ("Cedar", "Dogwood")]
        caseworker = a_worker(session, Role.CASEWORKER)
        releasers = [a_worker(session, Role.CASEWORKER, name=f"Demo {name}").id for name in ("Elm", "Fir")]
        cases = made_answers(session, caseworker, ROUNDS)
    approving = [worker_at(open_site, one) for one in approvers]
    releasing = [worker_at(open_site, one) for one in releasers]
    for case_id in cases:
        page = f"/staff/cases/{case_id}/answer"
        first = one_won(at_once(*(button(browser, page, "approve") for browser in approving)))
        second = one_won(
            at_once(*(button(b, page, "release", contact_confirmed="y", odd_hour="they-asked") for b in releasing))
        )
        with open_site.look() as session:
            answer = find(session, case_id)
            assert (answer.approved_by_id, answer.released_by_id) == (approvers[first], releasers[second])
            assert count_events(session, Action.ANSWER_APPROVED, case_id) == 1
            assert count_events(session, Action.ANSWER_RELEASED, case_id) == 1


def test_an_answer_is_never_taken_back_and_approved_at_once(open_site):
    with open_site.session() as session:
        approver, caseworker = a_worker(session, Role.APPROVER), a_worker(session, Role.CASEWORKER)
        cases = made_answers(session, caseworker, ROUNDS)
    checking, changing = worker_at(open_site, approver.id), worker_at(open_site, caseworker.id)
    for case_id in cases:
        page = f"/staff/cases/{case_id}/answer"
        approved, taken_back = at_once(button(checking, page, "approve"), button(changing, page, "take-back"))
        assert sorted((approved.status, taken_back.status)) == [303, 409]
        with open_site.look() as session:
            case, answer = session.get(Case, case_id), find(session, case_id)
            is_approved = case.status is Status.APPROVED
            assert is_approved == (approved.status == 303) == (answer.approved_sha256 is not None)


def test_send_pressed_many_times_at_once_makes_one_request_and_every_press_leads_to_the_code(open_site):
    for number in range(3):
        sender = Sender(OnTheWire(open_site.home), f"kite.{number}")
        sender.drafts()
        token, cookies = sender.wire.token, dict(sender.wire.cookies)
        presses = [OnTheWire(open_site.home, dict(cookies), token) for _ in range(8)]
        answers = at_once(*(lambda wire=wire: wire.post("/q/5") for wire in presses))
        assert {(answer.status, answer.one("Location")) for answer in answers} == {(303, "/q/6")}
        assert REFERENCE.search(sender.wire.get("/q/6").text)
        with open_site.look() as session:
            assert session.scalar(select(func.count()).select_from(Request)) == number + 1
    with open_site.look() as session:
        assert left_in_halves(session) == []


def test_twenty_tries_on_one_code_at_once_look_at_five(open_site):
    with open_site.session() as session:
        _, code = a_request(session)
    tries = [OnTheWire(open_site.home) for _ in range(20)]
    for wire in tries:
        wire.get("/back")
    wrong = {"reference": code.reference, "words": "one two three four"}
    answers = at_once(*(lambda wire=wire: wire.post("/back", **wrong) for wire in tries))
    statuses = [answer.status for answer in answers]
    assert (statuses.count(422), statuses.count(429)) == (5, 15)
    right = tries[0].post("/back", reference=code.reference, words=" ".join(code.words))
    assert right.status == 429


def test_the_same_code_may_be_used_in_two_browsers_at_once(open_site):
    with open_site.session() as session:
        request, code = a_request(session)
        request_id = request.id
    browsers = [OnTheWire(open_site.home) for _ in range(4)]
    for browser in browsers:
        browser.get("/back")
    right = {"reference": code.reference, "words": " ".join(code.words)}
    answers = at_once(*(lambda b=b: b.post("/back", **right) for b in browsers))
    assert [answer.one("Location") for answer in answers] == ["/mine"] * 4
    assert len({browser.cookies["__Host-s"] for browser in browsers}) == 4
    assert {browser.get("/mine").status for browser in browsers} == {200}
    with open_site.look() as session:
        assert count_events(session, Action.REQUEST_OPENED, request_id) == 1
    assert send(open_site.home, "/mine").status == 303
