"""The figures of a year as they are frozen: rounded, suppressed, in a fixed order, with the words of that day. Pure.

As JSON: `{"groups": {"told": {"total": 15 | null, "splits": {"why": {"law": 10 | null, …} | null, …}}, …},
"titles": {"law": "…"}}`. `null` is hidden. The order of the parts is that of the page.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.transparency.suppression import Group, Inside, publish

SHOWN_PEOPLE = 100  # people helped is a count of the organisation's own, given to the nearest 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a split on the page. `shown` is None for hidden."""

    code: str
    shown: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be shown of one year."""

    groups: dict[str, dict[str, Any]]
    titles: dict[str, str]

    def total(self, group: str) -> int | None:
        """How many there were, to the nearest 5; None when that is hidden."""
        found: int | None = self.groups[group]["total"]
        return found

    def bars(self, group: str, split: str) -> list[Bar] | None:
        """The parts of a split, in the order of the page; None when none of it is shown."""
        parts = self.groups[group]["splits"][split]
        return None if parts is None else [Bar(code, shown) for code, shown in parts]

    def for_each_thousand(self, people_helped: int) -> str | None:
        """How often somebody was told, for every 1,000 people helped, made from what is shown and nothing else."""
        total = self.total("told")
        if total is None or not people_helped:
            return None
        rate = total * 1000 / people_helped
        if 0 < rate < 0.1:  # noqa: PLR2004 - the smallest number that is said
            return "less than 0.1"
        return f"{rate:.1f}".removesuffix(".0")

    def to_json(self) -> dict[str, Any]:
        """The shape that is stored."""
        return {"groups": self.groups, "titles": self.titles}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of things and the parts of each way to divide it. Never shown, never stored."""

    total: int
    splits: dict[str, dict[str, int]]
    inside: Inside | None = None


def freeze(counted: Mapping[str, Counted], titles: dict[str, str]) -> Figures:
    """What may be shown of these counts. Raises ValueError when a split does not add up."""
    shown = {name: _shown(publish(one.total, one.splits, one.inside)) for name, one in counted.items()}
    return Figures(shown, titles)


def thaw(stored: Mapping[str, Any]) -> Figures:
    """The figures from their stored shape."""
    return Figures(dict(stored["groups"]), dict(stored["titles"]))


def hash_of(figures: Figures) -> str:
    """SHA-256 of the figures: what a second worker looks at is what is published."""
    return hashlib.sha256(json.dumps(figures.to_json(), sort_keys=True).encode()).hexdigest()


def _shown(group: Group) -> dict[str, Any]:
    splits = {
        split.name: None if split.cells is None else [[cell.code, cell.shown] for cell in split.cells]
        for split in group.splits
    }
    return {"total": group.total.shown, "splits": splits}
