"""Start, change, finish, publish or drop a draft. Every act is in the audit trail, without a word of the text."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.policies import drafting
from portal.policies.drafts.queries import checked, open_draft
from portal.policies.front import FrontUnreadable, next_version, set_fact
from portal.policies.kinds import DraftState
from portal.policies.models import PolicyDraft, PolicyVersion
from portal.policies.queries import get_policy
from portal.policies.service import publish_version

CHANGED_MEANWHILE = "Somebody else changed this draft after you opened it. Nothing was overwritten."
NOT_YAML = "The facts at the top cannot be changed one by one as they stand. Mend them in the box below first."


def must_be_unchanged(draft: PolicyDraft, seen_version: int) -> None:
    """Raise SomebodyElseChangedIt unless the draft is as the worker saw it."""
    if draft.version != seen_version:
        raise SomebodyElseChangedIt(CHANGED_MEANWHILE)


def start(session: Session, slug: str, *, actor: Actor, at: datetime) -> PolicyDraft:
    """Begin the next version from the text of the newest. Raises NotFound, NotAllowed, RuleBroken."""
    actor.must(Permission.POLICIES_WRITE)
    newest = get_policy(session, slug)
    if open_draft(session, slug):
        raise RuleBroken("There is a draft of this policy already. Change that one, or drop it.")
    if not newest.text:
        raise RuleBroken("The file of the newest version is not here, so no draft can start from it.")
    draft = PolicyDraft(
        slug=slug, based_on=newest.number, text=next_version(newest.text, newest.number + 1), state=DraftState.DRAFT,
        updated_by_id=actor.worker_id, updated_at=at,
    )  # fmt: skip
    session.add(draft)
    session.flush()
    _record(session, draft, Action.POLICY_DRAFTED, actor, at)
    return draft


def change(session: Session, draft: PolicyDraft, edit: Callable[[str], str], *, actor: Actor, at: datetime) -> bool:
    """Keep what `edit` makes of the text, problems and all, and say whether anything changed.

    A ready draft is a draft again then. Raises NotAllowed, RuleBroken (it is closed; the facts at the top are no
    YAML), NotFound (no such clause).
    """
    actor.must(Permission.POLICIES_WRITE)
    _must_be_open(draft)
    try:
        text = edit(draft.text)
    except FrontUnreadable:
        raise RuleBroken(NOT_YAML) from None
    except drafting.NoSuchClause:
        raise NotFound from None
    if text == draft.text:
        return False
    draft.text, draft.state = text, DraftState.DRAFT
    draft.updated_by_id, draft.updated_at = actor.worker_id, at
    _record(session, draft, Action.POLICY_CHANGED, actor, at)
    return True


def change_fact(session: Session, draft: PolicyDraft, facts: Mapping[str, str], *, actor: Actor, at: datetime) -> bool:
    """Set facts at the top, each one line; an empty one is taken out. Raises what `change` raises."""

    def edit(text: str) -> str:
        for name, value in facts.items():
            text = set_fact(text, name, value)
        return text

    return change(session, draft, edit, actor=actor, at=at)


def ready(session: Session, draft: PolicyDraft, *, actor: Actor, at: datetime) -> None:
    """Say that it can be published: only its writer can, and only without a problem. Raises NotAllowed, RuleBroken."""
    actor.must(Permission.POLICIES_WRITE)
    if draft.state is not DraftState.DRAFT:
        raise RuleBroken("Only a draft that is being written can be marked ready.")
    if draft.updated_by_id != actor.worker_id:
        raise RuleBroken("Whoever changed it last says when it is ready.")
    if checked(session, draft).problems:
        raise RuleBroken("Mend every problem first.")
    draft.state = DraftState.READY
    _record(session, draft, Action.POLICY_READIED, actor, at)


def drop(session: Session, draft: PolicyDraft, *, actor: Actor, at: datetime) -> None:
    """Give the draft up. Its text stays with it. Raises NotAllowed, RuleBroken."""
    actor.must(Permission.POLICIES_WRITE)
    _must_be_open(draft)
    draft.state = DraftState.DROPPED
    _record(session, draft, Action.POLICY_DROPPED, actor, at)


def publish(session: Session, draft: PolicyDraft, *, actor: Actor, at: datetime) -> PolicyVersion:
    """Publish a ready draft, by somebody else than its writer. Raises NotAllowed, RuleBroken."""
    actor.must(Permission.POLICIES_PUBLISH)
    if draft.state is not DraftState.READY:
        raise RuleBroken("It is not marked ready.")
    if draft.updated_by_id == actor.worker_id:
        raise RuleBroken("You changed it last, so somebody else has to publish it.")
    found = checked(session, draft)
    if found.problems or found.version is None:
        raise RuleBroken("It has a problem, so it cannot be published.")
    draft.state = DraftState.PUBLISHED
    session.flush()
    return publish_version(session, found.version, actor=actor, at=at)


def _must_be_open(draft: PolicyDraft) -> None:
    if not draft.is_open:
        raise RuleBroken(f"This draft was {draft.state}. It cannot change any more.")


def _record(session: Session, draft: PolicyDraft, action: Action, actor: Actor, at: datetime) -> None:
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=draft.id, at=at, policy=draft.slug,
        version=draft.number,
    )  # fmt: skip
