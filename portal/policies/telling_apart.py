"""Versions between which the dates cannot tell: what is the same in all of them, and in short what is not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.policies.kinds import EVERYBODY, Because, Part, Urgency

if TYPE_CHECKING:
    from portal.policies.models import PolicyClause, PolicyVersion


@dataclass(frozen=True, slots=True)
class Apart:
    """One version beside the others, in a few facts. `only_here` are titles of reasons that no other one has."""

    version: "PolicyVersion"
    reasons: int
    same_for_every_age: bool
    when_no_emergency: bool
    only_here: tuple[str, ...]


def same_in_all(versions: Sequence["PolicyVersion"]) -> list[str]:
    """The reasons to tell somebody that every one of the versions has, by their newest titles."""
    shared = set.intersection(*(set(_grounds(version)) for version in versions)) if versions else set()
    return [clause.title for clause in _grounds(versions[-1]).values() if clause.code in shared] if versions else []


def told_apart(versions: Sequence["PolicyVersion"]) -> list[Apart]:
    """Each version in its order, with what tells it from the others."""
    return [_apart(one, [other for other in versions if other is not one]) for one in versions]


def _apart(version: "PolicyVersion", others: Sequence["PolicyVersion"]) -> Apart:
    grounds = _grounds(version)
    elsewhere = {code for other in others for code in _grounds(other)}
    return Apart(
        version=version,
        reasons=len(grounds),
        same_for_every_age=all(one.ages == EVERYBODY and not one.life_risk_only for one in grounds.values()),
        when_no_emergency=any(
            one.urgency is Urgency.NOT_URGENT and one.because is Because.SAFETY for one in grounds.values()
        ),
        only_here=tuple(one.title for code, one in grounds.items() if code not in elsewhere),
    )


def _grounds(version: "PolicyVersion") -> dict[str, "PolicyClause"]:
    return {clause.code: clause for clause in version.clauses if clause.part is Part.GROUND}
