"""Kill -9 of the web server at the moment an answer is approved or released: it happened whole, or not at all."""

import hashlib
import os
import random
import threading
import time

import pytest

from portal.accounts.permissions import Role
from portal.answers.models import Answer
from portal.answers.queries import find, pdf_of
from portal.audit import Action
from portal.cases.models import Case
from portal.cases.states import Status
from tests.actors.sender import Cut, hidden_fields
from tests.builders.desk import a_worker
from tests.builders.faults import count_events, left_in_halves, made_answers, person_at, worker_at
from tests.builders.ground import wait_for

KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "0")) or random.randrange(1, 10**6)
AT_ONCE = 3
APPROVE, RELEASE = "approve", "release"
pytestmark = [pytest.mark.faults, pytest.mark.timeout(300 + 10 * KILLS)]


def standing(site, case_id, act):
    """Every trace that the act leaves; all are there, or none is."""
    with site.look() as session:
        case, answer = session.get(Case, case_id), find(session, case_id)
        if act == APPROVE:
            return {
                "status": case.status in {Status.APPROVED, Status.ANSWERED},
                "who": answer.approved_by_id is not None,
                "when": answer.approved_at is not None,
                "which file": answer.approved_sha256 == answer.pdf_sha256,
                "trail": count_events(session, Action.ANSWER_APPROVED, case_id) == 1,
            }
        return {
            "status": case.status is Status.ANSWERED,
            "closed": case.closed_at is not None,
            "who": answer.released_by_id is not None,
            "when": answer.released_at is not None,
            "trail": count_events(session, Action.ANSWER_RELEASED, case_id) == 1,
        }


class Desk:
    """An approver and a caseworker who press one button on one case each, at the same time."""

    def __init__(self, site):
        self.site = site
        with site.session() as session:
            approver, caseworker = a_worker(session, Role.APPROVER), a_worker(session, Role.CASEWORKER)
            self.cases = made_answers(session, caseworker, KILLS * AT_ONCE)
        self.who = {APPROVE: approver.id, RELEASE: caseworker.id}

    def ready_to_press(self, case_id, act):
        """The page is open; give what presses the button."""
        wire, path = worker_at(self.site, self.who[act]), f"/staff/cases/{case_id}/answer"
        form = hidden_fields(insist(lambda: wire.get(path)))
        form |= {"contact_confirmed": "y"} if act == RELEASE else {}

        def press(told):
            try:
                told[case_id] = wire.post(f"{path}/{act}", **form).status
            except Cut:
                told[case_id] = None

        return press


def insist(act):
    until = time.monotonic() + 60
    while True:
        try:
            return act()
        except Cut:
            assert time.monotonic() < until
            time.sleep(0.02)


def pressed_together(presses):
    """Start pressing; give the threads and the place where the answers will be."""
    told = {}
    threads = [threading.Thread(target=press, args=(told,)) for press in presses]
    for thread in threads:
        thread.start()
    return threads, told


def what_the_person_gets(site, case_id):
    """The hash of their file, or None: there is no such page."""
    with site.look() as session:
        request_id = session.get(Case, case_id).request_id
    answer = insist(lambda: person_at(site, request_id).get("/mine/document.pdf"))
    assert answer.status in {200, 404}
    return hashlib.sha256(answer.body).hexdigest() if answer.status == 200 else None


def test_nothing_is_half_approved_or_half_released(site, record_property):
    chance, desk, web = random.Random(SEED), Desk(site), site.start_web()
    todo = [(case_id, APPROVE) for case_id in desk.cases]
    took, kills, outcomes = 0.2, 0, []
    while kills < KILLS and todo:
        batch = [todo.pop(chance.randrange(len(todo))) for _ in range(min(AT_ONCE, len(todo)))]
        threads, told = pressed_together([desk.ready_to_press(*one) for one in batch])
        pressed_at = time.monotonic()
        if outcomes:
            if chance.random() < 0.6:  # while the others are at their commit, which they do one after the other
                wait_for(lambda: told, seconds=60)  # noqa: B023  # waited for at once
                time.sleep(chance.uniform(0, took / AT_ONCE))
            else:
                time.sleep(chance.uniform(0, took))
            web.kill()
            web, kills = site.start_web(), kills + 1
        for thread in threads:
            thread.join(60)
        if not outcomes:
            took = time.monotonic() - pressed_at
        for case_id, act in batch:
            traces = standing(site, case_id, act)
            assert len(set(traces.values())) == 1, (SEED, act, traces)
            happened = all(traces.values())
            assert happened or told[case_id] is None, (SEED, act, told[case_id])
            outcomes.append((act, happened, told[case_id]))
            todo += [(case_id, act)] if not happened else [(case_id, RELEASE)] if act == APPROVE else []
            gets = what_the_person_gets(site, case_id)
            with site.look() as session:
                answer = find(session, case_id)
                assert gets == (answer.approved_sha256 if act == RELEASE and happened else None)
    figures = {
        "seed": SEED,
        "kills": kills,
        "presses": len(outcomes),
        "answered": sum(told is not None for _, _, told in outcomes),
        "cut, happened": sum(happened and told is None for _, happened, told in outcomes),
        "cut, did not happen": sum(not happened for _, happened, _ in outcomes),
        "released": sum(act == RELEASE and happened for act, happened, _ in outcomes),
    }
    print(figures)  # noqa: T201  # the seed, for whoever has to repeat it
    record_property("figures", figures)
    assert kills >= min(KILLS, 10)
    with site.look() as session:
        assert left_in_halves(session) == []
        for case_id in desk.cases:
            answer = session.get(Answer, find(session, case_id).id)
            assert hashlib.sha256(pdf_of(session, answer)).hexdigest() == answer.pdf_sha256
    assert "Traceback" not in site.said()
