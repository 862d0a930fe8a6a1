"""Reading the answer, a part at a time, and only what was released (ux Y5.3 to Y5.5)."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from portal.answers import queries, service
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.answers.models import Answer

bp = Blueprint("read", __name__)


@bp.get("/mine/answer")
@requires_person
def before() -> ResponseReturnValue:
    """What is inside, part by part. Read now, later, or not at all."""
    document = queries.content_of(db.session, _released())
    return render_template("public/mine/before.html", parts=document.parts)


@bp.get("/mine/answer/<int:number>")
@requires_person
@commits
def part(number: int) -> ResponseReturnValue:
    """One part. The first opening is noted: its date, nothing more."""
    answer = _released()
    document = queries.content_of(db.session, answer)
    if not 1 <= number <= len(document.parts):
        raise NotFound
    service.note_opened(db.session, answer, actor=current_actor(), at=clock.now())
    return render_template(
        "public/mine/part.html", document=document, part=document.parts[number - 1], number=number,
        count=len(document.parts),
    )  # fmt: skip


@bp.get("/mine/whole")
@requires_person
@commits
def whole() -> ResponseReturnValue:
    """Everything on one page, for those who would rather scroll, print or have it read out."""
    answer = _released()
    service.note_opened(db.session, answer, actor=current_actor(), at=clock.now())
    return render_template("public/mine/whole.html", document=queries.content_of(db.session, answer))


@bp.get("/mine/save")
@requires_person
def save() -> ResponseReturnValue:
    """What saving or printing leaves behind."""
    _released()
    return render_template("public/mine/save.html")


@bp.get("/mine/document.pdf")
@requires_person
@commits
def document() -> ResponseReturnValue:
    """The approved file, with a name that says nothing."""
    answer = _released()
    pdf = queries.pdf_of(db.session, answer)
    service.note_downloaded(db.session, answer, actor=current_actor(), at=clock.now())
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="document.pdf"'})


def _released() -> "Answer":
    """The released answer of this person. Raises NotFound: nothing else is ever shown."""
    answer = queries.released(db.session, own_request_id())
    if answer is None:
        raise NotFound
    return answer
