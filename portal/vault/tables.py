"""The tables of the key store: a database of its own, with its own short back-ups.

The schema is small and fixed, so it is made on first use instead of by migrations; its version is written beside it.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import LargeBinary, MetaData, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from portal.core.base import NAMES, Moment

SCHEMA_VERSION = 1


class KeyBase(DeclarativeBase):
    """The parent of the key store's tables, apart from the business database's."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment}


class KeyStoreSchema(KeyBase):
    """One row: which schema the tables have."""

    __tablename__ = "key_store_schema"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class DataKey(KeyBase):
    """A data key, wrapped by a master key. A destroyed key keeps its row, so that it is told from one never made."""

    __tablename__ = "data_keys"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80), comment="what the key is for: a word or an id, never a name")
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary, comment="nothing once destroyed")
    master_key_id: Mapped[str] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    destroyed_at: Mapped[datetime | None]


class Canary(KeyBase):
    """A known value under a master key: proves at start that the right key was given."""

    __tablename__ = "canaries"

    master_key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
