"""The person lets their request rest, and wakes it. Nothing is released meanwhile; the clock of the law goes on."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.queries import of_request
from portal.cases.states import OPEN
from portal.core.errors import NotAllowed, RuleBroken
from portal.core.words import N_
from portal.requests import queries as requests
from portal.requests.models import Request


def can_rest(cases: Iterable[Case]) -> bool:
    """Whether an answer may still come that could wait. A complaint has none: a message answers it."""
    return any(case.status in OPEN and not case.is_complaint for case in cases)


def rest(session: Session, request: Request, *, actor: Actor, at: datetime) -> None:
    """Wait for the person. A request that rests already goes on resting.

    Raises RuleBroken when no answer is left to come, NotAllowed.
    """
    _must_be_theirs(request, actor)
    if not can_rest(of_request(session, request.id)):
        raise RuleBroken(N_("There is nothing left that could wait."))
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
