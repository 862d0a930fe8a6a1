"""Reads `words.yml`: words that need a word, and the three questions that check ours."""

from collections.abc import Mapping
from pathlib import Path

from portal.policies.glossary import Glossary
from portal.policies.pack.files import read_yaml_file
from portal.policies.pack.lined import Lined
from portal.policies.pack.policy import PolicyText
from portal.policies.pack.problems import Problem
from portal.policies.pack.prose import reading_problems, tokens_of
from portal.policies.pack.said import check_age, check_markup, check_sources, check_twice, check_words
from portal.policies.pack.shape import check_shape

FILE = "words.yml"
SAID = frozenset({"means", "more"})
ASKED = frozenset({"ask", "title", "if_missed"})


def read_words(
    folder: Path, policies: Mapping[str, PolicyText] | None, judged_by: str
) -> tuple[Glossary | None, list[Problem]]:
    """Read `words.yml`; the problems are those of the file and of what it says about `policies`.

    The three questions ask about the policy that situations are judged by. None for `policies`: they could not be
    read, so nothing can be held against them.
    """
    lined = read_yaml_file(folder, FILE)
    found = None if lined.is_unreadable else check_shape(Glossary, lined)
    if found:
        check_markup(lined)
        check_twice(lined, (word.id for word in found.words), "words")
        check_twice(lined, (check.id for check in found.check), "check")
        check_words(lined, frozenset({"means"}), ("words",))
        check_words(lined, ASKED, ("check",))
        check_age(lined, ASKED, ("check",))
        _check_entries(lined, found)
        if policies is not None:
            _check_clauses(lined, found, policies, judged_by)
    return found, lined.problems


def _check_entries(lined: Lined, found: Glossary) -> None:
    for index, word in enumerate(found.words):
        here = ("words", index)
        check_age(lined, SAID, here)
        check_sources(lined, word.source, found.sources, *here, "source")
        for _, problem in reading_problems(tokens_of(word.more or "")):
            lined.problem(problem, *here, "more")


def _check_clauses(lined: Lined, found: Glossary, policies: Mapping[str, PolicyText], judged_by: str) -> None:
    for index, word in enumerate(found.words):
        if word.policy and word.policy not in policies:
            known = ", ".join(policies)
            lined.problem(
                f"there is no policy `{word.policy}` in this pack: write one of {known}", "words", index, "policy"
            )
        elif word.policy and word.clause:
            _check_clause(lined, policies[word.policy], word.clause, "words", index, "clause")
    for index, check in enumerate(found.check):
        if judged_by in policies:
            _check_clause(lined, policies[judged_by], check.clause, "check", index, "clause")


def _check_clause(lined: Lined, policy: PolicyText, clause: str, *place: str | int) -> None:
    if policy.newest.clause(clause) is None:
        known = ", ".join(known.id for known in policy.newest.clauses)
        lined.problem(f"there is no clause `{clause}` in the newest {policy.slug}: write one of {known}", *place)
