"""Reading the answer, a part at a time, and only what was released (ux Y5.3 to Y5.5)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from portal.answers import queries, service
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public.device import no_file_here
from portal.web.public.forms.back import StopForm
from portal.web.transactions import opening

if TYPE_CHECKING:
    from portal.answers.models import Answer

bp = Blueprint("read", __name__)


@bp.get("/mine/answer")
@requires_person
def before() -> ResponseReturnValue:
    """What is inside, part by part. Read now, later, or not at all."""
    document = queries.content_of(db.session, _released())
    return render_template("public/mine/before.html", parts=document.parts, finish=StopForm(formdata=None))


@bp.get("/mine/answer/<int:number>")
@requires_person
@opening(lambda number: _note(service.note_opened))  # noqa: ARG005  # the view's own argument
def part(number: int) -> ResponseReturnValue:
    """One part. The first opening is noted: its date, nothing more."""
    answer = _released()
    document = queries.content_of(db.session, answer)
    if not 1 <= number <= len(document.parts):
        raise NotFound
    return render_template(
        "public/mine/part.html", document=document, part=document.parts[number - 1], number=number,
        count=len(document.parts), finish=StopForm(formdata=None),
    )  # fmt: skip


@bp.get("/mine/whole")
@requires_person
@opening(lambda: _note(service.note_opened))
def whole() -> ResponseReturnValue:
    """Everything on one page, for those who would rather scroll, print or have it read out."""
    answer = _released()
    return render_template(
        "public/mine/whole.html", document=queries.content_of(db.session, answer), finish=StopForm(formdata=None)
    )


@bp.get("/mine/save")
@requires_person
@no_file_here
def save() -> ResponseReturnValue:
    """What saving or printing leaves behind."""
    _released()
    return render_template("public/mine/save.html")


@bp.get("/mine/document.pdf")
@requires_person
@no_file_here
@opening(lambda: _note(service.note_downloaded))
def document() -> ResponseReturnValue:
    """The approved file, with a name that says nothing."""
    answer = _released()
    pdf = queries.pdf_of(db.session, answer)
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="document.pdf"'})


def _note(act: Callable[..., None]) -> None:
    act(db.session, _released(), actor=current_actor(), at=clock.now())


def _released() -> "Answer":
    """The released answer of this person. Raises NotFound: nothing else is ever shown."""
    answer = queries.released(db.session, own_request_id())
    if answer is None:
        raise NotFound
    return answer
