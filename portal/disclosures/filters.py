"""What the list of the register is narrowed by, read from codes and written as codes. Pure; nothing is personal."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from portal.core.clock import LONDON
from portal.disclosures.kinds import Decision, Feedback
from portal.requests.kinds import Service

FIRST_YEAR, LAST_YEAR = 1990, 2200
# nobody has said yet what came of it
WAITING = frozenset({Feedback.NOT_ASKED, Feedback.ASKED})


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """One list. None narrows nothing. `mine`: decided or written down by whoever looks."""

    mine: bool = False
    service: Service | None = None
    year: int | None = None
    decision: Decision | None = None
    waits: bool = False

    def codes(self) -> dict[str, Any]:
        """The list as the query of an address; what narrows nothing is left out."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: "yes" if value is True else str(value) for name, value in given.items() if value}

    def without(self, name: str) -> "RegisterFilters":
        """The same list, not narrowed by this."""
        change: dict[str, Any] = {name: next(f.default for f in fields(self) if f.name == name)}
        return replace(self, **change)

    @property
    def stretch(self) -> tuple[datetime, datetime] | None:
        """The first moment of the year and that of the next, on the wall in the United Kingdom."""
        if self.year is None:
            return None
        return datetime(self.year, 1, 1, tzinfo=LONDON), datetime(self.year + 1, 1, 1, tzinfo=LONDON)


def read_filters(codes: Mapping[str, Any]) -> RegisterFilters:
    """The list that these codes name. Raises ValueError for a code that is none of ours; empty narrows nothing."""
    given = {name: str(codes.get(name) or "") for name in READ}
    return RegisterFilters(**{name: READ[name](code) for name, code in given.items() if code})


def _yes(code: str) -> bool:
    if code != "yes":
        raise ValueError(code)
    return True


def _year(code: str) -> int:
    if not (code.isascii() and code.isdigit() and FIRST_YEAR <= int(code) <= LAST_YEAR):
        raise ValueError(code)
    return int(code)


READ: dict[str, Any] = {"mine": _yes, "service": Service, "year": _year, "decision": Decision, "waits": _yes}
