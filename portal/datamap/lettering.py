"""How wide words are when nobody knows the font: never narrower than the widest of the usual ones draws them.

Pages use the font of the machine. The table holds DejaVu Sans, which is wider than the others, and the spacing that
WCAG 2.2 (1.4.12) lets every reader ask for, so that no line ever leaves its box.
"""

from collections.abc import Iterator

# em for each letter; a letter that is not here is as wide as it is high
WIDTHS = {
    letter: width
    for width, letters in (
        (0.32, "'ijlIJ ,."),
        (0.42, "/:;\\|f-()[]t!r\N{RIGHT SINGLE QUOTATION MARK}"),
        (0.54, '"*_`sz?“”\N{EN DASH}'),
        (0.61, "cLFkvxyP"),
        (0.64, "TYaoeESbdghnpqu$0123456789{}£"),
        (0.7, "KAVBRXZC"),
        (0.79, "UHNDG&OQ"),
        (0.87, "w#+<=>^~M"),
        (1.0, "%mW@"),
    )
    for letter in letters
}
BOLD = 1.15
LETTER_SPACING, WORD_SPACING = 0.12, 0.16


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The most room `text` takes in letters of that size, in the unit of `size`."""
    letters = sum(WIDTHS.get(letter, 1.0) for letter in text) * (BOLD if bold else 1)
    return size * (letters + LETTER_SPACING * len(text) + WORD_SPACING * text.count(" "))


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines that each fit into `room`. A word that is too long for a line is cut."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, room, size, bold=bold):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and width(longer, size, bold=bold) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    return tuple(lines)


def _pieces(word: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and width(piece + letter, size, bold=bold) > room:
            yield piece
            piece = ""
        piece += letter
    yield piece
