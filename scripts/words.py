"""Find words that were typed twice, and words that docs/words.md replaces by others.

Reads what a human being reads: Markdown, the text of templates, comments and docstrings.
"""

import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "docs" / "words.md"
TWICE = re.compile(r"\b([a-z]{2,})(?:[ \t]+|[ \t]*\n[ \t]*)\1\b", re.IGNORECASE)
FINE_TWICE = frozenset({"had", "that"})
CODE_IN_TEXT = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)
NOT_OURS = ("static/vendor/", "tests/browser/vendor/", "templates/documents/fonts/")
FOLDERS = ("bench", "content", "docs", "migrations", "portal", "scripts", "templates", "tests")
Text = list[tuple[int, str]]  # pieces, each with the number of its first line


def of_markdown(source: str) -> Text:
    """The text without code."""
    return [(1, _blank(CODE_IN_TEXT, source))]


def of_template(source: str) -> Text:
    """The text without tags and expressions. A tag parts two words."""
    return [(1, _blank(TAGS, source, "¦"))]


def of_python(source: str) -> Text:
    """Comments, blocks of them joined, and every string of several lines: docstrings above all."""
    pieces: Text = []
    last_line = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        line = token.start[0]
        if token.type == tokenize.COMMENT:
            text = token.string.lstrip("#")
            if pieces and line == last_line + 1:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + "\n" + text)
            else:
                pieces.append((line, text))
            last_line = line
        elif token.type == tokenize.STRING and token.string.lstrip("rfb").startswith('"""'):
            pieces.append((line, _blank(CODE_IN_TEXT, token.string)))
    return pieces


READERS: dict[str, Callable[[str], Text]] = {".md": of_markdown, ".html": of_template, ".py": of_python}


def replaced_words(page: str) -> dict[str, str]:
    """What not to say and what to say instead, from the table of the glossary: `| word | means | not |`."""
    instead: dict[str, str] = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 3 and cells[2] not in {"", "Not", "---"}:  # noqa: PLR2004  # word, meaning, not
            instead |= {word.strip(): cells[0] for word in cells[2].split(",")}
    return instead


def problems(text: Text, instead: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Every problem with its line."""
    wrong = {word: re.compile(rf"\b{re.escape(word)}s?\b(?! (?:name|agent))", re.IGNORECASE) for word in instead}
    for first, piece in text:
        for found in TWICE.finditer(piece):
            if found[1].lower() not in FINE_TWICE:
                yield first + piece[: found.start()].count("\n"), f"“{found[1]}” stands there twice"
        for word, pattern in wrong.items():
            for found in pattern.finditer(piece):
                yield first + piece[: found.start()].count("\n"), f"“{found[0]}”: say “{instead[word]}”"


def files() -> Iterator[Path]:
    """Every file of the project that somebody reads."""
    for path in sorted([*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]):
        if path.suffix in READERS and not path.relative_to(ROOT).as_posix().startswith(NOT_OURS):
            yield path


def main() -> int:
    """Print every problem as `file:line: what`. Exit code 1 when there is one."""
    instead = replaced_words(WORDS.read_text(encoding="utf-8"))
    count = 0
    for path in files():
        forbidden = {} if path == WORDS or path.is_relative_to(ROOT / "tests") else instead
        for line, what in problems(READERS[path.suffix](path.read_text(encoding="utf-8")), forbidden):
            print(f"{path.relative_to(ROOT)}:{line}: {what}")
            count += 1
    return 1 if count else 0


def _blank(pattern: re.Pattern[str], source: str, mark: str = "¦") -> str:
    """Put a mark where the pattern matched, and keep the lines."""
    return pattern.sub(lambda found: mark + "\n" * found[0].count("\n"), source)


if __name__ == "__main__":
    sys.exit(main())
