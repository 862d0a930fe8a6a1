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


def drawable() -> list[int]:
    """List every code point that one of the fonts has a glyph for and that stands for something seen, ascending."""
    points: set[int] = set()
    for file in sorted(FONTS.glob("*.woff2")) + sorted(FONTS.glob("*.ttf")):
        points |= TTFont(file).getBestCmap().keys()
    return sorted(point for point in points if point <= LAST and point not in LAO and _is_seen(chr(point)))


def _is_seen(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CMZ"


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
