"""Old logs: as text, as workbooks, and on their way into the register."""

import zipfile
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.core import clock
from portal.disclosures.importing import queries, service
from portal.disclosures.importing.coded import choices_of, guess_code
from portal.disclosures.importing.columns import guess
from portal.disclosures.importing.mapping import LogMapping, distinct_words
from portal.disclosures.importing.models import RegisterImport
from portal.disclosures.importing.reading import read_table
from portal.extensions import db
from portal.jobs.worker import Worker

HEAD = "Date,Username,First name,Date of birth,Who was told,Agency name,Why,Informed"
LOG = f"""{HEAD}
23/11/2019,quiet.otter,Demo Sam,01/02/2004,Police,Demo Police,You were not safe.,after
24/11/2019,loud.heron,Demo Kim,05/06/2005,Social services,Demo Council,You had no place to sleep.,after
"""
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets></workbook>'
LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
STYLES = f'<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


def a_workbook(rows: str, **parts: str) -> bytes:
    """An .xlsx file whose first sheet holds these rows, as XML; other parts by their name."""
    made = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": LINK, "xl/styles.xml": STYLES}
    made["xl/worksheets/sheet1.xml"] = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (made | parts).items():
            book.writestr(name, text)
    return out.getvalue()


def in_rows(table: list[list[str]]) -> str:
    """Rows of text, as a spreadsheet writes them when it shares no texts."""
    return "".join(
        f'<row r="{number}">{"".join(f"<c t={chr(34)}inlineStr{chr(34)}><is><t>{escape(cell)}</t></is></c>" for cell in row)}</row>'
        for number, row in enumerate(table, start=1)
    )


def an_import(session: Session, actor: Actor, text: str = LOG, *, at: datetime | None = None) -> RegisterImport:
    """A log that came."""
    return service.start(session, read_table(text.encode()), actor=actor, at=at or clock.now())


def map_it(session: Session, imported: RegisterImport, actor: Actor, *, at: datetime | None = None, **said) -> None:
    """Say what it means, as it is guessed; and try it."""
    at = at or clock.now()
    columns = guess(queries.headings_of(session, imported))
    service.set_columns(session, imported, columns, actor=actor, at=at)
    found = distinct_words((row.cells for row in queries.rows_of(session, imported)), columns)
    words = {
        ours: {compared: guess_code(ours, word, choices_of(ours)) or "other" for compared, word in theirs.items()}
        for ours, theirs in found.items()
    }
    service.set_words(session, imported, LogMapping(**{"words": words, **said}), actor=actor, at=at)


def work(app) -> int:
    """Run what is due, as the worker process does."""
    with app.app_context():
        return Worker(db.sessionmaker).run_due()
