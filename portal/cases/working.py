"""The working of a date in words: one short, true step after another, for the person and for staff alike. Pure.

Every sentence has at most 20 words and names real dates. The law a step rests on stands beside it, for staff.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MISSING = {
    "id": ("We still need to check who you are.", "Art 12(6)"),
    "authority": ("We still need to know that your helper may act for you.", "ICO guidance on time limits"),
    "fee": ("We still need the fee.", "Art 12(5)"),
}
MET = {
    "id": ("You showed us who you are on {}.", "Art 12A(2)(b)"),
    "authority": ("On {} we heard that your helper may act for you.", "ICO guidance on time limits"),
    "fee": ("You paid the fee on {}.", "Art 12A(2)(c)"),
}
MONTHS = {1: "One month later", 3: "Three months from the start"}


@dataclass(frozen=True, slots=True)
class Step:
    """One or two plain sentences, and the law they rest on."""

    text: str
    law: str


def request_received(received_on: date) -> Step:
    """Say when the request came."""
    return Step(f"We got your request on {_said(received_on)}.", "Art 12A(2)(a)")


def not_started(missing: Collection[str], aim: date) -> list[Step]:
    """Say what has to come first (kinds of gate), and the day we aim for all the same."""
    return [
        *(Step(*words) for kind, words in MISSING.items() if kind in missing),
        Step(f"The month starts when we have {'that' if len(missing) == 1 else 'all of that'}.", "Art 12A(2)"),
        Step(f"There is no due date yet. We still aim to answer by {_said(aim)}.", "Art 12A(2)"),
    ]


def gate_met(kind: str, met_on: date) -> Step:
    """Say when something came that the month had to wait for."""
    text, law = MET[kind]
    return Step(text.format(_said(met_on)), law)


def started(start_on: date) -> Step:
    """Say when the month starts, if not on the day the request came."""
    return Step(f"So the month starts on {_said(start_on)}.", "Art 12A(2)")


def months_later(months: int, start_on: date, end: date) -> Step:
    """Say where one or three months end, and why, if that month is too short."""
    short = f", as that month has no day {start_on.day}" if end.day != start_on.day else ""
    law = "Art 12A(1); Reg 1182/71 Art 3" if months == 1 else "Art 12A(3); Reg 1182/71 Art 3"
    return Step(f"{MONTHS[months]} is {_said(end)}{short}.", law)


def question_answered(asked_on: date, answered_on: date, *, days: int, start_on: date, more: bool) -> Step:
    """Say how many days the wait for an answer adds, and why, if it adds none."""
    asked = f"We asked you a question on {_said(asked_on)}."
    if answered_on == asked_on:
        return Step(f"{asked} You answered the same day, so it adds no days.", "Art 12A(5)")
    answered = f"{asked} You answered on {_said(answered_on)}."
    if days:
        return Step(f"{answered} The wait adds {_days(days, more=more)}.", "Art 12A(5)")
    if answered_on <= start_on:
        return Step(f"{answered} The month did not start until {_said(start_on)}, so it adds no days.", "Art 12A(5)")
    return Step(f"{answered} We had added those days before, so it adds no more.", "Art 12A(5)")


def question_open(asked_on: date) -> list[Step]:
    """Say that the clock stands still."""
    return [
        Step(f"We asked you a question on {_said(asked_on)}. We are waiting for your answer.", "Art 12A(5)"),
        Step("The clock has stopped. There is no due date until you answer.", "Art 12A(5)"),
    ]


def question_too_late(asked_on: date, end: date) -> Step:
    """Say that a question asked when the time was over adds nothing."""
    return Step(
        f"We asked you a question on {_said(asked_on)}. Our time ran to {_said(end)}, so it adds no days.",
        "Art 12A(5)",
    )


def question_never_pauses(asked_on: date) -> Step:
    """Say that questions stop the clock for access requests only."""
    return Step(
        f"We asked you a question on {_said(asked_on)}. For this kind of request, that adds no days.", "Art 12A(5)"
    )


def extended(sent_on: date) -> Step:
    """Say that more time was asked for, in time and with reasons."""
    return Step(f"We told you on {_said(sent_on)} that we need more time, and why.", "Art 12A(3) and (4)")


def notice_without_reasons(sent_on: date) -> Step:
    """Say that a notice without reasons has no effect."""
    return _no_extension(sent_on, "We gave no reason, so it changes nothing.")


def notice_too_late(sent_on: date, notice_by: date) -> Step:
    """Say that a late notice has no effect."""
    return _no_extension(sent_on, f"The last day for that was {_said(notice_by)}, so it changes nothing.")


def notice_again(sent_on: date) -> Step:
    """Say that the time can be made longer only once."""
    return _no_extension(sent_on, "We can do that only once, so it changes nothing.")


def days_added(days: int, base: date, end: date) -> Step:
    """Say where the time ends once the days of waiting are added."""
    return Step(f"{_days(days)} after {_said(base)} is {_said(end)}.", "Art 12A(5)")


def rolled(end: date, due: date) -> list[Step]:
    """Say why a date moves to the next working day; no step when it stays."""
    if due == end:
        return []
    reason = f"{end:%A}" if end.weekday() >= 5 else "bank holiday"  # noqa: PLR2004 - Saturday
    return [
        Step(
            f"{_said(end)} is a {reason}. The next working day is {_said(due, weekday=True)}.", "Reg 1182/71 Art 3(4)"
        ),
    ]


def due_on(due: date) -> Step:
    """Say the date, last."""
    return Step(f"So we must answer by the end of {_said(due, weekday=True)}.", "Art 12(3)")


def complaint_received(received_on: date, days: int, end: date) -> list[Step]:
    """Say how the days of a complaint are counted."""
    return [
        Step(f"We got your complaint on {_said(received_on)}.", "DPA 2018 s.164A(3)"),
        Step(f"Day 1 is the next day, so day {days} is {_said(end)}.", "DPA 2018 s.205(2); Reg 1182/71 Art 3(1)"),
    ]


def acknowledge_by(due: date) -> Step:
    """Say the date of the acknowledgement, last."""
    return Step(f"So by the end of {_said(due, weekday=True)} we must tell you that it came.", "DPA 2018 s.164A(3)")


def acknowledged(told_on: date) -> list[Step]:
    """Say that the complaint was acknowledged, and that the law names no day for what comes of it."""
    return [
        Step(f"We told you on {_said(told_on)} that it came.", "DPA 2018 s.164A(3)"),
        Step("The law sets no day for what we find. We must not wait longer than we need to.", "DPA 2018 s.164A(4)"),
    ]


def _no_extension(sent_on: date, why: str) -> Step:
    return Step(f"We told you on {_said(sent_on)} that we need more time. {why}", "Art 12A(3) and (4)")


def _days(count: int, *, more: bool = False) -> str:
    return f"{count}{' more' if more else ''} day{'' if count == 1 else 's'}"


@lru_cache(maxsize=4096)  # the same few hundred days are said again and again
def _said(day: date, *, weekday: bool = False) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}" if weekday else f"{day.day} {day:%B} {day.year}"
