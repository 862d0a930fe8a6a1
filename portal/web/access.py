"""Who may open a page. One of these three stands on every route; a test walks all routes and reads the mark."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.actor import worker_actor
from portal.accounts.permissions import Permission
from portal.core.errors import NotAllowed
from portal.web.actors import first_page, person_request_id, signed_in_worker
from portal.web.need_to_know import must_know
from portal.web.reading import LOOKS
from portal.web.sessions import current_session

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
NOT_A_PLACE_TO_GO = ("/staff/sign-in", "/staff/sign-out")


def requires(permission: Permission, *, is_desk: bool = False) -> Callable[[View[P]], View[P]]:
    """Let in a worker whose roles carry the permission. Others get the sign-in page, or NotAllowed.

    What the address names has to be open to this worker (`need_to_know`): else NotFound, as if it were not there.

    `is_desk`: this is where everybody at the desk comes in, so they go on to the first page they may open.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            worker = signed_in_worker()
            if worker is None:
                return to_sign_in()
            if not worker.may(permission):
                if is_desk and (first := first_page(worker)):
                    return redirect(first, 303)
                raise NotAllowed
            must_know(worker_actor(worker.id, worker.roles), kwargs)
            return view(*args, **kwargs)

        wrapper.access = ("permission", permission)  # type: ignore[attr-defined]
        return wrapper

    return decorate


def requires_person(view: View[P]) -> View[P]:
    """Let in a person who proved the words of a request.

    Whoever was away or left is told so; whoever never came is sent to where the words are asked for.
    """

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if person_request_id() is not None:
            return view(*args, **kwargs)
        if current_session().expired:
            return render_template("errors/you-left.html"), 403
        return redirect(url_for("back.show"), 303)

    wrapper.access = ("person",)  # type: ignore[attr-defined]
    return wrapper


def public(view: View[P]) -> View[P]:
    """Let anybody in."""
    view.access = ("public",)  # type: ignore[attr-defined]
    return view


def to_sign_in() -> ResponseReturnValue:
    """Send to the sign-in page and, when a page was only looked at, back there afterwards."""
    wanted = request.full_path.rstrip("?")
    if request.method in LOOKS and safe_next(wanted):
        return redirect(url_for("staff_sessions.new", next=wanted), 303)
    return redirect(url_for("staff_sessions.new"), 303)


def safe_next(target: str) -> str | None:
    """Give the target when it is one of our own staff pages, else None: nobody is sent to a stranger's address."""
    path = target.partition("?")[0]
    is_ours = path == "/staff" or path.startswith("/staff/")
    could_mislead = "\\" in target or ".." in target or not target.isprintable()
    return target if is_ours and not could_mislead and not path.startswith(NOT_A_PLACE_TO_GO) else None
