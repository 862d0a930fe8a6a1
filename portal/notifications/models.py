"""The table of notifications: that somebody is told there is something new. No address, and no word of what it is."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, Id, choice
from portal.notifications.kinds import NotificationKind, NotificationState, Way


class Notification(Base):
    """One text or e-mail. The address is read from the sealed contact card when it is sent, and is kept nowhere."""

    __tablename__ = "notifications"
    __table_args__ = (Index("ix_notifications_request_id_created_at", "request_id", "created_at"),)

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(comment="no foreign key: requests lie above")
    way: Mapped[Way] = mapped_column(choice(Way))
    kind: Mapped[NotificationKind] = mapped_column(choice(NotificationKind))
    state: Mapped[NotificationState] = mapped_column(choice(NotificationState))
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(80), comment="the name of a class, never a message")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
