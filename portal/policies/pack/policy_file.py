"""Reads one version of a policy from its Markdown file: facts between two lines of `---`, then one clause a section."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from frontmatter.default_handlers import YAMLHandler

from portal.core import reading
from portal.policies.pack.lined import Lined, check_shape, read_text, read_yaml
from portal.policies.pack.policy import Clause, Version
from portal.policies.pack.problems import Problem
from portal.policies.pack.prose import readable
from portal.policies.pack.sections import Section, cut

FRONT = re.compile(r"---[ \t]*\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass
class VersionFile:
    """What one file holds. `version` is None when the file says too little to make one."""

    file: str
    front: Lined
    version: Version | None = None
    problems: list[Problem] = field(default_factory=list)


def read_version(folder: Path, file: str) -> VersionFile:
    """Read `file` (counted from the pack's folder), and list everything that is wrong in it."""
    text = read_text(folder, file)
    if isinstance(text, Problem):
        return VersionFile(file, Lined(file, 1), problems=[text])
    if not FRONT.match(text):
        missing = Problem(file, 1, "the facts between two lines of --- are missing at the top")
        return VersionFile(file, Lined(file, 1), problems=[missing])
    facts, body = YAMLHandler().split(text)
    front = read_yaml(facts, file=file, first_line=_lines_before(text, text.index(facts)))
    sections, stray = cut(body, file=file, first_line=_lines_before(text, len(text) - len(body)))
    return _checked(front, sections, stray)


def _checked(front: Lined, sections: list[Section], stray: list[Problem]) -> VersionFile:
    clauses = [(section, clause) for section in sections if (clause := _clause(section))]
    version = None
    if not front.is_unreadable:
        version = check_shape(Version, front, clauses=tuple(clause for _, clause in clauses))
    problems = [*stray, *front.problems, *_twice(sections)]
    for section in sections:
        problems += section.problems + section.facts.problems
    if version:
        problems += _unknown_names(version, clauses)
        problems += _hard_to_read(front.file, version, clauses)
    return VersionFile(front.file, front, version, problems)


def _clause(section: Section) -> Clause | None:
    if not section.words:
        section.problem("the clause has no words")
    if section.facts.is_unreadable or not section.words or not section.id:
        return None
    section.facts.lines.setdefault(("id",), section.line)
    return check_shape(Clause, section.facts, id=section.id, title=section.title, words=section.words)


def _twice(sections: list[Section]) -> Iterator[Problem]:
    times = Counter(section.id for section in sections if section.id)
    for section in sections:
        if times[section.id] > 1:
            yield Problem(section.file, section.line, f"two clauses have the id `{section.id}`")


def _unknown_names(version: Version, clauses: list[tuple[Section, Clause]]) -> Iterator[Problem]:
    for section, clause in clauses:
        for index, line in enumerate(clause.source):
            if line.source not in version.sources:
                at = section.facts.line_of("source", index)
                yield Problem(section.file, at, f"the source `{line.source}` is not in the list at the top")
        for index, recipient in enumerate(clause.tell):
            if recipient not in version.recipients:
                at = section.facts.line_of("tell", index)
                yield Problem(section.file, at, f"the recipient `{recipient}` is not in the list at the top")


def _hard_to_read(file: str, version: Version, clauses: list[tuple[Section, Clause]]) -> Iterator[Problem]:
    texts = [readable(clause.title, clause.words) for _, clause in clauses]
    for (section, _), text in zip(clauses, texts, strict=True):
        if too_old := _too_old(text):
            yield Problem(file, section.line, too_old)
    if too_old := _too_old("\n".join([version.title, version.covers, version.shares, *texts])):
        yield Problem(file, 1, f"in the whole policy, {too_old}")


def _too_old(text: str) -> str:
    # a sentence that is too long was named at its own line already
    return "; ".join(reading.faults(replace(reading.measure(text), longest_sentence=0)))


def _lines_before(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
