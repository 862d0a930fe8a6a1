"""Reads of drafts."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.policies.drafting import Piece, placed_in
from portal.policies.drafts.check import check_draft
from portal.policies.kinds import DraftState
from portal.policies.models import PolicyDraft
from portal.policies.pack.policy_file import VersionFile
from portal.policies.queries import get_policy, get_version

OPEN = (DraftState.DRAFT, DraftState.READY)


def get_draft(session: Session, draft_id: uuid.UUID) -> PolicyDraft:
    """A draft. Raises NotFound."""
    draft = session.get(PolicyDraft, draft_id)
    if draft is None:
        raise NotFound
    return draft


def open_draft(session: Session, slug: str) -> PolicyDraft | None:
    """The draft of a policy that somebody works on."""
    wanted = select(PolicyDraft).where(PolicyDraft.slug == slug, PolicyDraft.state.in_(OPEN))
    return session.scalars(wanted.order_by(PolicyDraft.updated_at.desc())).first()


def list_drafts(session: Session) -> list[PolicyDraft]:
    """Every draft, the one that was changed last first."""
    return list(session.scalars(select(PolicyDraft).order_by(PolicyDraft.updated_at.desc(), PolicyDraft.id)))


def list_ready(session: Session) -> list[PolicyDraft]:
    """Drafts that wait for their second person, the one that waits longest first."""
    wanted = select(PolicyDraft).where(PolicyDraft.state == DraftState.READY)
    return list(session.scalars(wanted.order_by(PolicyDraft.updated_at, PolicyDraft.id)))


def published_in(session: Session, draft: PolicyDraft) -> list[Piece]:
    """The clauses of the version a draft started from, in its order."""
    text = get_version(session, draft.slug, draft.based_on).text
    return [placed.piece for placed in placed_in(text)]


def checked(session: Session, draft: PolicyDraft) -> VersionFile:
    """The draft as it reads now, with everything that keeps it from being published."""
    return check_draft(draft.text, get_policy(session, draft.slug), based_on=draft.based_on)
