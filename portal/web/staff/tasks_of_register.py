"""What the register puts on the page of today: drafts, the duty to tell, whoever has to hear of a change, sets."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import url_for

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission as P
from portal.core import clock
from portal.disclosures.drafts import count_lying
from portal.shares import queries as shares
from portal.shares.recipients import count_open
from portal.web.need_to_know import my_sight
from portal.web.staff.task import Task
from portal.web.staff.telling_today import telling_today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def tasks_of_register(session: "Session", actor: Actor) -> Iterator[Task]:
    """Each with its count, which may be nought."""
    if actor.may(P.REGISTER_LOG):
        lying = count_lying(session, actor=actor, at=clock.now())
        yield Task(lying, "Drafts of yours that are not logged yet", url_for("register.list"))
    for count, words, href, urgent in telling_today(session, actor):
        yield Task(count, words, href, urgent)
    if actor.may(P.CASE_WORK):
        tell = count_open(session, my_sight(actor))
        yield Task(tell, "Cases with recipients to tell of a change", url_for("recipients_waiting.list"))
    if actor.may(P.SHARES_CLOSE):
        locked = actor.may(P.REGISTER_LOCKED)
        second = shares.count_waiting(session, besides=actor.worker_id, locked=locked)
        yield Task(second, "Sets that wait for a second person", url_for("shares.list"))
        late = shares.count_late_sets(session, locked=locked)
        yield Task(late, "Sets whose receivers have to hear of an opt-out", url_for("shares.list"), urgent=True)
