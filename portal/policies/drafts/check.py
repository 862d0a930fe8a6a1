"""Whether a draft could be published: what `pack check` asks of its file, and what its place among versions asks."""

from collections.abc import Iterator

from portal.policies.drafting import FILE
from portal.policies.models import PolicyVersion
from portal.policies.pack.policy import Version
from portal.policies.pack.policy_file import VersionFile, read_version_text
from portal.policies.pack.problems import Problem

LONGEST_TITLE = 200
LONGEST_ID = 80


def check_draft(text: str, newest: PolicyVersion, *, based_on: int) -> VersionFile:
    """Read the text and list everything that keeps it from following `newest`, in the order of lines."""
    found = read_version_text(text, FILE)
    if found.version:
        found.problems += [
            Problem(FILE, found.front.line_of(fact), words) for fact, words in _order(found.version, newest, based_on)
        ]
        found.problems += _too_long(found)
    found.problems = sorted(set(found.problems))
    return found


def _order(version: Version, newest: PolicyVersion, based_on: int) -> Iterator[tuple[str, str]]:
    began = newest.effective_on or newest.in_force_by
    if version.slug != newest.slug:
        yield "slug", f"the address has to stay `{newest.slug}`"
    if based_on != newest.number:
        yield "version", f"version {newest.number} was published meanwhile: start a new draft from it"
    elif version.number != newest.number + 1:
        yield "version", f"the version has to be {newest.number + 1}"
    if version.effective_on is None:
        yield "effective_on", "say on which day it starts"
    elif began and version.effective_on <= began:
        yield "effective_on", f"version {version.number} has to start after version {newest.number}, so after {began}"
    if version.review_on and version.effective_on and version.review_on <= version.effective_on:
        yield "review_on", "the day to look at it again has to come after the start"
    if not version.clauses:
        yield "slug", "the policy has no clause"


def _too_long(found: VersionFile) -> Iterator[Problem]:
    if found.version and len(found.version.title) > LONGEST_TITLE:
        yield Problem(FILE, found.front.line_of("title"), f"a title has {LONGEST_TITLE} letters at most")
    for section in found.sections:
        if len(section.title) > LONGEST_TITLE or len(section.id) > LONGEST_ID:
            words = f"a title has {LONGEST_TITLE} letters at most, an id {LONGEST_ID}"
            yield Problem(FILE, section.line, words)
