"""What is next, for every kind of right in every status: one next step at most, and a way only where it works."""

import itertools
from pathlib import Path

import pytest

from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.cases.states import TRANSITIONS, Status
from portal.casework.checklist import Facts, Place, Standing, steps
from portal.requests.kinds import WITHOUT_CASE, Right

RIGHTS = [right for right in Right if right not in WITHOUT_CASE]
ALL = frozenset(Permission)
SAID = (Path(__file__).parents[3] / "templates/staff/cases/said.html").read_text()


def lists():
    """Every kind in every status, with everything and with nothing to do."""
    for right, status, busy in itertools.product(RIGHTS, Status, (False, True)):
        busy_facts = {"open_flags": 1, "needs_authority": True, "undecided": 2, "tasks": 1, "open_tasks": 1}
        yield Facts(right, status, **(busy_facts if busy else {}), is_resting=busy)


def next_of(facts, permissions=ALL):
    return next((step for step in steps(facts, permissions) if step.standing is Standing.NEXT), None)


@pytest.mark.parametrize("facts", list(lists()), ids=lambda f: f"{f.right.value}-{f.status.value}-{f.tasks}")
def test_at_most_one_step_is_next_and_nothing_before_it_is_left(facts):
    shown = steps(facts, ALL)
    standings = [step.standing for step in shown]
    assert standings.count(Standing.NEXT) <= 1
    before = standings[: standings.index(Standing.NEXT)] if Standing.NEXT in standings else standings
    assert set(before) <= {Standing.DONE}
    assert all(step.standing is Standing.NEXT for step in shown if step.can)
    assert len({step.code for step in shown}) == len(shown)
    for step in shown:
        assert f'"{step.code}": ' in SAID
    assert (shown == ()) == (facts.status is Status.WITHDRAWN)


@pytest.mark.parametrize("right", RIGHTS)
def test_an_answered_case_has_nothing_left_to_do(right):
    done = steps(Facts(right, Status.ANSWERED, has_letter=True, acknowledged=True), ALL)
    assert {step.standing for step in done} == {Standing.DONE}


@pytest.mark.parametrize(
    ("facts", "code", "place"),
    [
        (Facts(Right.SHARED, Status.RECEIVED, open_flags=1), "danger", Place.FLAG),
        (Facts(Right.SHARED, Status.RECEIVED), "take", Place.TOP),
        (Facts(Right.SHARED, Status.IN_PROGRESS, needs_authority=True), "authority", Place.WHO_ASKS),
        (Facts(Right.SHARED, Status.IN_PROGRESS, undecided=1), "match", Place.MATCHES),
        (Facts(Right.SHARED, Status.IN_PROGRESS), "write", Place.ANSWER),
        (Facts(Right.SHARED, Status.IN_PROGRESS, has_letter=True), "prepare", Place.ANSWER),
        (Facts(Right.SHARED, Status.CHECKING), "approve", Place.ANSWER),
        (Facts(Right.SHARED, Status.APPROVED), "release", Place.ANSWER),
        (Facts(Right.SHARED, Status.APPROVED, is_resting=True), "wait", Place.ANSWER),
        (Facts(Right.ACCESS, Status.IN_PROGRESS), "search", Place.TASKS),
        (Facts(Right.ACCESS, Status.IN_PROGRESS, tasks=2, open_tasks=1), "search", Place.TASKS),
        (Facts(Right.ACCESS, Status.IN_PROGRESS, tasks=2), "write", Place.ANSWER),
        (Facts(Right.ERASURE, Status.IN_PROGRESS), "decide", Place.TASKS),
        (Facts(Right.COMPLAINT, Status.IN_PROGRESS), "receipt", Place.RECEIPT),
        (Facts(Right.COMPLAINT, Status.IN_PROGRESS, acknowledged=True), "look-into", Place.TASKS),
        (Facts(Right.COMPLAINT, Status.IN_PROGRESS, acknowledged=True, tasks=1), "outcome", Place.OUTCOME),
    ],
)
def test_the_next_step_and_where_it_is_done(facts, code, place):
    found = next_of(facts)
    assert (found.code, found.place) == (code, place)


def test_words_of_danger_can_be_looked_at_when_the_case_is_closed_too():
    found = next_of(Facts(Right.SHARED, Status.ANSWERED, open_flags=1))
    assert (found.code, found.can) == ("danger", True)
    assert not next_of(Facts(Right.SHARED, Status.ANSWERED, open_flags=1), frozenset()).can


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("facts", [Facts(Right.SHARED, s, has_letter=True) for s in Status if s.value != "withdrawn"])
def test_a_way_is_offered_only_to_somebody_whose_move_the_table_of_states_has(role, facts):
    """The last three steps are moves of the table; whoever is offered one could do it from there."""
    held = ROLE_PERMISSIONS[role]
    found = next_of(facts, held)
    if found is None or found.code not in {"take", "prepare", "approve", "release"}:
        return
    action = {"take": "case:taken", "prepare": "answer:prepared"}.get(found.code, f"answer:{found.code}d")
    step = next(t for t in TRANSITIONS if t.action.value == action)
    assert found.can == (step.permission in held and facts.status in step.sources)
