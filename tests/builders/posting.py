"""The portal's ways out, led to sinks that keep what they are given, and a worker that lives at any hour."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import create_app
from portal.core.engine import reading
from portal.extensions import db
from portal.jobs.handlers import Once
from portal.jobs.notifying import SENDS
from portal.jobs.worker import Worker
from portal.notifications.kinds import SafeTime
from portal.notifications.models import Notification
from portal.notifications.service import SEND
from portal.notifications.smtp import SmtpMail
from portal.notifications.text_over_http import HttpText
from portal.requests.intake import ContactCard
from portal.requests.kinds import ContactWay
from scripts.sinks import Sinks, open_sinks
from tests.builders.installed import make_settings

SENDER = "messages@post.example.org"
BY_TEXT = ContactCard(ContactWay.TEXT, "07700 900147", hours=(SafeTime.ANY,))
BY_EMAIL = ContactCard(ContactWay.EMAIL, "wren@demo.org", hours=(SafeTime.ANY,))


@contextmanager
def led_to_sinks(app: Flask) -> Iterator[Sinks]:
    """Lead what the app sends to sinks for as long as this lasts."""
    before = app.extensions["candour"]
    with open_sinks() as sinks:
        mail, text = SmtpMail(sinks.smtp_url, SENDER), HttpText(sinks.text_url, "a token")
        app.extensions["candour"] = replace(before, ports=replace(before.ports, mail=mail, text=text))
        try:
            yield sinks
        finally:
            app.extensions["candour"] = before


def work(app: Flask, at: datetime) -> int:
    """Be a worker process at that moment: sweep, then run all that is due."""
    with app.app_context():
        worker = Worker(db.sessionmaker, now=lambda: at)
        worker.sweep()
        return worker.run_due()


def all_of(session: Session) -> list[Notification]:
    """Every notification, the oldest first, as it stands now."""
    with reading(), Session(session.get_bind()) as look:
        return list(look.scalars(select(Notification).order_by(Notification.created_at, Notification.id)))


def send_and_die(folder: str, url: str, smtp_url: str, at: str) -> None:
    """Be a worker process that is killed after the message left and before that is written down."""
    app = create_app(make_settings(Path(folder), url, smtp_url=SecretStr(smtp_url), mail_from=SENDER))

    def act(claimed: object) -> str:
        SENDS.act(claimed)
        os.kill(os.getpid(), signal.SIGKILL)
        return ""

    with app.app_context():
        now = datetime.fromisoformat(at)
        Worker(db.sessionmaker, {SEND: Once(SENDS.claim, act, SENDS.keep)}, now=lambda: now).run_due()
