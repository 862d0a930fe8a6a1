"""The tables of accounts: workers, what they sign in with, server-side sessions and counters of tries."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.kinds import Audience, MailState, ReviewVerdict
from portal.accounts.permissions import Role
from portal.core.base import Base, Id, Sealed, choice
from portal.notifications.kinds import WorkerMailKind


class Worker(Base):
    """A member of staff who may sign in."""

    __tablename__ = "workers"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    key_id: Mapped[str] = mapped_column(String(64))
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed; none for passkeys alone")
    totp_last_step: Mapped[int | None]
    roles: Mapped[list[str]]
    team: Mapped[str | None] = mapped_column(String(40), comment="a code; empty where an organisation has no teams")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    last_seen_on: Mapped[date | None] = mapped_column(comment="the day of the last sign-in")

    @property
    def is_admin(self) -> bool:
        """Whether they manage workers, and may sign in."""
        return Role.ADMIN.value in self.roles and self.disabled_at is None

    @property
    def trusted_with(self) -> frozenset[Role]:
        """The roles. One that the portal no longer knows gives nothing."""
        return frozenset(role for role in Role if role.value in self.roles)


class Passkey(Base):
    """A key on a worker's device. The public half is here; it signs nothing and opens nothing."""

    __tablename__ = "passkeys"

    id: Mapped[Id]
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"), index=True)
    name: Mapped[Sealed]
    handle: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256 of the credential's id")
    credential: Mapped[bytes] = mapped_column(LargeBinary, comment="attested credential data: id and public key")
    sign_count: Mapped[int] = mapped_column(comment="what the device counted last; 0: it does not count")
    created_at: Mapped[datetime]
    last_used_on: Mapped[date | None]


class RecoveryCode(Base):
    """One code for the day the app and every passkey are gone. Good once."""

    __tablename__ = "recovery_codes"

    id: Mapped[Id]
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="HMAC with a key that is not here")
    used_at: Mapped[datetime | None]


class Invitation(Base):
    """Somebody may set themselves up: a new worker, or one whose second factor was reset."""

    __tablename__ = "invitations"

    id: Mapped[Id]
    worker_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("workers.id", ondelete="CASCADE"), index=True, comment="whom it made, or who sets up again"
    )
    is_reset: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    roles: Mapped[list[str]]
    code_hash: Mapped[str] = mapped_column(String(64), comment="HMAC with a key that is not here")
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True, comment="used or revoked")

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be used."""
        return self.ended_at is None and at < self.expires_at


class FactorReset(Base):
    """One admin says that a worker lost their second factor; another confirms it."""

    __tablename__ = "factor_resets"

    id: Mapped[Id]
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"), index=True)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(comment="confirmed or refused")


class WorkerMail(Base):
    """A few fixed words to a worker. The address is read when it is sent."""

    __tablename__ = "worker_mails"
    __table_args__ = (Index("ix_worker_mails_state_created_at_id", "state", "created_at", "id"),)

    id: Mapped[Id]
    kind: Mapped[WorkerMailKind] = mapped_column(choice(WorkerMailKind))
    worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"))
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    state: Mapped[MailState] = mapped_column(choice(MailState))
    last_error: Mapped[str | None] = mapped_column(String(80), comment="the name of a class, never a message")
    created_at: Mapped[datetime]


class AccessReview(Base):
    """One look at who may do what."""

    __tablename__ = "access_reviews"

    id: Mapped[Id]
    started_at: Mapped[datetime] = mapped_column(index=True)
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    finished_at: Mapped[datetime | None]
    finished_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))


class ReviewRow(Base):
    """One worker as they stood when the review began, and what was decided."""

    __tablename__ = "access_review_rows"
    __table_args__ = (UniqueConstraint("review_id", "worker_id"),)

    id: Mapped[Id]
    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("access_reviews.id", ondelete="CASCADE"))
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    roles: Mapped[list[str]]
    last_seen_on: Mapped[date | None]
    opened: Mapped[int] = mapped_column(comment="personal files opened in the 90 days before")
    broke_glass: Mapped[int] = mapped_column(comment="times in these days that they opened one that was not theirs")
    verdict: Mapped[ReviewVerdict | None] = mapped_column(choice(ReviewVerdict))
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    decided_at: Mapped[datetime | None]


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
