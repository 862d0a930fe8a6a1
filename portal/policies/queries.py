"""Reads of published policies."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.policies.kinds import AgeBand, Part, Urgency
from portal.policies.models import Policy, PolicyVersion


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """A ground that can be the reason for telling somebody, as a worker picks it."""

    code: str
    title: str
    ages: frozenset[AgeBand]
    urgency: Urgency


def list_policies(session: Session) -> list[PolicyVersion]:
    """The newest version of every policy, by title."""
    newest = {version.policy_id: version for version in session.scalars(_ordered())}
    return sorted(newest.values(), key=lambda version: (version.title, version.slug))


def list_versions(session: Session, slug: str) -> list[PolicyVersion]:
    """Every version of a policy, oldest first. Raises NotFound."""
    versions = list(session.scalars(_ordered().where(Policy.slug == slug)))
    if not versions:
        raise NotFound
    return versions


def get_policy(session: Session, slug: str) -> PolicyVersion:
    """The newest version of a policy. Raises NotFound."""
    newest = select(PolicyVersion).join(PolicyVersion.policy).order_by(PolicyVersion.number.desc()).limit(1)
    version = session.scalar(newest.where(Policy.slug == slug))
    if version is None:
        raise NotFound
    return version


def list_numbers(session: Session, slug: str) -> list[int]:
    """The numbers of the published versions of a policy, oldest first; empty for an unknown policy."""
    numbers = select(PolicyVersion.number).join(PolicyVersion.policy).order_by(PolicyVersion.number)
    return list(session.scalars(numbers.where(Policy.slug == slug)))


def get_version(session: Session, slug: str, number: int) -> PolicyVersion:
    """One version of a policy. Raises NotFound."""
    version = session.scalar(_ordered().where(Policy.slug == slug, PolicyVersion.number == number))
    if version is None:
        raise NotFound
    return version


def version_in_force(session: Session, slug: str, said_on: date) -> PolicyVersion | None:
    """The version that applied to what was said on that day. Raises NotFound for an unknown policy.

    None when the dates cannot tell: before the first version, or when a later version has no published start and may
    have begun by then. A person then has to say which version it was; a guess could promise too much.
    """
    found: PolicyVersion | None = None
    for version in list_versions(session, slug):
        if version.effective_on is not None:
            found = version if version.effective_on <= said_on else found
        else:
            found = version if version.in_force_by is not None and version.in_force_by <= said_on else None
    return found


def clause_choices(version: PolicyVersion) -> list[ClauseChoice]:
    """The grounds of a version, in its order."""
    return [
        ClauseChoice(clause.code, clause.title, clause.ages, clause.urgency)
        for clause in version.clauses
        if clause.part is Part.GROUND and clause.urgency is not None
    ]


def clause_title(session: Session, slug: str, number: int, code: str) -> str:
    """`“Your life is in danger” (our confidentiality rules, version 3)`: the words an answer cites.

    Raises NotFound when no version holds that clause: an answer never cites what is not published.
    """
    version = get_version(session, slug, number)
    for clause in version.clauses:
        if clause.code == code:
            return f"“{clause.title}” ({version.title}, version {number})"
    raise NotFound


def _ordered() -> Select[PolicyVersion]:
    return select(PolicyVersion).join(PolicyVersion.policy).order_by(Policy.slug, PolicyVersion.number)
