"""How much a young person understands of what they ask for: what was considered, by whom, and what they thought.

No age opens or shuts a door. In Scotland somebody of 12 or over is taken to understand, unless it is shown that they do
not (s.208 DPA 2018); elsewhere a worker looks at the person (guidance of the regulator).
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.calendars import Nation
from portal.core.errors import RuleBroken
from portal.identity.checks import Whose
from portal.identity.kinds import Considered, Understanding
from portal.identity.models import Capacity
from portal.identity.rules import views_in
from portal.vault import vault_of


def note_capacity(
    session: Session, whose: Whose, view: Understanding, considered: Sequence[Considered], words: str, *,
    nation: Nation, actor: Actor, at: datetime,
) -> Capacity:  # fmt: skip
    """Write it down. An earlier note stays as it was.

    Raises RuleBroken (a presumption outside Scotland, nothing considered, no words), NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    if view not in views_in(nation):
        raise RuleBroken("Only the law of Scotland takes that as given. Say what you saw.", field="view")
    if not considered and view is not Understanding.PRESUMED:
        raise RuleBroken("Tick what you looked at", field="considered")
    if not words.strip():
        raise RuleBroken("Say what you saw or heard. Keep it short.", field="capacity_words")
    row = Capacity(
        id=uuid.uuid4(), request_id=whose.request_id, view=view, considered=[code.value for code in considered],
        noted_at=at, noted_by_id=actor.worker_id,
    )  # fmt: skip
    vault_of(session).box(whose.key_id).put(row, "words", words.strip())
    session.add(row)
    session.flush()
    record(
        session, Action.IDENTITY_CAPACITY_NOTED, actor_kind=actor.kind, actor_id=actor.id, subject=whose.request_id,
        at=at, reason=view.value,
    )  # fmt: skip
    return row
