"""Publishing: what a checked pack says becomes what the portal says."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.core.errors import RuleBroken
from portal.policies.loaded import refuse_another
from portal.policies.markdown import to_html
from portal.policies.models import Policy, PolicyClause, PolicyVersion
from portal.policies.pack import Clause, Pack, Version
from portal.policies.paper import promise, promise_missing


def load_pack_into(session: Session, pack: Pack, *, actor: Actor, at: datetime) -> list[PolicyVersion]:
    """Publish every version of the pack that is not published yet, and return those. A worker makes their PDFs.

    Loading twice changes nothing. Raises RuleBroken when a published version says something else in the pack: people
    were told the old words, so the new ones need a number of their own. So it does when the database holds the rules of
    another pack. Nothing is published then.
    """
    refuse_another(session, pack.organisation.id)
    versions = [version for policy in pack.policies for version in policy.versions]
    new = [version for version in versions if not _is_published(session, version)]
    rows = [publish_version(session, version, actor=actor, at=at, pack=pack.organisation.id) for version in new]
    promise_missing(session, at=at)
    return rows


def publish_version(
    session: Session, version: Version, *, actor: Actor, at: datetime, pack: str = "",
    still_right: Mapping[str, str] | None = None,
) -> PolicyVersion:  # fmt: skip
    """Publish one checked version for good, promise its document, and write it down.

    `pack`: the pack it came with. `still_right`: situations whose rules an editor carried over (`carried`).

    Raises RuleBroken when that number is published already.
    """
    if _is_published(session, version):
        raise RuleBroken(f"{version.slug}: version {version.number} is already published")
    row = _publish(session, version, still_right or {}, at)
    promise(session, row, at=at)
    action, more = (Action.POLICY_LOADED, {"pack": pack}) if pack else (Action.POLICY_PUBLISHED, {"sha256": row.sha256})
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at, policy=row.slug,
        version=row.number, **more,
    )  # fmt: skip
    return row


def _is_published(session: Session, version: Version) -> bool:
    published = session.scalar(
        select(PolicyVersion.sha256)
        .join(PolicyVersion.policy)
        .where(Policy.slug == version.slug, PolicyVersion.number == version.number)
    )
    if published is not None and published != version.sha256:
        raise RuleBroken(
            f"{version.slug}: version {version.number} is already published with other words; give it a new number"
        )
    return published is not None


def _publish(session: Session, version: Version, still_right: Mapping[str, str], at: datetime) -> PolicyVersion:
    policy = session.scalar(select(Policy).where(Policy.slug == version.slug))
    if policy is None:
        policy = Policy(slug=version.slug)
        session.add(policy)
    row = PolicyVersion(
        policy=policy,
        number=version.number,
        title=version.title,
        effective_on=version.effective_on,
        in_force_by=version.in_force_by,
        review_on=version.review_on,
        covers=version.covers,
        shares=version.shares,
        details=list(version.details),
        recipients=dict(version.recipients),
        sources={name: source.model_dump() for name, source in version.sources.items()},
        sha256=version.sha256,
        text=version.text,
        published_at=at,
        still_right=dict(still_right),
        clauses=[_row(clause, position) for position, clause in enumerate(version.clauses)],
    )
    session.add(row)
    session.flush()
    return row


def _row(clause: Clause, position: int) -> PolicyClause:
    return PolicyClause(
        position=position,
        code=clause.id,
        part=clause.part,
        title=clause.title,
        words=clause.words,
        html=to_html(clause.words),
        readings={str(reader): words for reader, words in clause.readings.items()},
        urgency=clause.urgency,
        because=clause.because,
        shares=clause.shares,
        age_codes=[str(band) for band in clause.ages],
        life_risk_only_codes=[str(band) for band in clause.life_risk_only],
        tell=list(clause.tell),
        under=clause.under,
        source=[str(line) for line in clause.source],
        law=list(clause.law),
    )
