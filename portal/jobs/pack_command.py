"""`flask pack`: check the organisation's content, and publish it."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM
from portal.core import clock
from portal.core.errors import PortalError
from portal.policies.pack import POLICIES, Pack, PackProblems, load_pack
from portal.policies.queries import list_all_versions
from portal.policies.service import load_pack_into
from portal.search.service import refill

WRONG_PACK = 2
FOLDER = click.Path(path_type=Path)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group("pack")
def pack() -> None:
    """Check and publish an organisation's content."""


@pack.command("check")
@click.argument("path", type=FOLDER)
@AS_JSON
def check(path: Path, *, as_json: bool) -> None:
    """Check the pack in the folder PATH. Prints every problem with its file and line; exit code 2 if there is one."""
    found = _read(path, today=clock.today(), as_json=as_json)
    versions = [{"policy": policy.slug, "version": v.number} for policy in found.policies for v in policy.versions]
    said = {"pack": found.organisation.id, "versions": versions, "problems": []}
    _say(f"{found.organisation.id}: no problems", said, as_json=as_json)


@pack.command("load")
@click.argument("path", type=FOLDER)
@AS_JSON
@with_appcontext
def load(path: Path, *, as_json: bool) -> None:
    """Publish what is new in the pack in the folder PATH. What is published already stays as it is.

    A crisis line that should be checked again is said, and does not keep the rules from being published.
    """
    found = _read(path, today=None, as_json=as_json)
    for line in _grown_old(path):
        click.echo(line, err=True)
    session: Session = current_app.extensions["sqlalchemy"].get_session()
    try:
        rows = load_pack_into(session, found, actor=SYSTEM, at=clock.now())
        new = [{"policy": row.slug, "version": row.number} for row in rows]
        refill(session, found)
        session.commit()
    except PortalError as error:
        session.rollback()
        _refuse([{"file": "", "line": 0, "text": error.message}], [error.message], as_json=as_json)
    published = ", ".join(f"{row['policy']} version {row['version']}" for row in new)
    said = {"pack": found.organisation.id, "published": new, "problems": []}
    _say(f"{found.organisation.id}: published {published or 'nothing new'}", said, as_json=as_json)


@pack.command("export")
@click.argument("path", type=FOLDER)
@AS_JSON
@with_appcontext
def export(path: Path, *, as_json: bool) -> None:
    """Write every published version to PATH/policies, byte for byte as it was published. Other files there stay."""
    session: Session = current_app.extensions["sqlalchemy"].get_session()
    folder = path / POLICIES
    folder.mkdir(parents=True, exist_ok=True)
    written: list[str] = []
    left_out: list[str] = []
    for version in list_all_versions(session):
        name = f"{version.slug}-{version.number}.md"
        if version.text:
            (folder / name).write_bytes(version.text.encode())
        (written if version.text else left_out).append(f"{POLICIES}/{name}")
    for name in left_out:
        click.echo(f"{name}: not kept, so not written", err=True)
    _say(f"{path}: wrote {len(written)} files", {"written": written, "left_out": left_out}, as_json=as_json)


def _grown_old(path: Path) -> list[str]:
    try:
        load_pack(path, today=clock.today())
    except PackProblems as error:
        return error.lines
    return []


def _read(path: Path, *, today: date | None, as_json: bool) -> Pack:
    try:
        return load_pack(path, today=today)
    except PackProblems as error:
        problems = [{"file": p.file, "line": p.line, "text": p.text} for p in error.problems]
        _refuse(problems, error.lines, as_json=as_json)


def _say(line: str, said: dict[str, Any], *, as_json: bool) -> None:
    click.echo(json.dumps(said, indent=2, ensure_ascii=False) if as_json else line)


def _refuse(problems: list[dict[str, Any]], lines: list[str], *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"problems": problems}, indent=2, ensure_ascii=False))
    for line in lines:
        click.echo(line, err=True)
    raise click.exceptions.Exit(WRONG_PACK)
