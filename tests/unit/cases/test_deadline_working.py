"""The working: every sentence short, easy, true, and ending in the date it is there to explain."""

import re
from datetime import date, datetime, timedelta

import pytest

from portal.cases.deadlines import (
    Clarification,
    ExtensionNotice,
    Gate,
    GateKind,
    complaint_clock,
    request_clock,
)
from portal.core.calendars import Calendar, Nation
from portal.core.reading import faults, measure

RECEIVED = date(2026, 9, 1)
SAID_DATE = re.compile(r"(?:(?P<weekday>[A-Z][a-z]+day) )?(?P<date>\d{1,2} [A-Z][a-z]+ \d{4})")


def on(month: int, number: int) -> date:
    return date(2026, month, number)


def read_date(text: str) -> date:
    return datetime.strptime(f"{text} +0000", "%d %B %Y %z").date()


def clock_of(received=RECEIVED, right="access", nation=Nation.ENGLAND_AND_WALES, gates=(), asked=(), sent=()):
    return request_clock(
        received,
        right=right,
        calendar=Calendar(nation),
        gates=[Gate(*gate) for gate in gates],
        clarifications=[Clarification(*question) for question in asked],
        extensions=[ExtensionNotice(*notice) for notice in sent],
    )


def said(clock) -> list[str]:
    return [step.text for step in clock.working]


CLOCKS = {
    "plain": clock_of(),
    "no such day": clock_of(on(1, 31)),
    "a bank holiday": clock_of(on(11, 25)),
    "all gates open": clock_of(gates=[(kind,) for kind in GateKind]),
    "one gate open": clock_of(gates=[(GateKind.ID,)]),
    "all gates met": clock_of(gates=[(kind, on(9, 5)) for kind in GateKind]),
    "the month is on hold": clock_of(gates=[(GateKind.ID, on(9, 9))], asked=[(on(9, 3), on(9, 8))]),
    "questions": clock_of(
        asked=[(on(9, 4), on(9, 5)), (on(9, 8), on(9, 8)), (on(9, 10), on(9, 20)), (on(9, 12), on(9, 15))]
    ),
    "a late question": clock_of(asked=[(on(10, 2), None)]),
    "an open question": clock_of(asked=[(on(9, 4), None)]),
    "an open question, and what came after": clock_of(
        asked=[(on(9, 4), None), (on(9, 7), on(9, 9))], sent=[(on(9, 20),)]
    ),
    "a question that never counts": clock_of(right="erasure", asked=[(on(9, 4), None)]),
    "more time": clock_of(on(8, 31), asked=[(on(9, 4), on(9, 9))], sent=[(on(9, 8), False), (on(9, 9),), (on(9, 10),)]),
    "more time, too late": clock_of(asked=[(on(9, 4), on(9, 9))], sent=[(on(10, 7),)]),
    "a complaint": complaint_clock(on(11, 25), calendar=Calendar(Nation.ENGLAND_AND_WALES)),
}  # fmt: skip
every_clock = pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)


def test_a_pause_is_told_from_start_to_end():
    clock = clock_of(on(9, 1), asked=[(on(9, 4), on(9, 10)), (on(9, 7), on(9, 14))])
    assert said(clock) == [
        "We got your request on 1 September 2026.",
        "One month later is 1 October 2026.",
        "We asked you a question on 4 September 2026. You answered on 10 September 2026. The wait adds 6 days.",
        "We asked you a question on 7 September 2026. You answered on 14 September 2026. The wait adds 4 more days.",
        "10 days after 1 October 2026 is 11 October 2026.",
        "11 October 2026 is a Sunday. The next working day is Monday 12 October 2026.",
        "So we must answer by the end of Monday 12 October 2026.",
    ]


def test_more_time_is_told_where_it_was_asked_for():
    assert said(clock_of(on(1, 31), sent=[(on(2, 20),)]))[2:] == [
        "We told you on 20 February 2026 that we need more time, and why.",
        "Three months from the start is 30 April 2026, as that month has no day 31.",
        "So we must answer by the end of Thursday 30 April 2026.",
    ]


def test_an_open_gate_is_told_with_the_aim():
    assert said(CLOCKS["one gate open"])[1:] == [
        "We still need to check who you are.",
        "The month starts when we have that.",
        "There is no due date yet. We still aim to answer by 1 October 2026.",
    ]


def test_a_complaint_is_told_from_start_to_end():
    assert said(CLOCKS["a complaint"]) == [
        "We got your complaint on 25 November 2026.",
        "Day 1 is the next day, so day 30 is 25 December 2026.",
        "25 December 2026 is a bank holiday. The next working day is Tuesday 29 December 2026.",
        "So by the end of Tuesday 29 December 2026 we must tell you that it came.",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("all gates open", "when we have all of that"),
        ("all gates met", "So the month starts on 5 September 2026."),
        ("the month is on hold", "did not start until 9 September 2026, so it adds no days"),
        ("questions", "You answered the same day, so it adds no days."),
        ("questions", "The wait adds 1 day."),
        ("questions", "The wait adds 10 more days."),
        ("questions", "We had added those days before, so it adds no more."),
        ("a late question", "Our time ran to 1 October 2026, so it adds no days."),
        ("an open question", "There is no due date until you answer."),
        ("a question that never counts", "For this kind of request, that adds no days."),
        ("more time", "We gave no reason, so it changes nothing."),
        ("more time", "We can do that only once, so it changes nothing."),
        ("more time, too late", "The last day for that was 6 October 2026, so it changes nothing."),
    ],
)
def test_what_changes_nothing_is_told_with_its_reason(name, words):
    assert words in " ".join(said(CLOCKS[name]))


@every_clock
def test_no_sentence_is_longer_than_20_words_numbers_included(clock):
    sentences = re.split(r"(?<=\.) ", " ".join(said(clock)))
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []
    assert all(text.endswith(".") for text in said(clock))


@pytest.mark.check(25, "the words of every clock")
def test_the_words_are_easy_for_a_nine_year_old():
    reading = measure(" ".join(text for clock in CLOCKS.values() for text in said(clock)))
    assert reading.words > 100
    assert faults(reading) == []


@every_clock
def test_every_step_rests_on_a_law(clock):
    assert all(re.match(r"(Art|Reg 1182/71|DPA 2018|ICO guidance)", step.law) for step in clock.working)


@every_clock
def test_the_last_step_names_the_date(clock):
    due = getattr(clock, "due", None) or getattr(clock, "ack_due", None)
    if due:
        assert read_date(SAID_DATE.findall(said(clock)[-1])[0][1]) == due
    else:
        assert "no due date" in said(clock)[-1]


@every_clock
def test_every_weekday_belongs_to_its_date(clock):
    for found in SAID_DATE.finditer(" ".join(said(clock))):
        assert found["weekday"] in {None, f"{read_date(found['date']):%A}"}


@pytest.mark.parametrize("name", [name for name, clock in CLOCKS.items() if getattr(clock, "paused_days", 0)])
def test_the_days_said_to_be_added_are_the_days_added(name):
    clock = CLOCKS[name]
    words = " ".join(said(clock))
    assert sum(int(days) for days in re.findall(r"The wait adds (\d+)", words)) == clock.paused_days
    days, base, end = re.search(r"(\d+) days? after (\d+ \w+ \d+) is (\d+ \w+ \d+)\.", words).groups()
    assert read_date(base) + timedelta(days=int(days)) == read_date(end)
