"""What a worker said about the columns and the words of an old log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from portal.core.errors import RuleBroken
from portal.disclosures.importing.coded import empty_of
from portal.disclosures.importing.columns import CODED, COLUMNS, FINDERS, plain
from portal.disclosures.importing.kinds import Ours

MOST_WORDS = 60
NEEDED = "Say which column has the day of the decision. An entry without a day cannot be told to anybody."
NO_FINDER = "Say which column has something a person can be found by: a user name, a name, an email or a phone."
TWICE = "You chose “{said}” for two columns."
TOO_MANY_WORDS = (
    "This column has more than {most} different words, so it is no list. Choose what else it is, or nothing."
)


@dataclass(frozen=True, slots=True)
class LogMapping:
    """Columns by their number; words by what they mean; what empty cells stand for."""

    columns: Mapping[int, Ours] = field(default_factory=dict)
    words: Mapping[Ours, Mapping[str, str]] = field(default_factory=dict)
    empty: Mapping[Ours, str] = field(default_factory=dict)
    day_first: bool = True
    look_again_on: date | None = None

    def column_of(self, ours: Ours) -> int | None:
        """The number of the column that means this."""
        return next((number for number, meaning in self.columns.items() if meaning is ours), None)

    def cell(self, cells: tuple[str, ...], ours: Ours) -> str:
        """What a row says about this; empty when it says nothing."""
        number = self.column_of(ours)
        return cells[number] if number is not None and number < len(cells) else ""

    def code(self, cells: tuple[str, ...], ours: Ours) -> str | None:
        """The code for what a row says; None when nobody said what its words mean."""
        if words := self.cell(cells, ours):
            return self.words.get(ours, {}).get(plain(words))
        return self.empty.get(ours, empty_of(ours))

    def with_columns(self, columns: Mapping[int, Ours]) -> Self:
        """The same with other columns. Raises RuleBroken for what makes no log."""
        check_columns(columns)
        return replace(self, columns=dict(columns))

    def to_json(self) -> dict[str, Any]:
        """As it is sealed."""
        return {
            "columns": {str(number): ours.value for number, ours in self.columns.items()},
            "words": {ours.value: dict(words) for ours, words in self.words.items()},
            "empty": {ours.value: code for ours, code in self.empty.items()},
            "day_first": self.day_first,
            "look_again_on": self.look_again_on.isoformat() if self.look_again_on else None,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was sealed."""
        return cls(
            columns={int(number): Ours(ours) for number, ours in kept["columns"].items()},
            words={Ours(ours): words for ours, words in kept["words"].items()},
            empty={Ours(ours): code for ours, code in kept["empty"].items()},
            day_first=kept["day_first"],
            look_again_on=date.fromisoformat(kept["look_again_on"]) if kept["look_again_on"] else None,
        )


def check_columns(columns: Mapping[int, Ours]) -> None:
    """Raise RuleBroken, beside the column, for a meaning given twice, and for a log without a day or a person."""
    seen: set[Ours] = set()
    for number, ours in sorted(columns.items()):
        if ours in seen:
            raise RuleBroken(TWICE.format(said=COLUMNS[ours].said), field=f"column_{number}")
        seen.add(ours)
    if Ours.DECIDED_ON not in seen:
        raise RuleBroken(NEEDED)
    if not seen & set(FINDERS):
        raise RuleBroken(NO_FINDER)


def distinct_words(rows: Iterable[tuple[str, ...]], columns: Mapping[int, Ours]) -> dict[Ours, dict[str, str]]:
    """For each column that is a list: its different words as they are compared, each as it was written first.

    Raises RuleBroken, beside the column, when there are too many of them.
    """
    lists = {number: ours for number, ours in columns.items() if ours in CODED}
    found: dict[Ours, dict[str, str]] = {ours: {} for ours in lists.values()}
    for cells in rows:
        for number, ours in lists.items():
            if number < len(cells) and cells[number]:
                found[ours].setdefault(plain(cells[number]), cells[number])
                if len(found[ours]) > MOST_WORDS:
                    raise RuleBroken(TOO_MANY_WORDS.format(most=MOST_WORDS), field=f"column_{number}")
    return found
