"""The job that sends notifications to people, by their contact cards."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.installation import installation
from portal.jobs.handlers import Once
from portal.notifications import sending
from portal.requests.reaching import reach_of


def _claim(session: Session, ids: Mapping[str, str], *, at: datetime) -> sending.Claimed | None:
    return sending.claim(session, ids, ways=installation().ports.ways, reach_of=reach_of, at=at)


def _hand_over(claimed: sending.Claimed) -> str:
    return sending.hand_over(claimed, installation().ports)


def _keep(session: Session, ids: Mapping[str, str], error: str, *, at: datetime) -> None:
    sending.keep(session, ids, error, reach_of=reach_of, at=at)


SENDS = Once(_claim, _hand_over, _keep)
