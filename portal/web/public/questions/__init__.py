"""Asking "what did you share about me?" in six screens (ux Y2). What was asked never stands in the address."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.web.access import public
from portal.web.public.questions import draft
from portal.web.public.questions.screens import DONE, SCREENS, Screen
from portal.web.sessions import current_session
from portal.web.transactions import commits

bp = Blueprint("questions", __name__)


@bp.get("/q/<int:number>")
@public
def show(number: int) -> ResponseReturnValue:
    """Draw one screen."""
    return _missing(number) or _screen(number).draw()


@bp.post("/q/<int:number>")
@public
@commits
def answer(number: int) -> ResponseReturnValue:
    """Take one screen's answer."""
    return _missing(number) or _screen(number).take()


def _screen(number: int) -> Screen:
    if number not in SCREENS:
        raise NotFound
    return SCREENS[number]


def _missing(number: int) -> ResponseReturnValue | None:
    """Where to send somebody who has no draft: to "you were away" when it was cleared, else to the start."""
    if number == 1 or draft.is_there():
        return None
    if current_session().expired:
        return redirect(url_for("leave.away_after" if number == DONE else "leave.away"))
    return redirect(url_for(".show", number=1))
