"""Write docs/situations.md: what the rules of every pack in content/ make of every situation, for every age."""

import sys
from collections.abc import Iterator

from portal.policies.kinds import AgeBand
from portal.policies.pack import Pack, Version
from portal.policies.rules import Judgement, judge
from portal.policies.situations import Rule
from scripts.generated import main, packs, table

NAME = "situations.md"
HEAD = """# What becomes of what was said

Made by `make docs` from the packs in content/. Change these, not this page.

A cell says what would happen (tell, may-tell, keep, talk-first), how fast somebody would be told, and the clause it
rests on. It holds for any place that has no rule of its own; the second table of a version names the places that have
one. What no rule decides is talk-first.
"""


def page() -> str:
    """The whole page: for each pack and version a table of situations by ages, then the places that decide."""
    return "\n".join([HEAD, *(part for pack in packs() for part in _of_pack(pack))])


def cell(said: Judgement) -> str:
    """``tell, emergency: `plan-now` ``: what happens, how fast, and by which clause."""
    what = ", ".join(filter(None, [said.outcome, said.urgency]))
    return f"{what}: `{said.clause}`"


def _of_pack(pack: Pack) -> Iterator[str]:
    yield f"## {pack.organisation.name}\n"
    titles = {situation.id: situation.title for situation in pack.situations.situations}
    for version in pack.judged_by.versions:
        yield f"### {pack.organisation.name}: {version.slug}, version {version.number}\n"
        rows = [[f"`{name}`: {title}", *_cells(pack, version, name)] for name, title in titles.items()]
        yield table(["What was said", *AgeBand], rows)
        if places := list(_places(pack, version)):
            yield table(["Place that decides", "What was said", "Ages", "What happens"], places)


def _cells(pack: Pack, version: Version, situation: str) -> Iterator[str]:
    for age in AgeBand:
        yield cell(judge(pack.situations, version, situation=situation, age=age))


def _places(pack: Pack, version: Version) -> Iterator[list[str]]:
    rules = pack.situations.versions[version.number]
    for decided in rules.places:
        besides = ", ".join(f"`{name}`" for name in decided.besides)
        what = f"anything but {besides}" if besides else "anything"
        yield [", ".join(decided.places), what, "everybody", f"{decided.outcome}: `{decided.clause}`"]
    for rule in rules.rules:
        if rule.places:
            yield [", ".join(rule.places), f"`{rule.situation}`", _ages(rule), cell(_in_place(pack, version, rule))]


def _ages(rule: Rule) -> str:
    return "everybody" if set(rule.ages) == set(AgeBand) else ", ".join(rule.ages)


def _in_place(pack: Pack, version: Version, rule: Rule) -> Judgement:
    return judge(pack.situations, version, situation=rule.situation, age=rule.ages[0], place=rule.places[0])


if __name__ == "__main__":
    sys.exit(main(NAME, page, sys.argv[1:]))
