"""A pack: the folder of content of one organisation. Nothing in it is used before all of it was checked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from portal.policies.pack.organisation import Contacts, CrisisLine, Organisation, Regulator, read_organisation
from portal.policies.pack.policy import Clause, PolicyText, Source, SourceLine, Version
from portal.policies.pack.policy_file import VersionFile, read_version
from portal.policies.pack.problems import PackProblems, Problem
from portal.policies.pack.values import Frozen

__all__ = [
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

POLICIES = "policies"


class Pack(Frozen):
    """Everything an organisation says about itself and its rules."""

    organisation: Organisation
    policies: tuple[PolicyText, ...]


def load_pack(path: Path, *, today: date | None = None) -> Pack:
    """Read and check the pack in the folder `path`. Raises PackProblems with every problem in it.

    With `today`, what grows old is judged too: crisis lines checked too long ago, or in the future. A portal that
    starts does not pass it: an unchecked number must not close the site, it must be reported by `pack check`.
    """
    if not path.is_dir():
        raise PackProblems([Problem(path.name, 1, "there is no such folder")])
    organisation, problems = read_organisation(path, today)
    names = sorted(file.relative_to(path).as_posix() for file in path.glob(f"{POLICIES}/*.md"))
    files = [read_version(path, name) for name in names]
    if not files:
        problems.append(Problem(POLICIES, 1, "this folder holds no policy"))
    for file in files:
        problems += file.problems
    problems += _order_problems(files)
    if problems or organisation is None:
        raise PackProblems(problems)
    return Pack(organisation=organisation, policies=tuple(_policies(files)))


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
    """Two files with one number, or a later version that starts before an earlier one."""
    for versions in _by_slug(files).values():
        for (_, earlier), (file, later) in pairwise(versions):
            if earlier.number == later.number:
                yield Problem(file.file, file.front.line_of("version"), f"version {later.number} stands in two files")
            elif earlier.effective_on and later.effective_on and later.effective_on <= earlier.effective_on:
                line = file.front.line_of("effective_on")
                yield Problem(file.file, line, f"version {later.number} has to start after version {earlier.number}")
