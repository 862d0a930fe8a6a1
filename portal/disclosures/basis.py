"""Which lawful basis and condition usually fit (law 9): a suggestion that the worker sees and may change. Pure."""

from portal.disclosures.kinds import Decision, LawfulBasis, PersonGroup, Purpose, SpecialCondition, Urgency

PERSONAL = frozenset({Purpose.SAFEGUARDING, Purpose.LEGAL})
# Annex 1 para 6 and Sch 1 para 18 protect these, and nobody else
PROTECTED = frozenset({PersonGroup.CHILD, PersonGroup.ADULT_AT_RISK})


def suggest(
    purpose: Purpose, urgency: Urgency, decision: Decision, group: PersonGroup
) -> tuple[LawfulBasis, SpecialCondition]:
    """The basis of Art 6(1) and the condition for sensitive data.

    Nobody told, or no person in it: nothing sensitive left us. An order of the law is a duty. Whose life is in danger
    is helped on that ground. Else it is safeguarding for whom the law protects, and counselling for other adults.
    """
    if decision is Decision.NOT_SHARED or purpose not in PERSONAL:
        return LawfulBasis.LEGITIMATE_INTEREST, SpecialCondition.NONE_SHARED
    if purpose is Purpose.LEGAL:
        return LawfulBasis.LEGAL_DUTY, SpecialCondition.UNLAWFUL_ACTS
    if urgency is Urgency.EMERGENCY:
        by_age = SpecialCondition.SAFEGUARDING if group in PROTECTED else SpecialCondition.VITAL_INTERESTS
        return LawfulBasis.VITAL_INTERESTS, by_age
    if group in PROTECTED:
        return LawfulBasis.RECOGNISED_INTEREST, SpecialCondition.SAFEGUARDING
    return LawfulBasis.LEGITIMATE_INTEREST, SpecialCondition.COUNSELLING
