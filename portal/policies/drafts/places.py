"""Where on the screen a problem of a draft is mended. Problems come with lines of the file; editors see boxes. Pure."""

import re
from dataclasses import dataclass

from portal.policies.kinds import Reader
from portal.policies.pack import Problem
from portal.policies.pack.policy_file import NAMES, VersionFile
from portal.policies.pack.sections import READERS as HEADINGS
from portal.policies.pack.sections import Section

BOXES = {
    Reader.FROM_13: "words", Reader.UNDER_13: "under_13", Reader.ADULT: "adult", Reader.AT_RISK: "at_risk",
    Reader.EASY_READ: "easy_read",
}  # fmt: skip
LABELS = {Reader.FROM_13: "Words for 13 to 17"} | {
    reader: name if reader is Reader.EASY_READ else f"Words for {name[0].lower()}{name[1:]}"
    for reader, name in NAMES.items()
}
FRONT = {
    "title": "Title", "effective_on": "Starts on", "review_on": "Look at it again by", "covers": "What it covers",
    "shares": "What we would share",
}  # fmt: skip
FOR = re.compile(r"for (?P<reader>[a-z0-9-]+), ")
MISSING = re.compile(r"this reader has no words: write the same rule under `### (?P<name>[^`]+)`")


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in the words of the screen. `clause` is empty for the top; `box` is the id of the field."""

    clause: str
    box: str
    label: str
    text: str
    line: int


def told(file: VersionFile, text: str, problem: Problem) -> Told:
    """Say in which box a problem is mended. `text` is the whole file."""
    section = next((one for one in reversed(file.sections) if one.line <= problem.line), None)
    if section is None:
        return _at_the_top(file, problem)
    reader, words = _reader_of(section, text.split("\n"), problem)
    if reader is not None:
        return Told(section.id, BOXES[reader], LABELS[reader], words, problem.line)
    box, label = ("title", "Title") if problem.line == section.line else ("facts", "Facts")
    return Told(section.id, box, label, problem.text, problem.line)


def _at_the_top(file: VersionFile, problem: Problem) -> Told:
    names = [(line, place[0]) for place, line in file.front.lines.items() if line <= problem.line and len(place) == 1]
    # what is missing has no line of its own, so it is told of at the first line and names itself
    named = next((name for name in FRONT if problem.text.startswith(f"`{name}`")), None)
    name = named or str(max(names, default=(0, ""))[1])
    if problem.text.startswith("in the whole policy"):
        return Told("", "", "All words together", problem.text, problem.line)
    return Told(
        "", name if name in FRONT else "front", FRONT.get(name, "The top of the file"), problem.text, problem.line
    )


def _reader_of(section: Section, lines: list[str], problem: Problem) -> tuple[Reader | None, str]:
    """The reader whose box it is, and the problem without what the label says; None for the title and the facts."""
    if match := FOR.match(problem.text):
        return Reader(match["reader"]), problem.text[match.end() :]
    if match := MISSING.match(problem.text):
        return HEADINGS[match["name"]], "this reader has no words: write the same rule for them"
    if problem.text.startswith("the clause has no words"):
        return Reader.FROM_13, "these words are missing: write them"
    if problem.line == section.line:
        return None, problem.text
    for line in reversed(lines[section.line : problem.line]):
        if line.startswith("### "):
            return HEADINGS.get(line.removeprefix("### ").strip(), Reader.FROM_13), problem.text
    end_of_facts = section.facts.first_line + section.facts_text.count("\n") + 1
    return (None if problem.line <= end_of_facts and section.facts_text else Reader.FROM_13), problem.text
