"""The lawful basis that usually fits (law 9): a table."""

import itertools

import pytest

from portal.disclosures.basis import suggest
from portal.disclosures.kinds import Decision, LawfulBasis, PersonGroup, Purpose, SpecialCondition, Urgency

P, U, D, G, B, C = Purpose, Urgency, Decision, PersonGroup, LawfulBasis, SpecialCondition
TABLE = [
    ((P.SAFEGUARDING, U.EMERGENCY, D.SHARED, G.CHILD), (B.VITAL_INTERESTS, C.SAFEGUARDING)),
    ((P.SAFEGUARDING, U.EMERGENCY, D.SHARED, G.ADULT_AT_RISK), (B.VITAL_INTERESTS, C.SAFEGUARDING)),
    ((P.SAFEGUARDING, U.EMERGENCY, D.PART, G.ADULT), (B.VITAL_INTERESTS, C.VITAL_INTERESTS)),
    ((P.SAFEGUARDING, U.EMERGENCY, D.SHARED, G.NOT_KNOWN), (B.VITAL_INTERESTS, C.VITAL_INTERESTS)),
    ((P.SAFEGUARDING, U.NOT_URGENT, D.SHARED, G.CHILD), (B.RECOGNISED_INTEREST, C.SAFEGUARDING)),
    ((P.SAFEGUARDING, U.NOT_URGENT, D.PART, G.ADULT_AT_RISK), (B.RECOGNISED_INTEREST, C.SAFEGUARDING)),
    ((P.SAFEGUARDING, U.NOT_URGENT, D.SHARED, G.ADULT), (B.LEGITIMATE_INTEREST, C.COUNSELLING)),
    ((P.LEGAL, U.NOT_URGENT, D.SHARED, G.ADULT), (B.LEGAL_DUTY, C.UNLAWFUL_ACTS)),
    ((P.LEGAL, U.EMERGENCY, D.SHARED, G.CHILD), (B.LEGAL_DUTY, C.UNLAWFUL_ACTS)),
    ((P.SAFEGUARDING, U.EMERGENCY, D.NOT_SHARED, G.CHILD), (B.LEGITIMATE_INTEREST, C.NONE_SHARED)),
    ((P.RESEARCH, U.NOT_URGENT, D.SHARED, G.NOT_KNOWN), (B.LEGITIMATE_INTEREST, C.NONE_SHARED)),
]


@pytest.mark.parametrize(("given", "fits"), TABLE)
def test_what_usually_fits(given, fits):
    assert suggest(*given) == fits


@pytest.mark.parametrize("group", [G.ADULT, G.NOT_KNOWN])
@pytest.mark.parametrize(("urgency", "decision"), [*itertools.product(U, D)])
def test_nobody_is_called_a_child_who_may_not_be_one(group, urgency, decision):
    """Safeguarding protects children and adults at risk: for others it would be the wrong law."""
    basis, condition = suggest(P.SAFEGUARDING, urgency, decision, group)
    assert basis is not B.RECOGNISED_INTEREST and condition is not C.SAFEGUARDING


@pytest.mark.parametrize("given", [*itertools.product(P, U, D, G)])
def test_every_case_has_a_suggestion(given):
    basis, condition = suggest(*given)
    assert isinstance(basis, LawfulBasis) and isinstance(condition, SpecialCondition)
