"""The person lets their request rest, and wakes it. Nothing is released meanwhile; the clock of the law goes on."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.cases.queries import of_request
from portal.cases.states import OPEN
from portal.core.errors import NotAllowed, RuleBroken
from portal.requests import queries as requests
from portal.requests.models import Request


def rest(session: Session, request: Request, *, actor: Actor, at: datetime) -> None:
    """Wait for the person. A request that rests already goes on resting.

    Raises RuleBroken when no case in it is open, NotAllowed.
    """
    _must_be_theirs(request, actor)
    if not any(case.status in OPEN for case in of_request(session, request.id)):
        raise RuleBroken("There is nothing left that could wait.")
    requests.hold(session, request)
    if request.resting_since is None:
        request.resting_since = at
        session.flush()
        _note(session, Action.REQUEST_RESTED, request, actor, at)


def wake(session: Session, request: Request, *, actor: Actor, at: datetime) -> None:
    """Go on. Nothing happens to a request that is awake. Raises NotAllowed."""
    _must_be_theirs(request, actor)
    requests.hold(session, request)
    if request.resting_since is not None:
        request.resting_since = None
        session.flush()
        _note(session, Action.REQUEST_WOKEN, request, actor, at)


def _must_be_theirs(request: Request, actor: Actor) -> None:
    if actor.id != request.id:
        raise NotAllowed


def _note(session: Session, action: Action, request: Request, actor: Actor, at: datetime) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at)
