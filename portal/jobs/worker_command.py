"""`flask worker`: take on workers, list them, let them go."""

import json
import sys
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext

from portal.accounts import queries, resets, workers
from portal.accounts.actor import SYSTEM
from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.accounts.second_factor import provisioning_uri
from portal.cases.letting_go import let_go
from portal.core import clock
from portal.core.errors import PortalError
from portal.extensions import db
from portal.installation import installation

WRONG_USE = 2


@click.group("worker")
def worker() -> None:
    """Workers: who may sign in, and what they are trusted with."""


@worker.command("add")
@click.option("--name", required=True, help="As colleagues know them.")
@click.option("--email", required=True, help="What they sign in with.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def add(name: str, email: str, roles: tuple[str, ...], *, password_stdin: bool, as_json: bool) -> None:
    """Take on a worker. Prints the secret for their authenticator app, once: it cannot be shown again."""
    password = _read_password() if password_stdin else _ask_password()
    try:
        added, secret = workers.add_worker(
            db.session,
            name=name,
            email=email,
            password=password,
            roles=[Role(role) for role in roles],
            actor=SYSTEM,
            at=clock.now(),
        )
    except PortalError as error:
        _refuse(error)
    told = _row(added) | {"totp_secret": secret, "otpauth": provisioning_uri(added.email, secret)}
    db.session.commit()
    click.echo(json.dumps(told, indent=2) if as_json else _words(told))


@worker.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def list_them(*, as_json: bool) -> None:
    """List all workers with their roles."""
    rows = [_row(one) for one in queries.list_workers(db.session)]
    click.echo(json.dumps({"workers": rows}, indent=2) if as_json else "\n".join(_line(row) for row in rows))


@worker.command("team")
@click.argument("email")
@click.argument("team", default="")
@with_appcontext
def team(email: str, team: str) -> None:
    """Put the worker with this EMAIL into TEAM, a code such as `night-desk`; without one, into none.

    A case that was given to a team opens for that team. As long as nobody has a team, nothing changes.
    """
    try:
        workers.set_team(db.session, queries.get_by_email(db.session, email), team, actor=SYSTEM, at=clock.now())
    except PortalError as error:
        _refuse(error)
    db.session.commit()
    click.echo(f"In the team {team}." if team else "In no team.")


@worker.command("disable")
@click.argument("email")
@with_appcontext
def disable(email: str) -> None:
    """Let the worker with this EMAIL go: signed out everywhere at once, their cases given back."""
    try:
        let_go(db.session, queries.get_by_email(db.session, email), actor=SYSTEM, at=clock.now())
    except PortalError as error:
        _refuse(error)
    db.session.commit()
    click.echo("Disabled, and signed out everywhere.")


@worker.command("reset")
@click.argument("email")
@with_appcontext
def reset(email: str) -> None:
    """Let the worker with this EMAIL set up password and second factor again. Prints the code, once."""
    try:
        invitation, code = resets.by_the_machine(
            db.session, queries.get_by_email(db.session, email), actor=SYSTEM, at=clock.now()
        )
    except PortalError as error:
        _refuse(error)
    address = f"{installation().settings.public_url.rstrip('/')}/staff/set-up/{invitation.id}"
    db.session.commit()
    click.echo(f"Signed out everywhere. Good for 72 hours:\n{address}\nCode, shown once: {code}")


def _read_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _ask_password() -> str:
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _row(one: Worker) -> dict[str, Any]:
    left_on = clock.local_date(one.disabled_at).isoformat() if one.disabled_at else None
    return {"id": str(one.id), "name": one.name, "email": one.email, "roles": one.roles, "team": one.team} | {
        "disabled_on": left_on
    }


def _line(row: dict[str, Any]) -> str:
    state = f"disabled on {row['disabled_on']}" if row["disabled_on"] else ", ".join(row["roles"])
    return f"{row['name']} <{row['email']}>: {state}"


def _words(told: dict[str, Any]) -> str:
    return f"{_line(told)}\nSecret for the authenticator app, shown once: {told['totp_secret']}\n{told['otpauth']}"


def _refuse(error: PortalError) -> NoReturn:
    db.session.rollback()
    click.echo(error.message, err=True)
    raise click.exceptions.Exit(WRONG_USE)
