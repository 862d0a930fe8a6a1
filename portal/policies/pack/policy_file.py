"""Reads one version of a policy from its Markdown file: facts between two lines of `---`, then one clause a section."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from frontmatter.default_handlers import YAMLHandler

from portal.core import reading
from portal.policies.kinds import Part, Reader
from portal.policies.pack.files import read_text
from portal.policies.pack.lined import Lined, read_yaml
from portal.policies.pack.policy import Clause, Version
from portal.policies.pack.problems import Problem
from portal.policies.pack.prose import readable
from portal.policies.pack.said import check_markup, check_words
from portal.policies.pack.sections import READERS, Section, cut
from portal.policies.pack.shape import check_shape

ALWAYS_OWN = (Reader.UNDER_13, Reader.EASY_READ)  # these two need other words, not just other rules
SHORTER = "use shorter sentences and shorter words"
FRONT_WORDS = frozenset({"title", "covers", "shares", "details", "recipients"})
FACT_WORDS = frozenset({"shares"})
NAMES = {reader: name for name, reader in READERS.items()}
FRONT = re.compile(r"---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass
class VersionFile:
    """What one file holds. `version` is None when the file says too little to make one."""

    file: str
    front: Lined
    version: Version | None = None
    problems: list[Problem] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every clause of the file could be read: only then can others be held against it."""
        ids = {clause.id for clause in self.version.clauses} if self.version else set()
        return len(ids) == len(self.sections) > 0


def read_version(folder: Path, file: str) -> VersionFile:
    """Read `file` (counted from the pack's folder), and list everything that is wrong in it."""
    text = read_text(folder, file, exact=True)
    if isinstance(text, Problem):
        return VersionFile(file, Lined(file, 1), problems=[text])
    return read_version_text(text, file)


def read_version_text(text: str, file: str) -> VersionFile:
    """Read what a file holds, or would hold. `file` is the name that problems carry."""
    if not FRONT.match(text):
        missing = Problem(
            file, 1, "the facts between two lines of --- are missing at the top: start with `---` and `slug`"
        )
        return VersionFile(file, Lined(file, 1), problems=[missing])
    facts, body = YAMLHandler().split(text)
    front = read_yaml(facts, file=file, first_line=_lines_before(text, text.index(facts)))
    sections, stray = cut(body, file=file, first_line=_lines_before(text, len(text) - len(body)))
    return _checked(text, front, sections, stray)


def whole_text(version: Version, reader: Reader) -> str:
    """A version as plain text, the way a reader meets it, one block a line."""
    clauses = [readable(clause.title, clause.words_for(reader)) for clause in version.clauses]
    return "\n".join([readable(version.title, f"{version.covers}\n\n{version.shares}"), *clauses])


def _checked(text: str, front: Lined, sections: list[Section], stray: list[Problem]) -> VersionFile:
    clauses = [(section, clause) for section in sections if (clause := _clause(section))]
    version = None
    if not front.is_unreadable:
        version = check_shape(Version, front, clauses=tuple(clause for _, clause in clauses), text=text)
    if version:
        _check_days(front, version)
    check_words(front, FRONT_WORDS)
    check_markup(front)
    problems = [*stray, *front.problems, *_twice(sections)]
    for section in sections:
        check_words(section.facts, FACT_WORDS)
        check_markup(section.facts)
        problems += section.problems + section.facts.problems
    if version:
        problems += _unknown_names(version, clauses)
        problems += _hard_to_read(front.file, version, clauses)
    return VersionFile(front.file, front, version, problems, sections)


def _check_days(front: Lined, version: Version) -> None:
    start, certain, made = version.effective_on, version.in_force_by, version.not_before
    if start and certain and certain < start:
        front.problem("nothing can apply before it starts: mend `in_force_by` or `effective_on`", "in_force_by")
    if made and start:
        front.problem("the day it started is published, so leave out `not_before`", "not_before")
    elif made and certain and certain < made:
        front.problem("nothing can apply before it was made: mend `not_before` or `in_force_by`", "not_before")


def _clause(section: Section) -> Clause | None:
    if not section.words:
        section.problem("the clause has no words: write them under the block of facts")
    for reader in ALWAYS_OWN:
        if reader not in section.readings:
            section.problem(f"this reader has no words: write the same rule under `### {NAMES[reader]}`")
    if section.facts.is_unreadable or not section.words or not section.id:
        return None
    section.facts.lines.setdefault(("id",), section.line)
    return check_shape(
        Clause, section.facts, id=section.id, title=section.title, words=section.words, readings=section.readings
    )


def _twice(sections: list[Section]) -> Iterator[Problem]:
    times = Counter(section.id for section in sections if section.id)
    for section in sections:
        if times[section.id] > 1:
            yield Problem(section.file, section.line, f"two clauses have the id `{section.id}`: give one another")


def _unknown_names(version: Version, clauses: list[tuple[Section, Clause]]) -> Iterator[Problem]:
    for section, clause in clauses:
        for index, line in enumerate(clause.source):
            if line.source not in version.sources:
                at = section.facts.line_of("source", index)
                yield Problem(
                    section.file, at, f"the source `{line.source}` is not in the list at the top: add it there"
                )
        for index, recipient in enumerate(clause.tell):
            if recipient not in version.recipients:
                at = section.facts.line_of("tell", index)
                yield Problem(
                    section.file, at, f"the recipient `{recipient}` is not in the list at the top: add it there"
                )
        wider = version.clause(clause.under) if clause.under else None
        if clause.under and (wider is None or wider.part is not Part.GROUND or wider is clause):
            at = section.facts.line_of("under")
            yield Problem(section.file, at, f"`{clause.under}` is no other ground of this version: name one")


def _hard_to_read(file: str, version: Version, clauses: list[tuple[Section, Clause]]) -> Iterator[Problem]:
    own = {reader for _, clause in clauses for reader in clause.readings}
    for reader in (reader for reader in Reader if reader is Reader.FROM_13 or reader in own):
        for section, clause in clauses:
            is_own = reader is Reader.FROM_13 or reader in clause.readings
            if is_own and (too_old := _too_old(readable(clause.title, clause.words_for(reader)))):
                yield Problem(file, section.line, f"for {reader}, {too_old}: {SHORTER}")
        if too_old := _too_old(whole_text(version, reader)):
            yield Problem(file, 1, f"in the whole policy for {reader}, {too_old}: {SHORTER}")


def _too_old(text: str) -> str:
    # a sentence that is too long was named at its own line already
    return "; ".join(reading.faults(replace(reading.measure(text), longest_sentence=0)))


def _lines_before(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
