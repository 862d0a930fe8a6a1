"""Log a request that came by another way: typed, or read from a mail that was dropped in and then checked."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Permission
from portal.cases import queries as cases
from portal.cases.service import open_case
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.requests import service
from portal.requests.handles import same_handles
from portal.requests.kinds import Channel, ContactWay
from portal.requests.mail import LARGEST, Mail, MailRefused, read_mail
from portal.safeguarding import service as safeguarding
from portal.safeguarding.detectors import texts_in
from portal.safeguarding.kinds import FlagSource
from portal.web.access import requires
from portal.web.actors import current_actor, signed_in_worker
from portal.web.asking import reads_only
from portal.web.staff.forms.log_requests import LogForm
from portal.web.transactions import commits, keep

if TYPE_CHECKING:
    from portal.cases.models import Case
    from portal.requests.models import Request

bp = Blueprint("log_requests", __name__, url_prefix="/staff/requests")
SLIP = "slip-once"
MOST_ALIKE = 5
ROOM = 64 * 1024  # for what a form says besides its file


@bp.url_value_preprocessor
def _let_a_mail_in(endpoint: str | None, _values: object) -> None:
    """A mail may be larger than a form, from a worker who may log requests; from nobody else."""
    worker = signed_in_worker() if endpoint == "log_requests.mail" else None
    if worker is not None and worker.may(Permission.REQUEST_LOG):
        request.max_content_length = LARGEST + ROOM


@bp.get("/new")
@requires(Permission.REQUEST_LOG)
def new() -> ResponseReturnValue:
    """The empty form."""
    return _page(LogForm(formdata=None))


@bp.post("/mail")
@requires(Permission.REQUEST_LOG)
@reads_only
def mail() -> ResponseReturnValue:
    """Read a mail into the form, for a worker to check. Nothing of it is kept before they log it."""
    form, dropped = LogForm(formdata=None), request.files.get("eml")
    try:
        found = read_mail(dropped.stream.read(LARGEST + 1) if dropped else b"", at=clock.now())
    except MailRefused as error:
        form.say(error.message)
        return _page(form), 422
    return _page(LogForm(formdata=None, data=_filled(found)), mail=found)


@bp.post("/new")
@requires(Permission.REQUEST_LOG)
@commits
def create() -> ResponseReturnValue:
    """Make the request and its cases, as the questionnaire does; then show the code once."""
    form = LogForm()
    if not form.validate():
        return _page(form), 422
    if not form.another.data and (alike := _alike(form)):
        form.say("We may have this request already. Look at it first")
        return _page(form, alike=alike), 422
    keep()  # hashing is slow on purpose: nobody else has to wait for it
    fresh, at = service.fresh_code(), clock.now()
    try:
        row, code = service.receive_request(
            db.session, form.intake(), submission=form.submission.data, channel=Channel(form.channel.data),
            actor=current_actor(), at=at, fresh=fresh, received_at=form.received_at(at),
        )  # fmt: skip
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _page(form), 422
    _open_cases(row, form)
    words = {"reference": code.spaced_reference, "words": list(code.words)} if form.wants_code.data else {}
    session[SLIP] = {"request": str(row.id), **words}
    return redirect(url_for(".slip", request_id=row.id), 303)


@bp.get("/<uuid:request_id>/slip")
@requires(Permission.REQUEST_LOG)
def slip(request_id: uuid.UUID) -> ResponseReturnValue:
    """What to hand over and what to say: the code this once, the words of the receipt always."""
    opened = cases.of_request(db.session, request_id)
    if not opened:
        raise NotFound
    code = session.pop(SLIP) if session.get(SLIP, {}).get("request") == str(request_id) else None
    return render_template("staff/requests/slip.html", cases=opened, code=code)


def _open_cases(row: "Request", form: LogForm) -> None:
    intake, at = form.intake(), clock.now()
    for right in intake.rights:
        open_case(db.session, row, right, calendar=installation().calendar, actor=current_actor(), at=at)
    safeguarding.listen(
        db.session, row, texts_in(intake), source=FlagSource.REQUEST,
        within_hours=installation().organisation.safeguarding.look_within_hours, actor=SYSTEM, at=at,
    )  # fmt: skip


def _alike(form: LogForm) -> list["Case"]:
    """Cases of requests that share a name or an address with this one: the same request, or a family's phone."""
    found = sorted(same_handles(db.session, form.identifiers()), key=str)[:MOST_ALIKE]
    return [case for request_id in found for case in cases.of_request(db.session, request_id) if not case.closed_at]


def _filled(found: Mail) -> dict[str, object]:
    """The form as the mail fills it. A day is filled in only when there is no doubt about it."""
    fields = found.fields
    by_tool = found.is_regulator
    filled: dict[str, object] = {
        "channel": (Channel.REGULATOR if by_tool else Channel.EMAIL).value,
        "note": found.text,
        "nickname": fields.name or found.sender_name,
        "email": fields.email or found.sender,
        "phone": fields.phone,
        "way": ContactWay.CODE.value,
    }
    if found.disagrees:
        return filled | {"offered": ";".join(f"{when.clock.value}@{when.minute}" for when in found.whens)}
    local = clock.local(found.whens[0].at)
    return filled | {"received_on": local.date(), "received_time": local.time().replace(second=0, microsecond=0)}


def _page(form: LogForm, *, mail: Mail | None = None, alike: "list[Case] | None" = None) -> str:
    return render_template("staff/requests/new.html", form=form, mail=mail, alike=alike or [])
