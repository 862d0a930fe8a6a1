"""Which version of a policy counts on a day, and which are still to come. Pure.

A version counts from its published start. One whose start nobody published counts from the day it was published here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from portal.core.clock import local_date


class Numbered(Protocol):
    """A version, whole or only its days."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def starts_on(self) -> date:
        """The day from which it counts."""


V = TypeVar("V", bound=Numbered)


@dataclass(frozen=True, slots=True)
class Start:
    """A version by its number, and the day from which it counts."""

    number: int
    starts_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Every version of a policy as it stands on a day: the one that counts, and the next one, if there is one.

    `later` are the starts of all that are still to come, by number.
    """

    now: Start
    coming: Start | None
    numbers: tuple[int, ...]
    later: dict[int, date]


def starts_on(effective_on: date | None, published_at: datetime) -> date:
    """The day from which a version counts, in the United Kingdom."""
    return effective_on or local_date(published_at)


def of_day(versions: Sequence[V], day: date) -> V:
    """The last of `versions` (oldest first, at least one) that has begun; the first one when none has."""
    begun = [version for version in versions if version.starts_on <= day]
    return begun[-1] if begun else versions[0]


def standing_of(versions: Sequence[Start], day: date) -> Standing:
    """How versions (oldest first, at least one) stand on a day."""
    now = of_day(versions, day)
    later = [version for version in versions if version.starts_on > day and version.number >= now.number]
    coming = next((version for version in later if version is not now), None)
    return Standing(
        now=now, coming=coming, numbers=tuple(version.number for version in versions),
        later={version.number: version.starts_on for version in later},
    )  # fmt: skip
