"""The job that tells a worker of a flag, by the mail server of this installation."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.installation import installation
from portal.jobs.handlers import Once
from portal.safeguarding import telling


def _claim(session: Session, ids: Mapping[str, str], *, at: datetime) -> telling.Claimed | None:
    return telling.claim(session, ids, ways=installation().ports.ways, at=at)


def _hand_over(claimed: telling.Claimed) -> str:
    return telling.hand_over(claimed, installation().ports)


TELLS = Once(_claim, _hand_over, telling.keep)
