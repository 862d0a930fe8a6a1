"""Many clocks at once: a JSON file of requests and complaints in, their dates out. For checking the rule by hand.

    {"requests": [{"n": 1, "received": "2026-03-02", "nation": "scotland", "right": "access",
                   "gates": [{"kind": "id", "received": "2026-03-12"}],
                   "clarifications": [{"asked": "2026-03-16", "answered": null}],
                   "extension_notice": "2026-03-20"}],
     "complaints": [{"received": "2026-11-22", "nation": "england-and-wales"}]}

Only `received` and `nation` are needed. A missing date of a gate or an answer means that it has not come. An extension
notice may also be `{"sent": "2026-03-20", "reasons": false}`, or a list of notices. Keys nobody knows are passed over,
unless one looks like a slip of the pen: a question that is quietly ignored would give a wrong date.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from reprlib import repr as short
from typing import Any, TypedDict, TypeVar

from portal.cases.deadlines import Clarification, ExtensionNotice, Gate, GateKind, complaint_clock, request_clock
from portal.core.calendars import FIRST_YEAR, LAST_YEAR, Calendar, Nation, nation_from
from portal.core.errors import PortalError, RuleBroken
from portal.requests.kinds import CLOCK_OF

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CLOCKS = {right.value: clock for right, clock in CLOCK_OF.items()}
REQUEST_KEYS = ("n", "received", "nation", "right", "gates", "clarifications", "extension_notice")
COMPLAINT_KEYS = ("received", "nation")
RESULT_KEYS = ("extension_notice_by",)  # looks like an input key, and is not one


E = TypeVar("E", Clarification, ExtensionNotice)


class RequestDates(TypedDict):
    """What came out for one request; a date reads `2026-12-23`, and is None where there is none."""

    n: int | str
    state: str
    due: str | None
    extension_notice_by: str | None
    working: list[str]


class ComplaintDates(TypedDict):
    """What came out for one complaint."""

    ack_due: str


class Dates(TypedDict):
    """What came out, in the order of the file."""

    requests: list[RequestDates]
    complaints: list[ComplaintDates]


class UnreadableClockFile(PortalError):
    """The file holds something that is no date, nation, right and so on. `problems` has a line for each place."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = tuple(f"{path}: {problem}" for path, problem in problems.items())
        super().__init__("\n".join(self.problems))


def dates_of(text: str) -> Dates:
    """Work out every clock of a file. Raises UnreadableClockFile with all problems, and then gives no date at all."""
    try:
        root = _Place(json.loads(text), "")
    except (ValueError, RecursionError) as error:
        raise UnreadableClockFile({"the file": f"is not JSON ({error})"}) from None
    root.knows("requests", "complaints")
    requests = [_request(place, number) for number, place in enumerate(root.at("requests").items(), 1)]
    complaints = [_complaint(place) for place in root.at("complaints").items()]
    if root.problems:
        raise UnreadableClockFile(root.problems)
    return {"requests": [one for one in requests if one], "complaints": [one for one in complaints if one]}


def _request(place: "_Place", number: int) -> RequestDates | None:
    known_problems = len(place.problems)
    place.knows(*REQUEST_KEYS, *RESULT_KEYS)
    received, calendar, name = place.at("received").day(), place.at("nation").calendar(), place.at("n").name(number)
    right = place.at("right").one_of(CLOCKS, default="access")
    gates = [_gate(gate) for gate in place.at("gates").items()]
    questions = [_question(question, received) for question in place.at("clarifications").items()]
    notices = [_notice(notice, received) for notice in place.at("extension_notice").items(single=True)]
    if len(place.problems) > known_problems:
        return None
    try:
        clock = request_clock(
            received, right=CLOCKS[right], calendar=calendar, gates=gates, clarifications=questions, extensions=notices
        )
    except ValueError as error:
        place.note(str(error))
        return None
    return {
        "n": name,
        "state": clock.state.value,
        "due": _iso(clock.due),
        "extension_notice_by": _iso(clock.extension_notice_by),
        "working": [step.text for step in clock.working],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _complaint(place: "_Place") -> ComplaintDates | None:
    known_problems = len(place.problems)
    place.knows(*COMPLAINT_KEYS)
    received, calendar = place.at("received").day(), place.at("nation").calendar()
    if len(place.problems) > known_problems:
        return None
    try:
        return {"ack_due": complaint_clock(received, calendar=calendar).ack_due.isoformat()}
    except ValueError as error:
        place.note(str(error))
        return None


def _gate(place: "_Place") -> Gate:
    place.knows("kind", "received")
    return Gate(GateKind(place.at("kind").one_of(list(GateKind))), place.at("received").day_or_none())


def _question(place: "_Place", received: date) -> Clarification:
    place.knows("asked", "answered")
    return _checked(place, Clarification(place.at("asked").day(), place.at("answered").day_or_none()), received)


def _notice(place: "_Place", received: date) -> ExtensionNotice:
    if isinstance(place.value, str):
        return _checked(place, ExtensionNotice(place.day()), received)
    place.knows("sent", "reasons")
    return _checked(place, ExtensionNotice(place.at("sent").day(), place.at("reasons").yes_or_no()), received)


def _checked(place: "_Place", event: E, received: date) -> E:
    try:
        event.check(received)
    except RuleBroken as broken:
        place.at(broken.field.removesuffix("_on")).note(broken.message)
    return event


@dataclass(frozen=True, slots=True)
class _Place:
    """A value of the file and where it stands. Reading it notes what is wrong and goes on with a stand-in.

    Only the first problem of a place is kept, so a stand-in never causes a second one.
    """

    value: Any
    path: str
    problems: dict[str, str] = field(default_factory=dict, repr=False)

    def note(self, problem: str) -> None:
        self.problems.setdefault(self.path or "the file", problem)

    def at(self, name: str) -> "_Place":
        if not isinstance(self.value, dict):
            return _Place(None, self.path, self.problems)
        return _Place(self.value.get(name), f"{self.path}.{name}".lstrip("."), self.problems)

    def knows(self, *names: str) -> None:
        if not isinstance(self.value, dict):
            self.note(f"{short(self.value)} is not an object")
            return
        for key in (key for key in self.value if key not in names):
            for meant in get_close_matches(key, names, n=1, cutoff=0.7):
                if meant not in self.value:
                    self.at(key).note(f"is not a key here; did you mean {meant!r}?")

    def items(self, *, single: bool = False) -> list["_Place"]:
        if single and isinstance(self.value, str | dict):
            return [self]
        if not isinstance(self.value, list | None):
            self.note(f"{short(self.value)} is not {'a date, an object or ' if single else ''}a list")
            return []
        return [_Place(value, f"{self.path}[{i}]", self.problems) for i, value in enumerate(self.value or ())]

    def day(self) -> date:
        day = self.day_or_none()
        if day is None:
            self.note("is missing")
        return day or date.min

    def day_or_none(self) -> date | None:
        if self.value is None:
            return None
        try:
            day = date.fromisoformat(self.value if DATE.fullmatch(self.value) else "")
        except (TypeError, ValueError):
            self.note(f"{short(self.value)} is not a date such as 2026-12-23")
            return date.min
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.note(f"{self.value} is not between {FIRST_YEAR} and {LAST_YEAR}")
        return day

    def calendar(self) -> Calendar:
        try:
            return Calendar(nation_from(self.value))
        except (AttributeError, ValueError):
            self.note("is missing" if self.value is None else f"{short(self.value)} is not one of {', '.join(Nation)}")
            return Calendar(Nation.ENGLAND_AND_WALES)

    def one_of(self, options: Collection[str], default: str | None = None) -> str:
        value = default if self.value is None else self.value
        if isinstance(value, str) and value in options:
            return value
        self.note("is missing" if value is None else f"{short(value)} is not one of {', '.join(options)}")
        return next(iter(options))

    def name(self, number: int) -> int | str:
        if self.value is None:
            return number
        if not isinstance(self.value, int | str) or isinstance(self.value, bool):
            self.note(f"{short(self.value)} is not a number or a name")
            return number
        return self.value

    def yes_or_no(self) -> bool:
        if not isinstance(self.value, bool | None):
            self.note(f"{short(self.value)} is not true or false")
        return self.value is not False
