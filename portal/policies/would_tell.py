"""What to reply to somebody who asks "would you tell?" before they say it. Pure; nothing is kept of what was picked."""

from collections.abc import Mapping
from dataclasses import replace

from portal.policies.kinds import UNDER_18, AgeBand, Place
from portal.policies.pack import Pack
from portal.policies.pack.policy import Clause, Version
from portal.policies.replies import NOT_YET, Deciding, Elsewhere, Found, Reply, Row, When
from portal.policies.rules import deciding_rule, judge
from portal.policies.situations import TELLING, Rule, Situations


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
    if missing or no_rules:
        return Reply(missing=missing, before=before, no_rules=no_rules)
    situation, age = str(picked["situation"]), AgeBand(str(picked["age"]))
    place = None if picked["place"] == NOT_YET else Place(str(picked["place"]))
    if before:
        versions = reversed(pack.judged_by.versions)
        return Reply(before=True, then=tuple(_judged(pack, situation, age, place, version) for version in versions))
    if place:
        return Reply(_judged(pack, situation, age, place))
    return Reply(_judged_anywhere(pack, situation, age, tuple(Place)))


def table(pack: Pack, age: AgeBand) -> list[Row]:
    """Every situation at one age, in the order of the pack. Places that decide by themselves are left out."""
    by_themselves = {place for rule in pack.situations.versions[_number(pack)].places for place in rule.places}
    places = tuple(place for place in Place if place not in by_themselves)
    return [Row(one, _judged_anywhere(pack, one.id, age, places)) for one in pack.situations.situations]


def deciding(pack: Pack) -> list[Deciding]:
    """The places that decide by themselves, by the newest rules."""
    rules = pack.situations.versions[_number(pack)].places
    newest = pack.judged_by.newest
    return [
        Deciding(tuple(_title(pack, place) for place in rule.places), rule, _clause(newest, rule.clause))
        for rule in rules
    ]


def _judged_anywhere(pack: Pack, situation: str, age: AgeBand, places: tuple[Place, ...]) -> Found:
    found = _judged(pack, situation, age, None)
    outcomes = {place: _judged(pack, situation, age, place).judgement.outcome for place in places}
    others = (Elsewhere(_title(pack, p), o) for p, o in outcomes.items() if o is not found.judgement.outcome)
    return replace(found, elsewhere=tuple(others))


def _judged(pack: Pack, situation: str, age: AgeBand, place: Place | None, version: Version | None = None) -> Found:
    version = version or pack.judged_by.newest
    judgement = judge(pack.situations, version, situation=situation, age=age, place=place)
    rule = deciding_rule(pack.situations, version, situation=situation, age=age, place=place)
    said = pack.situations.find(situation)
    return Found(
        judgement=judgement,
        clause=_clause(version, judgement.clause),
        age=age,
        help_first=bool(said and said.help_first),
        limit=(rule.why or "") if rule and judgement.outcome in TELLING else "",
        title=(rule.title or "") if isinstance(rule, Rule) else "",
        parents=(pack.situations.versions[version.number].parents or "") if age in UNDER_18 else "",
    )


def _number(pack: Pack) -> int:
    return pack.judged_by.newest.number


def _title(pack: Pack, place: Place) -> str:
    return next(words.title for words in pack.situations.places if words.id is place)


def _clause(version: Version, name: str) -> Clause:
    clause = version.clause(name)
    if clause is None:  # the pack was checked before anything in it was used
        raise LookupError(name)
    return clause
