"""What a worker saw of an answer, kept so that the next time they are shown what changed."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.answers.models import Answer, Look
from portal.requests import queries as requests
from portal.vault import vault_of


def note_looked(session: Session, answer: Answer, *, actor: Actor, at: datetime) -> None:
    """Keep what is before this worker's eyes, sealed. Seen twice, it stays compared with what was there before."""
    if answer.content is None:
        return
    box = vault_of(session).box(requests.get(session, answer.case.request_id).key_id)
    content = box.get(answer, "content")
    look = session.scalar(select(Look).where(Look.answer_id == answer.id, Look.worker_id == actor.worker_id))
    if look is None:
        look = Look(id=uuid.uuid4(), answer_id=answer.id, worker_id=actor.worker_id, seen_at=at)
        box.put(look, "seen", content)
        try:
            with session.begin_nested():
                session.add(look)
        except IntegrityError:  # another tab of theirs was faster, and saw the same
            return
    elif (seen := box.get(look, "seen")) != content:
        box.put(look, "before", seen)
        box.put(look, "seen", content)
        look.before_at, look.seen_at = look.seen_at, at
    else:
        look.seen_at = at
    session.flush()
