"""Lists of cases: which are in them, in which order, a page at a time both ways, and by which index."""

import itertools
import re
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.cases import stretches
from portal.cases.filters import NOBODY, NOT_KNOWN, Due, Filters, Sort, Tab
from portal.cases.listing import course_of, list_cases, with_news
from portal.cases.listing import stretches as stretches_of
from portal.cases.shelves import NEVER
from portal.cases.sight import Sight
from portal.cases.states import Status
from portal.messages.service import write
from portal.policies.kinds import AgeBand
from portal.requests.kinds import Channel, Right
from tests.builders.desk import AT, a_request, a_worker
from tests.builders.queue import TODAY, a_desk, a_row

S = Status
ME, KEY = uuid.UUID(int=9), (TODAY, uuid.UUID(int=6))


@pytest.fixture
def request_row(session):
    return a_request(session)[0]


@pytest.fixture
def worker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def shelf(session, request_row, worker):
    """One case of each sort, by a name that says what it is."""
    other = a_worker(session, Role.CASEWORKER, name="Demo Other")
    news, _ = a_request(session, "loud.otter")
    write(session, news.id, "Hello?", submission="a" * 32, actor=person_actor(news.id), at=AT)
    row = lambda **changes: a_row(session, changes.pop("request", request_row), **changes)  # noqa: E731
    return {
        "late": row(due=-3, owner_id=worker.id, status=S.IN_PROGRESS, age_band=AgeBand.FROM_13),
        "today": row(due=0, right=Right.ERASURE, channel=Channel.PHONE),
        "soon": row(due=4, status=S.CHECKING, owner_id=other.id),
        "month": row(due=20, request=news, age_band=AgeBand.ADULT),
        "later": row(due=60, right=Right.COMPLAINT),
        "paused": row(due=None, owner_id=worker.id, status=S.IN_PROGRESS),
        "paused news": row(due=None, request=news, status=S.IN_PROGRESS),
        "told": row(due=None, right=Right.COMPLAINT, status=S.IN_PROGRESS, owner_id=other.id),
        "answered": row(due=-9, status=S.ANSWERED, received_on=date(2026, 1, 1)),
        "answered lately": row(due=-8, status=S.ANSWERED, received_on=date(2026, 2, 1), owner_id=worker.id),
        "withdrawn": row(status=S.WITHDRAWN),
    }


OPEN_BY_DUE = ["late", "today", "soon", "month", "later", {"paused", "paused news", "told"}]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(), OPEN_BY_DUE),
        (Filters(Tab.IN_TIME), ["today", "soon", "month", "later", "told"]),
        (Filters(Tab.LATE), ["late"]),
        (Filters(Tab.PAUSED), [{"paused", "paused news"}]),
        (Filters(Tab.MINE), ["late", "paused"]),
        (Filters(Tab.NEWS), ["month", "paused news"]),
        (Filters(Tab.CHECKING), ["soon"]),
        (Filters(Tab.ANSWERED, sort=Sort.NEWEST), ["answered lately", "answered"]),
        (Filters(Tab.ANSWERED), ["answered", "answered lately"]),
        (Filters(Tab.WITHDRAWN), ["withdrawn"]),
        (Filters(right=Right.COMPLAINT), ["later", "told"]),
        (Filters(right=Right.COMPLAINT, due=Due.DATED), ["later"]),
        (Filters(stage=S.IN_PROGRESS), ["late", {"paused", "paused news", "told"}]),
        (Filters(owner=NOBODY), ["today", "month", "later", "paused news"]),
        (Filters(owner=NOBODY, age=NOT_KNOWN), ["today", "later", "paused news"]),
        (Filters(age=AgeBand.FROM_13), ["late"]),
        (Filters(channel=Channel.PHONE), ["today"]),
        (Filters(due=Due.LATE), ["late"]),
        (Filters(due=Due.WEEK), ["today", "soon"]),
        (Filters(due=Due.MONTH), ["today", "soon", "month"]),
        (Filters(due=Due.NO_DATE), [{"paused", "paused news", "told"}]),
        (Filters(Tab.PAUSED, news=True), ["paused news"]),
        (Filters(Tab.MINE, right=Right.ERASURE), []),
    ],
    ids=lambda value: "-".join(value.codes().values()) or "all" if isinstance(value, Filters) else "",
)
def test_a_list_holds_what_it_says_in_its_order(session, shelf, worker, filters, wanted):
    found = iter(list_cases(session, filters, a_desk(worker.id)).cases)
    names = {case.id: name for name, case in shelf.items()}
    for group in wanted:
        group = group if isinstance(group, set) else {group}  # noqa: PLW2901  # cases without a date stand in any order
        assert {names[next(found).id] for _ in group} == group
    assert list(found) == []


@contextmanager
def undone(session):
    part = session.begin_nested()
    try:
        yield
    finally:
        part.rollback()


@pytest.mark.parametrize("sort", Sort)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(-3, 3), min_size=1, max_size=14),
    size=st.integers(1, 4),
    moves=st.lists(st.tuples(st.integers(0, 13), st.integers(-5, 5)), max_size=4),
)
def test_walking_there_and_back_meets_each_case_once(session, request_row, sort, days, size, moves):
    """Also while others move: what stays where it was is met once each way, and nothing twice."""
    filters, desk = Filters(sort=sort), a_desk()
    with undone(session):
        cases = [
            a_row(session, request_row, due=day if day < 3 else None, received_on=TODAY + timedelta(days=day))
            for day in days
        ]
        page = list_cases(session, filters, desk, size=size)
        assert page.previous_key is None
        there, moved = list(page.cases), set()
        while page.next_key is not None:
            if moves:
                number, day = moves.pop()
                one = cases[number % len(cases)]
                moved.add(one.id)
                one.sort_on = one.due_on = one.received_on = TODAY + timedelta(days=day)
                session.flush()
            page = list_cases(session, filters, desk, after=page.next_key, size=size)
            there += page.cases
        stayed = [case.id for case in there if case.id not in moved]
        assert sorted(stayed) == sorted(case.id for case in cases if case.id not in moved)

        if not page.cases:  # all that was to come moved away meanwhile: the page says so, and leads to the start
            return
        back = list(reversed(page.cases))
        while page.previous_key is not None:
            page = list_cases(session, filters, desk, before=page.previous_key, size=size)
            back += reversed(page.cases)
        whole = [case.id for case in list_cases(session, filters, desk, size=100).cases]
        assert [case.id for case in back] == whole[::-1]


LISTS = [
    Filters(tab, **narrowed)
    for tab in (Tab.OPEN, Tab.IN_TIME, Tab.LATE, Tab.PAUSED, Tab.MINE, Tab.CHECKING, Tab.ANSWERED, Tab.WITHDRAWN)
    for narrowed in (
        {},
        {"sort": Sort.NEWEST},
        {"right": Right.ACCESS},
        {"right": Right.ACCESS, "sort": Sort.NEWEST},
        {"owner": NOBODY},
        {"owner": NOBODY, "sort": Sort.NEWEST},
        {"owner": uuid.UUID(int=9)},
        {"stage": S.RECEIVED},
        {"age": AgeBand.ADULT},
        {"age": NOT_KNOWN, "sort": Sort.NEWEST},
        {"channel": Channel.PHONE},
        {"due": Due.WEEK},
        {"due": Due.NO_DATE, "right": Right.ACCESS},
        {"right": Right.ACCESS, "age": NOT_KNOWN, "owner": NOBODY},
    )
]


def plan_of(session, query):
    statement = str(query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    statement = statement.replace("LIMIT ?", "LIMIT -1")  # which stands for "no limit", and is not written out
    return " ".join(row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))


SIGHTS = {
    "all": None,
    "no team": Sight(ME),
    "team": Sight(ME, team="north", besides=frozenset({uuid.UUID(int=3)})),
    "elsewhere": Sight(ME, team="north", opened=frozenset({uuid.UUID(int=4)}), elsewhere=frozenset({"south"})),
}


@pytest.mark.parametrize("sight", SIGHTS.values(), ids=SIGHTS)
@pytest.mark.parametrize("filters", LISTS, ids=lambda filters: "-".join(filters.codes().values()) or "all")
def test_every_list_is_read_from_an_index_and_sorted_by_it(session, filters, sight):
    """A plan that reads the table, or sorts what it read, is slow at a million cases."""
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by what is in the table: bench/queue.py measures it")
    walks = [stretch for alike in stretches_of(filters, replace(a_desk(ME), sight=sight)) for stretch in alike]
    for key in (None, (TODAY, uuid.UUID(int=5)), (NEVER, uuid.UUID(int=5))):
        for backwards, stretch in itertools.product((False, True), walks):
            course = course_of(filters, key, backwards=backwards, limit=26)
            end = plan_of(session, stretch.end(course))
            for plan in (end, plan_of(session, stretch.cases(course)), plan_of(session, stretch.cases(course, KEY))):
                if "cases.id IN" in str(stretch.along):  # a handful, behind broken glass
                    assert "SCAN" not in plan, plan
                    continue
                assert re.search(r"SEARCH cases USING (COVERING )?INDEX ix_cases_shelf_", plan), plan
                assert "SCAN" not in plan and "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize("filters", [Filters(Tab.NEWS), Filters(Tab.PAUSED, news=True)], ids=["news", "paused"])
def test_what_waits_to_be_read_is_found_from_the_messages(session, filters):
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by what is in the table: bench/queue.py measures it")
    plan = plan_of(session, with_news(filters, a_desk(), course_of(filters, None, backwards=False, limit=26)))
    assert "SEARCH cases USING INDEX ix_cases_request_id" in plan and "SCAN cases" not in plan, plan


TEAMS = st.sampled_from([None, "north", "south"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.integers(0, 6), TEAMS, st.booleans(), st.booleans(), st.booleans()), max_size=14),
    far=st.integers(1, 5),
    size=st.integers(1, 3),
    team=TEAMS,
    narrowed=st.fixed_dictionaries({}, optional={"right": st.just(Right.ERASURE), "owner": st.sampled_from([NOBODY])}),
)
def test_however_far_a_page_looks_nothing_is_skipped(session, worker, monkeypatch, rows, far, size, team, narrowed):
    """Whatever the worker may see and seeks, looking further and further meets each of those cases once, both ways."""
    monkeypatch.setattr(stretches, "FAR", far)
    filters = Filters(**narrowed)
    with undone(session):
        known, other = a_request(session, f"known{uuid.uuid4()}")[0], a_request(session, f"other{uuid.uuid4()}")[0]
        cases = [
            a_row(session, known if knows else other, due=day, team=theirs,
                  owner_id=worker.id if is_mine else None, right=Right.ERASURE if is_erasure else Right.ACCESS)
            for day, theirs, is_mine, is_erasure, knows in rows
        ]  # fmt: skip
        opened = frozenset(case.id for case in cases[:2])
        sight = Sight(worker.id, team, frozenset({known.id}), opened, frozenset({"north", "south"}) - {team})
        desk = replace(a_desk(worker.id), sight=sight)
        wanted = [
            case
            for case in sorted(cases, key=lambda case: (case.sort_on, case.id))
            if case.request_id != known.id
            and (case.team in {None, team} or case.owner_id == worker.id or case.id in opened)
            and filters.right in {None, case.right}
            and (filters.owner is None or case.owner_id is None)
        ]
        page = list_cases(session, filters, desk, size=size)
        there, last = list(page.cases), page
        while page.next_key is not None:
            page = list_cases(session, filters, desk, after=page.next_key, size=size)
            there += page.cases
            last = page if page.cases else last
        assert [case.id for case in there] == [case.id for case in wanted]
        back = list(reversed(last.cases))
        while last.previous_key is not None:
            last = list_cases(session, filters, desk, before=last.previous_key, size=size)
            back += reversed(last.cases)
        assert [case.id for case in back] == [case.id for case in reversed(wanted)]


def test_a_page_that_stopped_looking_says_so(session, request_row, worker, monkeypatch):
    monkeypatch.setattr(stretches, "FAR", 2)
    for day in range(12):
        a_row(session, request_row, due=day, right=Right.ERASURE if day == 10 else Right.ACCESS, owner_id=worker.id)
    for _ in range(12):
        a_row(session, request_row, due=11, right=Right.ERASURE)
    filters = Filters(right=Right.ERASURE, owner=worker.id)
    page = list_cases(session, filters, a_desk(worker.id))
    assert (len(page.cases), page.looked_until[0]) == (1, TODAY + timedelta(days=11))
    assert page.next_key == page.looked_until
    assert list_cases(session, Filters(), a_desk(worker.id)).looked_until is None
