"""What a questionnaire yields: plain values, checked, before anything is stored."""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from portal.core.errors import RuleBroken
from portal.core.words import N_
from portal.notifications.kinds import SafeTime
from portal.requests.kinds import FOUND_OTHERWISE, WITHOUT_CASE, ContactWay, IdentifierKind, Right, Service
from portal.requests.wishes import Asking, Wishes, to_json

GOOD_FOR = timedelta(days=7)  # a phone changes hands in less than a month


@dataclass(frozen=True, slots=True)
class ContactCard:
    """How to reach the person without hurting them. `way` CODE means: send nothing, they come back.

    `hours` is what a machine may rest on; `times` says more in the person's own words, for whoever calls them.
    `anyway`: they said a second time that they want it although somebody else may see it.
    """

    way: ContactWay = ContactWay.CODE
    value: str = ""
    times: str = ""
    voicemail: bool = False
    say_our_name: bool = False
    somebody_else_sees_it: bool = False
    code_word: str = ""
    hours: tuple[SafeTime, ...] = ()
    anyway: bool = False
    confirmed_on: date | None = None  # the day the person last said so; None on a card from before it was kept

    @property
    def tone(self) -> str:
        """`green` when nothing is sent, `amber` when somebody else may see it, `blue` otherwise."""
        if self.way is ContactWay.CODE:
            return "green"
        return "amber" if self.somebody_else_sees_it else "blue"

    def has_to_be_confirmed(self, today: date) -> bool:
        """Whether nobody said for too long that it is still right. What is never used has to be said by nobody."""
        if self.way is ContactWay.CODE:
            return False
        return self.confirmed_on is None or today - self.confirmed_on > GOOD_FOR


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
    wishes: Wishes = field(default_factory=Wishes)
    asking: Asking = field(default_factory=Asking)
    came: str = ""  # how it came, in words of the worker who logged it

    def check(self) -> None:
        """Raise RuleBroken when the request could not be worked on."""
        if not self.rights:
            raise RuleBroken(N_("Choose what you want to ask"))
        if self._has_to_be_found() and not self.identifiers and not self.anonymous:
            raise RuleBroken(N_("Give one thing, or choose that you were anonymous"), field="user_name")

    def _has_to_be_found(self) -> bool:
        """A question is about nobody's data; a post has its own address; a complaint says what it is about."""
        return not (WITHOUT_CASE | FOUND_OTHERWISE).issuperset(self.rights)

    def answers(self) -> dict[str, Any]:
        """The part that is stored as one sealed JSON."""
        return {
            "services": [s.value for s in self.services],
            "month": self.month,
            "note": self.note,
            "anonymous": self.anonymous,
            "wishes": to_json(self.wishes),
            "asking": to_json(self.asking),
            "came": self.came,
        }


def card_to_json(card: ContactCard) -> dict[str, Any]:
    """The card as JSON values."""
    confirmed = card.confirmed_on.isoformat() if card.confirmed_on else None
    hours = [time.value for time in card.hours]
    return {**asdict(card), "way": card.way.value, "hours": hours, "confirmed_on": confirmed}


def card_from_json(values: dict[str, Any]) -> ContactCard:
    """The card that was stored. Older ones have no hours in them, and no day on which they were confirmed."""
    hours = tuple(SafeTime(time) for time in values.get("hours", ()))
    day = values.get("confirmed_on")
    confirmed = date.fromisoformat(day) if day else None
    return ContactCard(**{**values, "way": ContactWay(values["way"]), "hours": hours, "confirmed_on": confirmed})
