"""The numbers of a year in words: what the page shows, and what is printed. Pure.

Everything here is made from the frozen figures, so it can tell no more than they do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from portal.documents.frozen import freeze, thaw
from portal.transparency.figures import Figures

HIDDEN = "Hidden"
NOT_SHOWN = "We cannot show this. It could point at someone."
ALL_SMALL = "These numbers are too small to show."

WORDS: dict[str, dict[str, str]] = {
    "why": {"law": "The law or a court made us", "other": "Some other reason"},
    "urgency": {"emergency": "It was an emergency", "not-urgent": "It was not an emergency"},
    "age": {"under-18": "Under 18", "18-or-over": "18 or over", "not-known": "We did not know their age"},
    "whom": {
        "999": "The emergency services, on 999", "police": "The police, when it was not 999",
        "social-work": "A social worker", "health": "A doctor, a nurse or a hospital", "other": "Someone else",
    },
    "knew": {"before": "We told them first", "after": "We told them after", "not-yet": "They did not know yet"},
    "right": {
        "shared": "What did you share about me?", "access": "A copy of my things", "erasure": "Delete my things",
        "remove": "Take down what I made", "dispute": "Add my side", "rectification": "Put something right",
        "restriction": "Freeze something", "objection": "Stop using my things", "portability": "Take my things along",
    },
    "in-time": {
        "in-time": "We answered in time", "late": "We answered late", "open": "We were still at work on it",
        "stopped": "They stopped it",
    },
    "longer": {"no": "We took one month at most", "yes": "We said that we need longer"},
    "receipt": {
        "in-time": "We said in time that we have it", "late": "We said it late", "waiting": "We had not said it yet",
    },
}  # fmt: skip
HEADINGS = {
    "why": "Why did we tell someone?", "whom": "Who did we tell?", "urgency": "Was it an emergency?",
    "age": "How old were they?", "knew": "Did they know?", "right": "What did people ask for?",
    "in-time": "Did we answer in time?", "longer": "How long did we take?", "receipt": "Did we say that we have it?",
}  # fmt: skip
METHOD = (
    "A small number can point at one person. So we hide each number from 1 to 7.",
    "We give all other numbers to the nearest 5. So they may not add up.",
    "Sometimes we hide one more number. If we did not, you could work out the small one.",
    "Zero means zero.",
    "We count each time we told someone. If we told two groups at once, we count it once.",
    "Some reasons we count as “some other reason”. To name them could put someone in danger.",
    "We do not change these numbers later. If one is wrong, we say so on this page.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One part: its words, and the number as it is printed."""

    words: str
    number: str

    @property
    def is_hidden(self) -> bool:
        """Whether its number is not shown."""
        return self.number == HIDDEN

    @property
    def size(self) -> int:
        """How long its bar is; a hidden one has none."""
        return 0 if self.is_hidden else int(self.number.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Chart:
    """One way to divide a number. There are no rows when it cannot be shown."""

    name: str
    heading: str
    sentence: str
    rows: tuple[Row, ...]

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows that a picture has something to draw for."""
        return tuple(row for row in self.rows if row.size or row.is_hidden)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One number and the ways to divide it."""

    heading: str
    lines: tuple[str, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class NumbersDocument:
    """Everything that is said about a year. `correction` is empty for a first edition."""

    template: ClassVar[str] = "documents/numbers/document.html"

    year: str
    edition: str
    organisation: str
    correction: str
    chapters: tuple[Chapter, ...]
    method: tuple[str, ...]
    contact: tuple[str, ...]

    def to_json(self) -> str:
        """Freeze: equal documents give equal text."""
        return freeze(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote. Raises ContentBroken."""
        return thaw(cls, text)


def document_of(
    figures: Figures, *, year: int, edition: int, people_helped: int, correction: str, organisation: str, contact: str
) -> NumbersDocument:
    """The whole page of a year."""
    told = Chapter("How often we told someone", tuple(_told(figures, people_helped)), _charts(figures, "told"))
    asked = Chapter("What people asked us", (_asked(figures),), _charts(figures, "requests"))
    unhappy = Chapter("When people were not happy", (_unhappy(figures),), _charts(figures, "complaints"))
    return NumbersDocument(
        year=str(year), edition=str(edition), organisation=organisation, correction=correction,
        chapters=(told, asked, unhappy), method=METHOD, contact=(f"Here is how to reach us: {contact}.",),
    )  # fmt: skip


def said(number: int | None) -> str:
    """A number as it is printed."""
    return HIDDEN if number is None else f"{number:,}"


def _told(figures: Figures, people_helped: int) -> Iterator[str]:
    yield f"We helped about {people_helped:,} people."
    total = figures.total("told")
    if total == 0:
        yield "We did not tell anyone outside about any of them."
    elif total is None:
        yield "We told someone outside about one of them fewer than 8 times."
    else:
        yield f"About {total:,} times we told someone outside about one of them."
        yield f"That is {figures.for_each_thousand(people_helped)} times for every 1,000 people."
    decided = figures.total("not-told")
    if decided:
        yield f"About {decided:,} times we thought about it, and did not tell."


def _asked(figures: Figures) -> str:
    return _times(figures.total("requests"), "People asked us for something about {} times.", "No one asked.")


def _unhappy(figures: Figures) -> str:
    return _times(figures.total("complaints"), "People complained about {} times.", "No one complained.")


def _times(total: int | None, some: str, none: str) -> str:
    if total is None:
        return some.replace("about {}", "fewer than 8")
    return some.format(f"{total:,}") if total else none


def _charts(figures: Figures, group: str) -> tuple[Chart, ...]:
    if figures.total(group) == 0:
        return ()
    return tuple(_chart(figures, group, name) for name in HEADINGS if name in figures.groups[group]["splits"])


def _chart(figures: Figures, group: str, name: str) -> Chart:
    bars = figures.bars(group, name)
    if bars is None:
        return Chart(name, HEADINGS[name], NOT_SHOWN, ())
    rows = tuple(Row(_words(figures, name, bar.code), said(bar.shown)) for bar in bars)
    return Chart(name, HEADINGS[name], _most(rows), rows)


def _words(figures: Figures, name: str, code: str) -> str:
    return WORDS[name].get(code) or figures.titles.get(code, WORDS["why"]["other"])


def _most(rows: tuple[Row, ...]) -> str:
    """The largest of what is shown. What is hidden may be larger, so it is not called the largest of all."""
    largest = max(rows, key=lambda row: row.size)
    if not largest.size:
        return ALL_SMALL
    return f"The largest number we can show is {largest.number}. It is for “{largest.words}”."
