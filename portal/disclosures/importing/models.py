"""An import: what it came from, sealed under a key of its own until it is over, and what became of each row.

The rows of the file lie in chunks, so that a job opens fifty at a time and never all of them.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, Id, Sealed, choice
from portal.disclosures.importing.kinds import ImportState, RowState

MARK = 64


class RegisterImport(Base):
    """One file that came, on its way into the register. What it is called is not kept: it may name somebody."""

    __tablename__ = "register_imports"
    __table_args__ = (Index("ix_register_imports_started_at_id", "started_at", "id"),)

    id: Mapped[Id]
    key_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[ImportState] = mapped_column(choice(ImportState))
    read_as: Mapped[str] = mapped_column(String(80), comment="kind of file, encoding, what stands between cells")
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    started_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(comment="the key of the content is destroyed by then, at the latest")
    content_gone_at: Mapped[datetime | None]
    headings: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: the headings of the columns")
    mapping: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: what columns and words mean")
    rows: Mapped[int]
    chunks: Mapped[int]
    run: Mapped[int] = mapped_column(default=0, comment="which try; a job of an older one does nothing")
    done: Mapped[int] = mapped_column(default=0, comment="chunks that were worked through in this try")
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    taken_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class RegisterImportChunk(Base):
    """Fifty rows of the file, as they came."""

    __tablename__ = "register_import_chunks"
    __table_args__ = (UniqueConstraint("import_id", "position"),)

    id: Mapped[Id]
    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_imports.id"), index=True)
    position: Mapped[int]
    rows: Mapped[Sealed] = mapped_column(comment="sealed: number and cells of each row")


class RegisterImportRow(Base):
    """What became of one row: no word of it, only its number, marks made with our key, and what was wrong."""

    __tablename__ = "register_import_rows"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_register_import_rows_import_id_state_number", "import_id", "state", "number"),
        Index("ix_register_import_rows_import_id_mark", "import_id", "mark"),
        Index("ix_register_import_rows_import_id_alike", "import_id", "alike"),
        Index("ix_register_import_rows_import_id_namesake", "import_id", "namesake"),
    )

    id: Mapped[Id]
    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_imports.id"))
    number: Mapped[int]
    state: Mapped[RowState] = mapped_column(choice(RowState))
    mark: Mapped[str] = mapped_column(String(MARK), comment="HMAC of all its cells: the same row is known again")
    alike: Mapped[str | None] = mapped_column(String(MARK), comment="HMAC of day, handle and recipient")
    namesake: Mapped[str | None] = mapped_column(String(MARK), comment="HMAC of first name and birthday")
    who: Mapped[str | None] = mapped_column(String(MARK), comment="HMAC of the other handles")
    ticked: Mapped[bool] = mapped_column(default=False, comment="a worker said: take it although it is flagged")
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, comment="column, field and reason; no word of the row")
    disclosure_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("disclosures.id"), unique=True)
