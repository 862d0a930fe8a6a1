"""`flask audit`: prove that nobody changed the trail."""

import json
from dataclasses import asdict

import click
from flask.cli import AppGroup

from portal.audit import verify
from portal.core.engine import reading
from portal.extensions import db

BROKEN = 1
audit = AppGroup("audit", help="Check the audit trail.")


@audit.command(name="verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verify_(*, as_json: bool) -> None:
    """Walk the whole chain: exit code 0 when it is whole, else 1 and the number of the first broken entry."""
    with reading(), db.sessionmaker() as session:
        verdict = verify(session)
    if as_json:
        click.echo(json.dumps(asdict(verdict)))
    elif verdict.ok:
        click.echo(f"The chain is whole: {verdict.checked} entries.")
    else:
        click.echo(f"The chain is broken at entry {verdict.first_broken}; {verdict.checked} before it are good.")
    if not verdict.ok:
        raise click.exceptions.Exit(BROKEN)
