"""Whether what an answer tells of entries still stands in the register."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.disclosures.after_models import DisclosureAmendment, DisclosureFeedback
from portal.disclosures.models import DisclosureCorrection

WHEN = (
    (DisclosureAmendment.disclosure_id, DisclosureAmendment.amended_at),
    (DisclosureCorrection.disclosure_id, DisclosureCorrection.recorded_at),
    (DisclosureFeedback.disclosure_id, DisclosureFeedback.noted_at),
)


def changed_since(session: Session, entry_ids: Collection[str], at: datetime) -> bool:
    """Whether one of these was put right, corrected at whoever was told, or heard of after that moment.

    Asks the same of the database whatever it finds, and for no entries too.
    """
    ids = sorted(map(uuid.UUID, entry_ids))
    found = [
        session.scalar(select(entry_id).where(entry_id.in_(ids), moment > at).limit(1)) for entry_id, moment in WHEN
    ]
    return any(found)
