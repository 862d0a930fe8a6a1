"""The jobs that tell a worker something by e-mail: three domains promise, one way leads out of the house."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import worker_mails
from portal.casework import task_mails
from portal.installation import installation
from portal.jobs.handlers import Once
from portal.notifications.to_workers import ToWorker, hand_over
from portal.safeguarding import telling


def _claim_flag(session: Session, ids: Mapping[str, str], *, at: datetime) -> ToWorker | None:
    return telling.claim(session, ids, ways=installation().ports.ways, at=at)


def _claim_account(session: Session, ids: Mapping[str, str], *, at: datetime) -> ToWorker | None:
    return worker_mails.claim(session, ids, ports=installation().ports, at=at)


def _claim_task(session: Session, ids: Mapping[str, str], *, at: datetime) -> ToWorker | None:
    return task_mails.claim(session, ids, ports=installation().ports, at=at)


def _hand_over(mail: ToWorker) -> str:
    return hand_over(mail, installation().ports)


TELLS = {
    telling.TELL: Once(_claim_flag, _hand_over, telling.keep),
    worker_mails.SEND: Once(_claim_account, _hand_over, worker_mails.keep),
    task_mails.MAIL: Once(_claim_task, _hand_over, task_mails.keep),
}
