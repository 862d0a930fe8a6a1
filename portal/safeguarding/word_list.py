"""Reads `danger.txt` once and makes patterns of its lines. Pure, but for reading the file that lies beside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "danger.txt"
GAP = r"(?: \S+){0,3}"  # `...`: up to three words between
DOUBLED = re.compile(r"([^\W\d_])\1+")


@dataclass(frozen=True, slots=True)
class WordList:
    """The patterns, and the two tables that bring what was typed to their spelling."""

    danger: re.Pattern[str]
    harmless: re.Pattern[str]
    search: re.Pattern[str]
    same: re.Pattern[str]
    meant: Mapping[str, str]
    spelling: Mapping[str, int]


def squeezed(text: str) -> str:
    """Doubled letters as one, in what was typed and in the list alike: `killll` and `kill` meet."""
    return DOUBLED.sub(r"\1", text)


@cache
def read_word_list() -> WordList:
    """The list. Raises ValueError with the line that is wrong."""
    lines: dict[str, list[str]] = {"group": [], "same": [], "spelling": [], "search": [], "harmless": [], "danger": []}
    for section, line in _lines(FILE.read_text(encoding="utf-8")):
        lines[section].append(line)
    groups = dict(_pairs(lines["group"]))
    meant = {squeezed(short): squeezed(long) for short, long in _pairs(lines["same"])}
    return WordList(
        danger=_any_of(lines["danger"], groups),
        harmless=_any_of(lines["harmless"], groups),
        search=_any_of(lines["search"], groups),
        same=_any_of(sorted(meant, key=len, reverse=True), groups),
        meant=meant,
        spelling={squeezed(word): int(most) for word, most in (line.split() for line in lines["spelling"])},
    )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    section = ""
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            yield section, line


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.partition(" = ")
        yield name, value


def _any_of(lines: list[str], groups: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern for all lines. Each has to start and end where a word does."""
    return re.compile(rf"(?<!\S)(?:{'|'.join(_pattern(line, groups) for line in lines)})(?!\S)")


def _pattern(line: str, groups: Mapping[str, str]) -> str:
    made = ""
    for part in line.split():
        made += GAP if part == "..." else f" {_word(part, groups)}" if made else _word(part, groups)
    return made


def _word(part: str, groups: Mapping[str, str]) -> str:
    if part.startswith("{"):
        name = part.strip("{}")
        if name not in groups:
            raise ValueError(f"danger.txt: no group is called {name}")
        part = groups[name]
    choices = [re.escape(squeezed(word)).replace(r"\*", r"\w*") for word in part.split("/")]
    if not all(choices):
        raise ValueError(f"danger.txt: an empty word in “{part}”")
    return f"(?:{'|'.join(choices)})"
