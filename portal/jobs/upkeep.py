"""What is swept away each minute: sessions nobody came back to, and counters whose window is long over."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import sessions, throttling


def sweep_old(session: Session, at: datetime) -> None:
    """Delete expired sessions, drafts and all, and old counters of tries."""
    sessions.sweep_expired(session, at=at)
    throttling.sweep_old(session, at=at)
