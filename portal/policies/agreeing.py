"""What the rules for situations make of the grounds of a version, so that its pages say the same. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal.core.words import N_, _
from portal.policies.kinds import AgeBand, Outcome
from portal.policies.situations import TELLING, Rule, Situations

OUTCOMES = {
    frozenset({Outcome.TELL}): N_("At these times, we would tell someone."),
    frozenset({Outcome.MAY_TELL}): N_("At these times, we may tell someone. We look at each case first."),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """Something people say that is near a ground and not on it: in their words, and what then."""

    title: str
    why: str


def would_or_may(
    situations: Situations, slug: str, number: int, codes: Iterable[str], ages: Collection[AgeBand]
) -> str:
    """Say whether we would tell or may tell on these grounds; empty when the rules do not say one thing of them all."""
    wanted = frozenset(codes)
    found = {
        rule.outcome for rule in _rules(situations, slug, number, ages)
        if rule.outcome in TELLING and rule.clause in wanted
    }  # fmt: skip
    return _(OUTCOMES.get(frozenset(found), ""))


def beside(situations: Situations, slug: str, number: int, code: str, ages: Collection[AgeBand]) -> tuple[Beside, ...]:
    """What the page of the rules says under one ground of what is not on it, each sentence once."""
    titles = {one.id: one.title for one in situations.situations}
    found = [
        Beside(titles[rule.situation], rule.why or "")
        for rule in _rules(situations, slug, number, ages)
        if rule.beside == code
    ]
    return tuple(dict.fromkeys(found))


def _rules(situations: Situations, slug: str, number: int, ages: Collection[AgeBand]) -> list[Rule]:
    """The rules of that version for any of the ages; none for a policy by which nothing is judged."""
    if slug != situations.policy or number not in situations.versions:
        return []
    return [rule for rule in situations.versions[number].rules if set(rule.ages) & set(ages)]
