"""Pages anybody may read. They ask for nothing and set no cookie."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.web.access import public
from portal.web.public.packing import pack

bp = Blueprint("public_pages", __name__)
bp.after_request(pack)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What somebody can do here."""
    return render_template("public/home.html")


@bp.get("/hide-your-visit")
@public
def hide_your_visit() -> ResponseReturnValue:
    """What others might see, and what Exit does."""
    return render_template("public/hide-your-visit.html")


@bp.get("/cookies")
@public
def cookies() -> ResponseReturnValue:
    """The one cookie, and when it is set."""
    return render_template("public/cookies.html")
