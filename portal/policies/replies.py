"""What is replied to "would you tell?": plain values, made by `would_tell`."""

from dataclasses import dataclass
from enum import StrEnum

from portal.policies.kinds import READERS, AgeBand, Outcome, Reader, Urgency
from portal.policies.pack.policy import Clause
from portal.policies.rules import Judgement
from portal.policies.situations import PlaceRule, Situation

NOT_YET = "not-yet"  # picked as a place by somebody who has not said it


class When(StrEnum):
    """When it was said. What is new is judged by the newest rules; for the rest a date has to be asked for."""

    NOW = "now"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place, in the organisation's words, where the same has another outcome."""

    place: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Found:
    """One cell, judged by one version, and the clause it rests on. `elsewhere` is empty once a place is known.

    `limit` is what else has to be true before somebody is told. `title` is the answer in the pack's own words, and
    `parents` the line on parents, for those under 18. What is not to be said is empty.
    """

    judgement: Judgement
    clause: Clause
    age: AgeBand
    help_first: bool = False
    limit: str = ""
    title: str = ""
    parents: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def reader(self) -> Reader:
        """Whose words the clause is shown in."""
        return READERS[self.age]

    @property
    def rule(self) -> str:
        """The clause as it is put for that age, in Markdown."""
        return self.clause.words_for(self.reader)


@dataclass(frozen=True, slots=True)
class Reply:
    """What to reply. Without `found`, nothing could be judged: it depends, and the other fields say why.

    `missing` names the choices that were not made, or not from what is offered. `before`: it was said when other rules
    may have counted; `then` is what each version makes of it, the newest first. `no_rules`: the rules that count now
    are not here yet.
    """

    found: Found | None = None
    missing: tuple[str, ...] = ()
    before: bool = False
    then: tuple[Found, ...] = ()
    no_rules: bool = False

    @property
    def outcome(self) -> Outcome:
        """What becomes of it. Never a promise while anything is not known."""
        return self.found.judgement.outcome if self.found else Outcome.TALK_FIRST

    @property
    def all_found(self) -> tuple[Found, ...]:
        """Everything that was judged."""
        return (self.found,) if self.found else self.then

    @property
    def help_first(self) -> bool:
        """Whether the answer starts with who can help, whatever it is."""
        return any(found.help_first for found in self.all_found)

    @property
    def is_emergency(self) -> bool:
        """Whether any rules that may count call it an emergency."""
        return any(found.judgement.urgency is Urgency.EMERGENCY for found in self.all_found)


@dataclass(frozen=True, slots=True)
class Row:
    """One situation at one age."""

    situation: Situation
    found: Found


@dataclass(frozen=True, slots=True)
class Deciding:
    """Places, in the organisation's words, that decide whatever is said there."""

    places: tuple[str, ...]
    rule: PlaceRule
    clause: Clause
