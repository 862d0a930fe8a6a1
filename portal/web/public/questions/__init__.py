"""Asking, one question a page (ux Y2 to Y4). What is asked for lives in the session and never stands in the address."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.web.access import public
from portal.web.asking import same_site_only
from portal.web.public.forms.choose import ChooseForm
from portal.web.public.questions import draft
from portal.web.public.questions.places import go_to
from portal.web.public.questions.screens import Screen, screen_after, screen_at, to_done
from portal.web.sessions import current_session
from portal.web.transactions import commits

bp = Blueprint("questions", __name__)


@bp.get("/q")
@public
def choose() -> ResponseReturnValue:
    """Everything that can be asked for; several things in one go."""
    return render_template("public/questions/choose.html", form=ChooseForm(formdata=None))


@bp.post("/q")
@public
@same_site_only
@commits
def begin() -> ResponseReturnValue:
    """Begin with what was chosen, here or on a door of another page."""
    form = ChooseForm()
    if not form.validate():
        return render_template("public/questions/choose.html", form=form), 422
    draft.begin(form.rights_chosen)
    return go_to(1)


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
    screen = screen_after(number) if draft.is_over() else screen_at(number)
    if screen is None:
        raise NotFound
    return screen


def _missing(number: int) -> ResponseReturnValue | None:
    """Where else to send somebody: to the code when it was sent, to "you were away" when all was cleared, or the start.

    The start is there for everybody: what was sent keeps nobody from asking for something else.
    """
    if draft.is_over():
        return to_done() if 1 < number < draft.done_at() else None
    if number == 1 or draft.is_open():
        return None
    if current_session().expired:
        return redirect(url_for("leave.away_after" if _may_be_the_code(number) else "leave.away"))
    return redirect(url_for(".show", number=1))


def _may_be_the_code(number: int) -> bool:
    """Whether the page that was left alone may be the one with the code: then what was sent is there."""
    if request.method == "POST":
        return "words" in request.form or "replace" in request.form
    return number >= draft.FEWEST
