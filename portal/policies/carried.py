"""Rules for situations, carried over to a version that was written at the desk. Pure.

`situations.yml` holds rules by the number of a version. A version that was published here has none of its own, so those
of the version before it count on, one by one: where the clause a rule rests on, and its facts, are what they were. The
rest becomes "it depends", until an editor says that it still holds, or until somebody writes rules for the version.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.core.words import N_
from portal.policies.changes import clauses_changed
from portal.policies.kinds import AgeBand, Outcome, Part
from portal.policies.pack import Pack, PolicyText
from portal.policies.pack.policy import Clause, Version
from portal.policies.situations import TELLING, PlaceRule, Rule, VersionRules

CHANGED_WHY = N_("Our rules have changed here, and this page does not have the new ones yet. So it depends.")


class Published(Protocol):
    """A published version, as the database keeps it."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def sha256(self) -> str:
        """What it says, as a hash."""

    @property
    def still_right(self) -> Mapping[str, str]:
        """Situations whose rules an editor carried over, each with the mark of what they rest on."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A rule that rests on what is another now. `ages` of the rule are those for which it is lost."""

    rule: Rule
    before: Clause

    @property
    def is_answer(self) -> bool:
        """Whether it said more than "it depends"."""
        return self.rule.outcome is not Outcome.TALK_FIRST


@dataclass(frozen=True, slots=True)
class Carried:
    """The rules of one version: those that hold, and those that were lost on the way to it."""

    version: Version
    rules: VersionRules
    lost: tuple[Lost, ...] = ()

    @property
    def whole(self) -> VersionRules:
        """Rules for everything the version before had one for: what was lost depends."""
        depends = [_depends(self.version, lost.rule, self.rules.otherwise) for lost in self.lost]
        return self.rules.model_copy(update={"rules": (*self.rules.rules, *depends)})


def carry(before: Carried, version: Version, still_right: Mapping[str, str]) -> Carried:
    """Carry rules over to the next version. `still_right`: situations an editor confirmed, with their marks."""
    changed = clauses_changed(before.version, version)
    confirmed = {name for name, seen in still_right.items() if seen == mark_of(before, version, name)}
    held: list[Rule] = []
    lost: list[Lost] = []
    for one in _all_of(before):
        if one.rule.situation in confirmed and can_stand(one.rule, version):
            held.append(one.rule)
            continue
        safe = () if one in before.lost else tuple(_safe_ages(one.rule, version, changed))
        if safe:
            held.append(one.rule.model_copy(update={"ages": safe}))
        if rest := tuple(age for age in one.rule.ages if age not in safe):
            lost.append(Lost(one.rule.model_copy(update={"ages": rest}), one.before))
    places = tuple(_place(rule, version, changed, before.rules.otherwise) for rule in before.rules.places)
    rules = before.rules.model_copy(
        update={"rules": tuple(held), "places": places, **_otherwise(before, version, changed)}
    )
    return Carried(version, rules, tuple(lost))


def mark_of(before: Carried, version: Version, situation: str) -> str:
    """A mark of everything the rules of a situation rest on in `version`: another text, another mark."""
    rules = [one.rule for one in _all_of(before) if one.rule.situation == situation]
    named = {rule.clause for rule in rules}
    rests_on = [clause for clause in version.clauses if clause.id in named or clause.part is Part.GROUND]
    said = [value.model_dump(mode="json") for value in (*rules, *rests_on)]
    return hashlib.sha256(json.dumps([said, version.shares, version.recipients], sort_keys=True).encode()).hexdigest()


def carried_to(pack: Pack, versions: Sequence[Published], read: Callable[[int], Version]) -> Carried | None:
    """The rules of the last of `versions` (oldest first); None when no version up to it ever had any.

    `read` gives a published version in the shape of a pack, by its number.
    """
    own = {version.number: version for version in pack.judged_by.versions}
    later: list[Published] = []
    for row in reversed(versions):
        version = own.get(row.number)
        if version is not None and version.sha256 == row.sha256:
            found = Carried(version, pack.situations.versions[row.number])
            for following in reversed(later):
                found = carry(found, read(following.number), following.still_right)
            return found
        later.append(row)
    return None


def judged_by(pack: Pack, carried: Carried) -> Pack:
    """The pack as it judges by that version: it is the newest, and its rules are those that were carried to it."""
    number, slug = carried.version.number, pack.judged_by.slug
    older = [version for version in pack.judged_by.versions if version.number < number]
    policy = PolicyText(slug=slug, versions=(*older, carried.version))
    rules = {**pack.situations.versions, number: carried.whole}
    return pack.model_copy(
        update={
            "policies": tuple(policy if one.slug == slug else one for one in pack.policies),
            "situations": pack.situations.model_copy(update={"versions": rules}),
        }
    )


def _all_of(before: Carried) -> Sequence[Lost]:
    return [*(Lost(rule, _clause(before.version, rule.clause)) for rule in before.rules.rules), *before.lost]


def _safe_ages(rule: Rule, version: Version, changed: set[str]) -> Iterator[AgeBand]:
    """The ages for which nothing is another that the rule rests on.

    A promise to keep something rests on every reason to tell, for it says that none of them counts.
    """
    if rule.clause in changed:
        return
    others = [clause for clause in version.clauses if clause.part is Part.GROUND and clause.id in changed]
    for age in rule.ages:
        if rule.outcome is not Outcome.KEEP or not any(age in ground.ages for ground in others):
            yield age


def can_stand(rule: Rule, version: Version) -> bool:
    """Whether the version has what the rule needs: its clause, and for telling a reason that counts for its ages."""
    clause = version.clause(rule.clause)
    if clause is None or rule.outcome not in TELLING:
        return clause is not None
    return clause.part is Part.GROUND and set(rule.ages) <= set(clause.ages) - set(clause.life_risk_only)


def _depends(version: Version, rule: Rule, otherwise: str) -> Rule:
    clause = rule.clause if version.clause(rule.clause) else otherwise
    depends = {"outcome": Outcome.TALK_FIRST, "clause": clause, "why": CHANGED_WHY}
    return rule.model_copy(update=depends | dict.fromkeys(("told_first", "title", "beside")))


def _place(rule: PlaceRule, version: Version, changed: set[str], otherwise: str) -> PlaceRule:
    if rule.clause not in changed:
        return rule
    clause = rule.clause if version.clause(rule.clause) else _known(version, otherwise)
    return rule.model_copy(update={"outcome": Outcome.TALK_FIRST, "clause": clause, "why": CHANGED_WHY})


def _otherwise(before: Carried, version: Version, changed: set[str]) -> dict[str, str]:
    name = before.rules.otherwise
    return {"otherwise": _known(version, name), "otherwise_why": CHANGED_WHY} if name in changed else {}


def _known(version: Version, name: str) -> str:
    """The clause, or the first one where it is gone: what depends has to point to the rules somewhere."""
    return name if version.clause(name) else version.clauses[0].id


def _clause(version: Version, name: str) -> Clause:
    clause = version.clause(name)
    if clause is None:  # rules only ever rest on clauses of their version
        raise LookupError(name)
    return clause
