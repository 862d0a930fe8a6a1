"""How much waits for a worker behind a place of the menu. Counts only: nothing sealed is opened for it."""

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.casework.queries import count_to_review
from portal.extensions import db
from portal.policies.drafts.queries import list_ready
from portal.questions.queries import list_to_publish


def to_review(actor: Actor) -> int:
    """Cases of other teams that somebody opened, and nobody has looked at why."""
    return count_to_review(db.session, actor.worker_id)


def to_publish(actor: Actor) -> int:
    """Wordings and drafts that this worker can publish, for somebody else wrote them."""
    found = 0
    if actor.may(Permission.QUESTIONS_PUBLISH):
        found += sum(row.drafted_by_id != actor.id for row in list_to_publish(db.session))
    if actor.may(Permission.POLICIES_PUBLISH):
        found += sum(draft.updated_by_id != actor.id for draft in list_ready(db.session))
    return found
