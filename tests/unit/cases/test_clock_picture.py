"""The drawing and the list of a clock hold the same days, and no two numbers lie upon each other."""

import uuid
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cases.deadlines import request_clock
from portal.cases.history import happened
from portal.cases.kinds import ClockEventKind as K
from portal.cases.models import ClockEvent
from portal.core.calendars import Calendar, Nation
from portal.web.staff.clock_picture import APART, LEFT, RIGHT, ROWS, draw

CAME = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
ENGLAND = Calendar(Nation.ENGLAND_AND_WALES)


def row(kind, number, about=None):
    return ClockEvent(id=uuid.uuid4(), kind=kind, on=CAME + timedelta(days=number), about_id=about, recorded_at=AT)


def drawn(rows, today):
    so_far = happened(rows)
    clock = request_clock(
        CAME, right="access", calendar=ENGLAND, gates=so_far.gates, clarifications=so_far.questions,
        extensions=so_far.notices,
    )  # fmt: skip
    return clock, draw(clock, so_far, today)


def test_a_plain_month():
    clock, picture = drawn([], CAME)
    assert [(mark.number, mark.day, mark.words) for mark in picture.marks] == [
        (1, CAME, ("The request came", "Today")),
        (2, clock.due, ("Last day to tell them that we need longer", "The answer is due")),
    ]
    assert [mark.x for mark in picture.marks] == [LEFT, RIGHT]
    assert not picture.pauses


def test_a_stretch_that_does_not_count():
    asked = row(K.QUESTION_ASKED, 5)
    clock, picture = drawn([asked, row(K.QUESTION_ANSWERED, 12, asked.id)], CAME + timedelta(days=13))
    (pause,) = picture.pauses
    starts, ends = (next(m.x for m in picture.marks if m.day == CAME + timedelta(days=n)) for n in (5, 12))
    assert (pause.x, round(pause.x + pause.width, 1)) == (starts, ends)
    assert picture.marks[-1].is_due and picture.marks[-1].day == clock.due


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 25), st.integers(0, 60), st.integers(0, 200))
def test_numbers_keep_apart_and_stay_inside(asked_after, waited, today):
    asked = row(K.QUESTION_ASKED, asked_after)
    _, picture = drawn([asked, row(K.QUESTION_ANSWERED, asked_after + waited, asked.id)], CAME + timedelta(days=today))
    marks = picture.marks
    assert [mark.number for mark in marks] == list(range(1, len(marks) + 1))
    assert all(LEFT <= mark.x <= RIGHT and 0 <= mark.row < ROWS for mark in marks)
    near = [(a, b) for a in marks for b in marks if a.number < b.number and a.row == b.row and abs(a.x - b.x) < APART]
    assert all(a.row == ROWS - 1 for a, b in near)  # only where every row is taken
