"""The numbers of a year in words: what the page shows, and what is printed. Pure.

Everything here is made from the frozen figures, so it can tell no more than they do. It is said when the page is drawn,
in the language of whoever reads it; a PDF is drawn by a worker, who speaks English.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from portal.core.words import _, is_said_in_english_only
from portal.documents.frozen import freeze, thaw
from portal.transparency.figures import Figures
from portal.transparency.wording import ALL_SMALL, ASKED, HEADINGS, HIDDEN, METHOD, MOST, NOT_SHOWN, UNHAPPY, WORDS


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

    @property
    def shown(self) -> str:
        """The number as it is read."""
        return _(self.number) if self.is_hidden else self.number

    @property
    def is_english(self) -> bool:
        """Whether its words are a charity's own, and there in English only."""
        return is_said_in_english_only(self.words)


@dataclass(frozen=True, slots=True)
class Chart:
    """One way to divide a number. There are no rows when it cannot be shown."""

    most: ClassVar[str] = MOST

    name: str
    heading: str
    sentence: str
    rows: tuple[Row, ...]

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows that a picture has something to draw for."""
        return tuple(row for row in self.rows if row.size or row.is_hidden)

    @property
    def largest(self) -> Row | None:
        """What its sentence names; None when it can name nothing."""
        row = max(self.rows, key=lambda row: row.size, default=None)
        return row if row and row.size else None


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
    asked, unhappy = _times(figures.total("requests"), *ASKED), _times(figures.total("complaints"), *UNHAPPY)
    chapters = (
        Chapter(_("How often we told someone"), tuple(_told(figures, people_helped)), _charts(figures, "told")),
        Chapter(_("What people asked us"), (asked,), _charts(figures, "requests")),
        Chapter(_("When people were not happy"), (unhappy,), _charts(figures, "complaints")),
    )
    return NumbersDocument(
        year=str(year), edition=str(edition), organisation=organisation, correction=correction, chapters=chapters,
        method=tuple(_(line) for line in METHOD), contact=(f"Here is how to reach us: {contact}.",),
    )  # fmt: skip


def said(number: int | None) -> str:
    """A number as it is printed."""
    return HIDDEN if number is None else f"{number:,}"


def _told(figures: Figures, people_helped: int) -> Iterator[str]:
    yield _("We helped about %(number)s people.", number=said(people_helped))
    total = figures.total("told")
    if total == 0:
        yield _("We did not tell anyone outside about any of them.")
    elif total is None:
        yield _("We told someone outside about one of them fewer than 8 times.")
    else:
        yield _("About %(number)s times we told someone outside about one of them.", number=said(total))
        rate = figures.for_each_thousand(people_helped)
        yield _("That is %(number)s times for every 1,000 people.", number=rate)
    decided = figures.total("not-told")
    if decided:
        yield _("About %(number)s times we thought about it, and did not tell.", number=said(decided))


def _times(total: int | None, some: str, few: str, none: str) -> str:
    if total is None:
        return _(few)
    return _(some, number=said(total)) if total else _(none)


def _charts(figures: Figures, group: str) -> tuple[Chart, ...]:
    if figures.total(group) == 0:
        return ()
    return tuple(_chart(figures, group, name) for name in HEADINGS if name in figures.groups[group]["splits"])


def _chart(figures: Figures, group: str, name: str) -> Chart:
    bars, heading = figures.bars(group, name), _(HEADINGS[name])
    if bars is None:
        return Chart(name, heading, _(NOT_SHOWN), ())
    rows = tuple(Row(_words(figures, name, bar.code), said(bar.shown)) for bar in bars)
    return _with_its_sentence(Chart(name, heading, _(ALL_SMALL), rows))


def _words(figures: Figures, name: str, code: str) -> str:
    if code in WORDS[name]:
        return _(WORDS[name][code])
    return figures.titles.get(code) or _(WORDS["why"]["other"])


def _with_its_sentence(chart: Chart) -> Chart:
    """The largest of what is shown. What is hidden may be larger, so it is not called the largest of all."""
    if chart.largest is None:
        return chart
    sentence = _(MOST, number=chart.largest.number, part=chart.largest.words)
    return replace(chart, sentence=sentence)
