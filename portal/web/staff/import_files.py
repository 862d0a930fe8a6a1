"""What an import gives back as a file: the report, without a word of the log; and the rows that were left, with all."""

import csv
import uuid
from collections.abc import Iterable
from io import StringIO

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.disclosures.importing import queries, service
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.cells import guarded
from portal.web.transactions import commits

bp = Blueprint("import_files", __name__, url_prefix="/staff/register/import/<uuid:import_id>")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells spreadsheets that the file is UTF-8
WHY = "Why it was not taken"


@bp.get("/report.csv")
@requires(Permission.REGISTER_IMPORT)
def report(import_id: uuid.UUID) -> ResponseReturnValue:
    """Row number, what became of it, column, field, reason. Fit to be handed on."""
    imported = queries.get(db.session, import_id)
    lines = ((str(number), state.value, *rest) for number, state, *rest in queries.report(db.session, imported))
    return _file("report.csv", (("Row", "What became of it", "Column", "Field", "Why"), *lines))


@bp.post("/left.csv")
@requires(Permission.REGISTER_IMPORT)
@commits
def left(import_id: uuid.UUID) -> ResponseReturnValue:
    """The rows that were not taken, as they came, to be mended and brought again. That they were taken is logged."""
    actor = current_actor()
    imported = queries.get_own(db.session, import_id, actor)
    headings = queries.headings_of(db.session, imported)
    rows = [
        (*row.cells, *[""] * (len(headings) - len(row.cells)), why) for row, why in queries.left(db.session, imported)
    ]
    service.note_exported(db.session, imported, len(rows), actor=actor, at=clock.now())
    return _file("rows-to-mend.csv", ((*headings, WHY), *rows))


def _file(name: str, lines: Iterable[Iterable[str]]) -> Response:
    out = StringIO()
    csv.writer(out).writerows([guarded(cell) for cell in line] for line in lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(MARK + out.getvalue(), mimetype="text/csv", headers=headers)
