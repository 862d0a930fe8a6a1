"""What becomes of something that was said: judged by a version's rules. Pure; nothing is kept of what was asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Protocol, TypeVar

from portal.policies.kinds import AgeBand, Because, Outcome, Place, ToldFirst, Urgency
from portal.policies.pack.policy import Clause, PolicyText, Version
from portal.policies.situations import TELLING, PlaceRule, Rule, Situations

BECAUSE = {
    Because.LAW: "The law makes us.",
    Because.SAFETY: "It is for someone's safety.",
}
NO_DAY = "Nobody published the day on which these rules started. So we cannot tell which of them counted then."
AGREED = "Nobody published the day on which these rules started. But all that may have counted then say the same."
NO_RULES = "These rules started later. Nobody published the ones that counted then."


class UnknownSituation(ValueError):
    """Somebody asked for a situation that the pack does not have."""


class Dated(Protocol):
    """A version, from the pack or from the database."""

    @property
    def effective_on(self) -> date | None:
        """The day it started, if that was published."""

    @property
    def in_force_by(self) -> date | None:
        """A day on which it certainly applied already."""

    @property
    def not_before(self) -> date | None:
        """The first day on which it can have applied, where its start was not published."""


V = TypeVar("V", bound=Dated)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What would happen. `who` and `shares` are words, empty when nobody is told; `clause` stands in `version`."""

    outcome: Outcome
    urgency: Urgency | None
    who: tuple[str, ...]
    shares: tuple[str, ...]
    told_first: ToldFirst | None
    clause: str
    version: int
    why: str


def in_force(versions: Iterable[V], said_on: date) -> V | None:
    """The one of `versions` (oldest first) that applied to what was said on that day.

    None when the dates cannot tell: before the first version, or when a later version has no published start and may
    have begun by then. A person then has to say which version it was; a guess could promise too much.
    """
    begun = _begun(versions, said_on)
    return begun[-1] if begun and _is_sure(begun[-1], said_on) else None


def may_have_applied(versions: Sequence[V], said_on: date) -> list[V]:
    """The versions (oldest first) that the dates do not rule out for that day."""
    begun = _begun(versions, said_on)
    sure = [number for number, version in enumerate(begun) if _is_sure(version, said_on)]
    return begun[sure[-1] :] if sure else begun


def _begun(versions: Iterable[V], said_on: date) -> list[V]:
    """All before the first one that is known to have started later: nothing after that one can have started either."""
    return list(takewhile(lambda version: _earliest(version) <= said_on, versions))


def _earliest(version: Dated) -> date:
    return version.effective_on or version.not_before or date.min


def _is_sure(version: Dated, said_on: date) -> bool:
    return (version.effective_on or version.in_force_by or date.max) <= said_on


def versions_for(versions: Sequence[V], said_on: date | None) -> list[V]:
    """The versions that may have counted: one when the dates are sure, any of them on a day nobody knows (None)."""
    if said_on is None:
        return list(versions)
    sure = in_force(versions, said_on)
    return may_have_applied(versions, said_on) if sure is None else [sure]


def versions_between(versions: Sequence[V], first: date, last: date) -> list[V]:
    """The versions that may have counted on any of these days."""
    found = [*versions_for(versions, first), *versions_for(versions, last)]
    if not found:
        return []
    places = [versions.index(one) for one in found]
    start = 0 if not versions_for(versions, first) else min(places)
    return list(versions[start : max(places) + 1])


def judge(
    situations: Situations, version: Version, *, situation: str, age: AgeBand, place: Place | None = None
) -> Judgement:
    """Judge one cell by the rules of one version. Raises UnknownSituation.

    Without a place, the answer is the one for any place that has no rule of its own. What no rule decides is
    `talk-first`, and never a promise to keep it.
    """
    rules = situations.versions[version.number]
    rule = deciding_rule(situations, version, situation=situation, age=age, place=place)
    if rule is None:
        return _quiet(version, Outcome.TALK_FIRST, rules.otherwise, rules.otherwise_why)
    if isinstance(rule, PlaceRule) or rule.outcome not in TELLING:
        return _quiet(version, rule.outcome, rule.clause, rule.why or "")
    return _telling(version, rule, rule.told_first or rules.told_first)


def deciding_rule(
    situations: Situations, version: Version, *, situation: str, age: AgeBand, place: Place | None = None
) -> Rule | PlaceRule | None:
    """The rule that decides one cell; None when none does. Raises UnknownSituation."""
    if situation not in situations.ids:
        raise UnknownSituation(f"the situation {situation!r} is not known; known are {', '.join(situations.ids)}")
    rules = situations.versions[version.number]
    by_place = next((rule for rule in rules.places if rule.decides(situation, place)), None)
    own = next((rule for rule in rules.rules if rule.covers(situation, age, place)), None)
    return own if by_place is None or _is_law_anywhere(version, own, by_place) else by_place


def judge_on(
    situations: Situations, policy: PolicyText, said_on: date, *, situation: str, age: AgeBand,
    place: Place | None = None,
) -> Judgement:  # fmt: skip
    """Judge by the version in force on the day something was said. Raises UnknownSituation.

    When the dates cannot tell which version that was, it is judged by every one that may have applied: if they agree,
    that is the answer, and it says so; if not, it depends. So it does when all of them started later: then no rules
    are known.
    """
    version = in_force(policy.versions, said_on)
    candidates = [version] if version else may_have_applied(policy.versions, said_on)
    found = [judge(situations, candidate, situation=situation, age=age, place=place) for candidate in candidates]
    if version:
        return found[0]
    if len({judgement.outcome for judgement in found}) == 1:
        return replace(found[-1], why=f"{found[-1].why} {AGREED}")
    last = candidates[-1] if candidates else policy.versions[0]
    rules = situations.versions[last.number]
    return _quiet(last, Outcome.TALK_FIRST, rules.otherwise, NO_DAY if candidates else NO_RULES)


def _is_law_anywhere(version: Version, own: Rule | None, by_place: PlaceRule) -> bool:
    """Whether the law decides, whatever the place says. It cannot where nobody reads: then there is nobody to tell."""
    if own is None or own.outcome not in TELLING or by_place.outcome is Outcome.NOBODY_READS:
        return False
    return _ground(version, own.clause).because is Because.LAW


def _quiet(version: Version, outcome: Outcome, clause: str, why: str) -> Judgement:
    return Judgement(outcome, None, (), (), None, clause, version.number, why)


def _telling(version: Version, rule: Rule, told_first: ToldFirst) -> Judgement:
    ground = _ground(version, rule.clause)
    why = BECAUSE[ground.because] if ground.because else ""
    return Judgement(
        outcome=rule.outcome,
        urgency=ground.urgency,
        who=tuple(version.recipients[name] for name in ground.tell),
        shares=(ground.shares,) if ground.shares else version.details or (version.shares,),
        told_first=told_first,
        clause=ground.id,
        version=version.number,
        why=f"{why} {rule.why}" if rule.why else why,
    )


def _ground(version: Version, name: str) -> Clause:
    ground = version.clause(name)
    if ground is None:  # the pack was checked before anything in it was used
        raise LookupError(name)
    return ground
