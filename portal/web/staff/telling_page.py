"""What stands on the page of the duty to tell, gathered for its template."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.core import clock
from portal.core.reading import Reading, faults, measure
from portal.disclosures import queries as register
from portal.disclosures.duty import queries as duties
from portal.disclosures.duty.queries import OpenedStep
from portal.disclosures.duty.ways import Way, ways
from portal.disclosures.queries import OpenedDisclosure
from portal.disclosures.telling_states import TO_TELL, Needs, Step, available

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.disclosures.duty.models import Duty


@dataclass(frozen=True, slots=True)
class TellingPage:
    """An entry, where the duty stands, what happened, and what this worker can do. `wants_second`: but not they."""

    duty: "Duty"
    steps: Sequence[OpenedStep]
    moves: Sequence[Step]
    names: dict[uuid.UUID, str]
    can_tell: bool
    wants_second: bool
    is_due: bool

    @property
    def number(self) -> str:
        """The number of the entry."""
        return self.duty.disclosure.number


@dataclass(frozen=True, slots=True)
class Preview:
    """The words as they will be read, and whether they may leave."""

    paragraphs: tuple[str, ...]
    reading: Reading
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TellPage:
    """Where the person can be told now, and where not yet."""

    duty: "Duty"
    entry: OpenedDisclosure
    ways: Sequence[Way]
    may_send: bool

    @property
    def open_ways(self) -> Sequence[Way]:
        """The requests in which they can be told."""
        return [way for way in self.ways if way.obstacle is None]


def telling_page(session: "Session", disclosure_id: uuid.UUID, actor: Actor) -> TellingPage:
    """Gather it. Raises NotFound, also for a locked entry that the worker may not see; KeyDestroyed."""
    sees_locks = actor.may(Permission.REGISTER_LOCKED)
    duty = duties.get(session, disclosure_id, locked=sees_locks)
    steps = duties.history(session, duty, locked=sees_locks)
    every = available(duty.state, actor.permissions)
    is_theirs = duty.proposed_by_id == actor.worker_id
    moves = [step for step in every if not (is_theirs and Needs.SECOND in step.needs)]
    return TellingPage(
        duty=duty,
        steps=steps,
        moves=moves,
        names=get_names(session, {one.row.by_id for one in steps if one.row.by_id}),
        can_tell=duty.state in TO_TELL and actor.may(Permission.REGISTER_TELL),
        wants_second=is_theirs and len(moves) < len(every),
        is_due=duty.review_on is not None and duty.review_on <= clock.today(),
    )


def tell_page(session: "Session", disclosure_id: uuid.UUID, actor: Actor) -> TellPage:
    """Gather the ways. Raises NotFound, KeyDestroyed."""
    duty = duties.get(session, disclosure_id, locked=actor.may(Permission.REGISTER_LOCKED))
    entry = register.opened(session, disclosure_id, locked=actor.may(Permission.REGISTER_LOCKED))
    may_send = duty.state in TO_TELL
    found = ways(session, entry, actor=actor, at=clock.now()) if may_send else ()
    return TellPage(duty, entry, found, may_send)


def previewed(text: str) -> Preview:
    """How the words read."""
    reading = measure(text)
    return Preview(tuple(filter(None, (part.strip() for part in text.split("\n\n")))), reading, tuple(faults(reading)))
