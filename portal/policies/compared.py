"""What a comparison of two versions takes and gives: statements, and what became of them. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.policies.kinds import AgeBand, Because, Urgency
from portal.policies.wording import Line

Bands = frozenset[AgeBand]


class State(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a version says, as it is compared. `lines` are its words and facts, as a reader meets them.

    `words` are those lines that are no facts.

    `is_reason` tells a reason for telling from any other rule; `under` is the wider reason that holds it; `who` are
    the people told: id to words.
    """

    code: str
    title: str
    lines: tuple[str, ...]
    words: tuple[str, ...] = ()
    is_reason: bool = False
    ages: Bands = frozenset(AgeBand)
    life_risk_only: Bands = frozenset()
    urgency: Urgency | None = None
    because: Because | None = None
    shares: str = ""
    under: str = ""
    who: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason by its name, to point to."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class ReasonChange:
    """What is new about a reason that counted before and counts now. None or empty: that did not change.

    `life_risk` is True when it now needs a life at risk, False when it no longer does. `now_for` says for whom it is
    now, when it counts for more or fewer of these readers than before.
    """

    code: str
    title: str
    urgency: Urgency | None = None
    because: Because | None = None
    life_risk: bool | None = None
    now_for: str = ""
    shares: str = ""
    who_new: tuple[str, ...] = ()
    who_gone: tuple[str, ...] = ()

    @property
    def is_limit_only(self) -> bool:
        """Whether all that is new is that it needs a life at risk."""
        return self == ReasonChange(self.code, self.title, life_risk=True)


@dataclass(frozen=True, slots=True)
class Reworded:
    """A reason that counted before and counts now, and says it in other words: it may mean more or less now."""

    code: str
    title: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForReaders:
    """What changed for the groups in `names`. `counts_now` and `counts_no_more` stay, but for other ages.

    `named_now` counted before as well, under a wider reason: it only has a line of its own now. `limited` has a limit
    now that the old text did not name.
    """

    names: tuple[str, ...]
    new: tuple[Reason, ...] = ()
    named_now: tuple[Reason, ...] = ()
    counts_now: tuple[Reason, ...] = ()
    gone: tuple[Reason, ...] = ()
    counts_no_more: tuple[Reason, ...] = ()
    changed: tuple[ReasonChange, ...] = ()
    limited: tuple[Reason, ...] = ()
    reworded: tuple[Reworded, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether all reasons are as they were."""
        return self == ForReaders(self.names)


@dataclass(frozen=True, slots=True)
class WordChange:
    """A clause in both versions, piece by piece; `old` is empty for a new one, `new` for one that is gone.

    `counted_under` is the title of the wider reason of the old version that held a new one.
    """

    code: str
    title: str
    is_reason: bool
    state: State
    old: tuple[Line, ...]
    new: tuple[Line, ...]
    counted_under: str = ""
