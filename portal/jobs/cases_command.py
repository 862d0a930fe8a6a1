"""`flask cases`: prove the counts that are kept of cases, or make them anew."""

import json

import click
from flask.cli import AppGroup

from portal.cases.counts import differences, rebuild
from portal.core.engine import reading
from portal.extensions import db

BROKEN = 1
cases = AppGroup("cases", help="Check the counts of cases.")


@cases.command(name="verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verify(*, as_json: bool) -> None:
    """Count every case: exit code 0 when the desk shows the same numbers, else 1 and where they differ."""
    with reading(), db.sessionmaker() as session:
        if db.engine.dialect.name == "postgresql":  # both halves of the comparison from one moment
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        wrong = differences(session)
    rows = [
        {"whose": whose or "all", "team": team or "none", "what": what, "due_on": day.isoformat(),
         "kept": kept, "counted": counted}
        for (whose, team, what, day), (kept, counted) in sorted(wrong.items())
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps({"ok": not rows, "differences": rows}))
    else:
        for row in rows:
            click.echo("{whose} {team} {what} {due_on}: kept {kept}, counted {counted}".format(**row))
        click.echo("Run: flask --app app cases rebuild" if rows else "The counts are right.")
    if rows:
        raise click.exceptions.Exit(BROKEN)


@cases.command(name="rebuild")
def rebuild_() -> None:
    """Count every case and keep the result. The portal may go on meanwhile."""
    with db.sessionmaker() as session:
        rebuild(session)
        session.commit()
    click.echo("Counted.")
