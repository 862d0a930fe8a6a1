"""`flask keep-until`: work out until when a service keeps what it collected, to check the rule without a page."""

from pathlib import Path

import click

from portal.datamap.schedule import keep_until as rule
from portal.jobs.asking_a_pack import AS_JSON, OF_PACK, day_of, one_of, read_pack, refuse, say


@click.command("keep-until")
@OF_PACK
@click.option("--service", "name", metavar="ID", help="The service that was used.")
@click.option("--last-used", metavar="DATE", help="The day the period is counted from.")
@AS_JSON
def keep_until(path: Path | None, name: str | None, last_used: str | None, *, as_json: bool) -> None:  # noqa: ARG001
    """Say until when a service keeps what it collected, as one JSON document; "until" is null when nobody said.

    What is not known goes to standard error with what is, and exit code 2; then nothing is printed.
    """
    datamap = read_pack(path).datamap
    service = datamap.find(one_of("--service", name, (service.id for service in datamap.services)))
    if last_used is None:
        refuse("--last-used is missing: write the day like 2026-11-22")
    assert service is not None  # noqa: S101  # one_of looked for it
    try:
        kept = rule(service, day_of("--last-used", last_used))
    except (ValueError, OverflowError):
        refuse(f"--last-used {last_used} is too late: no calendar goes as far as the end of the period")
    until = kept.until.isoformat() if kept.until else None
    say({"until": until, "then": kept.then, "rule": kept.rule, "why": kept.why})
