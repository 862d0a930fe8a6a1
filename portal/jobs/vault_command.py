"""`flask vault`: make and replace master keys."""

import click
from flask.cli import AppGroup

from portal.audit import THE_PORTAL, Action, record
from portal.core import clock
from portal.extensions import db
from portal.vault import new_master_key, vault_of

vault = AppGroup("vault", help="Look after the master key.")


@vault.command(name="new-key")
def new_key() -> None:
    """Print a new master key. Put it before the old one, restart every process, then run `rotate`."""
    click.echo(new_master_key())


@vault.command()
def rotate() -> None:
    """Wrap every data key by the first master key, while everything runs. The other master keys can go afterwards."""
    with db.sessionmaker() as session:
        changed = vault_of(session).rewrap_all()
        record(
            session, Action.VAULT_ROTATED, actor_kind="system", actor_id=None, subject=THE_PORTAL, at=clock.now(),
            keys=changed,
        )  # fmt: skip
        session.commit()
    click.echo(f"{changed} data keys are wrapped by the first master key now.")
