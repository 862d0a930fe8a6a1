"""A pack: the folder of content of one organisation. Nothing in it is used before all of it was checked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

from portal.core.sources import Source, SourceLine
from portal.core.values import Frozen
from portal.datamap.shapes import DataMap
from portal.letters.kinds import LetterKind
from portal.letters.texts import LetterText
from portal.policies.glossary import Glossary
from portal.policies.pack.datamap_file import read_datamap
from portal.policies.pack.folder import POLICIES, list_versions
from portal.policies.pack.letters_file import fit_together, read_letters
from portal.policies.pack.organisation import Contacts, CrisisLine, Organisation, Regulator, read_organisation
from portal.policies.pack.policy import Clause, PolicyText, Version
from portal.policies.pack.policy_file import VersionFile, read_version
from portal.policies.pack.problems import PackProblems, Problem
from portal.policies.pack.situations_file import read_situations
from portal.policies.pack.words_file import read_words
from portal.policies.situations import Situations

__all__ = [
    "POLICIES",
    "Clause",
    "Contacts",
    "CrisisLine",
    "Organisation",
    "Pack",
    "PackProblems",
    "PolicyText",
    "Problem",
    "Regulator",
    "Source",
    "SourceLine",
    "Version",
    "load_pack",
]


class Pack(Frozen):
    """Everything an organisation says about itself and its rules."""

    organisation: Organisation
    policies: tuple[PolicyText, ...]
    situations: Situations
    datamap: DataMap
    glossary: Glossary
    letters: dict[LetterKind, LetterText]

    def policy(self, slug: str) -> PolicyText | None:
        """The policy at that address."""
        return next((policy for policy in self.policies if policy.slug == slug), None)

    @property
    def judged_by(self) -> PolicyText:
        """The policy that situations are judged by."""
        return next(policy for policy in self.policies if policy.slug == self.situations.policy)


def load_pack(path: Path, *, today: date | None = None) -> Pack:
    """Read and check the pack in the folder `path`. Raises PackProblems with every problem in it.

    With `today`, what grows old is judged too: crisis lines checked too long ago, or in the future. A portal that
    starts does not pass it: an unchecked number must not close the site, it must be reported by `pack check`.
    """
    if not path.is_dir():
        raise PackProblems([Problem(path.name, 1, "there is no such folder: name the folder of a pack")])
    organisation, problems = read_organisation(path, today)
    names, odd = list_versions(path / POLICIES)
    problems += odd
    files = [read_version(path, name) for name in names]
    if not files:
        problems.append(Problem(POLICIES, 1, "this folder holds no policy: add one Markdown file for each version"))
    for file in files:
        problems += file.problems
    problems += _order_problems(files)
    policies = {policy.slug: policy for policy in _policies(files)}
    # a clause that could not be read is not missing: what refers to it is only judged when it can be
    whole = policies if files and all(file.is_whole for file in files) else None
    situations, datamap = read_situations(path, whole), read_datamap(path)
    glossary = read_words(path, whole, situations[0].policy if situations[0] else "")
    letters, wrong = read_letters(path)
    if organisation and not wrong:
        wrong = list(fit_together(organisation, letters))
    problems += [*situations[1], *datamap[1], *glossary[1], *wrong]
    if problems or not (organisation and situations[0] and datamap[0] and glossary[0]):
        raise PackProblems(problems)
    return Pack(
        organisation=organisation, policies=tuple(policies.values()), situations=situations[0], datamap=datamap[0],
        glossary=glossary[0], letters=letters,
    )  # fmt: skip


def _by_slug(files: list[VersionFile]) -> dict[str, list[tuple[VersionFile, Version]]]:
    found = defaultdict(list)
    for file in files:
        if file.version:
            found[file.version.slug].append((file, file.version))
    for versions in found.values():
        versions.sort(key=lambda pair: pair[1].number)
    return found


def _policies(files: list[VersionFile]) -> Iterator[PolicyText]:
    for slug, versions in _by_slug(files).items():
        yield PolicyText(slug=slug, versions=tuple(version for _, version in versions))


def _order_problems(files: list[VersionFile]) -> Iterator[Problem]:
    """Two files with one number, or a later version that applied before an earlier one started."""
    for versions in _by_slug(files).values():
        for (other, earlier), (file, later) in pairwise(versions):
            if earlier.number == later.number:
                twice = f"version {later.number} stands in two files: give this one or {other.file} another number"
                yield Problem(file.file, file.front.line_of("version"), twice)
        for (_, earlier), (file, later) in combinations(versions, 2):
            if earlier.number < later.number and date.min < _day(later) <= _day(earlier):
                line = file.front.line_of("effective_on" if later.effective_on else "in_force_by")
                wrong = f"version {later.number} has to start after version {earlier.number}: mend one of their days"
                yield Problem(file.file, line, wrong)


def _day(version: Version) -> date:
    return version.effective_on or version.in_force_by or date.min
