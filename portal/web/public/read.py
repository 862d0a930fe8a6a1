"""Reading an answer, a part at a time, and only what was released (ux Y5.3 to Y5.5).

A request may hold several answers. Each is reached by its place in the order of release, which never changes;
0 is the newest, so that the addresses of somebody with one answer stay short.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from portal.answers import queries, service
from portal.core import clock
from portal.core.errors import NotFound
from portal.disclosures.letters import AnswerDocument
from portal.extensions import db
from portal.messages import queries as messages
from portal.messages.queries import OpenedMessage
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public.device import no_file_here
from portal.web.public.forms.back import StopForm
from portal.web.transactions import opening

if TYPE_CHECKING:
    from portal.answers.models import Answer

bp = Blueprint("read", __name__, url_prefix="/mine")


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer that is being read: its place, what it says, and what the person put beside it."""

    which: int
    answer: "Answer"
    document: AnswerDocument
    sides: Sequence[OpenedMessage]

    def beside(self, part: int | None) -> list[OpenedMessage]:
        """What the person put beside that part; None: beside the whole."""
        return [side for side in self.sides if side.part == part]


@bp.get("/answer", defaults={"which": 0})
@bp.get("/answers/<int:which>")
@requires_person
def before(which: int) -> ResponseReturnValue:
    """What is inside, part by part. Read now, later, or not at all. With several answers: which one to begin with."""
    if not which and len(answers := queries.released(db.session, own_request_id())) > 1:
        return render_template("public/mine/answers.html", answers=answers)
    return render_template("public/mine/before.html", reading=reading_of(which), finish=StopForm(formdata=None))


@bp.get("/answer/<int:number>", defaults={"which": 0})
@bp.get("/answers/<int:which>/<int:number>")
@requires_person
@opening(lambda which, number: _note(service.note_opened, which))  # noqa: ARG005  # the view's own argument
def part(which: int, number: int) -> ResponseReturnValue:
    """One part. The first opening is noted: its date, nothing more."""
    reading = reading_of(which)
    parts = reading.document.parts
    if not 1 <= number <= len(parts):
        raise NotFound
    return render_template(
        "public/mine/part.html", reading=reading, document=reading.document, part=parts[number - 1], number=number,
        count=len(parts), finish=StopForm(formdata=None),
    )  # fmt: skip


@bp.get("/whole", defaults={"which": 0})
@bp.get("/answers/<int:which>/whole")
@requires_person
@opening(lambda which: _note(service.note_opened, which))
def whole(which: int) -> ResponseReturnValue:
    """Everything on one page, for those who would rather scroll, print or have it read out."""
    reading = reading_of(which)
    finish = StopForm(formdata=None)
    return render_template("public/mine/whole.html", reading=reading, document=reading.document, finish=finish)


@bp.get("/save", defaults={"which": 0})
@bp.get("/answers/<int:which>/save")
@requires_person
@no_file_here
def save(which: int) -> ResponseReturnValue:
    """What saving or printing leaves behind."""
    _released(which)
    return render_template("public/mine/save.html", which=which)


@bp.get("/document.pdf", defaults={"which": 0})
@bp.get("/answers/<int:which>/document.pdf")
@requires_person
@no_file_here
@opening(lambda which: _note(service.note_downloaded, which))
def document(which: int) -> ResponseReturnValue:
    """The approved file, with a name that says nothing."""
    pdf = queries.pdf_of(db.session, _released(which))
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="document.pdf"'})


def reading_of(which: int) -> Reading:
    """That answer of this person, with its seals opened. Raises NotFound: nothing but what was released is shown."""
    answer = _released(which)
    sides = messages.sides(db.session, own_request_id(), answer.case_id)
    return Reading(which, answer, queries.content_of(db.session, answer), sides)


def _note(act: Callable[..., None], which: int) -> None:
    act(db.session, _released(which), actor=current_actor(), at=clock.now())


def _released(which: int) -> "Answer":
    answers = queries.released(db.session, own_request_id())
    if not answers or which > len(answers):
        raise NotFound
    return answers[which - 1]
