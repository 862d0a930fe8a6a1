"""Reads `situations.yml`, and holds it against the policy it judges by."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from portal.policies.kinds import Part, Place
from portal.policies.pack.files import read_yaml_file
from portal.policies.pack.lined import Lined
from portal.policies.pack.policy import Clause, PolicyText, Version
from portal.policies.pack.problems import Problem
from portal.policies.pack.said import check_age, check_markup, check_twice, check_words
from portal.policies.pack.shape import check_shape
from portal.policies.situations import TELLING, Rule, Situations, VersionRules

FILE = "situations.yml"
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
        check_age(lined, WORDS, ())
        _check_lists(lined, found)
        if policies is not None:
            _check_versions(lined, found, policies)
    return found, lined.problems


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
    for index, place_rule in enumerate(rules.places):
        if not version.clause(place_rule.clause):
            lined.problem(_no_clause(place_rule.clause, version), *here, "places", index, "clause")
    for index, rule in enumerate(rules.rules):
        for name, problem in _rule_problems(found, rule, version):
            lined.problem(problem, *here, "rules", index, name)
    _check_twice_decided(lined, rules, *here)


def _check_twice_decided(lined: Lined, rules: VersionRules, *here: str) -> None:
    for (_, first), (index, second) in combinations(enumerate(rules.places), 2):
        for place in sorted({*first.places} & {*second.places}):
            lined.problem(f"the place `{place}` decides twice: keep one of the two", *here, "places", index)
    for (at, one), (index, other) in combinations(enumerate(rules.rules), 2):
        if _overlap(one, other):
            twice = f"`{other.situation}` is decided twice for the same age and place"
            first_line = lined.line_of(*here, "rules", at)
            lined.problem(f"{twice}: keep this rule or the one of line {first_line}", *here, "rules", index)


def _rule_problems(found: Situations, rule: Rule, version: Version) -> Iterator[tuple[str, str]]:
    """Give the key of the rule and what is wrong with it."""
    if rule.situation not in found.ids:
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


def _overlap(one: Rule, other: Rule) -> bool:
    same_place = not one.places or not other.places or bool(set(one.places) & set(other.places))
    return one.situation == other.situation and same_place and bool(set(one.ages) & set(other.ages))


def _no_clause(name: str, version: Version) -> str:
    clauses = [clause.id for clause in version.clauses]
    return _known(f"there is no clause `{name}` in version {version.number} of {version.slug}", clauses)


def _known(problem: str, known: Iterable[object]) -> str:
    return f"{problem}: write one of {', '.join(str(name) for name in known)}"
