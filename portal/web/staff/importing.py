"""An old log comes into the register: brought, watched, taken or thrown away, undone."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures.importing import queries, service
from portal.disclosures.importing.kinds import RowState
from portal.disclosures.importing.limits import LARGEST
from portal.disclosures.importing.reading import read_table
from portal.disclosures.importing.states import AT_WORK
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor, signed_in_worker
from portal.web.need_to_know import shut_for
from portal.web.staff.forms.importing import ActForm
from portal.web.staff.register_keys import before
from portal.web.transactions import commits

bp = Blueprint("importing", __name__, url_prefix="/staff/register/import")
ROOM = 64 * 1024  # for what a form says besides its file


@bp.url_value_preprocessor
def _let_a_log_in(endpoint: str | None, _values: object) -> None:
    """A log may be larger than a form, from a worker who may import one; from nobody else."""
    worker = signed_in_worker() if endpoint == "importing.upload" else None
    if worker is not None and worker.may(Permission.REGISTER_IMPORT):
        request.max_content_length = LARGEST + ROOM


@bp.get("")
@requires(Permission.REGISTER_IMPORT)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """Bring a file; and the imports there were, newest first."""
    return _list(ActForm(formdata=None))


@bp.post("")
@requires(Permission.REGISTER_IMPORT)
@commits
def upload() -> ResponseReturnValue:
    """Read the file and seal it, or say in words why not. Then nothing of it is kept."""
    form, came = ActForm(), request.files.get("file")
    if not form.validate():
        return _list(form), 422
    try:
        table = read_table(came.stream.read(LARGEST + 1) if came else b"")
        imported = service.start(db.session, table, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _list(form), 422
    return redirect(url_for("import_mapping.columns", import_id=imported.id), 303)


@bp.get("/untold")
@requires(Permission.REGISTER_IMPORT)
def untold() -> ResponseReturnValue:
    """Imported entries of which nobody knows whether the person was told."""
    rows = queries.list_untold(
        db.session, before=before(request.args.get("before", "")), shut=shut_for(current_actor())
    )
    return render_template(
        "staff/importing/untold.html", entries=rows[: queries.PAGE], has_more=len(rows) > queries.PAGE
    )


@bp.get("/<uuid:import_id>")
@requires(Permission.REGISTER_IMPORT)
def show(import_id: uuid.UUID) -> ResponseReturnValue:
    """Where it stands, and each row that was not taken: its number, column and reason; no word of it."""
    return _page(import_id, ActForm(formdata=None))


@bp.post("/<uuid:import_id>/ticks")
@requires(Permission.REGISTER_IMPORT)
@commits
def ticks(import_id: uuid.UUID) -> ResponseReturnValue:
    """Say which flagged rows of this page are taken all the same."""

    def act() -> None:
        shown, ticked = _numbers("shown"), _numbers("ticked")
        service.tick(db.session, queries.get(db.session, import_id), shown, ticked, actor=current_actor())

    return _acts(import_id, act, "Kept. The ticked rows are taken with the others.")


@bp.post("/<uuid:import_id>/take")
@requires(Permission.REGISTER_IMPORT)
@commits
def take(import_id: uuid.UUID) -> ResponseReturnValue:
    """Take the good ones."""
    return _acts(import_id, _doing(import_id, service.take), "We take the rows now. You can leave this page.")


@bp.post("/<uuid:import_id>/drop")
@requires(Permission.REGISTER_IMPORT)
@commits
def drop(import_id: uuid.UUID) -> ResponseReturnValue:
    """Take none."""
    return _acts(import_id, _doing(import_id, service.drop), "Thrown away. Nothing came into the register.")


@bp.post("/<uuid:import_id>/finish")
@requires(Permission.REGISTER_IMPORT)
@commits
def finish(import_id: uuid.UUID) -> ResponseReturnValue:
    """Done: the file goes, the entries stay."""
    return _acts(import_id, _doing(import_id, service.finish), "Finished. The file is destroyed, the entries stay.")


@bp.post("/<uuid:import_id>/undo")
@requires(Permission.REGISTER_IMPORT)
@commits
def undo(import_id: uuid.UUID) -> ResponseReturnValue:
    """Take all of its entries out again."""
    return _acts(import_id, _doing(import_id, service.undo), "We take the entries out of the register again.")


def _doing(import_id: uuid.UUID, act: Callable[..., None]) -> Callable[[], None]:
    return lambda: act(db.session, queries.get(db.session, import_id), actor=current_actor(), at=clock.now())


def _acts(import_id: uuid.UUID, act: Callable[[], None], said: str) -> ResponseReturnValue:
    form = ActForm()
    try:
        act()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _page(import_id, form), 422
    flash(said)
    return redirect(url_for(".show", import_id=import_id), 303)


def _page(import_id: uuid.UUID, form: ActForm) -> str:
    imported, now = queries.get(db.session, import_id), clock.now()
    pages = {
        state.value: queries.list_rows(db.session, imported, state, after=_after(state.value))
        for state in (RowState.REFUSED, RowState.FLAGGED)
    }
    return render_template(
        "staff/importing/show.html", imported=imported, form=form, pages=pages, size=queries.PAGE,
        counts=queries.counts(db.session, imported), ticked=queries.count_ticked(db.session, imported),
        is_at_work=imported.state in AT_WORK, rows_done=min(imported.done * service.CHUNK, imported.rows),
        is_theirs=imported.started_by_id == current_actor().id and imported.content_gone_at is None,
        can_undo=service.can_undo(imported, now), names=get_names(db.session, {imported.started_by_id}),
    )  # fmt: skip


def _list(form: ActForm) -> str:
    rows = queries.list_imports(db.session, before=before(request.args.get("before", "")))
    return render_template(
        "staff/importing/list.html", form=form, imports=rows[: queries.PAGE], has_more=len(rows) > queries.PAGE,
        names=get_names(db.session, {row.started_by_id for row in rows}),
    )  # fmt: skip


def _after(name: str) -> int:
    """The number of the last row seen. Raises NotFound for anything else."""
    typed = request.args.get(name, "0")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 8):  # noqa: PLR2004  # more than any file has
        raise NotFound
    return int(typed)


def _numbers(name: str) -> set[int]:
    return {int(one) for one in request.form.getlist(name) if one.isascii() and one.isdigit() and len(one) < 8}  # noqa: PLR2004  # as above
