"""The PDF of a version: promised when it is published, made by a worker process, kept beside it.

Rendering takes longer than a writer may be kept waiting, so it happens outside of any write: first make, then keep.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound, PortalError
from portal.documents import check_pdf, count_pages, render_pdf
from portal.outbox import enqueue
from portal.outbox.queries import list_pending
from portal.policies.document import document_of
from portal.policies.models import KeptDocument, Policy, PolicyVersion
from portal.policies.pack import Organisation

MAKE = "policy-document"
MOST_WAITING = 10_000


class PaperFaulty(PortalError):
    """The file lacks something that PDF/UA or our own promises ask for. It is not kept."""

    message = "The document of a policy is not as it has to be"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file."""

    pdf: bytes
    pages: int


def promise(session: Session, version: PolicyVersion, *, at: datetime) -> None:
    """Promise the document of one version."""
    enqueue(session, MAKE, at=at, version_id=str(version.id))


def promise_missing(session: Session, *, at: datetime) -> None:
    """Promise a document for every published version that has none and waits for none."""
    waiting = {job.ids["version_id"] for job in list_pending(session, limit=MOST_WAITING) if job.name == MAKE}
    without = select(PolicyVersion).outerjoin(KeptDocument).where(KeptDocument.version_id.is_(None))
    for version in session.scalars(without.order_by(PolicyVersion.published_at, PolicyVersion.number)):
        if str(version.id) not in waiting:
            promise(session, version, at=at)


def make_paper(session: Session, ids: Mapping[str, str], *, organisation: Organisation) -> Made | None:
    """Make the PDF and look whether it is right. None when there is one already. Raises PaperFaulty."""
    version = session.get(PolicyVersion, uuid.UUID(ids["version_id"]))
    if version is None or session.get(KeptDocument, version.id) is not None:
        return None
    pdf = render_pdf(document_of(version, organisation))
    if check_pdf(pdf):
        raise PaperFaulty
    return Made(pdf, count_pages(pdf))


def keep_paper(session: Session, ids: Mapping[str, str], made: Made | None, *, at: datetime) -> None:
    """Keep the file. The first one stays: it may have been made twice."""
    version_id = uuid.UUID(ids["version_id"])
    if made is None or session.get(KeptDocument, version_id) is not None:
        return
    digest = hashlib.sha256(made.pdf).hexdigest()
    session.add(KeptDocument(version_id=version_id, sha256=digest, pdf=made.pdf, pages=made.pages, made_at=at))


def find_pages(session: Session, version: PolicyVersion) -> int:
    """How many pages the document of a version has; 0 while it is being made."""
    return session.scalar(select(KeptDocument.pages).where(KeptDocument.version_id == version.id)) or 0


def get_paper(session: Session, slug: str, number: int) -> KeptDocument | None:
    """The document of a version; None while it is being made. Raises NotFound for a version that is not published."""
    wanted = select(PolicyVersion.id).join(PolicyVersion.policy).where(Policy.slug == slug)
    version_id = session.scalar(wanted.where(PolicyVersion.number == number))
    if version_id is None:
        raise NotFound
    return session.get(KeptDocument, version_id)
