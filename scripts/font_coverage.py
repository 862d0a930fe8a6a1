#!/usr/bin/env python3
"""Print the characters that the fonts of the documents can draw, as ranges, for `fonts/coverage.txt`.

    python scripts/font_coverage.py > templates/documents/fonts/coverage.txt

Only the basic plane: emoji live above it and are spelled out. Left out too: controls, marks of direction, joiners,
spaces other than the plain one, accents that stand alone, and Lao, whose words need them; what becomes of those is
said in `portal/documents/text.py`.
"""

import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "templates" / "documents" / "fonts"
LAST = 0xFFFF
LAO = range(0x0E80, 0x0F00)
# Unicode's Emoji_Presentation and Emoji_Modifier_Base of the basic plane: for these, Pango leaves our fonts for one of
# the machine's
EMOJI = frozenset(
    bytes.fromhex(
        "231A 231B 23E9 23EA 23EB 23EC 23F0 23F3 25FD 25FE 2614 2615 261D 2648 2649 264A 264B 264C 264D 264E 264F "
        "2650 2651 2652 2653 267F 2693 26A1 26AA 26AB 26BD 26BE 26C4 26C5 26CE 26D4 26EA 26F2 26F3 26F5 26F9 26FA "
        "26FD 2705 270A 270B 270C 270D 2728 274C 274E 2753 2754 2755 2757 2795 2796 2797 27B0 27BF 2B1B 2B1C 2B50 "
        "2B55 "
    ).decode("utf-16-be")
)


def drawable() -> list[int]:
    """List every code point that one of the fonts has a glyph for and that stands for something seen, ascending."""
    points: set[int] = set()
    for file in sorted(FONTS.glob("*.woff2")) + sorted(FONTS.glob("*.ttf")):
        points |= TTFont(file).getBestCmap().keys()
    return sorted(point for point in points if point <= LAST and _is_seen(chr(point)) and point not in LAO)


def _is_seen(character: str) -> bool:
    return character == " " or (character not in EMOJI and unicodedata.category(character)[0] not in "CMZ")


def ranges(points: list[int]) -> list[str]:
    """Write runs of neighbours, each as `0041-005A`."""
    found: list[list[int]] = []
    for point in points:
        if found and point == found[-1][1] + 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return [f"{first:04X}-{last:04X}" for first, last in found]


if __name__ == "__main__":
    print("\n".join(ranges(drawable())))
