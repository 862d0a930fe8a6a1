"""What strangers typed, made fit for paper: the same words in the PDF and in its twin, whatever they typed.

A character that no font of ours can draw would be an empty box on paper and nothing at all to a screen reader (and
break PDF/UA 7.21.8). It is spelled out instead: "[picture: grinning face]", "[letters: bengali letter ka]". Controls,
marks that turn the direction of reading, and joiners are dropped: they are not seen, and can make a text lie.

An accent or a vowel point that does not become one character with its letter is dropped too, and the letter stays:
the PDF maker notes such a pair as the text of one of its two glyphs, and every later use of that glyph is then read
aloud as something else.
"""

import re
import unicodedata
from functools import cache
from itertools import dropwhile, groupby
from pathlib import Path

COVERAGE = Path(__file__).resolve().parents[2] / "templates" / "documents" / "fonts" / "coverage.txt"

LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
OTHER_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
PRESENTED = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")  # letters in one fixed shape: the fi of old fonts
SKIN_TONES = range(0x1F3FB, 0x1F400)
SIGNS = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff"  # arrows, signs and hearts that also stand inside emoji
LETTERS = frozenset("LMN")  # Unicode's letters, marks and numbers
UNNAMED = "a sign without a name"


def readable(text: str) -> str:
    """Leave nothing in the text that cannot be drawn: composed (NFC), plain spaces and line ends, the rest named."""
    text = OTHER_SPACE.sub(" ", LINE_END.sub("\n", text))
    text = PRESENTED.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), text)
    return _odd().sub(_spelled_out, unicodedata.normalize("NFC", text))


@cache
def _odd() -> re.Pattern[str]:
    """Match a run of what our fonts cannot draw, with the signs a joiner ties to it: a woman + a sign of medicine."""
    lines = (line.split("-") for line in COVERAGE.read_text("ascii").split())
    drawn = "\n" + "".join(f"\\u{first}-\\u{last}" for first, last in lines)
    return re.compile(f"[^{drawn}]+(?:(?<=\u200d)[{SIGNS}][^{drawn}]*)*")


def _spelled_out(run: re.Match[str]) -> str:
    # a mark that comes first sits on a letter that is drawn: an accent, a vowel point. The letter stays.
    seen = dropwhile(_is_mark, (character for character in run[0] if _is_seen(character)))
    return "".join(f"[{kind}: {_names(list(group))}]" for kind, group in groupby(seen, key=_kind))


def _is_seen(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Cf", "Me"} or ord(character) in SKIN_TONES:
        return False
    return "VARIATION SELECTOR" not in unicodedata.name(character, "")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _kind(character: str) -> str:
    return "letters" if unicodedata.category(character)[0] in LETTERS else "picture"


def _names(characters: list[str]) -> str:
    counted = ((_name(character), len(list(same))) for character, same in groupby(characters))
    return ", ".join(name if count == 1 else f"{name}, {count} times" for name, count in counted)


def _name(character: str) -> str:
    name = unicodedata.name(character, UNNAMED).lower()
    return name.replace("regional indicator symbol letter", "flag letter")
