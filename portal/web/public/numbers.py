"""How often we told someone: the numbers of a year, as a picture, a table, a sentence and a file. Sets no cookie."""

import csv
import io
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.core.words import ENGLISH, speaking
from portal.extensions import db
from portal.installation import installation
from portal.transparency import queries
from portal.transparency.paper import words_of
from portal.transparency.wording import HIDDEN
from portal.web.access import public
from portal.web.cells import guarded
from portal.web.public.packing import pack

if TYPE_CHECKING:
    from portal.transparency.document import NumbersDocument
    from portal.transparency.models import NumbersYear

bp = Blueprint("numbers", __name__, url_prefix="/numbers")
bp.after_request(pack)

HEAD = ("year", "edition", "about", "split", "part", "number")


@bp.get("")
@public
def newest() -> ResponseReturnValue:
    """The newest year, or the truth that there is none yet."""
    years = queries.list_published(db.session)
    return _page(years[0], years) if years else render_template("public/numbers/none.html")


@bp.get("/<int(max=9999):year>")
@public
def show(year: int) -> ResponseReturnValue:
    """One year. The newest has one address only."""
    row, years = queries.published(db.session, year), queries.list_published(db.session)
    return redirect(url_for(".newest"), 302) if row is years[0] else _page(row, years)


@bp.get("/<int(max=9999):year>/numbers.csv")
@public
def table(year: int) -> ResponseReturnValue:
    """The same numbers for a machine: the same file in every language."""
    with speaking(ENGLISH):
        text = _csv(_words(queries.published(db.session, year)))
    return _file(text.encode(), "text/csv; charset=utf-8", "attachment; filename=numbers.csv")


@bp.get("/<int(max=9999):year>/document.pdf")
@public
def document(year: int) -> ResponseReturnValue:
    """The same page on paper."""
    kept = queries.document_of(db.session, queries.published(db.session, year))
    if kept is None:
        raise NotFound
    return _file(kept.pdf, "application/pdf", 'inline; filename="document.pdf"')


def _page(row: "NumbersYear", years: list["NumbersYear"]) -> str:
    has_paper = queries.document_of(db.session, row) is not None
    return render_template("public/numbers/show.html", row=row, said=_words(row), years=years, has_paper=has_paper)


def _words(row: "NumbersYear") -> "NumbersDocument":
    return words_of(row, installation().organisation)


def _csv(said: "NumbersDocument") -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for chapter in said.chapters:
        for chart in chapter.charts:
            for line in chart.rows:
                number = "hidden" if line.number == HIDDEN else str(line.size)
                cells = (said.year, said.edition, chapter.heading, chart.heading, line.words, number)
                writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def _file(content: bytes, kind: str, disposition: str) -> Response:
    headers = {"Content-Disposition": disposition, "Cache-Control": "public, no-cache"}
    return Response(content, content_type=kind, headers=headers)
