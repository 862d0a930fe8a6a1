"""The reasons for telling somebody, as the page of a version lists them: by age, and by kind within an age."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.policies.facts import kind_of
from portal.policies.kinds import EVERYBODY, UNDER_16, UNDER_18, AgeBand, Because, Part, Reader, Urgency

if TYPE_CHECKING:
    from portal.policies.models import PolicyClause, PolicyVersion

OF_ADULTS = frozenset({Reader.ADULT, Reader.AT_RISK})


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for telling somebody, as one column shows it. `words` are HTML."""

    clause: "PolicyClause"
    words: str
    who: list[str]
    shares: str
    life_risk_only: bool
    only_under_16: bool


@dataclass(frozen=True, slots=True)
class Column:
    """The reasons for one age, under the kinds the page has words for: emergency, not-urgent, law, adult-at-risk."""

    name: str
    groups: dict[str, list[Ground]]


def columns_of(shown: "PolicyVersion") -> list[Column]:
    """Two columns; one when every age has the same reasons in the same words; none in a policy without any."""
    grounds = [clause for clause in shown.clauses if clause.part is Part.GROUND]
    if not grounds:
        return []
    if all(_is_the_same_for_every_age(clause) for clause in grounds):
        return [Column("every-age", _under_18(shown, grounds))]
    return [Column("under-18", _under_18(shown, grounds)), Column("18-or-over", _adults(shown, grounds))]


def _is_the_same_for_every_age(clause: "PolicyClause") -> bool:
    return clause.ages == EVERYBODY and not clause.life_risk_only and not OF_ADULTS.intersection(clause.readings)


def _under_18(shown: "PolicyVersion", grounds: Iterable["PolicyClause"]) -> dict[str, list[Ground]]:
    groups: dict[str, list[Ground]] = {Urgency.EMERGENCY: [], Urgency.NOT_URGENT: [], Because.LAW: []}
    for clause in grounds:
        if clause.ages & UNDER_18:
            groups[kind_of(clause.urgency, clause.because)].append(_ground(shown, clause, UNDER_18, Reader.FROM_13))
    return groups


def _adults(shown: "PolicyVersion", grounds: Iterable["PolicyClause"]) -> dict[str, list[Ground]]:
    groups: dict[str, list[Ground]] = {
        Urgency.EMERGENCY: [], Urgency.NOT_URGENT: [], Because.LAW: [], AgeBand.ADULT_AT_RISK: [],
    }  # fmt: skip
    for clause in grounds:
        if AgeBand.ADULT in clause.ages:
            kind = kind_of(clause.urgency, clause.because)
            groups[kind].append(_ground(shown, clause, {AgeBand.ADULT}, Reader.ADULT))
        elif AgeBand.ADULT_AT_RISK in clause.ages:
            ground = _ground(shown, clause, {AgeBand.ADULT_AT_RISK}, Reader.AT_RISK)
            groups[AgeBand.ADULT_AT_RISK].append(ground)
    return groups


def _ground(shown: "PolicyVersion", clause: "PolicyClause", ages: Iterable[AgeBand], reader: Reader) -> Ground:
    return Ground(
        clause=clause,
        words=clause.html_for(reader),
        who=[shown.recipients[name] for name in clause.tell],
        shares=clause.shares or shown.shares,
        # words of their own say it already
        life_risk_only=bool(clause.life_risk_only.intersection(ages)) and reader not in clause.readings,
        only_under_16=clause.ages <= UNDER_16,
    )
