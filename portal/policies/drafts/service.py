"""Start, change, finish, publish or drop a draft. Every act is in the audit trail, without a word of the text."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.policies import drafting
from portal.policies.drafts.queries import checked, open_draft, published_in
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
    must_be_open(draft)
    try:
        text = edit(draft.text)
    except FrontUnreadable:
        raise RuleBroken(NOT_YAML) from None
    except drafting.NoSuchClause:
        raise NotFound from None
    if text == draft.text:
        return False
    draft.text = text
    _touch(session, draft, actor, at)
    return True


def carry_over(
    session: Session, draft: PolicyDraft, still_right: Mapping[str, str], *, actor: Actor, at: datetime
) -> bool:
    """Keep which situations an editor says are still right, each with its mark, and say whether that is new.

    It is a change of the draft like any other: whoever made it does not publish it. Raises NotAllowed, RuleBroken.
    """
    actor.must(Permission.POLICIES_WRITE)
    must_be_open(draft)
    if dict(still_right) == draft.still_right:
        return False
    draft.still_right = dict(still_right)
    _touch(session, draft, actor, at)
    return True


def restore_clause(session: Session, draft: PolicyDraft, code: str, *, actor: Actor, at: datetime) -> bool:
    """Put a clause that was taken out back as it is published, after the one it follows there.

    Raises NotFound (it is not published, or there it is already), and what `change` raises.
    """
    published = published_in(session, draft)
    codes = [piece.code for piece in published]
    here = {placed.piece.code for placed in drafting.placed_in(draft.text)}
    if code not in codes or code in here:
        raise NotFound
    piece = published[codes.index(code)]
    after = next((one for one in reversed(codes[: codes.index(code)]) if one in here), "")
    return change(
        session, draft, lambda text: drafting.add_clause(text, piece, after=after, first=not after), actor=actor, at=at
    )


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
    must_be_open(draft)
    draft.state = DraftState.DROPPED
    _record(session, draft, Action.POLICY_DROPPED, actor, at)


def take_up_again(session: Session, draft: PolicyDraft, *, actor: Actor, at: datetime) -> None:
    """Go on with a draft that was dropped, unless there is another. Raises NotAllowed, RuleBroken."""
    actor.must(Permission.POLICIES_WRITE)
    if draft.state is not DraftState.DROPPED:
        raise RuleBroken("Only a draft that was dropped can be taken up again.")
    if open_draft(session, draft.slug):
        raise RuleBroken("There is another draft of this policy now. Change that one, or drop it.")
    _touch(session, draft, actor, at, Action.POLICY_RESUMED)


def send_back(session: Session, draft: PolicyDraft, note: str, *, actor: Actor, at: datetime) -> None:
    """Give a ready draft back to whoever wrote it, with a note. Raises NotAllowed, RuleBroken."""
    actor.must(Permission.POLICIES_PUBLISH)
    if draft.state is not DraftState.READY:
        raise RuleBroken("It is not marked ready.")
    if not note.strip():
        raise RuleBroken("Say why it goes back", field="note")
    draft.state, draft.note = DraftState.DRAFT, note.strip()
    _record(session, draft, Action.POLICY_SENT_BACK, actor, at)


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
    return publish_version(session, found.version, actor=actor, at=at, still_right=draft.still_right)


def _touch(
    session: Session, draft: PolicyDraft, actor: Actor, at: datetime, action: Action = Action.POLICY_CHANGED
) -> None:
    """It is a draft in the hands of whoever did this; what was said before about it is done with."""
    draft.state, draft.note = DraftState.DRAFT, None
    draft.updated_by_id, draft.updated_at = actor.worker_id, at
    _record(session, draft, action, actor, at)


def must_be_open(draft: PolicyDraft) -> None:
    """Raise RuleBroken for a draft that is closed."""
    if not draft.is_open:
        raise RuleBroken(f"This draft is closed: it was {draft.state}. It cannot change any more.")


def _record(session: Session, draft: PolicyDraft, action: Action, actor: Actor, at: datetime) -> None:
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=draft.id, at=at, policy=draft.slug,
        version=draft.number,
    )  # fmt: skip
