"""The tables of accounts: workers, server-side sessions and counters of tries."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.kinds import Audience
from portal.accounts.permissions import Role
from portal.core.base import Base, Id, Sealed, choice


class Worker(Base):
    """A member of staff who may sign in."""

    __tablename__ = "workers"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    key_id: Mapped[str] = mapped_column(String(64))
    totp_secret: Mapped[Sealed]
    totp_last_step: Mapped[int | None]
    roles: Mapped[list[str]]
    team: Mapped[str | None] = mapped_column(String(40), comment="a code; empty where an organisation has no teams")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def trusted_with(self) -> frozenset[Role]:
        """The roles. One that the portal no longer knows gives nothing."""
        return frozenset(role for role in Role if role.value in self.roles)


class ServerSession(Base):
    """One browser's session. A copy of this table opens nothing: the key is in the cookie, only its hash is here."""

    __tablename__ = "server_sessions"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 of the cookie's token")
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"), index=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, comment="AES-256-GCM, under a key made from the cookie's token")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    idle_minutes: Mapped[int]


class ThrottleCounter(Base):
    """How often something was tried in a window. The key is an HMAC that means nothing the next day."""

    __tablename__ = "throttle_counters"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]
