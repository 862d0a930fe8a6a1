"""The job that tells a colleague by e-mail that a task waits: a few neutral words, at most once for each chaser."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.casework.tasks import claim_mail
from portal.installation import installation
from portal.jobs.handlers import Once
from portal.notifications.errors import NotSent, PerhapsSent, Refused

WORDS = Path(__file__).resolve().parents[2] / "templates" / "staff" / "cases" / "chaser.txt"


def _claim(session: Session, ids: Mapping[str, str], *, at: datetime) -> str | None:
    return claim_mail(session, ids, at=at) if installation().ports.mail else None


def _act(address: str) -> str:
    mail, site = installation().ports.mail, installation().ports.site
    subject, _, body = WORDS.read_text(encoding="utf-8").partition("\n\n")
    try:
        if mail is not None:
            mail.send(address, subject.strip(), body.replace("SITE", site))
    except (NotSent, Refused, PerhapsSent) as error:
        return type(error).__name__
    return ""


def _keep(session: Session, ids: Mapping[str, str], error: str, *, at: datetime) -> None:
    """Nothing more to keep: an e-mail is a nudge, and the page of the case says that the task is late."""


CHASES = Once(_claim, _act, _keep)
