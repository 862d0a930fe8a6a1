"""`flask jobs`: run the worker, look at what waits."""

import json
import signal
import threading
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from portal.core import clock
from portal.core.engine import reading
from portal.extensions import db
from portal.jobs.upkeep import sweep_old
from portal.jobs.worker import Worker
from portal.outbox import queries
from portal.outbox.models import Job

jobs = AppGroup("jobs", help="Run the work that was promised, and look at it.")


@jobs.command()
@click.option("--once", is_flag=True, help="Run what is due now, then leave.")
def run(*, once: bool) -> None:
    """Run jobs until told to stop (SIGTERM, SIGINT): the job at hand is finished first."""
    worker = Worker(db.sessionmaker, upkeep=sweep_old)
    leave_on_signals(worker)
    if once:
        worker.sweep()
        click.echo(f"{worker.run_due()} run")
    else:
        worker.run(current_app.extensions["wake"])


def leave_on_signals(worker: Worker) -> None:
    """Let SIGTERM and SIGINT end the worker after the job at hand."""

    def leave(*_: Any) -> None:
        # From another thread: this one may be holding the very lock that `set` needs.
        threading.Thread(target=worker.stop.set).start()

    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, leave)


@jobs.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_(*, as_json: bool) -> None:
    """List jobs that were given up, then those that wait or run."""
    with reading(), db.sessionmaker() as session:
        rows = [_row(job) for job in (*queries.list_dead(session), *queries.list_pending(session))]
        counts = {state.value: number for state, number in queries.count_unfinished(session).items()}
    if as_json:
        click.echo(json.dumps({"counts": counts, "jobs": rows}))
        return
    for row in rows:
        click.echo("  ".join(str(value) for value in row.values()))
    click.echo(f"{counts['dead']} given up, {counts['pending']} waiting or running")


def _row(job: Job) -> dict[str, Any]:
    return {
        "id": str(job.id),
        "name": job.name,
        "state": "running" if job.is_running(clock.now()) else job.state.value,
        "attempts": job.attempts,
        "run_after": job.run_after.isoformat(timespec="seconds"),
        "last_error": job.last_error or "-",
    }
