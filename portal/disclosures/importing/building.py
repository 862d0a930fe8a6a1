"""From a row of theirs to an entry of ours, or to everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Protocol

from portal.core.clock import LONDON, local_date
from portal.disclosures import kinds as k
from portal.disclosures.entry import Entry, FieldEntry, RecipientEntry
from portal.disclosures.importing.coded import CODED, KINDS, LEAVE_OUT, NOT_RECORDED
from portal.disclosures.importing.columns import COLUMNS, FINDERS, LONGEST
from portal.disclosures.importing.dates import parse_clock, parse_day
from portal.disclosures.importing.kinds import Holds, Ours, YesNo
from portal.disclosures.importing.mapping import LogMapping
from portal.disclosures.importing.reading import Row
from portal.disclosures.importing.xlsx_file import column_letters
from portal.disclosures.relaxed import NO_RULE
from portal.requests.kinds import Service

NOT_A_DAY = "This is not a day we can read"
NOT_A_TIME = "This is not a time we can read"
EMPTY = "This is empty, and an entry needs it"
TOO_LONG = "This is too long for an entry"
NO_MEANING = "Nobody said what this word means"
LEFT_OUT = "You said to leave out rows with this word"
TOO_MANY = "This row has more cells than there are headings"
NO_SUCH_RULE = "The rules that counted on that day have no such rule"
# the fields of an entry whose rules speak of something else than their own column
BESIDE = {"recipients": Ours.RECIPIENT_NAME, "recipient_name": Ours.RECIPIENT_KIND, "fields": Ours.WHAT_WHY,
          "clause": Ours.RULE, "review_on": Ours.TOLD}  # fmt: skip
TRISTATE = {YesNo.YES: True, YesNo.NO: False, YesNo.NOT_RECORDED: None}


class NoSuchRule(Exception):
    """The version that counted on that day has no such clause."""


class Rules(Protocol):
    """The published rules."""

    def on(self, policy_and_clause: str, day: date) -> tuple[str, int, str]:
        """Give policy, version and clause that counted on the day, or NO_RULE before any. Raises NoSuchRule."""
        ...


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a row, in words of ours. Holds nothing of what stands there."""

    column: str
    field: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"column": self.column, "field": self.field, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Built:
    """An entry, or what is wrong. `birthday` tells people apart and is kept nowhere."""

    entry: Entry | None
    problems: tuple[Problem, ...]
    birthday: date | None = None


class Builder:
    """Builds the entries of one import."""

    def __init__(self, mapping: LogMapping, headings: int, rules: Rules, *, now: datetime) -> None:
        self._mapping, self._headings, self._rules, self._now = mapping, headings, rules, now

    def build(self, row: Row) -> Built:
        """One row. Never raises for what stands in it."""
        if len(row.cells) > self._headings:
            return Built(None, (Problem(column_letters(self._headings), "", TOO_MANY),))
        days, codes = self._days(row), self._codes(row)
        found = [*self._wrong_days(row, days), *self._wrong_codes(codes), *self._too_long(row)]
        if found:
            return Built(None, tuple(found))
        try:
            entry = self._entry(row, days, {ours: code or "" for ours, code in codes.items()})
        except NoSuchRule:
            return Built(None, (self._problem(Ours.RULE, NO_SUCH_RULE),))
        broken = tuple(self._broken(name, message) for message, name in entry.broken(self._now))
        birthday = days.get(Ours.BIRTHDAY)
        return Built(None if broken else entry, broken, birthday.date() if isinstance(birthday, datetime) else birthday)

    def _days(self, row: Row) -> dict[Ours, datetime | date | None]:
        """What each column of days says, of those that say something."""
        return {
            ours: parse_day(words, day_first=self._mapping.day_first, this_year=self._now.year)
            for ours in self._mapping.columns.values()
            if COLUMNS[ours].holds is Holds.DAY and (words := self._mapping.cell(row.cells, ours))
        }

    def _codes(self, row: Row) -> dict[Ours, str | None]:
        return {ours: self._mapping.code(row.cells, ours) for ours in CODED}

    def _wrong_days(self, row: Row, days: dict[Ours, datetime | date | None]) -> Iterator[Problem]:
        if Ours.DECIDED_ON not in days:
            yield self._problem(Ours.DECIDED_ON, EMPTY)
        for ours, day in days.items():
            if day is None:
                yield self._problem(ours, NOT_A_DAY)
        at = self._mapping.cell(row.cells, Ours.DECIDED_TIME)
        if at and parse_clock(at) is None:
            yield self._problem(Ours.DECIDED_TIME, NOT_A_TIME)

    def _wrong_codes(self, codes: dict[Ours, str | None]) -> Iterator[Problem]:
        for ours, code in codes.items():
            if code is None:
                yield self._problem(ours, NO_MEANING)
            elif code == LEAVE_OUT:
                yield self._problem(ours, LEFT_OUT)

    def _too_long(self, row: Row) -> Iterator[Problem]:
        for ours in self._mapping.columns.values():
            most = LONGEST.get(COLUMNS[ours].holds)
            if most and len(self._mapping.cell(row.cells, ours)) > most:
                yield self._problem(ours, TOO_LONG)

    def _entry(self, row: Row, days: dict[Ours, datetime | date | None], codes: dict[Ours, str]) -> Entry:
        mapping, cells = self._mapping, row.cells
        decided = _moment(days[Ours.DECIDED_ON], parse_clock(mapping.cell(cells, Ours.DECIDED_TIME)))
        told_somebody = codes[Ours.DECISION] != k.Decision.NOT_SHARED
        shared = _not_before(decided, days.get(Ours.SHARED_ON)) if told_somebody else None
        said_on = _date(days.get(Ours.SAID_ON))
        policy, version, clause = self._rule(codes[Ours.RULE], said_on or local_date(decided))
        told = k.Told(codes[Ours.TOLD])
        waits = told in {k.Told.NOT_YET, k.Told.MUST_NOT}
        words: dict[str, Any] = {ours.value.replace("-", "_"): mapping.cell(cells, ours) for ours in _WORDS}
        return Entry(
            purpose=k.Purpose(codes[Ours.PURPOSE]), service=Service(codes[Ours.SERVICE]),
            urgency=k.Urgency(codes[Ours.URGENCY]), decision=k.Decision(codes[Ours.DECISION]), decided_at=decided,
            shared_at=shared, at_risk=k.AtRisk(codes[Ours.AT_RISK]),
            person_group=k.PersonGroup(codes[Ours.PERSON_GROUP]), said_on=said_on, policy=policy,
            policy_version=version, clause=clause, lawful_basis=k.LawfulBasis(codes[Ours.LAWFUL_BASIS]),
            special_condition=k.SpecialCondition(codes[Ours.SPECIAL_CONDITION]), consent=k.Consent(codes[Ours.CONSENT]),
            no_consent_reason=_or_none(k.NoConsentReason, codes[Ours.NO_CONSENT_REASON]), told=told,
            told_at=_moment_or_none(days.get(Ours.TOLD_ON)), review_on=mapping.look_again_on if waits else None,
            feedback=k.Feedback(codes[Ours.FEEDBACK]), feedback_on=None,
            recipients=self._recipients(row, codes) if told_somebody else (),
            fields=self._fields(row, codes) if told_somebody else (),
            identifiers=tuple((kind, typed) for ours, kind in FINDERS.items() if (typed := mapping.cell(cells, ours))),
            imported=True,
            **words,
        )  # fmt: skip

    def _rule(self, chosen: str, day: date) -> tuple[str, int, str]:
        return NO_RULE if chosen == NOT_RECORDED else self._rules.on(chosen, day)

    def _recipients(self, row: Row, codes: dict[Ours, str]) -> tuple[RecipientEntry, ...]:
        say = self._mapping.cell
        return (
            RecipientEntry(
                k.RecipientKind(codes[Ours.RECIPIENT_KIND]), say(row.cells, Ours.RECIPIENT_NAME),
                say(row.cells, Ours.RECIPIENT_ROLE), k.SentBy(codes[Ours.SENT_BY]), identity_checked=None,
            ),
        )  # fmt: skip

    def _fields(self, row: Row, codes: dict[Ours, str]) -> tuple[FieldEntry, ...]:
        what, why = (self._mapping.cell(row.cells, ours) for ours in (Ours.WHAT, Ours.WHAT_WHY))
        agreed = TRISTATE[YesNo(codes[Ours.AGREED])]
        return (FieldEntry(k.FieldKind.OTHER, what, why, agreed=agreed),) if what else ()

    def _broken(self, name: str, message: str) -> Problem:
        ours = BESIDE.get(name) or Ours(name.replace("_", "-"))
        return self._problem(ours, message)

    def _problem(self, ours: Ours, reason: str) -> Problem:
        number = self._mapping.column_of(ours)
        return Problem(column_letters(number) if number is not None else "", COLUMNS[ours].said, reason)


_WORDS = (
    Ours.WHY, Ours.NECESSITY, Ours.CONSENT_NOTE, Ours.VIEWS, Ours.TOLD_NOTE, Ours.LEFT_OUT, Ours.FEEDBACK_WORDS,
    Ours.EFFECT,
)  # fmt: skip


def _moment(day: datetime | date | None, at: time | None = None) -> datetime:
    """On London's clock. A day without a time begins at its first minute, so that today is never in the future."""
    if isinstance(day, datetime) and at is None:
        return day.replace(tzinfo=LONDON)
    if day is None:
        raise ValueError("a day is missing that was asked for before")
    return datetime.combine(day, at or time(), tzinfo=LONDON)


def _moment_or_none(day: datetime | date | None) -> datetime | None:
    return None if day is None else _moment(day)


def _date(day: datetime | date | None) -> date | None:
    return day.date() if isinstance(day, datetime) else day


def _not_before(decided: datetime, day: datetime | date | None) -> datetime:
    """When it was shared: as the log says; with the decision when it says nothing more than that day, or nothing."""
    if day is None or (not isinstance(day, datetime) and day == local_date(decided)):
        return decided
    return _moment(day)


def _or_none(kind: type[StrEnum], code: str) -> Any:
    return None if code == NOT_RECORDED else kind(code)


assert set(KINDS) | {Ours.RULE} == set(CODED)  # noqa: S101  # every list has its codes
