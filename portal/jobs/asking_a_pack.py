"""What the commands that ask a pack have in common: which pack it is, and no answer to what cannot be read."""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from portal.policies.pack import Pack, PackProblems, load_pack

WRONG = 2
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
OF_PACK = click.option(
    "--pack", "path", type=click.Path(path_type=Path), envvar="CANDOUR_PACK", help="Folder of the pack."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def read_pack(path: Path | None) -> Pack:
    """Read the pack in the folder `path`; a pack is never guessed. Exits with 2 and every problem of the pack."""
    if path is None:
        refuse("--pack is missing: name the folder of a pack, like content/the-mix, or set CANDOUR_PACK")
    try:
        return load_pack(path)
    except PackProblems as error:
        refuse(*error.lines)


def one_of(option: str, value: str | None, known: Iterable[object]) -> str:
    """Give back `value` if it is one of `known`; else exits with 2 and says which these are."""
    names = [str(name) for name in known]
    if value is None or value not in names:
        refuse(f"{option} {'is missing' if value is None else f'{value} is not known'}; known are {', '.join(names)}")
    return value


def day_of(option: str, value: str) -> date:
    """Read a date like 2026-11-22. Exits with 2 when it is none."""
    try:
        # Python would also read 20261122 and 2026-W47-7, and nobody is sure to mean these
        return date.fromisoformat(value if DATE.fullmatch(value) else "")
    except ValueError:
        refuse(f"{option} {value} is no date: write it like 2026-11-22")


def say(answer: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


def refuse(*lines: str) -> NoReturn:
    """Say on standard error what is wrong, and stop with exit code 2."""
    for line in lines:
        click.echo(line, err=True)
    raise click.exceptions.Exit(WRONG)
