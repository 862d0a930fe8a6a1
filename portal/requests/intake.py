"""What a questionnaire yields: plain values, checked, before anything is stored."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from portal.core.errors import RuleBroken
from portal.requests.kinds import WITHOUT_CASE, ContactWay, IdentifierKind, Right, Service


@dataclass(frozen=True, slots=True)
class ContactCard:
    """How to reach the person without hurting them. `way` CODE means: send nothing, they come back."""

    way: ContactWay = ContactWay.CODE
    value: str = ""
    times: str = ""
    voicemail: bool = False
    say_our_name: bool = False
    somebody_else_sees_it: bool = False
    code_word: str = ""
    confirmed_on: date | None = None  # the day the person last said so; None on a card from before it was kept

    @property
    def tone(self) -> str:
        """`green` when nothing is sent, `amber` when somebody else may see it, `blue` otherwise."""
        if self.way is ContactWay.CODE:
            return "green"
        return "amber" if self.somebody_else_sees_it else "blue"


@dataclass(frozen=True, slots=True)
class Intake:
    """One request as the person gave it."""

    rights: tuple[Right, ...]
    services: tuple[Service, ...]
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()
    month: str = ""
    note: str = ""
    anonymous: bool = False
    card: ContactCard = field(default_factory=ContactCard)

    def check(self) -> None:
        """Raise RuleBroken when the request could not be worked on."""
        if not self.rights:
            raise RuleBroken("Choose what you want to ask")
        if not self.identifiers and not self.anonymous and not WITHOUT_CASE.issuperset(self.rights):
            raise RuleBroken("Give one thing, or choose that you were anonymous", field="user_name")

    def answers(self) -> dict[str, Any]:
        """The part that is stored as one sealed JSON."""
        return {
            "services": [s.value for s in self.services],
            "month": self.month,
            "note": self.note,
            "anonymous": self.anonymous,
        }


def card_to_json(card: ContactCard) -> dict[str, Any]:
    """The card as JSON values."""
    confirmed = card.confirmed_on.isoformat() if card.confirmed_on else None
    return {**asdict(card), "way": card.way.value, "confirmed_on": confirmed}


def card_from_json(values: dict[str, Any]) -> ContactCard:
    """The card that was stored."""
    day = values.get("confirmed_on")
    confirmed = date.fromisoformat(day) if day else None
    return ContactCard(**{**values, "way": ContactWay(values["way"]), "confirmed_on": confirmed})
