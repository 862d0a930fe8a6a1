"""Reads of the public numbers."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.transparency.models import NumbersDocument, NumbersState, NumbersYear


def get(session: Session, numbers_id: uuid.UUID) -> NumbersYear:
    """One edition of a year. Raises NotFound."""
    row = session.get(NumbersYear, numbers_id)
    if row is None:
        raise NotFound
    return row


def list_all(session: Session) -> Sequence[NumbersYear]:
    """Every edition of every year, newest first."""
    return session.scalars(select(NumbersYear).order_by(NumbersYear.year.desc(), NumbersYear.edition.desc())).all()


def list_published(session: Session) -> list[NumbersYear]:
    """The newest published edition of each year, newest year first."""
    newest: dict[int, NumbersYear] = {}
    for row in list_all(session):
        if row.is_published:
            newest.setdefault(row.year, row)
    return list(newest.values())


def published(session: Session, year: int) -> NumbersYear:
    """The newest published edition of a year. Raises NotFound."""
    found = next((row for row in list_published(session) if row.year == year), None)
    if found is None:
        raise NotFound
    return found


def draft_of(session: Session, year: int) -> NumbersYear | None:
    """The edition of a year that waits for a second worker."""
    wanted = select(NumbersYear).where(NumbersYear.year == year, NumbersYear.state == NumbersState.DRAFT)
    return session.scalar(wanted)


def document_of(session: Session, row: NumbersYear) -> NumbersDocument | None:
    """The PDF of an edition; None while it is being made."""
    return session.get(NumbersDocument, row.id)
