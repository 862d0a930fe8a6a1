"""What is swept away each minute: sessions nobody came back to, old counters, evidence that had its time."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import sessions, throttling
from portal.identity.evidence import forget_evidence


def sweep_old(session: Session, at: datetime) -> None:
    """Delete expired sessions, drafts and all, old counters of tries, and what people told so that we know them."""
    sessions.sweep_expired(session, at=at)
    throttling.sweep_old(session, at=at)
    forget_evidence(session, at)
