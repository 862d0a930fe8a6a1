"""PortalError becomes a page, once. No page or log line repeats what was typed."""

import structlog
from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.core.errors import NotAllowed, NotFound, PortalError, RuleBroken, SomebodyElseChangedIt, Unavailable
from portal.extensions import db
from portal.web.forms import NUL

log = structlog.get_logger()
PAGES = {status: f"errors/{status}.html" for status in (400, 403, 404, 503)}


def init_errors(app: Flask) -> None:
    """Hang one handler on each kind of error."""
    app.before_request(_refuse_nul)
    app.register_error_handler(NotFound, lambda _e: _page(404))
    app.register_error_handler(NotAllowed, lambda _e: _page(403))
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(DBAPIError, _database_down)
    app.register_error_handler(RuleBroken, _refused)
    app.register_error_handler(IntegrityError, lambda _e: _refused(SomebodyElseChangedIt()))
    app.register_error_handler(StaleDataError, lambda _e: _refused(SomebodyElseChangedIt()))
    app.register_error_handler(PortalError, _unexpected)
    app.register_error_handler(CSRFError, _away)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refuse_nul() -> None:
    """No address of ours holds this character, and PostgreSQL would fail on it: it is an address that is not there."""
    if NUL in request.path or any(NUL in value for value in request.args.values()):
        raise NotFound


def _page(status: int, *, what: str = "") -> ResponseReturnValue:
    db.session.rollback()
    return render_template(PAGES.get(status, "errors/500.html"), what=what), status


def _unavailable(error: Unavailable) -> ResponseReturnValue:
    log.error("unavailable", part=type(error).__name__)
    return _page(503, what=error.message if _for_staff() else "")


def _database_down(error: DBAPIError) -> ResponseReturnValue:
    log.error("database-failed", kind=type(error).__name__)
    return _page(503, what="The database does not answer." if _for_staff() else "")


def _refused(error: RuleBroken) -> ResponseReturnValue:
    """A rule that no form was there to show: its words, on a page of their own."""
    db.session.rollback()
    return render_template("errors/409.html", message=error.message), 409


def _away(_error: CSRFError) -> ResponseReturnValue:
    """No token or an old one: the session ended meanwhile. Nothing was sent."""
    if _for_staff():
        return redirect(url_for("staff_sessions.new"), 303)
    return render_template("errors/you-left.html"), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # noqa: PLR2004  # redirects are answers, not errors
        return error
    return _page(error.code) if error.code in PAGES else (render_template("errors/500.html", what=""), error.code)


def _unexpected(error: Exception) -> ResponseReturnValue:
    """The class and the place, never the message: somebody's words may be in it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
    log.error("unexpected", kind=type(error).__name__, where=where, endpoint=request.endpoint)
    return _page(500)


def _for_staff() -> bool:
    return request.path.startswith("/staff")
