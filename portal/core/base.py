"""What every table shares: the declarative base, its naming convention and column types said once."""

import enum
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, LargeBinary, MetaData, String, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime on every database; SQLite drops the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's shape
        """Refuse a naive time: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's shape
        """Say UTC where the database forgot it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[enum.Enum]) -> Enum:
    """A column that holds one value of a StrEnum, as its kebab text, checked by Python and not by a database type."""
    return Enum(
        kind, native_enum=False, create_constraint=False, length=40, values_callable=lambda e: [m.value for m in e]
    )


Id = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid.uuid4)]
Code = Annotated[str, mapped_column(String(40))]
Sealed = Annotated[bytes, mapped_column(LargeBinary, comment="AES-256-GCM, under the row's data key")]
BlindIndex = Annotated[str, mapped_column(String(64), index=True, comment="HMAC of a normalised identifier")]


class Base(DeclarativeBase):
    """The parent of every table of the business database."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[str]: JSON}
