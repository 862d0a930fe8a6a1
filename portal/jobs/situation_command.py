"""`flask situation`: ask the rules what becomes of something that was said. Keeps and logs nothing of it."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from portal.jobs.asking_a_pack import AS_JSON, OF_PACK, day_of, one_of, read_pack, refuse, say
from portal.policies.kinds import AgeBand, Place
from portal.policies.pack import Pack, PolicyText
from portal.policies.rules import Judgement, judge, judge_on


@click.command("situation")
@OF_PACK
@click.option("--policy", "slug", help="The policy that judges; without it, the only one that can.")
@click.option("--said-on", metavar="DATE", help="The day it was said: the version of that day judges.")
@click.option("--version", "number", metavar="N", help="The version that judges. Without both, the newest does.")
@click.option("--age", help="Age band, like 13-15.")
@click.option("--situation", "name", metavar="ID", help="What was said.")
@click.option("--place", help="Where it was said. Without it, what holds for any place without rules of its own.")
@click.option("--list", "is_list", is_flag=True, help="Print the ids of all situations instead.")
@AS_JSON
def situation(
    path: Path | None, slug: str | None, said_on: str | None, number: str | None, age: str | None, name: str | None,
    place: str | None, *, is_list: bool, as_json: bool,
) -> None:  # fmt: skip
    """Judge one situation by the rules of a pack, and print one JSON document.

    What is not known goes to standard error with what is, and exit code 2; then nothing is printed.
    """
    pack = read_pack(path)
    if is_list:
        _list(pack, as_json=as_json)
        return
    one_of("--policy", slug or pack.situations.policy, [pack.situations.policy])
    if said_on is not None and number is not None:
        refuse("say either --said-on or --version: the day decides which version judges")
    asked = {
        "situation": one_of("--situation", name, pack.situations.ids),
        "age": AgeBand(one_of("--age", age, AgeBand)),
        "place": None if place is None else Place(one_of("--place", place, Place)),
    }
    say(asdict(_judged(pack, pack.judged_by, said_on, number, asked)))


def _judged(
    pack: Pack, policy: PolicyText, said_on: str | None, number: str | None, asked: dict[str, Any]
) -> Judgement:
    if said_on is not None:
        return judge_on(pack.situations, policy, day_of("--said-on", said_on), **asked)
    versions = {str(version.number): version for version in policy.versions}
    return judge(pack.situations, versions[one_of("--version", number or str(policy.newest.number), versions)], **asked)


def _list(pack: Pack, *, as_json: bool) -> None:
    if as_json:
        say({"situations": pack.situations.ids, "ages": list(AgeBand), "places": list(Place)})
        return
    for name in pack.situations.ids:
        click.echo(name)
