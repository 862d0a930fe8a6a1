"""Need to know, how sure a link is, and how much is too much. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.casework.kinds import Band
from portal.requests.kinds import IdentifierKind

GLASS_MINUTES = 60
SHORTEST_REASON = 15  # letters of why the glass is broken: "urgent" tells a reviewer nothing
LONGEST_REASON = 1000
CAP, LEAST_CAP, MOST_CAP = 5, 1, 50  # cases with a hard topic that one worker opens in a day
DAYS = 7  # how long it is kept that somebody opened one
WORKING_DAYS = 5


class Refusal(StrEnum):
    """Why a worker may not open a case. Written down; never told to them."""

    CONFLICT = "conflict"
    OTHER_TEAM = "other-team"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a worker stands to a case. Teams are codes; None: everybody's case, or a worker without a team."""

    knows_them: bool = False
    team: str | None = None
    case_team: str | None = None
    is_owner: bool = False
    broke_glass: bool = False
    leads: bool = False


def refusal(standing: Standing) -> Refusal | None:
    """Why the case stays closed, or None.

    Whoever knows the person is kept out whatever else holds: neither owning the case nor breaking the glass opens it.
    `leads`: words of danger are the safeguarding lead's in every team.
    """
    if standing.knows_them:
        return Refusal.CONFLICT
    is_mine = standing.is_owner or standing.broke_glass or standing.leads
    if standing.case_team is None or standing.case_team == standing.team or is_mine:
        return None
    return Refusal.OTHER_TEAM


class Confidence(StrEnum):
    """How likely two requests are of one person. A hint, never a claim."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    WEAK = "weak"


_OWN = frozenset({IdentifierKind.EMAIL, IdentifierKind.PHONE})  # few people share one


def confidence(shared: Collection[IdentifierKind]) -> Confidence:
    """How much it says that these kinds are the same. A family may share a phone, and nicknames are anybody's."""
    kinds = frozenset(shared)
    if len(kinds) > 1 and kinds & _OWN:
        return Confidence.LIKELY
    return Confidence.WEAK if kinds <= {IdentifierKind.NICKNAME} else Confidence.POSSIBLE


def band(count: int, cap: int) -> Band:
    """How much `count` is for somebody whose limit is `cap`. More than the limit is over it."""
    if count > cap:
        return Band.OVER
    if not count:
        return Band.NONE
    return Band.SOME if count * 2 <= cap else Band.MUCH
