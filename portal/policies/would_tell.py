"""What to reply to somebody who asks "would you tell?" before they say it. Pure; nothing is kept of what was picked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.policies.kinds import READERS, AgeBand, Outcome, Place
from portal.policies.pack import Pack
from portal.policies.pack.policy import Clause
from portal.policies.rules import Judgement, judge
from portal.policies.situations import PlaceRule, Situation, Situations

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
    """One cell, judged by the newest rules, and the clause it rests on. `elsewhere` is empty once a place is known."""

    judgement: Judgement
    clause: Clause
    age: AgeBand
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def rule(self) -> str:
        """The clause as it is put for that age, in Markdown."""
        return self.clause.words_for(READERS[self.age])


@dataclass(frozen=True, slots=True)
class Reply:
    """What to reply. Without `found`, nothing could be judged: it depends, and the other fields say why.

    `missing` names the choices that were not made, or not from what is offered. `before`: it was said when other rules
    may have counted. `no_rules`: the rules that count now are not here yet.
    """

    found: Found | None = None
    missing: tuple[str, ...] = ()
    before: bool = False
    no_rules: bool = False

    @property
    def outcome(self) -> Outcome:
        """What becomes of it. Never a promise while anything is not known."""
        return self.found.judgement.outcome if self.found else Outcome.TALK_FIRST


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


def offered(situations: Situations) -> dict[str, tuple[str, ...]]:
    """The values that may be picked, by the name of the choice."""
    return {
        "age": tuple(AgeBand),
        "situation": situations.ids,
        "place": (NOT_YET, *(place.id for place in situations.places)),
        "when": tuple(When),
    }


def has_rules(pack: Pack, published: int | None) -> bool:
    """Whether the newest rules of the pack are those of the newest published version, whose number is given."""
    return published == pack.judged_by.newest.number


def reply(pack: Pack, published: int | None, picked: Mapping[str, str | None]) -> Reply:
    """Reply to what was picked. `published` is the number of the newest published version; None: there is none."""
    missing = tuple(name for name, values in offered(pack.situations).items() if picked.get(name) not in values)
    before, no_rules = picked.get("when") == When.BEFORE, not has_rules(pack, published)
    if missing or before or no_rules:
        return Reply(missing=missing, before=before, no_rules=no_rules)
    situation, age = str(picked["situation"]), AgeBand(str(picked["age"]))
    if picked["place"] != NOT_YET:
        return Reply(_judged(pack, situation, age, Place(str(picked["place"]))))
    return Reply(_judged_anywhere(pack, situation, age, tuple(Place)))


def table(pack: Pack, age: AgeBand) -> list[Row]:
    """Every situation at one age, in the order of the pack. Places that decide by themselves are left out."""
    by_themselves = {place for rule in pack.situations.versions[_number(pack)].places for place in rule.places}
    places = tuple(place for place in Place if place not in by_themselves)
    return [Row(one, _judged_anywhere(pack, one.id, age, places)) for one in pack.situations.situations]


def deciding(pack: Pack) -> list[Deciding]:
    """The places that decide by themselves, by the newest rules."""
    rules = pack.situations.versions[_number(pack)].places
    return [
        Deciding(tuple(_title(pack, place) for place in rule.places), rule, _clause(pack, rule.clause))
        for rule in rules
    ]


def _judged_anywhere(pack: Pack, situation: str, age: AgeBand, places: tuple[Place, ...]) -> Found:
    found = _judged(pack, situation, age, None)
    outcomes = {place: _judged(pack, situation, age, place).judgement.outcome for place in places}
    others = (Elsewhere(_title(pack, p), o) for p, o in outcomes.items() if o is not found.judgement.outcome)
    return replace(found, elsewhere=tuple(others))


def _judged(pack: Pack, situation: str, age: AgeBand, place: Place | None) -> Found:
    judgement = judge(pack.situations, pack.judged_by.newest, situation=situation, age=age, place=place)
    return Found(judgement, _clause(pack, judgement.clause), age)


def _number(pack: Pack) -> int:
    return pack.judged_by.newest.number


def _title(pack: Pack, place: Place) -> str:
    return next(words.title for words in pack.situations.places if words.id is place)


def _clause(pack: Pack, name: str) -> Clause:
    clause = pack.judged_by.newest.clause(name)
    if clause is None:  # the pack was checked before anything in it was used
        raise LookupError(name)
    return clause
