"""The reasons for telling somebody, as the page of a version lists them: by age, and by kind within an age."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.policies.agreeing import Beside, beside, would_or_may
from portal.policies.facts import kind_of
from portal.policies.kinds import EVERYBODY, UNDER_16, UNDER_18, AgeBand, Because, Part, Reader, Urgency
from portal.policies.situations import Situations

if TYPE_CHECKING:
    from portal.policies.models import PolicyClause, PolicyVersion

OF_ADULTS = frozenset({Reader.ADULT, Reader.AT_RISK})
ADULT, AT_RISK = frozenset({AgeBand.ADULT}), frozenset({AgeBand.ADULT_AT_RISK})


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for telling somebody, as one column shows it. `words` are HTML.

    `anchor` is the permanent id of the clause where it first stands on the page, for links to land on; else empty.
    """

    clause: "PolicyClause"
    anchor: str
    words: str
    who: list[str]
    shares: str
    life_risk_only: bool
    only_under_16: bool
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The reasons of one kind: emergency, not-urgent, law, adult-at-risk. `outcome`: whether we would tell, or may."""

    kind: str
    outcome: str
    grounds: list[Ground]


@dataclass(frozen=True, slots=True)
class Column:
    """The reasons for one age, under the kinds the page has words for."""

    name: str
    groups: list[Group]


def columns_of(shown: "PolicyVersion", situations: Situations) -> list[Column]:
    """Two columns; one when every age has the same reasons in the same words; none in a policy without any."""
    grounds = [clause for clause in shown.clauses if clause.part is Part.GROUND]
    if not grounds:
        return []
    draw = _Drawing(shown, situations)
    if all(_is_the_same_for_every_age(clause) for clause in grounds):
        return [Column("every-age", draw.under_18(grounds))]
    return [Column("under-18", draw.under_18(grounds)), Column("18-or-over", draw.adults(grounds))]


def _is_the_same_for_every_age(clause: "PolicyClause") -> bool:
    return clause.ages == EVERYBODY and not clause.life_risk_only and not OF_ADULTS.intersection(clause.readings)


class _Drawing:
    """Makes the columns of one page, and knows which clauses stand on it already."""

    def __init__(self, shown: "PolicyVersion", situations: Situations) -> None:
        self._shown, self._situations = shown, situations
        self._seen: set[str] = set()

    def under_18(self, grounds: list["PolicyClause"]) -> list[Group]:
        young = [clause for clause in grounds if clause.ages & UNDER_18]
        return [self._group(kind, _of(kind, young), UNDER_18, Reader.FROM_13) for kind in _KINDS]

    def adults(self, grounds: list["PolicyClause"]) -> list[Group]:
        adult = [clause for clause in grounds if AgeBand.ADULT in clause.ages]
        only_at_risk = [clause for clause in grounds if clause.ages & AT_RISK and not clause.ages & ADULT]
        return [
            *(self._group(kind, _of(kind, adult), ADULT, Reader.ADULT) for kind in _KINDS),
            self._group(AgeBand.ADULT_AT_RISK, only_at_risk, AT_RISK, Reader.AT_RISK),
        ]

    def _group(self, kind: str, clauses: list["PolicyClause"], ages: Collection[AgeBand], reader: Reader) -> Group:
        codes = [clause.code for clause in clauses]
        outcome = would_or_may(self._situations, self._shown.slug, self._shown.number, codes, ages)
        return Group(str(kind), outcome, [self._ground(clause, ages, reader) for clause in clauses])

    def _ground(self, clause: "PolicyClause", ages: Collection[AgeBand], reader: Reader) -> Ground:
        shown, code = self._shown, clause.code
        anchor = "" if code in self._seen else code
        self._seen.add(code)
        return Ground(
            clause=clause,
            anchor=anchor,
            words=clause.html_for(reader),
            who=[shown.recipients[name] for name in clause.tell],
            shares=clause.shares or shown.shares,
            # words of their own say it already
            life_risk_only=bool(clause.life_risk_only.intersection(ages)) and reader not in clause.readings,
            only_under_16=clause.ages <= UNDER_16,
            beside=beside(self._situations, shown.slug, shown.number, code, ages),
        )


_KINDS = (Urgency.EMERGENCY, Urgency.NOT_URGENT, Because.LAW)


def _of(kind: str, clauses: list["PolicyClause"]) -> list["PolicyClause"]:
    return [clause for clause in clauses if kind_of(clause.urgency, clause.because) == kind]
