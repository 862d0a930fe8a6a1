"""Reads `letters/*.md`: letters in the organisation's own words. What a pack does not bring is of the standard set."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from frontmatter.default_handlers import YAMLHandler
from pydantic import Field

from portal import letters
from portal.core.values import Frozen
from portal.letters.check import hard_with, problems_of
from portal.letters.fields import Routes, routes_for
from portal.letters.kinds import LetterKind
from portal.letters.texts import Letters, LetterText
from portal.policies.pack.files import read_text
from portal.policies.pack.lined import read_yaml
from portal.policies.pack.organisation import FILE, Organisation
from portal.policies.pack.problems import Problem
from portal.policies.pack.prose import markup_problems, tokens_of
from portal.policies.pack.shape import check_shape

LETTERS = "letters"
STANDARD = Path(letters.__file__).parent / "standard"
FRONT = re.compile(r"---[ \t]*\n.*?^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)


class Front(Frozen):
    """The facts at the top of a letter."""

    kind: LetterKind
    version: int = Field(ge=1)


def read_letters(folder: Path) -> tuple[dict[LetterKind, LetterText], list[Problem]]:
    """The letters of the pack in `folder`, on top of the standard set, and what is wrong in its own."""
    found, problems = dict(standard()), []
    own: dict[LetterKind, str] = {}
    for path in sorted((folder / LETTERS).glob("*")) if (folder / LETTERS).is_dir() else ():
        file = f"{LETTERS}/{path.name}"
        if path.suffix != ".md":
            if not path.name.startswith("."):
                problems.append(Problem(file, 1, "a file of this name is not read: call it like refusal.md"))
            continue
        text, wrong = _read(folder, file)
        problems += wrong
        if text and text.kind in own:
            wrong_twice = f"{own[text.kind]} is this letter too: take one of them away"
            problems.append(Problem(file, 1, wrong_twice))
        elif text:
            own[text.kind] = file
            problems += _newer(text, file)
            found[text.kind] = text
    return found, problems


@cache
def standard() -> dict[LetterKind, LetterText]:
    """The set that comes with the portal. Raises KeyError and ValueError only while somebody writes it."""
    read = (_read(STANDARD, f"{kind}.md") for kind in LetterKind)
    return {text.kind: text for text, _ in read if text}


def routes_of(organisation: Organisation) -> Routes:
    """What a person can do about what we did, in the words of this organisation."""
    regulator = organisation.regulator
    return routes_for(organisation.contact, regulator.both_names, regulator.website, regulator.phone)


def fit_together(organisation: Organisation, texts: Letters) -> Iterator[Problem]:
    """What makes a letter too hard once the organisation's own address and regulator stand in it."""
    for fault in sorted({fault for _, fault in hard_with(texts, routes_of(organisation))}):
        yield Problem(FILE, 1, f"with these contacts and this regulator in a letter, {fault}: give a shorter address")


def _newer(text: LetterText, file: str) -> Iterator[Problem]:
    """The kind and version of a letter that was sent have to say which words those were."""
    least = standard()[text.kind].version + 1
    if text.version < least:
        said = f"the version has to be {least} or more: {least - 1} is the letter that it takes the place of"
        yield Problem(file, 1, said)


def _read(folder: Path, file: str) -> tuple[LetterText | None, list[Problem]]:
    raw = read_text(folder, file)
    if isinstance(raw, Problem):
        return None, [raw]
    if not FRONT.match(raw):
        said = "the facts between two lines of --- are missing at the top: start with `---`, `kind` and `version`"
        return None, [Problem(file, 1, said)]
    facts, body = YAMLHandler().split(raw)
    front = read_yaml(facts, file=file, first_line=1 + raw.count("\n", 0, raw.index(facts)))
    shape = None if front.is_unreadable else check_shape(Front, front)
    if not shape:
        return None, front.problems
    first = 1 + raw.count("\n", 0, len(raw) - len(body))
    text = LetterText(shape.kind, shape.version, body)
    wrong = (*problems_of(text), *markup_problems(tokens_of(body)))
    return text, [*front.problems, *(Problem(file, first + line, said) for line, said in wrong)]
