"""What can happen to a request, as far as its clock hears it. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.core.errors import RuleBroken


class GateKind(StrEnum):
    """What may have to come before the month starts."""

    ID = "id"
    AUTHORITY = "authority"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Gate:
    """Something asked for that has to come first; `met_on` is None while it is outstanding."""

    kind: GateKind
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question about which information is meant; `answered_on` is None while we wait."""

    asked_on: date
    answered_on: date | None = None

    def check(self, received_on: date) -> None:
        """Raise RuleBroken if it was asked before the request came, or answered before it was asked."""
        if self.asked_on < received_on:
            raise RuleBroken("A question cannot be asked before the request came", field="asked_on")
        if self.answered_on and self.answered_on < self.asked_on:
            raise RuleBroken("An answer cannot come before its question", field="answered_on")


@dataclass(frozen=True, slots=True)
class ExtensionNotice:
    """The person was told that more time is needed. Without reasons it has no effect (Art 12A(4))."""

    sent_on: date
    has_reasons: bool = True

    def check(self, received_on: date) -> None:
        """Raise RuleBroken if it was sent before the request came."""
        if self.sent_on < received_on:
            raise RuleBroken("A notice cannot be sent before the request came", field="sent_on")


Event = Clarification | ExtensionNotice


def in_order(event: Event) -> tuple[date, bool, date]:
    """The order in which events are heard: by day, a question before a notice."""
    # the last part only keeps the working the same when two events of a kind share a day
    if isinstance(event, Clarification):
        return event.asked_on, False, event.answered_on or date.max
    return event.sent_on, True, date.min if event.has_reasons else date.max
