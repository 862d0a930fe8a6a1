"""What runs without a browser: the worker, its handlers and the flask commands."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from portal.answers.holding import RELEASE
from portal.answers.service import keep_file, make_file
from portal.answers.service.write import RENDER
from portal.disclosures.drafts import SHRED
from portal.extensions import db
from portal.installation import KEY, installation
from portal.jobs.audit_command import audit
from portal.jobs.cases_command import cases
from portal.jobs.clock_command import clock
from portal.jobs.clock_jobs import CLOCK_JOBS
from portal.jobs.demo_command import demo
from portal.jobs.handlers import HANDLERS, Slow
from portal.jobs.importing import IMPORT_JOBS
from portal.jobs.jobs_command import jobs
from portal.jobs.keep_until_command import keep_until
from portal.jobs.notifying import SENDS
from portal.jobs.pack_command import pack
from portal.jobs.releasing import release_or_hold
from portal.jobs.shredding import shred_key
from portal.jobs.situation_command import situation
from portal.jobs.telling_staff import TELLS
from portal.jobs.vault_command import vault
from portal.jobs.wake import Wake, install_wake
from portal.jobs.worker_command import worker
from portal.notifications.service import SEND
from portal.policies.paper import MAKE, Made, keep_paper, make_paper
from portal.safeguarding.telling import TELL_LATE, tell_if_late
from portal.transparency import paper as numbers_paper
from portal.transparency.service import MAKE as NUMBERS


def _make_paper(session: Session, ids: Mapping[str, str], *, at: datetime) -> Made | None:  # noqa: ARG001  # a job's shape
    """Make the PDF of a version; its help lines are those of this installation."""
    return make_paper(session, ids, organisation=installation().organisation)


def _make_numbers(session: Session, ids: Mapping[str, str], *, at: datetime) -> bytes | None:  # noqa: ARG001  # a job's shape
    """Make the PDF of the numbers of a year."""
    return numbers_paper.make_paper(session, ids, organisation=installation().organisation)


HANDLERS[NUMBERS] = Slow(_make_numbers, numbers_paper.keep_paper)
HANDLERS[RENDER] = Slow(make_file, keep_file)
HANDLERS[RELEASE] = release_or_hold
HANDLERS[SHRED] = shred_key
HANDLERS[MAKE] = Slow(_make_paper, keep_paper)
HANDLERS[SEND] = SENDS
HANDLERS[TELL_LATE] = tell_if_late
HANDLERS.update(TELLS)
HANDLERS.update(CLOCK_JOBS)
HANDLERS.update(IMPORT_JOBS)

NEED_NOTHING = {command.name: command for command in (clock, keep_until, pack, situation)}
ONE_WORD = ([clock.name], [keep_until.name], [situation.name])  # `pack load` needs a database, `pack check` does not


def bare_app(words: list[str]) -> Flask | None:
    """An app for a command that works on files alone (`clock FILE`, `pack check PATH`), or None for all else.

    `words` is the command line. Such a command has to work in a fresh clone, before anything is installed or set.
    """
    if not Path(words[0]).name.startswith(("flask", "__main__")) or not _works_on_a_file(words[1:]):
        return None
    app = Flask("portal")
    for command in NEED_NOTHING.values():
        app.cli.add_command(command)
    return app


def _works_on_a_file(words: list[str]) -> bool:
    """Whether the command needs no installation; the option that names the app comes before it."""
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in {"--app", "-A", "--env-file", "-e"} else words[1:]
    return words[:1] in ONE_WORD or words[:2] == ["pack", "check"]


def init_app(app: Flask) -> None:
    """Wake workers after each commit that promised work, and offer the commands."""
    app.extensions["wake"] = wake = Wake(app.extensions[KEY].settings.queue_url)
    with app.app_context():
        install_wake(db.sessionmaker, wake.send)
    for command in (audit, cases, clock, demo, jobs, keep_until, pack, situation, vault, worker):
        app.cli.add_command(command)
