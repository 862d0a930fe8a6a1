"""The PDF of a published edition: promised with it, made by a worker process, kept beside it."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.errors import PortalError
from portal.documents import check_pdf, render_pdf
from portal.policies.pack import Organisation
from portal.transparency.document import NumbersDocument, document_of
from portal.transparency.figures import thaw
from portal.transparency.models import NumbersDocument as Kept
from portal.transparency.models import NumbersYear


class PaperFaulty(PortalError):
    """The file lacks something that PDF/UA or our own promises ask for. It is not kept."""

    message = "The document of the numbers is not as it has to be"


def words_of(row: NumbersYear, organisation: Organisation) -> NumbersDocument:
    """Everything that is said about a year, on the screen and on paper."""
    return document_of(
        thaw(row.figures), year=row.year, edition=row.edition, people_helped=row.people_helped,
        correction=row.correction or "", organisation=organisation.name, contact=organisation.contact_line,
    )  # fmt: skip


def make_paper(session: Session, ids: Mapping[str, str], *, organisation: Organisation) -> bytes | None:
    """Make the PDF and look whether it is right. None when there is one already. Raises PaperFaulty."""
    row = session.get(NumbersYear, uuid.UUID(ids["numbers_id"]))
    if row is None or session.get(Kept, row.id) is not None:
        return None
    pdf = render_pdf(words_of(row, organisation))
    if check_pdf(pdf):
        raise PaperFaulty
    return pdf


def keep_paper(session: Session, ids: Mapping[str, str], pdf: bytes | None, *, at: datetime) -> None:
    """Keep the file. The first one stays: it may have been made twice."""
    numbers_id = uuid.UUID(ids["numbers_id"])
    if pdf is None or session.get(Kept, numbers_id) is not None:
        return
    session.add(Kept(numbers_id=numbers_id, sha256=hashlib.sha256(pdf).hexdigest(), pdf=pdf, made_at=at))
