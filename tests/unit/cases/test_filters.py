"""What narrows a list: codes in, codes out; and on which shelf a case lies."""

import uuid
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cases.filters import (
    NOBODY,
    NOT_KNOWN,
    RIGHTS,
    STAGES,
    Due,
    Filters,
    Sort,
    Tab,
    days_of,
    end_of_week,
    read_filters,
)
from portal.cases.shelves import NEVER, Shelf, Standing, cells_of, shelf_of
from portal.cases.states import OPEN, Status
from portal.core.calendars import Calendar, Nation
from portal.policies.kinds import AgeBand
from portal.requests.kinds import Channel, Right

ENGLAND = Calendar(Nation.ENGLAND_AND_WALES)
ME = uuid.UUID(int=7)
MAYBE = {
    "right": st.sampled_from(RIGHTS),
    "stage": st.sampled_from(STAGES),
    "owner": st.one_of(st.just(NOBODY), st.uuids()),
    "age": st.sampled_from([*AgeBand, NOT_KNOWN]),
    "channel": st.sampled_from(Channel),
    "due": st.sampled_from(Due),
}


@settings(deadline=None)  # the first example waits for what is imported
@given(
    st.builds(
        Filters,
        tab=st.sampled_from(Tab),
        news=st.booleans(),
        sort=st.sampled_from(Sort),
        **{name: st.one_of(st.none(), values) for name, values in MAYBE.items()},
    )
)
def test_a_list_is_its_codes(filters):
    codes = filters.codes()
    assert read_filters(codes) == filters
    assert all(isinstance(code, str) and code for code in codes.values())
    assert set(filters.narrowed) == set(codes) - {"tab", "sort"}
    for name in filters.narrowed:
        assert name not in filters.without(name).narrowed


@pytest.mark.parametrize(
    ("codes", "order"),
    [
        ({"tab": "answered"}, Sort.NEWEST),
        ({"tab": "withdrawn"}, Sort.NEWEST),
        ({"sort": "newest"}, Sort.NEWEST),
        ({"sort": "newest", "tab": "late"}, Sort.DUE),
        ({"sort": "newest", "tab": "in-time"}, Sort.DUE),
        *(({"sort": "newest", "due": due.value}, Sort.DUE) for due in Due),
    ],
)
def test_a_stretch_of_due_dates_stands_in_their_order(codes, order):
    assert read_filters(codes).order is order


@pytest.mark.parametrize(
    "codes",
    [
        {"tab": "nonsense"}, {"right": "x"}, {"stage": "answered"}, {"stage": "x"}, {"owner": "me"}, {"age": "14"},
        {"channel": "fax"}, {"due": "soon"}, {"news": "1"}, {"sort": "id"}, {"owner": "1' OR 1=1"},
    ],
)  # fmt: skip
def test_a_code_that_is_none_of_ours_is_refused(codes):
    with pytest.raises(ValueError, match=r"."):
        read_filters(codes)


def test_nothing_narrows_by_default_and_what_was_answered_is_newest_first():
    assert read_filters({}) == read_filters({"right": "", "owner": "", "else": "x"}) == Filters()
    assert read_filters({"tab": "answered"}).sort is Sort.NEWEST


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        (Due.LATE, date.min, date(2026, 12, 22)),
        (Due.WEEK, date(2026, 12, 23), date(2027, 1, 4)),  # bank holidays and weekends apart
        (Due.MONTH, date(2026, 12, 23), date(2027, 1, 20)),
        (Due.DATED, date.min, date(9999, 12, 30)),
        (Due.NO_DATE, NEVER, NEVER),
    ],
)
def test_a_window_has_a_first_and_a_last_day(due, first, last):
    assert days_of(due, date(2026, 12, 23), ENGLAND) == (first, last)


def test_five_working_days_from_a_saturday_end_on_friday():
    assert end_of_week(date(2026, 11, 28), ENGLAND) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("status", "clock", "right", "shelf"),
    [
        (Status.RECEIVED, "running", Right.ACCESS, Shelf.RUNNING),
        (Status.CHECKING, "extended", Right.ACCESS, Shelf.RUNNING),
        (Status.IN_PROGRESS, "stopped", Right.ACCESS, Shelf.PAUSED),
        (Status.RECEIVED, "not-started", Right.ERASURE, Shelf.PAUSED),
        (Status.IN_PROGRESS, "stopped", Right.COMPLAINT, Shelf.RUNNING),
        (Status.ANSWERED, "stopped", Right.ACCESS, Shelf.ANSWERED),
        (Status.WITHDRAWN, "running", Right.ACCESS, Shelf.WITHDRAWN),
    ],
)
def test_a_case_lies_on_one_shelf(status, clock, right, shelf):
    assert shelf_of(status, clock, right) is shelf


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("owner", [None, ME])
def test_a_case_is_counted_once_for_everybody_and_once_for_whoever_has_it(status, owner):
    cells = list(cells_of(Standing(status, "running", Right.COMPLAINT, owner, date(2026, 12, 1))))
    assert len(cells) == len(set(cells)) == (6 if status in OPEN else 2)
    assert {whose for whose, *_ in cells} == {"", str(owner or "nobody")}
    assert all((day == NEVER) != (what == Shelf.RUNNING) for *_, what, day in cells)


def test_every_shelf_stands_on_a_tab():
    """What has a status can be reached from the desk, whichever it is."""
    assert {shelf for tab in Tab for shelf in Filters(tab).shelves if tab is not Tab.NEWS} == set(Shelf)
