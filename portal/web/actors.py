"""Who is asking. The only place that turns a browser's session into an actor."""

import uuid
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app, request, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user

from portal.accounts import queries
from portal.accounts.actor import Actor, person_actor, worker_actor
from portal.accounts.kinds import Audience
from portal.accounts.permissions import Permission, Role, permissions_of
from portal.core.errors import NotAllowed
from portal.extensions import db
from portal.requests import queries as requests
from portal.web.sessions import audience_of, current_session
from portal.web.waiting import to_publish, to_review

REQUEST, WORDS = "request_id", "words"
MARK = 16  # characters of the hash: enough to tell that the words were replaced
PLACES = (
    ("today.show", "Today", Permission.OWN_ACCOUNT),
    ("queue.list", "Cases", Permission.QUEUE_READ),
    ("log_requests.new", "Log a request", Permission.REQUEST_LOG),
    ("flags.list", "Flags", Permission.FLAGS_READ),
    ("register.list", "Register", Permission.REGISTER_READ),
    ("desk_policies.list", "Policies", Permission.POLICIES_READ),
    ("staff_questions.list", "Questions", Permission.QUESTIONS_READ),
    ("publishing.list", "To publish", Permission.QUESTIONS_PUBLISH),
    ("staff_numbers.list", "Numbers", Permission.NUMBERS_PUBLISH),
    ("team.show", "Team", Permission.TEAM_READ),
    ("workers.list", "Workers", Permission.WORKERS_MANAGE),
    ("reviews.list", "Access review", Permission.WORKERS_REVIEW),
    ("glass.list", "Reviews", Permission.CASE_REVIEW),
    ("calendar.show", "Bank holidays", Permission.CALENDAR_CHANGE),
    ("jobs.list", "Jobs", Permission.JOBS_READ),
    ("account.show", "Your account", Permission.OWN_ACCOUNT),
)
PART_OF = {"log_entries": "register", "entry_acts": "register"}  # screens that stand under a place of another name
WAITING = {"publishing.list": to_publish, "glass.list": to_review}
ONLY_WHEN_WAITING = frozenset({"glass.list"})  # most organisations have no teams, and never meet it


@dataclass(frozen=True, slots=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # the base class has no types
    """The worker who is signed in, as they stand in the table at this moment."""

    id: uuid.UUID
    name: str
    roles: frozenset[Role]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the roles allow."""
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        """Whether the worker carries the permission. For templates: draw no button that would be refused."""
        return permission in self.permissions


def init_login(app: Flask, manager: LoginManager) -> None:
    """Bind flask-login without its remember-me cookie, and keep it from looking at addresses and browsers.

    Its own `init_app` would read the session after every request, also on pages that are the same for everyone.
    """
    app.login_manager = manager  # type: ignore[attr-defined]
    manager.session_protection = None
    manager._session_identifier_generator = lambda: None  # noqa: SLF001  # it would hash address and browser
    manager.user_loader(_load_worker)


def signed_in_worker() -> SignedIn | None:
    """Say which worker is signed in, if any. On the young people's pages nobody ever is."""
    if audience_of(request.path) is not Audience.WORKER or isinstance(_user(), AnonymousUserMixin):
        return None
    return cast(SignedIn, _user())


def let_worker_in(worker_id: uuid.UUID) -> None:
    """Sign the worker in: a new session id, and nothing of what this browser said before."""
    ours = current_session()
    ours.clear()
    ours.rotate(worker_id=worker_id)
    user = _load_worker(str(worker_id))
    if user is None:
        raise NotAllowed
    login_user(user)


def let_person_in(request_id: uuid.UUID, words_hash: str, *, shared: bool = False) -> None:
    """Open a request for the person who proved the words: under a new session id, without an older draft.

    `shared`: other people use this device. Nothing but the words changes that later.
    """
    current_session().clear()
    current_session().rotate()
    current_session().share(shared=shared)
    session[REQUEST] = str(request_id)
    session[WORDS] = mark_of(words_hash)


def mark_of(words_hash: str) -> str:
    """What a session remembers of the words that opened it: enough to see that there are new ones, and no more."""
    return words_hash[-MARK:]


def person_request_id() -> uuid.UUID | None:
    """Say which request this person came back to, if any."""
    if audience_of(request.path) is not Audience.PERSON:
        return None
    kept = session.get(REQUEST)
    if not kept:
        return None
    request_id = uuid.UUID(kept)
    # new words end every visit that the old ones opened, wherever it is
    return request_id if mark_of(requests.words_hash_of(db.session, request_id)) == session.get(WORDS) else None


def own_request_id() -> uuid.UUID:
    """The request this person came back to. Raises NotAllowed for a stranger."""
    request_id = person_request_id()
    if request_id is None:
        raise NotAllowed
    return request_id


def current_actor() -> Actor:
    """Whoever is asking, for the services. Raises NotAllowed for a stranger."""
    worker = signed_in_worker()
    if worker is not None:
        return worker_actor(worker.id, worker.roles)
    return person_actor(own_request_id())


def staff_context() -> dict[str, Any]:
    """Offer the layout of staff pages the worker, the way out and the places they may go. Nothing elsewhere."""
    if audience_of(request.path) is not Audience.WORKER:
        return {}
    worker = signed_in_worker()
    return {
        "worker": worker,
        "staff_nav": _places(worker) if worker else [],
        "sign_out_url": url_for("staff_sessions.sign_out"),
    }


def first_page(worker: SignedIn) -> str:
    """The address of the first page the worker may open; empty when there is none."""
    return next((str(place["href"]) for place in _places(worker)), "")


def _places(worker: SignedIn) -> list[dict[str, Any]]:
    actor = worker_actor(worker.id, worker.roles)
    return [
        {
            "href": url_for(endpoint),
            "text": text,
            "current": PART_OF.get(request.blueprint or "", request.blueprint) == endpoint.split(".")[0],
            "count": WAITING[endpoint](actor) if endpoint in WAITING else 0,
        }
        for endpoint, text, permission in PLACES
        if worker.may(permission) and endpoint in current_app.view_functions
        if endpoint not in ONLY_WHEN_WAITING or WAITING[endpoint](actor)
    ]


def _load_worker(worker_id: str) -> SignedIn | None:
    """Read the worker anew, so that a disabled one is out and a changed role counts from the next click."""
    if str(current_session().worker_id) != worker_id:
        return None
    worker = queries.find_active(db.session, uuid.UUID(worker_id))
    return SignedIn(worker.id, worker.name, worker.trusted_with) if worker else None


def _user() -> Any:
    return current_user._get_current_object()  # noqa: SLF001
