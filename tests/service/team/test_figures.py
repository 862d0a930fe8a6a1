"""The figures equal what somebody gets who counts every case by hand, whatever happened and however it was counted."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.accounts.actor import worker_actor
from portal.accounts.permissions import Role
from portal.audit import Action, record
from portal.cases import service as cases
from portal.cases.models import Case
from portal.cases.shelves import OPEN_SHELVES
from portal.cases.states import OPEN, Status
from portal.core.clock import local_date
from portal.requests.kinds import Right
from portal.team import queries
from portal.team.kinds import Span
from portal.team.rules import LATE, LOADS, in_bands, period_of, working_days
from portal.team.service import count_new
from tests.builders.desk import ENGLAND, a_case
from tests.builders.staff import a_worker

START = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
STORIES = st.lists(
    st.tuples(
        st.sampled_from([Right.SHARED, Right.ACCESS, Right.ERASURE]),
        st.integers(0, 60),  # days after the start on which it came
        st.one_of(st.none(), st.integers(0, 30)),  # days until somebody took it
        st.one_of(st.none(), st.integers(0, 60)),  # days from then until it was answered
        st.booleans(),  # whether its time was extended
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def live(session, caseworkers, stories):
    """Let it all happen. Gives, of each case, when it was taken and answered."""
    told = []
    for number, (right, came, waits, works, extended) in enumerate(stories):
        at = START + timedelta(days=came)
        case = a_case(session, f"demo-{number}", at=at, right=right)
        taken = answered = None
        if waits is not None:
            taken = at + timedelta(days=waits)
            cases.take(session, case, actor=caseworkers[number % len(caseworkers)], at=taken)
            if extended:
                case.clock_state = "extended"
            if works is not None:
                answered = taken + timedelta(days=works)
                case.status, case.closed_at = Status.ANSWERED, answered
                session.flush()
                record(
                    session, Action.ANSWER_RELEASED, actor_kind="worker", actor_id=caseworkers[0].id, subject=case.id,
                    at=answered, sha256="0" * 64,
                )  # fmt: skip
        told.append((case, taken, answered, extended))
    return told


def by_hand(told, period):
    within = [t for t in told if t[1] and period.first <= local_date(t[1]) <= period.last]
    waits = sorted(working_days(case.received_on, local_date(taken), ENGLAND) for case, taken, _, _ in within)
    done = [t for t in told if t[2] and period.first <= local_date(t[2]) <= period.last]
    on_time = [local_date(answered) <= case.due_on for case, _, answered, _ in done]
    return (
        len(waits),
        waits[max(0, -(-len(waits) * 50 // 100) - 1)] if waits else None,
        waits[max(0, -(-len(waits) * 90 // 100) - 1)] if waits else None,
        len(done),
        sum(on_time) * 100 // len(done) if done else None,
        sum(extended for *_, extended in done) * 100 // len(done) if done else None,
    )


def as_tuple(f):
    return (f.taken, f.days_half, f.days_most, f.answered, f.on_time, f.extended)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories=STORIES, most=st.sampled_from([1, 3, 2_000]), span=st.sampled_from(Span), later=st.integers(0, 120))
def test_the_figures_equal_counting_by_hand(session, stories, most, span, later):
    with session.begin_nested() as apart:
        rows = [a_worker(session, Role.CASEWORKER) for _ in range(2)]
        told = live(session, [worker_actor(row.id, row.trusted_with) for row in rows], stories)
        while count_new(session, calendar=ENGLAND, most=most):
            pass
        assert count_new(session, calendar=ENGLAND) == 0

        day = (START + timedelta(days=later)).date()
        period = period_of(span, day)
        found = {figures.right: as_tuple(figures) for figures in queries.figures(session, period)}
        assert found.pop(None) == by_hand(told, period)
        for right in {case.right for case, *_ in told}:
            expected = by_hand([t for t in told if t[0].right == right], period)
            assert found.pop(right, (0, None, None, 0, None, None)) == expected
        assert found == {}

        now = queries.now(session, day)
        still_open = [case for case, *_ in told if case.status in OPEN]
        late = Counter((day - case.due_on).days for case in still_open if case.due_on < day)
        load = Counter(sum(case.owner_id == row.id for case in still_open) for row in rows)
        assert (now.open, now.late) == (len(still_open), in_bands(late, LATE))
        assert now.loads == in_bands(load, LOADS)
        apart.rollback()


def test_nothing_is_counted_twice_and_a_case_that_is_taken_twice_waited_once(session):
    row = a_worker(session, Role.CASEWORKER)
    [(case, *_)] = live(session, [worker_actor(row.id, row.trusted_with)], [(Right.SHARED, 0, 3, None, False)])
    for _ in range(2):
        record(session, Action.CASE_TAKEN, actor_kind="worker", actor_id=row.id, subject=case.id, at=START)
        count_new(session, calendar=ENGLAND)
        [all_rights, _] = queries.figures(session, period_of(Span.MONTH, START.date()))
        assert (all_rights.taken, all_rights.answered) == (1, 0)


def test_where_nothing_happened_there_is_no_figure(session):
    [everything] = queries.figures(session, period_of(Span.YEAR, START.date()))
    assert as_tuple(everything) == (0, None, None, 0, None, None)
    assert queries.now(session, START.date()).open == 0


def test_a_closed_case_costs_no_look(session):
    """What is read for "now" are open cases, by the index of their shelf."""
    from sqlalchemy import func

    query = select(Case.due_on, func.count()).where(Case.shelf.in_(OPEN_SHELVES)).group_by(Case.due_on)
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by the size of the table")
    plan = session.connection().exec_driver_sql(
        "EXPLAIN QUERY PLAN " + str(query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    )
    assert "ix_cases_shelf_" in repr(plan.all())


def closed(session, worker, right, outcome, number):
    case = a_case(session, f"demo-{right}-{outcome}-{number}", at=START, right=right)
    record(
        session, Action.CASE_CLOSED, actor_kind="worker", actor_id=worker.id, subject=case.id, at=START,
        outcome=outcome, late="no",
    )  # fmt: skip
    return case


def test_what_was_left_out_is_counted_once_and_few_are_hidden(session):
    row = a_worker(session, Role.CASEWORKER)
    for outcome, many in {"given": 12, "in-part": 5, "refused": 4, "nothing": 3}.items():
        for number in range(many):
            case = closed(session, row, Right.ACCESS, outcome, number)
    record(session, Action.CASE_CLOSED, actor_kind="worker", actor_id=row.id, subject=case.id, at=START,
           outcome="refused", late="no")  # fmt: skip
    count_new(session, calendar=ENGLAND)
    period = period_of(Span.MONTH, START.date())
    assert [(f.closed, f.left_out) for f in queries.figures(session, period)] == [(24, 35), (24, 35)]  # 9 of 24: 37
    for number in range(3):
        closed(session, row, Right.ERASURE, "refused", number)
    count_new(session, calendar=ENGLAND)
    found = {f.right: (f.closed, f.left_out) for f in queries.figures(session, period)}
    assert found == {None: (27, 45), Right.ACCESS: (24, None), Right.ERASURE: (3, None)}
