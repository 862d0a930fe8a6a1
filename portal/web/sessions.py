"""Which cookie carries which session, and when it is set, kept and expired.

One cookie for people, another for workers, chosen by path. A page that asks nothing of its session costs no look-up,
sets no cookie and is the same bytes for everyone.
"""

from typing import cast

import structlog
from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface, SessionMixin

from portal.accounts.kinds import Audience
from portal.accounts.sessions import or_unavailable
from portal.core.engine import writing
from portal.core.errors import Unavailable
from portal.extensions import db
from portal.web.browser_session import BrowserSession
from portal.web.reading import LOOKS

COOKIES = {Audience.PERSON: "__Host-s", Audience.WORKER: "__Host-w"}
REDIRECTED, REFUSED, FAILED = 300, 400, 500

log = structlog.get_logger()


class PortalSessions(SessionInterface):
    """Flask's door to the store. A store that does not answer becomes the page that says so, never a lost session."""

    def open_session(self, _app: Flask, request: Request) -> BrowserSession:
        """Make a session that has not been read yet."""
        audience = audience_of(request.path)
        return BrowserSession(audience, request.cookies.get(COOKIES[audience]), looks=request.method in LOOKS)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what the request left in the session, after the view's own transaction is over.

        A request that failed leaves the session as it was. An ended session always loses its cookie, and with it the
        only key to its content, even when the database cannot delete the row now.
        """
        ours = cast(BrowserSession, session)
        if not ours.loaded:
            return
        response.vary.add("Cookie")
        # Staged and yet refused: the commit did not happen, and what was to become of the session neither.
        has_failed = response.status_code >= (REFUSED if ours.staged else FAILED)
        if has_failed and not ours.ended:
            return
        try:
            _store_apart(ours)
        except Unavailable as error:
            if not ours.ended:
                _answer_instead(app, response, error)
                return
            log.warning("session-row-left-behind")
        _send_cookie(ours, response)


def audience_of(path: str) -> Audience:
    """Workers live under /staff, everybody else does not."""
    return Audience.WORKER if path == "/staff" or path.startswith("/staff/") else Audience.PERSON


def current_session() -> BrowserSession:
    """Flask's session with our own methods: `expired`, `rotate`, `end`, `give_more_time`."""
    return cast(BrowserSession, session._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def stage() -> None:
    """Put the session into the transaction that is about to commit. Call it right before the commit."""
    current_session().stage()


def _store_apart(ours: BrowserSession) -> None:
    """Store in a transaction of its own. What the view left uncommitted is dropped first: it was never promised."""
    if not ours.has_news():
        return
    with or_unavailable():
        db.session.rollback()
        with writing():
            ours.store()
            db.session.commit()


def _send_cookie(ours: BrowserSession, response: Response) -> None:
    is_redirect = REDIRECTED <= response.status_code < REFUSED
    # A redirect leaves a dead token with the browser, so that the page it leads to can say what became of it.
    if ours.token == ours.sent or (is_redirect and not ours.token and not ours.ended):
        return
    name = COOKIES[ours.audience]
    if ours.token:
        response.set_cookie(name, ours.token, path="/", secure=True, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="Lax")


def _answer_instead(app: Flask, response: Response, error: Unavailable) -> None:
    """Turn the finished response into the page for the error; its protecting headers stay."""
    page = app.make_response(app.handle_user_exception(error))
    response.direct_passthrough = False
    response.set_data(page.get_data())
    response.status_code, response.content_type = page.status_code, page.content_type
    for about_the_old_body in ("Location", "Content-Disposition", "ETag"):
        response.headers.pop(about_the_old_body, None)
