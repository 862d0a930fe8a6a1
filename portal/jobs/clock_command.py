"""`flask clock`: work out dates from a file, to check the rule without a case."""

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NoReturn

import click

from portal.cases.clock_file import Dates, UnreadableClockFile, dates_of

WRONG_FILE = 2
REQUESTS_HEAD = ("request", "state", "due", "notice of more time by")
COMPLAINTS_HEAD = ("complaint", "tell them it came by")


@click.command("clock")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with the working of every date.")
def clock(file: BinaryIO, *, as_json: bool) -> None:
    """Work out the dates of the requests and complaints in a JSON FILE ("-" reads standard input).

    A request needs "received" and "nation", and may have "n", "right", "gates", "clarifications" and
    "extension_notice"; a complaint needs "received" and "nation". Problems go to standard error, one line for each
    place, with exit code 2, and then no date is printed.
    """
    try:
        dates = dates_of(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        _refuse(["the file: is not UTF-8 text"])
    except UnreadableClockFile as error:
        _refuse(error.problems)
    click.echo(json.dumps(dates, indent=2, ensure_ascii=False) if as_json else "\n".join(_tables(dates)))


def _refuse(problems: Iterable[str]) -> NoReturn:
    for problem in problems:
        click.echo(problem, err=True)
    raise click.exceptions.Exit(WRONG_FILE)


def _tables(dates: Dates) -> Iterator[str]:
    yield from _table(
        REQUESTS_HEAD,
        [(str(r["n"]), r["state"], r["due"] or "-", r["extension_notice_by"] or "-") for r in dates["requests"]],
    )
    if dates["requests"] and dates["complaints"]:
        yield ""
    yield from _table(COMPLAINTS_HEAD, [(str(n), c["ack_due"]) for n, c in enumerate(dates["complaints"], 1)])


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    for row in [head, *rows] if rows else []:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
