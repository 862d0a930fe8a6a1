"""What is done each minute: old sessions, drafts, counters and evidence are swept away, and the trail is counted."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import invitations, sessions, throttling
from portal.casework import care, debriefs, tasks
from portal.disclosures.importing.service import forget_old
from portal.identity.evidence import forget_evidence
from portal.installation import installation
from portal.team.service import count_new


def sweep_old(session: Session, at: datetime) -> None:
    """Delete what had its time: sessions, counters, invitations, evidence. Count the trail; chase what is overdue."""
    sessions.sweep_expired(session, at=at)
    throttling.sweep_old(session, at=at)
    invitations.sweep_ended(session, at=at)
    count_new(session, calendar=installation().calendar)
    forget_evidence(session, at)
    forget_old(session, at)
    care.sweep_old(session, at=at)
    debriefs.sweep_done(session, at=at)
    tasks.chase_overdue(session, at=at)
