"""What is swept away each minute: sessions nobody came back to, and counters whose window is long over."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import sessions, throttling
from portal.casework import care, tasks


def sweep_old(session: Session, at: datetime) -> None:
    """Delete expired sessions, drafts and all, old counters of tries and of hard cases; chase what is overdue."""
    sessions.sweep_expired(session, at=at)
    throttling.sweep_old(session, at=at)
    care.sweep_old(session, at=at)
    tasks.chase_overdue(session, at=at)
