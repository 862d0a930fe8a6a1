"""Kill -9 of the web server at the moment an answer is approved or released: it happened whole, or not at all."""

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random, randrange

import pytest
from sqlalchemy import select

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
SEED = int(os.environ.get("SEED", "0")) or randrange(1, 10**6)
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
        self.took = 0.0  # seconds for some at once
        self.who = {APPROVE: approver.id, RELEASE: caseworker.id}

    def ready_to_press(self, case_id, act):
        """The page is open; give what presses the button."""
        wire, path = worker_at(self.site, self.who[act]), f"/staff/cases/{case_id}/answer"
        form = hidden_fields(insist(lambda: wire.get(path)))
        form |= {"contact_confirmed": "y", "odd_hour": "they-asked"} if act == RELEASE else {}

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


def what_the_person_gets(site, case_id):
    """The hash of their file, or None: there is no such page."""
    with site.look() as session:
        request_id = session.get(Case, case_id).request_id
    answer = insist(lambda: person_at(site, request_id).get("/mine/document.pdf"))
    assert answer.status in {200, 404}
    return hashlib.sha256(answer.body).hexdigest() if answer.status == 200 else None


def press_together(desk, batch, chance, kill):
    """Press one button on each case of the batch at the same moment, and kill in the middle of it; give the answers."""
    told, presses, began = {}, [desk.ready_to_press(*one) for one in batch], time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pressing = [pool.submit(press, told) for press in presses]
        if kill:
            if chance.random() < 0.6:  # while the others are at their commit, which they do one after the other
                wait_for(lambda: told, seconds=60)
            time.sleep(chance.uniform(0, desk.took / AT_ONCE if told else desk.took))
            kill()
        for press in pressing:
            press.result(60)
    if not kill:
        desk.took = time.monotonic() - began
    return told


def judge(site, case_id, act, told):
    """It happened whole or not at all; whoever was told so can rely on it; and the person sees no more than that."""
    traces = standing(site, case_id, act)
    assert len(set(traces.values())) == 1, (SEED, act, traces)
    happened = all(traces.values())
    assert (told, happened) in {(303, True), (None, True), (None, False)}, (SEED, act)
    with site.look() as session:
        approved = find(session, case_id).approved_sha256
    assert what_the_person_gets(site, case_id) == (approved if act == RELEASE and happened else None)
    return happened


def test_nothing_is_half_approved_or_half_released(site, record_property):
    chance, desk, web = Random(SEED), Desk(site), site.start_web()
    todo, outcomes, kills = [(case_id, APPROVE) for case_id in desk.cases], [], 0
    while kills < KILLS and todo:
        batch = [todo.pop(chance.randrange(len(todo))) for _ in range(min(AT_ONCE, len(todo)))]
        # the first ones are not cut: they tell how long it takes
        told = press_together(desk, batch, chance, web.kill if outcomes else None)
        if outcomes:
            web, kills = site.start_web(), kills + 1
        for case_id, act in batch:
            happened = judge(site, case_id, act, told[case_id])
            outcomes.append((act, happened, told[case_id]))
            todo += [(case_id, act)] if not happened else [(case_id, RELEASE)] if act == APPROVE else []
    figures = figures_of(outcomes, kills)
    print(figures)  # noqa: T201  # the seed, for whoever has to repeat it
    record_property("figures", figures)
    with site.look() as session:
        assert left_in_halves(session) == []
        for answer in session.scalars(select(Answer)):
            assert hashlib.sha256(pdf_of(session, answer)).hexdigest() == answer.pdf_sha256
    assert "Traceback" not in site.said()
    assert kills >= min(KILLS, 10), "too little to tell"


def figures_of(outcomes, kills):
    """What there was to halve."""
    return {
        "seed": SEED,
        "kills": kills,
        "presses": len(outcomes),
        "answered": sum(told is not None for _, _, told in outcomes),
        "cut, happened": sum(happened and told is None for _, happened, told in outcomes),
        "cut, did not happen": sum(not happened for _, happened, _ in outcomes),
        "released": sum(act == RELEASE and happened for act, happened, _ in outcomes),
    }
