"""Every code of the register has words for the person, those of old logs too."""

import pytest

from portal.disclosures import kinds as k
from portal.disclosures import sentence, telling, whole
from portal.disclosures.telling_states import HIDDEN, TOLD_OF
from portal.requests.kinds import Service

NEVER_TOLD = {TOLD_OF[state] for state in HIDDEN}


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (k.Decision, whole.DECISIONS),
        (k.Urgency, whole.URGENCIES),
        (k.AtRisk, whole.AT_RISK),
        (k.PersonGroup, whole.AGES),
        (Service, whole.SERVICES),
        (k.SentBy, whole.SENT_BY),
        (k.NoConsentReason, whole.NOT_ASKED),
        (k.LawfulBasis, whole.LAWS),
        (k.SpecialCondition, whole.PRIVATE_LAWS),
        (k.RecipientKind, telling.RECIPIENTS),
        (k.RecipientKind, sentence.TEAMS),
        (k.FieldKind, telling.FIELDS),
        (k.FieldKind, sentence.THINGS),
        (set(k.Told) - NEVER_TOLD, telling.TOLD),
        (set(k.Feedback) - {k.Feedback.TOLD_US}, telling.FEEDBACK),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_code_has_words(codes, words):
    assert set(codes) == set(words)
