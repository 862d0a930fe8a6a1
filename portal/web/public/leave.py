"""Leaving: the session and its draft are gone before the browser is elsewhere (ux part C, Exit)."""

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.installation import installation
from portal.web.access import public
from portal.web.sessions import current_session

bp = Blueprint("leave", __name__)


@bp.route("/leave", methods=["GET", "POST"])
@public
def leave() -> ResponseReturnValue:
    """End the session, expire the cookie, go to the exit address. Needs no form: a link has to do."""
    current_session().end()
    response = redirect(installation().exit_url, 303)
    response.headers["Clear-Site-Data"] = _what_to_clear(request.headers.get("User-Agent", ""))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/away")
@public
def away() -> ResponseReturnValue:
    """The page after being idle too long: nothing was sent, nothing is kept."""
    current_session().end()
    return render_template("errors/you-left.html")


@bp.get("/away/after")
@public
def away_after() -> ResponseReturnValue:
    """The same on the page with the code, where Send was pressed before: what was sent is there."""
    current_session().end()
    return render_template("public/questions/away-after.html")


@bp.get("/still-here")
@public
def still_here() -> ResponseReturnValue:
    """Somebody pressed "I need more time": reading the session starts its idle time again."""
    return Response(status=204 if len(current_session()) else 410)


def _what_to_clear(browser: str) -> str:
    """Safari also forgets the picture of the page with "cache"; Chromium would freeze for seconds, so never there."""
    is_safari = "iPhone" in browser or "iPad" in browser
    is_safari = is_safari or ("Safari/" in browser and "Chrom" not in browser and "Android" not in browser)
    return '"cache", "cookies", "storage"' if is_safari else '"cookies", "storage"'
