"""The time limit as a table: every row worked out by hand from the rule, with the reason as its name."""

import json
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from portal.cases.deadlines import (
    Clarification,
    ClockState,
    ExtensionNotice,
    Gate,
    GateKind,
    complaint_clock,
    request_clock,
)
from portal.core.calendars import Calendar, Nation
from portal.core.errors import RuleBroken

VECTORS = json.loads((Path(__file__).parents[2] / "deadline-vectors.json").read_text())
NATIONS = {"E": Nation.ENGLAND_AND_WALES, "S": Nation.SCOTLAND, "N": Nation.NORTHERN_IRELAND}
RUNNING, EXTENDED, STOPPED, NOT_STARTED = "running", "extended", "stopped", "not-started"


class Row(NamedTuple):
    """One case: the day it came, what happened, and what has to come out."""

    nation: str
    received: str
    due: str | None
    notice_by: str | None
    state: str = RUNNING
    right: str = "access"
    gates: tuple[tuple[str, str | None], ...] = ()
    asked: tuple[tuple[str, str | None], ...] = ()
    notices: tuple[str, ...] = ()  # "!" after the date: without reasons


def day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None


def clock_of(row: Row, **changed: Any) -> Any:
    return request_clock(
        day(row.received),
        right=row.right,
        calendar=changed.get("calendar", Calendar(NATIONS[row.nation])),
        gates=[Gate(GateKind(kind), day(met)) for kind, met in row.gates],
        clarifications=[Clarification(day(asked), day(answered)) for asked, answered in row.asked],
        extensions=[ExtensionNotice(day(text.rstrip("!")), has_reasons="!" not in text) for text in row.notices],
    )


@pytest.mark.check(39, "dates of requests as the regulator published them")
@pytest.mark.parametrize("vector", VECTORS["requests"], ids=lambda v: f"{v['n']} {v['why']}")
def test_the_published_requests_come_out_as_published(vector):
    clock = request_clock(
        day(vector["received"]),
        right=vector["right"],
        calendar=Calendar(Nation(vector["nation"])),
        gates=[Gate(GateKind(g["kind"]), day(g["received"])) for g in vector["gates"]],
        clarifications=[Clarification(day(c["asked"]), day(c["answered"])) for c in vector["clarifications"]],
        extensions=[ExtensionNotice(day(vector["extension_notice"]))] if vector["extension_notice"] else [],
    )
    assert clock.state == vector["state"].replace(" ", "-")
    assert (clock.due, clock.extension_notice_by) == (day(vector["due_safe"]), day(vector["extension_notice_by"]))


@pytest.mark.check(39, "dates of complaints as they were published")
@pytest.mark.parametrize("vector", VECTORS["complaints"], ids=lambda v: v["received"])
def test_the_published_complaints_come_out_as_published(vector):
    clock = complaint_clock(day(vector["received"]), calendar=Calendar(Nation(vector["nation"])))
    assert clock.ack_due == day(vector["ack_due"])


SEPTEMBER = Row("E", "2026-09-01", "2026-10-01", "2026-10-01")  # a month that ends on a plain Thursday
NOVEMBER = Row("E", "2026-11-23", "2026-12-23", "2026-12-23")  # a Wednesday

MONTHS = {
    "31 December gives 31 January, a Sunday": Row("E", "2026-12-31", "2027-02-01", "2027-01-31"),
    "received on a bank holiday, no 31 September": Row("E", "2026-08-31", "2026-09-30", "2026-09-30"),
    "28 February 2027 is a Sunday": Row("E", "2027-01-31", "2027-03-01", "2027-02-28"),
    "31 January in a leap year": Row("E", "2028-01-31", "2028-02-29", "2028-02-29"),
    "31 December before a leap year": Row("E", "2023-12-31", "2024-01-31", "2024-01-31"),
    "2000 was a leap year": Row("E", "2000-01-30", "2000-02-29", "2000-02-29"),
    "2100 is not": Row("E", "2100-01-29", "2100-03-01", "2100-02-28"),
}

HOLIDAYS = {
    "Easter Monday works in Scotland": Row("S", "2026-03-06", "2026-04-06", "2026-04-06"),
    "Easter Monday in England": Row("E", "2026-03-06", "2026-04-07", "2026-04-06"),
    "Easter Monday in Northern Ireland": Row("N", "2026-03-06", "2026-04-07", "2026-04-06"),
    "Good Friday in Scotland leads to Monday": Row("S", "2026-03-03", "2026-04-06", "2026-04-03"),
    "Good Friday in England leads to Tuesday": Row("E", "2026-03-03", "2026-04-07", "2026-04-03"),
    "Good Friday 2025 in England": Row("E", "2025-03-18", "2025-04-22", "2025-04-18"),
    "Good Friday 2025 in Scotland": Row("S", "2025-03-18", "2025-04-21", "2025-04-18"),
    "Saint Patrick's Day": Row("N", "2026-02-17", "2026-03-18", "2026-03-17"),
    "17 March works in England": Row("E", "2026-02-17", "2026-03-17", "2026-03-17"),
    "Saint Patrick's Day on a Sunday has a substitute": Row("N", "2024-02-17", "2024-03-19", "2024-03-17"),
    "12 July on a Sunday has a substitute": Row("N", "2026-06-12", "2026-07-14", "2026-07-12"),
    "12 July on a Saturday has a substitute": Row("N", "2025-06-12", "2025-07-15", "2025-07-12"),
    "12 July is only a Sunday in England": Row("E", "2026-06-12", "2026-07-13", "2026-07-12"),
    "Scotland's summer holiday is the first Monday": Row("S", "2026-07-03", "2026-08-04", "2026-08-03"),
    "that Monday works in England": Row("E", "2026-07-03", "2026-08-03", "2026-08-03"),
    "the last Monday of August works in Scotland": Row("S", "2026-07-31", "2026-08-31", "2026-08-31"),
    "Saint Andrew's Day on a Saturday has a substitute": Row("S", "2024-10-30", "2024-12-03", "2024-11-30"),
    "30 November 2024 is only a Saturday in England": Row("E", "2024-10-30", "2024-12-02", "2024-11-30"),
    "two days of New Year in Scotland": Row("S", "2025-12-01", "2026-01-05", "2026-01-01"),
    "one day of New Year in England": Row("E", "2025-12-01", "2026-01-02", "2026-01-01"),
    "two substitutes at New Year in Scotland": Row("S", "2027-12-01", "2028-01-05", "2028-01-01"),
    "one substitute at New Year in England": Row("E", "2027-12-01", "2028-01-04", "2028-01-01"),
    "Christmas on a Saturday": Row("E", "2027-11-25", "2027-12-29", "2027-12-25"),
    "Christmas on a Sunday": Row("E", "2022-11-25", "2022-12-28", "2022-12-25"),
    "the substitute itself": Row("E", "2026-11-28", "2026-12-29", "2026-12-28"),
    "the Queen's funeral": Row("S", "2022-08-19", "2022-09-20", "2022-09-19"),
    "the Coronation": Row("E", "2023-04-08", "2023-05-09", "2023-05-08"),
    "the Jubilee makes four days": Row("E", "2022-05-02", "2022-06-06", "2022-06-02"),
    "May Day was moved to a Friday in 2020": Row("E", "2020-04-08", "2020-05-11", "2020-05-08"),
    "15 June 2026 works in England": Row("E", "2026-05-15", "2026-06-15", "2026-06-15"),
}

MARCH = Row("E", "2026-03-02", "2026-04-13", "2026-04-12")  # with ID on 12 March: a month to Sunday 12 April
ID_12_MARCH = (("id", "2026-03-12"),)

GATES = {
    "ID known before the request changes nothing": Row(
        "E", "2026-03-02", "2026-04-02", "2026-04-02", gates=(("id", "2026-02-20"),)
    ),
    "the latest of two gates starts the month": Row(
        "E", "2026-03-02", "2026-04-30", "2026-04-30", gates=(("id", "2026-03-31"), ("fee", "2026-03-05"))
    ),
    "one of two gates is open": Row(
        "E", "2026-03-02", None, None, NOT_STARTED, gates=(("fee", "2026-03-05"), ("id", None))
    ),
    "the fee is open": Row("E", "2026-03-02", None, None, NOT_STARTED, gates=(("fee", None),)),
    "authority is open": Row("S", "2026-03-02", None, None, NOT_STARTED, gates=(("authority", None),)),
    "an open gate wins over an open question and a notice": Row(
        "E", "2026-03-02", None, None, NOT_STARTED,
        gates=(("id", None),), asked=(("2026-03-03", None),), notices=("2026-03-10",),
    ),
    "ID on a Sunday counts that Sunday": Row(
        "N", "2026-06-01", "2026-07-14", "2026-07-14", gates=(("id", "2026-06-14"),)
    ),
    "an erasure waits for ID too": Row(
        "E", "2026-03-02", "2026-04-13", "2026-04-12", right="erasure", gates=ID_12_MARCH
    ),
    "of a question asked while ID is open, days after the start count": MARCH._replace(
        due="2026-04-16", notice_by="2026-04-16", gates=ID_12_MARCH, asked=(("2026-03-09", "2026-03-16"),)
    ),
    "a question answered before the start changes nothing": MARCH._replace(
        gates=ID_12_MARCH, asked=(("2026-03-04", "2026-03-10"),)
    ),
    "a question answered on the day of the start changes nothing": MARCH._replace(
        gates=ID_12_MARCH, asked=(("2026-03-05", "2026-03-12"),)
    ),
    "a question asked on the day of the start adds the next day": MARCH._replace(
        notice_by="2026-04-13", gates=ID_12_MARCH, asked=(("2026-03-12", "2026-03-13"),)
    ),
    "a question asked before the start and never answered stops the clock": MARCH._replace(
        due=None, notice_by=None, state=STOPPED, gates=ID_12_MARCH, asked=(("2026-03-05", None),)
    ),
    "the notice may come on a Sunday, counted from the start": Row(
        "E", "2026-06-01", "2026-09-21", "2026-07-19", EXTENDED,
        gates=(("authority", "2026-06-19"),), notices=("2026-07-19",),
    ),
    "and gains nothing from the weekend": Row(
        "E", "2026-06-01", "2026-07-20", "2026-07-19", gates=(("authority", "2026-06-19"),), notices=("2026-07-20",)
    ),
}  # fmt: skip

EXTENSIONS = {
    "a notice on the last day": NOVEMBER._replace(due="2027-02-23", state=EXTENDED, notices=("2026-12-23",)),
    "a notice on the day of the request": NOVEMBER._replace(due="2027-02-23", state=EXTENDED, notices=("2026-11-23",)),
    "a notice without reasons": NOVEMBER._replace(notices=("2026-12-01!",)),
    "reasons that follow in time": NOVEMBER._replace(
        due="2027-02-23", state=EXTENDED, notices=("2026-12-01!", "2026-12-20")
    ),
    "reasons that follow too late": NOVEMBER._replace(notices=("2026-12-01!", "2026-12-24")),
    "a second notice does not add more": NOVEMBER._replace(
        due="2027-02-23", state=EXTENDED, notices=("2026-12-01", "2026-12-20")
    ),
    "two notices on one day, one with reasons": NOVEMBER._replace(
        due="2027-02-23", state=EXTENDED, notices=("2026-12-01!", "2026-12-01")
    ),
    "three months from 30 November end in February": Row(
        "E", "2025-11-30", "2026-03-02", "2025-12-30", EXTENDED, notices=("2025-12-10",)
    ),
    "and on 29 February in a leap year": Row(
        "E", "2027-11-30", "2028-02-29", "2027-12-30", EXTENDED, notices=("2027-12-01",)
    ),
    "an erasure can be extended": SEPTEMBER._replace(
        due="2026-12-01", state=EXTENDED, right="erasure",
        asked=(("2026-09-04", "2026-09-11"),), notices=("2026-10-01",),
    ),
    "but a question gives an erasure no more time for the notice": SEPTEMBER._replace(
        right="erasure", asked=(("2026-09-04", "2026-09-11"),), notices=("2026-10-02",)
    ),
    "a pause gives more time for the notice": SEPTEMBER._replace(
        due="2026-12-08", notice_by="2026-10-08", state=EXTENDED,
        asked=(("2026-09-07", "2026-09-14"),), notices=("2026-10-08",),
    ),
    "but not one day more": SEPTEMBER._replace(
        due="2026-10-08", notice_by="2026-10-08", asked=(("2026-09-07", "2026-09-14"),), notices=("2026-10-09",)
    ),
    "a notice during a pause, after the month as it was": SEPTEMBER._replace(
        due="2026-12-21", notice_by="2026-10-20", state=EXTENDED,
        asked=(("2026-10-01", "2026-10-20"),), notices=("2026-10-10",),
    ),
    "a question in the extended time": SEPTEMBER._replace(
        due="2026-12-11", notice_by="2026-10-11", state=EXTENDED,
        asked=(("2026-10-15", "2026-10-25"),), notices=("2026-09-20",),
    ),
    "a question after the extended time": SEPTEMBER._replace(
        due="2026-12-01", state=EXTENDED, asked=(("2026-12-02", "2026-12-09"),), notices=("2026-09-20",)
    ),
    "an open question in the extended time": SEPTEMBER._replace(
        due=None, notice_by=None, state=STOPPED, asked=(("2026-11-20", None),), notices=("2026-09-20",)
    ),
    "a late notice is not saved by a later question": SEPTEMBER._replace(
        asked=(("2026-10-10", "2026-10-20"),), notices=("2026-10-05",)
    ),
    "a notice and a question on the last day": SEPTEMBER._replace(
        due="2026-12-04", notice_by="2026-10-04", state=EXTENDED,
        asked=(("2026-10-01", "2026-10-04"),), notices=("2026-10-01",),
    ),
}  # fmt: skip

QUESTIONS = {
    "an answer on the same day adds nothing": SEPTEMBER._replace(asked=(("2026-09-10", "2026-09-10"),)),
    "a question on the last day": SEPTEMBER._replace(
        due="2026-10-06", notice_by="2026-10-06", asked=(("2026-10-01", "2026-10-06"),)
    ),
    "a question on the day after": SEPTEMBER._replace(asked=(("2026-10-02", "2026-10-06"),)),
    "a question in the weekend the date rolled over": Row(
        "N", "2026-10-15", "2026-11-16", "2026-11-15", asked=(("2026-11-16", "2026-11-18"),)
    ),
    "a question on the unrolled last day, a Sunday": Row(
        "N", "2026-10-15", "2026-11-18", "2026-11-18", asked=(("2026-11-15", "2026-11-18"),)
    ),
    "a second question in the room the first one made": SEPTEMBER._replace(
        due="2026-10-13", notice_by="2026-10-13", asked=(("2026-09-28", "2026-10-08"), ("2026-10-11", "2026-10-13"))
    ),
    "a second question one day past that room": SEPTEMBER._replace(
        due="2026-10-12", notice_by="2026-10-11", asked=(("2026-09-28", "2026-10-08"), ("2026-10-12", "2026-10-13"))
    ),
    "a question inside another": SEPTEMBER._replace(
        due="2026-10-19", notice_by="2026-10-17", asked=(("2026-09-04", "2026-09-20"), ("2026-09-07", "2026-09-10"))
    ),
    "a question asked on the day another was answered": SEPTEMBER._replace(
        due="2026-10-12", notice_by="2026-10-11", asked=(("2026-09-04", "2026-09-10"), ("2026-09-10", "2026-09-14"))
    ),
    "a question open for a year": SEPTEMBER._replace(
        due="2027-10-01", notice_by="2027-10-01", asked=(("2026-09-04", "2027-09-04"),)
    ),
    "one answered and one open": SEPTEMBER._replace(
        due=None, notice_by=None, state=STOPPED, asked=(("2026-09-04", "2026-09-10"), ("2026-09-07", None))
    ),
    "an open question asked after the end": SEPTEMBER._replace(asked=(("2026-10-05", None),)),
    "an open question on an erasure": SEPTEMBER._replace(right="erasure", asked=(("2026-09-04", None),)),
    "an open question on a rectification": SEPTEMBER._replace(right="rectification", asked=(("2026-09-04", None),)),
    "a pause that ends at Christmas": Row(
        "S", "2026-11-20", "2026-12-30", "2026-12-30", asked=(("2026-11-24", "2026-12-04"),)
    ),
    "a pause that ends on 2 January in Scotland": Row(
        "S", "2026-11-20", "2027-01-05", "2027-01-02", asked=(("2026-11-24", "2026-12-07"),)
    ),
    "a pause that ends on 2 January in England": Row(
        "E", "2026-11-20", "2027-01-04", "2027-01-02", asked=(("2026-11-24", "2026-12-07"),)
    ),
    "everything at once": Row(
        "N", "2026-01-15", "2026-05-05", "2026-03-05", EXTENDED, gates=(("id", "2026-01-31"),),
        asked=(("2026-01-20", "2026-02-03"), ("2026-02-10", "2026-02-12")), notices=("2026-03-05",),
    ),
    "everything at once, the notice a day late": Row(
        "N", "2026-01-15", "2026-03-05", "2026-03-05", gates=(("id", "2026-01-31"),),
        asked=(("2026-01-20", "2026-02-03"), ("2026-02-10", "2026-02-12")), notices=("2026-03-06",),
    ),
}  # fmt: skip

TABLE = {**MONTHS, **HOLIDAYS, **GATES, **EXTENSIONS, **QUESTIONS}


@pytest.mark.check(39, "the clock in each situation, pauses too")
@pytest.mark.parametrize("why", TABLE)
def test_the_table(why):
    row = TABLE[why]
    clock = clock_of(row)
    assert (clock.state, clock.due, clock.extension_notice_by) == (row.state, day(row.due), day(row.notice_by))


@pytest.mark.parametrize("why", [why for why, row in TABLE.items() if len(row.asked) + len(row.notices) > 1])
def test_the_order_in_which_events_are_told_does_not_matter(why):
    row = TABLE[why]
    told = [
        clock_of(row._replace(gates=gates, asked=asked, notices=notices))
        for gates in permutations(row.gates)
        for asked in permutations(row.asked)
        for notices in permutations(row.notices)
    ]
    assert set(told) == {clock_of(row)}


@pytest.mark.parametrize(
    ("nation", "received", "due"),
    [
        pytest.param("E", "2026-01-31", "2026-03-02", id="days and not a month"),
        pytest.param("E", "2026-02-28", "2026-03-30", id="30 days after 28 February"),
        pytest.param("E", "2028-01-30", "2028-02-29", id="a leap day is a day"),
        pytest.param("S", "2026-10-31", "2026-12-01", id="Saint Andrew's Day"),
        pytest.param("E", "2026-10-31", "2026-11-30", id="30 November works in England"),
        pytest.param("N", "2026-06-12", "2026-07-14", id="12 July and its substitute"),
        pytest.param("S", "2026-12-02", "2027-01-05", id="New Year in Scotland"),
        pytest.param("E", "2026-12-02", "2027-01-04", id="New Year in England"),
        pytest.param("E", "2026-03-04", "2026-04-07", id="Easter in England"),
        pytest.param("S", "2026-03-04", "2026-04-06", id="Easter in Scotland"),
    ],
)
def test_a_complaint_is_acknowledged_in_30_days(nation, received, due):
    assert complaint_clock(day(received), calendar=Calendar(NATIONS[nation])).ack_due == day(due)


@pytest.mark.parametrize(
    ("row", "target"),
    [
        pytest.param(NOVEMBER, "2026-12-22", id="one working day before the due date"),
        pytest.param(HOLIDAYS["the substitute itself"], "2026-12-24", id="over Christmas"),
        pytest.param(GATES["ID known before the request changes nothing"], "2026-04-01", id="ID known"),
        pytest.param(GATES["authority is open"], "2026-04-02", id="a month after receipt while a gate is open"),
        pytest.param(QUESTIONS["one answered and one open"], None, id="none while the clock is stopped"),
        pytest.param(
            Row("E", "2026-06-01", None, None, gates=(("authority", "2026-06-19"),)), "2026-06-30",
            id="waiting for authority does not move our aim",
        ),
        pytest.param(
            Row("E", "2026-01-20", None, None,
                gates=(("authority", "2026-02-09"),), asked=(("2026-01-20", "2026-02-09"),)),
            "2026-03-06", id="nor does it make the aim later than the due date",
        ),
        pytest.param(
            Row("E", "2026-06-01", None, None, gates=(("authority", "2026-06-19"), ("id", "2026-06-25"))), "2026-07-24",
            id="waiting for ID does",
        ),
    ],
)  # fmt: skip
def test_our_own_aim(row, target):
    assert clock_of(row).target_on == day(target)


def test_staff_are_warned_five_working_days_before_the_last_day_for_a_notice():
    clock = clock_of(HOLIDAYS["the substitute itself"])
    assert clock.extension_notice_by == date(2026, 12, 28)
    assert clock.extension_warning_on == date(2026, 12, 18)


def test_the_clock_says_when_it_started_and_how_long_it_was_paused():
    clock = clock_of(QUESTIONS["everything at once"])
    assert (clock.received_on, clock.start_on, clock.paused_days) == (date(2026, 1, 15), date(2026, 1, 31), 5)


def test_a_one_off_bank_holiday_moves_the_date():
    extra = frozenset({date(2026, 12, 23)})
    assert clock_of(NOVEMBER, calendar=Calendar(NATIONS["E"], extra)).due == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (Clarification(date(2026, 9, 10), date(2026, 9, 9)), "answered_on"),
        (Clarification(date(2026, 8, 31)), "asked_on"),
        (ExtensionNotice(date(2025, 9, 10)), "sent_on"),
    ],
)
def test_an_event_that_cannot_have_happened_then_is_refused_by_name(event, field):
    kind = "clarifications" if isinstance(event, Clarification) else "extensions"
    with pytest.raises(RuleBroken) as refused:
        request_clock(date(2026, 9, 1), right="access", calendar=Calendar(NATIONS["E"]), **{kind: [event]})
    assert refused.value.field == field
    assert "cannot" in refused.value.message


def test_any_iterable_of_events_will_do():
    clock = request_clock(
        date(2026, 9, 1),
        right="access",
        calendar=Calendar(NATIONS["E"]),
        gates=iter([Gate(GateKind.AUTHORITY, date(2026, 9, 3))]),
        clarifications=(Clarification(date(2026, 9, 4), date(2026, 9, 4) + timedelta(days=n)) for n in range(3)),
    )
    assert (clock.state, clock.due) == (ClockState.RUNNING, date(2026, 10, 5))
