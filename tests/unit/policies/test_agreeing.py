"""What the tool makes of a ground, and what the page of the rules says of it: one and the same."""

import pytest

from portal.policies.agreeing import beside, would_or_may
from portal.policies.kinds import EVERYBODY, UNDER_18, AgeBand, Part
from portal.policies.pack import load_pack
from tests.builders.packs import CONTENT, the_mix

SITUATIONS = the_mix().situations
WOULD, MAY = (
    "At these times, we would tell someone.",
    "At these times, we may tell someone. We look at each case first.",
)


@pytest.mark.parametrize(
    ("number", "codes", "said"),
    [
        (3, ["plan-now", "life-in-danger"], WOULD),
        (3, ["homeless", "plan-30-days"], MAY),
        (3, ["terrorism", "legal-order"], WOULD),
        (3, ["plan-now", "homeless"], ""),  # not one thing of them all
        (3, ["chatbot"], ""),
        (1, ["harm-now", "hurting-someone"], MAY),
        (9, ["plan-now"], ""),
    ],
)
def test_grounds_say_whether_we_would_tell_or_may(number, codes, said):
    assert would_or_may(SITUATIONS, "confidentiality", number, codes, UNDER_18) == said


def test_a_policy_by_which_nothing_is_judged_says_nothing():
    assert would_or_may(SITUATIONS, "privacy", 1, ["plan-now"], EVERYBODY) == ""
    assert beside(SITUATIONS, "privacy", 1, "life-threatening-self-harm", EVERYBODY) == ()


def test_what_is_near_a_ground_is_said_beside_it_for_the_age():
    (young,) = beside(SITUATIONS, "confidentiality", 3, "life-threatening-self-harm", UNDER_18)
    (adult,) = beside(SITUATIONS, "confidentiality", 3, "life-threatening-self-harm", {AgeBand.ADULT})
    assert young.title == adult.title == "I hurt myself, but I will not die from it"
    assert "This alone is not on the list" in young.why
    assert "we call 999" in adult.why


HELP_FIRST = {
    "plan-to-end-life-now", "plan-to-end-life-within-30-days", "suicidal-thoughts-no-plan", "self-harm-life-threatening",
    "self-harm-not-life-threatening", "overdose", "said-im-safe",
}  # fmt: skip


@pytest.mark.parametrize("name", ["the-mix", "maggies"])
def test_every_pack_puts_help_first_and_says_a_line_on_parents(name):
    pack = load_pack(CONTENT / name)
    assert {one.id for one in pack.situations.situations if one.help_first} == HELP_FIRST
    for rules in pack.situations.versions.values():
        assert rules.parents and "people we tell may speak to them" in rules.parents


@pytest.mark.parametrize("name", ["the-mix", "maggies"])
def test_the_line_on_parents_is_true_to_the_list(name):
    """No version names a parent among those who are told; when one does, the line has to change."""
    for version in load_pack(CONTENT / name).judged_by.versions:
        assert not [who for who in version.recipients.values() if "parent" in who.lower() or "family" in who.lower()]


@pytest.mark.parametrize("name", ["the-mix", "maggies"])
def test_a_limit_of_a_clause_is_said_with_every_rule_that_would_tell_by_it(name):
    """`position-of-trust` needs one of two more things: the tool must not say a bare yes."""
    pack = load_pack(CONTENT / name)
    for number, rules in pack.situations.versions.items():
        version = next(one for one in pack.judged_by.versions if one.number == number)
        for rule in rules.rules:
            clause = version.clause(rule.clause)
            if rule.outcome == "tell" and clause.part is Part.GROUND and clause.id == "position-of-trust":
                assert rule.why, (number, rule.situation)
