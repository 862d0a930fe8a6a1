"""The jobs that send: notifications to people, by their contact cards, and e-mails to workers."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import worker_mails
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


def _claim_mail(session: Session, ids: Mapping[str, str], *, at: datetime) -> worker_mails.ClaimedMail | None:
    return worker_mails.claim(session, ids, ports=installation().ports, at=at)


def _hand_mail_over(claimed: worker_mails.ClaimedMail) -> str:
    return worker_mails.hand_over(claimed, installation().ports)


TELLS_WORKER = Once(_claim_mail, _hand_mail_over, worker_mails.keep)
