"""What runs without a browser: the worker, its handlers and the flask commands."""

from flask import Flask

from portal.answers.service import keep_file, make_file
from portal.answers.service.write import RENDER
from portal.extensions import db
from portal.installation import KEY
from portal.jobs.audit_command import audit
from portal.jobs.clock_command import clock
from portal.jobs.demo_command import demo
from portal.jobs.handlers import HANDLERS, Slow
from portal.jobs.jobs_command import jobs
from portal.jobs.pack_command import pack
from portal.jobs.vault_command import vault
from portal.jobs.wake import Wake, install_wake
from portal.jobs.worker_command import worker

HANDLERS[RENDER] = Slow(make_file, keep_file)


def init_app(app: Flask) -> None:
    """Wake workers after each commit that promised work, and offer the commands."""
    app.extensions["wake"] = wake = Wake(app.extensions[KEY].settings.queue_url)
    with app.app_context():
        install_wake(db.sessionmaker, wake.send)
    for command in (audit, clock, demo, jobs, pack, vault, worker):
        app.cli.add_command(command)
