"""A release whose time has come, by the settings of this installation."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.answers.service import release_waiting
from portal.installation import installation


def release_or_hold(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
    """Let the answer leave, or leave it to a lead to look at first."""
    release_waiting(session, ids, one_in=installation().settings.hold_one_in, at=at)
