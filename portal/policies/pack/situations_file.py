"""Reads `situations.yml`, and holds it against the policy it judges by."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice, product
from pathlib import Path

from portal.policies.kinds import AgeBand, Part, Place
from portal.policies.pack.files import read_yaml_file
from portal.policies.pack.lined import Lined
from portal.policies.pack.policy import Clause, PolicyText, Version
from portal.policies.pack.problems import Problem
from portal.policies.pack.said import check_age, check_markup, check_twice, check_words
from portal.policies.pack.shape import check_shape
from portal.policies.situations import TELLING, Rule, Situations, VersionRules

FILE = "situations.yml"
MOST_NAMED = 100  # names that a problem offers
WORDS = frozenset({"title", "why", "otherwise_why", "parents"})


def read_situations(folder: Path, policies: Mapping[str, PolicyText] | None) -> tuple[Situations | None, list[Problem]]:
    """Read `situations.yml`; the problems are those of the file and of what it says about `policies`.

    None for `policies`: they could not be read, so nothing can be held against them.
    """
    lined = read_yaml_file(folder, FILE)
    found = None if lined.is_unreadable else check_shape(Situations, lined)
    if found:
        check_markup(lined)
        check_words(lined, WORDS)
        for place in _parts(lined):
            check_age(lined, WORDS, place)
        _check_lists(lined, found)
        if policies is not None:
            _check_versions(lined, found, policies)
    return found, lined.problems


def _parts(lined: Lined) -> Iterator[tuple[str, ...]]:
    """What is read in one go: each list, and the rules of each version. A problem then stands where they begin."""
    for name, data in lined.data.items():
        yield from ((name, number) for number in data) if name == "versions" else ((name,),)


def _check_lists(lined: Lined, found: Situations) -> None:
    check_twice(lined, (group.id for group in found.groups), "groups")
    check_twice(lined, found.ids, "situations")
    check_twice(lined, (place.id for place in found.places), "places")
    groups = {group.id for group in found.groups}
    for index, situation in enumerate(found.situations):
        if situation.group not in groups:
            lined.problem(
                f"the group `{situation.group}` is not in `groups`: add it there", "situations", index, "group"
            )
    for place in Place:
        if place not in {words.id for words in found.places}:
            lined.problem(f"the place `{place}` has no words: add it with its title", "places")


def _check_versions(lined: Lined, found: Situations, policies: Mapping[str, PolicyText]) -> None:
    if found.policy not in policies:
        lined.problem(_known(f"there is no policy `{found.policy}` in this pack", policies), "policy")
        return
    versions = {version.number: version for version in policies[found.policy].versions}
    for number in versions.keys() - found.versions.keys():
        lined.problem(f"version {number} of {found.policy} has no rules: write them here", "versions")
    for number, rules in found.versions.items():
        if number not in versions:
            lined.problem(_known(f"there is no version {number} of {found.policy}", versions), "versions", str(number))
        else:
            _check_rules(lined, found, rules, versions[number])


def _check_rules(lined: Lined, found: Situations, rules: VersionRules, version: Version) -> None:
    here = ("versions", str(version.number))
    if not version.clause(rules.otherwise):
        lined.problem(_no_clause(rules.otherwise, version), *here, "otherwise")
    known = frozenset(found.ids)
    for index, place_rule in enumerate(rules.places):
        for at, name in enumerate(place_rule.besides):
            if name not in known:
                lined.problem(
                    f"the situation `{name}` is not in `situations`: add it there",
                    *here,
                    "places",
                    index,
                    "besides",
                    at,
                )
        if not version.clause(place_rule.clause):
            lined.problem(_no_clause(place_rule.clause, version), *here, "places", index, "clause")
    for index, rule in enumerate(rules.rules):
        for name, problem in _rule_problems(known, rule, version):
            lined.problem(problem, *here, "rules", index, name)
    _check_twice_decided(lined, rules, *here)


def _check_twice_decided(lined: Lined, rules: VersionRules, *here: str) -> None:
    seen: set[Place] = set()
    for index, place_rule in enumerate(rules.places):
        for place in sorted(seen & {*place_rule.places}):
            lined.problem(f"the place `{place}` decides twice: keep one of the two", *here, "places", index)
        seen |= {*place_rule.places}
    decided: dict[tuple[str, AgeBand, Place], int] = {}
    for index, rule in enumerate(rules.rules):
        cells = list(product((rule.situation,), rule.ages, rule.places or tuple(Place)))
        first = next((decided[cell] for cell in cells if cell in decided), None)
        if first is not None:
            twice = f"`{rule.situation}` is decided twice for the same age and place"
            first_line = lined.line_of(*here, "rules", first)
            lined.problem(f"{twice}: keep this rule or the one of line {first_line}", *here, "rules", index)
        for cell in cells:
            decided.setdefault(cell, index)


def _rule_problems(known: Collection[str], rule: Rule, version: Version) -> Iterator[tuple[str, str]]:
    """Give the key of the rule and what is wrong with it."""
    if rule.situation not in known:
        yield "situation", f"the situation `{rule.situation}` is not in `situations`: add it there"
    beside = version.clause(rule.beside) if rule.beside else None
    if rule.beside and (beside is None or beside.part is not Part.GROUND):
        yield "beside", f"`{rule.beside}` is no ground of version {version.number}: name one that is"
    clause = version.clause(rule.clause)
    if clause is None:
        yield "clause", _no_clause(rule.clause, version)
    elif rule.outcome in TELLING and clause.part is not Part.GROUND:
        yield "clause", f"the clause `{rule.clause}` is no ground for telling somebody: name one that is"
    elif rule.outcome in TELLING and (others := _ages_without(clause, rule)):
        yield (
            "ages",
            f"the clause `{rule.clause}` does not count for {others}: take the age out, or name another clause",
        )


def _ages_without(clause: Clause, rule: Rule) -> str:
    """The ages of the rule for which its clause is no reason to tell somebody."""
    counts = set(clause.ages) - set(clause.life_risk_only)
    return ", ".join(age for age in rule.ages if age not in counts)


def _no_clause(name: str, version: Version) -> str:
    clauses = [clause.id for clause in version.clauses]
    return _known(f"there is no clause `{name}` in version {version.number} of {version.slug}", clauses)


def _known(problem: str, known: Iterable[object]) -> str:
    names = [str(name) for name in islice(known, MOST_NAMED + 1)]
    more = ["…"] if len(names) > MOST_NAMED else []
    return f"{problem}: write one of {', '.join([*names[:MOST_NAMED], *more])}"
