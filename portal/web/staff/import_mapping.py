"""What the columns and the words of an old log mean. Only whoever brought the file sees what stands in it."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.disclosures.importing import queries, service
from portal.disclosures.importing.columns import DAYS
from portal.disclosures.importing.dates import has_two_readings, order_of
from portal.disclosures.importing.mapping import LogMapping, distinct_words
from portal.disclosures.importing.rule_book import RuleBook
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.importing import ColumnsForm, WordsForm, columns_form, words_form
from portal.web.staff.opened import note_import_opened
from portal.web.transactions import commits, opening

if TYPE_CHECKING:
    from portal.disclosures.importing.models import RegisterImport

bp = Blueprint("import_mapping", __name__, url_prefix="/staff/register/import/<uuid:import_id>")


@bp.get("/columns")
@requires(Permission.REGISTER_IMPORT)
@opening(note_import_opened)
def columns(import_id: uuid.UUID) -> ResponseReturnValue:
    """Each column of theirs with three values, and our guess."""
    imported = _own(import_id)
    return _columns_page(imported, _columns_form(imported, empty=True))


@bp.post("/columns")
@requires(Permission.REGISTER_IMPORT)
@commits
def set_columns(import_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what the columns mean, and go on to their words."""
    imported = _own(import_id)
    form = _columns_form(imported)
    if not form.validate():
        return _columns_page(imported, form), 422
    try:
        service.set_columns(db.session, imported, form.chosen(), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _columns_page(imported, form), 422
    return redirect(url_for(".words", import_id=import_id), 303)


@bp.get("/words")
@requires(Permission.REGISTER_IMPORT)
@opening(note_import_opened)
def words(import_id: uuid.UUID) -> ResponseReturnValue:
    """The different words of each list, and what the log does not have."""
    imported = _own(import_id)
    mapping = queries.mapping_of(db.session, imported)
    if mapping is None:
        return redirect(url_for(".columns", import_id=import_id), 303)
    return _words_page(imported, _words_form(imported, mapping, empty=True)[0])


@bp.post("/words")
@requires(Permission.REGISTER_IMPORT)
@commits
def set_words(import_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what the words mean, and try every row."""
    imported = _own(import_id)
    mapping = queries.mapping_of(db.session, imported)
    if mapping is None:
        return redirect(url_for(".columns", import_id=import_id), 303)
    form, day_first = _words_form(imported, mapping)
    if not form.validate():
        return _words_page(imported, form), 422
    try:
        said = form.said(clock.today(), day_first=day_first)
        service.set_words(db.session, imported, said, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _words_page(imported, form), 422
    flash("We try every row now. Nothing is in the register yet.")
    return redirect(url_for("importing.show", import_id=import_id), 303)


def _own(import_id: uuid.UUID) -> "RegisterImport":
    return queries.get_own(db.session, import_id, current_actor())


def _columns_form(imported: "RegisterImport", *, empty: bool = False) -> ColumnsForm:
    headings = queries.headings_of(db.session, imported)
    shown = queries.samples(db.session, imported, len(headings))
    return columns_form(headings, shown, queries.mapping_of(db.session, imported), empty=empty)


def _columns_page(imported: "RegisterImport", form: ColumnsForm) -> str:
    return render_template("staff/importing/columns.html", imported=imported, form=form)


def _words_form(imported: "RegisterImport", mapping: LogMapping, *, empty: bool = False) -> tuple[WordsForm, bool]:
    """The form, and whether the day comes first where the log itself shows it."""
    found = distinct_words((row.cells for row in queries.rows_of(db.session, imported)), mapping.columns)
    days = [
        cell
        for row in queries.rows_of(db.session, imported)
        for number, ours in mapping.columns.items()
        if ours in DAYS and number < len(row.cells) and (cell := row.cells[number])
    ]
    order = order_of(days)
    asks = order is None and has_two_readings(days)
    rules = RuleBook.of(db.session).choices()
    return words_form(found, mapping, rules, asks_order=asks, empty=empty), order is not False


def _words_page(imported: "RegisterImport", form: WordsForm) -> str:
    return render_template("staff/importing/words.html", imported=imported, form=form)
