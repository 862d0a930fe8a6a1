"""What is true of every clock, and a second engine, written differently, that has to agree: it walks day by day."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.cases.deadlines import Clarification, ClockState, ExtensionNotice, Gate, GateKind, request_clock
from portal.core.calendars import Calendar, Nation, bank_holidays

ONE_DAY = timedelta(days=1)
NEVER = date.max  # later than any date: what a stopped clock or one that has not started gives
many = settings(max_examples=100, deadline=None)


@st.composite
def events(draw):
    """A request and whatever may happen to it, near enough together that everything meets everything."""
    received = draw(st.dates(date(1990, 1, 1), date(2090, 1, 1)))

    def days(first, last):
        return st.integers(first, last).map(lambda n: received + timedelta(days=n))

    open_or = st.sampled_from([True, *[False] * 7])
    gates = draw(st.lists(st.builds(Gate, st.sampled_from(GateKind), days(-10, 40)), max_size=2))
    questions = draw(st.lists(st.tuples(days(0, 140), st.integers(0, 45), open_or), max_size=4))
    return {
        "received_on": received,
        "right": draw(st.sampled_from(["access", "access", "access", "erasure"])),
        "calendar": Calendar(draw(st.sampled_from(Nation))),
        "gates": gates,
        "clarifications": [
            Clarification(asked, None if waiting else asked + timedelta(days=wait))
            for asked, wait, waiting in questions
        ],
        "extensions": draw(st.lists(st.builds(ExtensionNotice, days(0, 110), st.booleans()), max_size=2)),
    }


def clock_of(case):
    return request_clock(case["received_on"], **{key: value for key, value in case.items() if key != "received_on"})


def months_after(day, months):
    """Count months one by one from the first of the month, then step back to a day that exists."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    number = day.day
    while True:
        try:
            return first.replace(day=number)
        except ValueError:
            number -= 1


def walk(case):
    """Live through the case one day at a time, knowing each evening only what has happened so far."""
    start = max([case["received_on"], *(gate.met_on for gate in case["gates"])])
    questions = case["clarifications"] if case["right"] == "access" else []
    one_month = (months_after(start, 1) - start).days
    wanted, spent, waited, today = one_month, 0, 0, start
    while True:
        if any(notice.has_reasons and notice.sent_on <= today for notice in case["extensions"]):
            wanted = (months_after(start, 3) - start).days
        asked = [question for question in questions if question.asked_on <= today]
        if any(question.answered_on is None for question in asked):
            return "stopped", None, None
        waiting = any(question.answered_on > today for question in asked)
        if spent == wanted and not waiting:
            break
        today += ONE_DAY
        spent, waited = (spent, waited + 1) if waiting else (spent + 1, waited)
    off = bank_holidays(case["calendar"].nation, [today.year, today.year + 1])
    while today.isoweekday() > 5 or today in off:
        today += ONE_DAY
    return "running" if wanted == one_month else "extended", today, start + timedelta(days=one_month + waited)


@given(events())
@settings(max_examples=400, deadline=None)
def test_the_engine_agrees_with_living_through_the_case_day_by_day(case):
    clock = clock_of(case)
    assert (clock.state, clock.due, clock.extension_notice_by) == walk(case)


@given(events(), st.sampled_from(GateKind))
@many
def test_an_open_gate_leaves_no_date_but_an_aim(case, kind):
    clock = clock_of({**case, "gates": [*case["gates"], Gate(kind)]})
    assert (clock.state, clock.start_on, clock.due) == (ClockState.NOT_STARTED, None, None)
    assert clock.target_on == months_after(case["received_on"], 1)


@given(events())
@many
def test_the_due_date_is_a_working_day_after_the_start_and_the_aim_is_before_it(case):
    clock = clock_of(case)
    if clock.due:
        assert case["calendar"].is_working_day(clock.due)
        assert case["calendar"].is_working_day(clock.target_on)
        assert case["received_on"] <= clock.start_on < clock.due
        assert case["received_on"] < clock.target_on < clock.due


@given(events(), st.randoms(use_true_random=False))
@many
def test_the_same_events_in_any_order_give_the_same_clock_and_working(case, random):
    shuffled = {
        key: random.sample(value, len(value)) if isinstance(value, list) else value for key, value in case.items()
    }
    assert clock_of(shuffled) == clock_of(case) == clock_of(case)


@given(events(), st.integers(0, 140), st.integers(0, 45))
@many
def test_one_more_question_never_makes_the_date_earlier(case, asked_after, wait):
    asked = case["received_on"] + timedelta(days=asked_after)
    more = {**case, "clarifications": [*case["clarifications"], Clarification(asked, asked + timedelta(days=wait))]}
    assert (clock_of(more).due or NEVER) >= (clock_of(case).due or NEVER)


@given(events(), st.integers(0, 140), st.integers(0, 45))
@many
def test_a_later_answer_never_makes_the_date_earlier(case, asked_after, wait):
    asked = case["received_on"] + timedelta(days=asked_after)
    sooner, later = (
        {**case, "clarifications": [*case["clarifications"], Clarification(asked, asked + timedelta(days=days))]}
        for days in (wait, wait + 1)
    )
    assert (clock_of(later).due or NEVER) >= (clock_of(sooner).due or NEVER)


@given(events(), st.integers(0, 110))
@many
def test_a_notice_of_more_time_never_makes_the_date_earlier(case, sent_after):
    notice = ExtensionNotice(case["received_on"] + timedelta(days=sent_after))
    more = {**case, "extensions": [*case["extensions"], notice]}
    assert (clock_of(more).due or NEVER) >= (clock_of(case).due or NEVER)


@given(events())
@many
def test_questions_change_nothing_for_any_right_but_access(case):
    dates = [
        (clock.state, clock.due, clock.target_on)
        for clock in (
            clock_of({**case, "right": "objection", "clarifications": asked}) for asked in ([], case["clarifications"])
        )
    ]
    assert dates[0] == dates[1]


@given(st.dates(date(1970, 1, 1), date(2100, 9, 30)), st.sampled_from(Nation))
@example(date(1970, 1, 1), Nation.SCOTLAND)
@example(date(2100, 9, 30), Nation.NORTHERN_IRELAND)
@many
def test_every_day_from_1970_to_2100_has_a_due_date(received, nation):
    clock = clock_of({"received_on": received, "right": "access", "calendar": Calendar(nation)})
    assert timedelta(days=28) <= clock.due - received <= timedelta(days=31 + 6)
