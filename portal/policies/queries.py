"""Reads of published policies."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.policies.kinds import AgeBand, Part, Urgency
from portal.policies.models import Policy, PolicyClause, PolicyVersion
from portal.policies.pack.policy import Version
from portal.policies.rules import in_force
from portal.policies.standing import Standing, Start, of_day, standing_of, starts_on


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """A ground that can be the reason for telling somebody, as a worker picks it."""

    code: str
    title: str
    ages: frozenset[AgeBand]
    urgency: Urgency


def list_policies(session: Session) -> list[PolicyVersion]:
    """The newest version of every policy, by title, however late it starts."""
    newest = {version.policy_id: version for version in session.scalars(_ordered())}
    return sorted(newest.values(), key=lambda version: (version.title, version.slug))


def list_all_versions(session: Session) -> list[PolicyVersion]:
    """Every version of every policy, by address and number."""
    return list(session.scalars(_ordered()))


def list_versions(session: Session, slug: str) -> list[PolicyVersion]:
    """Every version of a policy, oldest first. Raises NotFound."""
    versions = list(session.scalars(_ordered().where(Policy.slug == slug)))
    if not versions:
        raise NotFound
    return versions


def get_policy(session: Session, slug: str) -> PolicyVersion:
    """The newest version of a policy, however late it starts: what comes next follows it. Raises NotFound."""
    newest = select(PolicyVersion).join(PolicyVersion.policy).order_by(PolicyVersion.number.desc()).limit(1)
    version = session.scalar(newest.where(Policy.slug == slug))
    if version is None:
        raise NotFound
    return version


def standing(session: Session, slug: str, today: date) -> Standing:
    """Which version counts today, and which are still to come. Raises NotFound."""
    return standing_of(_starts(session, slug), today)


def policy_of_day(session: Session, slug: str, day: date) -> PolicyVersion:
    """The version of a policy that counts on that day; the first one when none has begun. Raises NotFound."""
    return get_version(session, slug, of_day(_starts(session, slug), day).number)


def policies_of_day(session: Session, day: date) -> list[PolicyVersion]:
    """The version of every policy that counts on that day, by title."""
    slugs = session.scalars(select(Policy.slug).where(Policy.versions.any()))
    found = [policy_of_day(session, slug, day) for slug in slugs]
    return sorted(found, key=lambda version: (version.title, version.slug))


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
    """The version that applied to what was said on that day; None when the dates cannot tell (`rules.in_force`).

    Raises NotFound for an unknown policy.
    """
    return in_force(list_versions(session, slug), said_on)


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
    query = (
        select(PolicyClause.title, PolicyVersion.title)
        .join(PolicyVersion, PolicyVersion.id == PolicyClause.version_id)
        .join(Policy, Policy.id == PolicyVersion.policy_id)
        .where(Policy.slug == slug, PolicyVersion.number == number, PolicyClause.code == code)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    clause, version = found
    return f"“{clause}” ({version}, version {number})"


def as_version(row: PolicyVersion) -> Version:
    """A published version in the shape a pack has it, for comparing the two."""
    days = ("effective_on", "in_force_by", "not_before", "review_on")
    names = ("slug", "title", *days, "covers", "shares", "details", "sources")
    facts = ("part", "title", "words", "readings", "urgency", "because", "tell", "under", "shares", "source", "law")
    clauses = [
        {name: getattr(clause, name) for name in facts}
        | {"id": clause.code, "ages": clause.age_codes, "life_risk_only": clause.life_risk_only_codes}
        for clause in row.clauses
    ]
    said = {name: getattr(row, name) for name in names} | {"version": row.number, "recipients": row.recipients}
    return Version.model_validate({**said, "clauses": clauses, "text": row.text})


def _starts(session: Session, slug: str) -> list[Start]:
    days = select(PolicyVersion.number, PolicyVersion.effective_on, PolicyVersion.published_at)
    wanted = days.join(PolicyVersion.policy).where(Policy.slug == slug).order_by(PolicyVersion.number)
    found = [Start(number, starts_on(effective_on, at)) for number, effective_on, at in session.execute(wanted)]
    if not found:
        raise NotFound
    return found


def _ordered() -> Select[PolicyVersion]:
    return select(PolicyVersion).join(PolicyVersion.policy).order_by(Policy.slug, PolicyVersion.number)
