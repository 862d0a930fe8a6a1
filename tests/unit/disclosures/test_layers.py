"""Three layers of an entry, for every code that an entry can hold."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.permissions import Role
from portal.core.reading import MAX_SENTENCE, faults, measure
from portal.disclosures import kinds as k
from portal.disclosures.beside import Beside, SentCorrection
from portal.disclosures.gaps import NOT_RECORDED, gaps_of
from portal.disclosures.letters import Share
from portal.disclosures.queries import OpenedDisclosure, OpenedField, OpenedRecipient
from portal.disclosures.sentence import one_sentence
from portal.disclosures.telling import share_of
from portal.requests.kinds import Service

AT = datetime(2026, 10, 24, 9, 0, tzinfo=UTC)
NAMES = ("why", "necessity", "late_reason", "consent_note", "views", "told_note", "left_out", "feedback_words",
         "effect")  # fmt: skip
ALL_WORDS = {
    "why": "You had a plan for that night. We thought you could die.",
    "necessity": "They had to find you.",
    "consent_note": "You said that it was all right.",
    "views": "You wanted help.",
    "left_out": "We did not tell them about your family.",
    "feedback_words": "A crew came.",
}
FULL = Beside(frozenset({Role.SAFEGUARDING}), frozenset({Role.APPROVER}), 3)


def an_opened(words: dict[str, str] | None = None, **changes: Any) -> OpenedDisclosure:
    """An entry without a database: the columns that telling it looks at."""
    plain: dict[str, Any] = {
        "is_locked": False, "decision": k.Decision.SHARED, "decided_at": AT, "shared_at": AT, "recorded_at": AT,
        "urgency": k.Urgency.EMERGENCY, "at_risk": k.AtRisk.SELF, "person_group": k.PersonGroup.CHILD,
        "service": Service.CHAT, "said_on": AT.date(), "policy_version": 3, "consent": k.Consent.GIVEN,
        "no_consent_reason": None, "lawful_basis": k.LawfulBasis.VITAL_INTERESTS,
        "special_condition": k.SpecialCondition.VITAL_INTERESTS, "told": k.Told.AFTER, "told_at": AT,
        "feedback": k.Feedback.TOLD_US, "feedback_on": date(2026, 10, 26),
        "recipients": [SimpleNamespace(identity_checked=True)], "imported": False,
    }  # fmt: skip
    return OpenedDisclosure(
        row=SimpleNamespace(**{**plain, **changes}),  # type: ignore[arg-type]  # only its columns are read
        recipients=(OpenedRecipient(k.RecipientKind.AMBULANCE, "Demo Control", "call handler", k.SentBy.PHONE, ONE),),
        fields=(
            OpenedField(k.FieldKind.NAME, "your first name", "So that they could ask for you.", agreed=True, id=ONE),
        ),
        identifiers=(),
        words={**dict.fromkeys(NAMES, ""), **(ALL_WORDS if words is None else words)},
    )


ONE = uuid.UUID(int=1)


def told(entry: OpenedDisclosure, around: Beside = FULL) -> Share:
    return share_of(entry, rule="“A life is in danger” (our rules, version 3)", around=around)


def said(share: Share) -> str:
    return "\n".join(f"{fact.question}\n{fact.answer}" for fact in share.whole)


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.sampled_from(k.Decision),
    st.lists(st.sampled_from(k.RecipientKind), max_size=40),
    st.lists(st.sampled_from(k.FieldKind), max_size=40),
)
def test_one_sentence_is_one_and_short_whatever_was_told_to_whom(day, decision, recipients, fields):
    text = one_sentence(f"{day.day} November {day.year}", decision, recipients, fields)
    measured = measure(text)
    assert measured.sentences == 1
    assert measured.longest_sentence <= MAX_SENTENCE
    assert text.endswith(".")


@pytest.mark.parametrize(
    ("recipients", "fields", "text"),
    [
        ([k.RecipientKind.AMBULANCE], [k.FieldKind.NAME, k.FieldKind.WORRY],
         "On 3 May 2026 we told the ambulance team your name and why we were worried."),
        ([k.RecipientKind.POLICE, k.RecipientKind.POLICE_EMERGENCY], [k.FieldKind.NAME], "On 3 May 2026 we told the police your name."),
        ([k.RecipientKind.SCHOOL], list(k.FieldKind), "On 3 May 2026 we told a school ten things about you."),
        (list(k.RecipientKind), list(k.FieldKind) * 2, "On 3 May 2026 we told nine teams 20 things about you."),
    ],
)  # fmt: skip
def test_what_does_not_fit_by_name_is_counted(recipients, fields, text):
    assert one_sentence("3 May 2026", k.Decision.SHARED, recipients, fields) == text


def test_an_entry_with_everything_has_no_gap():
    assert gaps_of(told(an_opened())) == ()


BLANK = {
    "views": "What did you want to happen?",
    "consent_note": "What did you say when we asked?",
    "necessity": "Why was that much needed, and no more?",
    "left_out": "What did we leave out?",
}


@pytest.mark.parametrize(("name", "question"), BLANK.items())
def test_what_nobody_wrote_down_is_a_gap_with_a_reason(name, question):
    (gap,) = gaps_of(told(an_opened({**ALL_WORDS, name: ""})))
    assert gap.question == question
    assert gap.said.startswith(NOT_RECORDED) and len(gap.said) > len(NOT_RECORDED) + 10


@pytest.mark.parametrize(
    ("changes", "around", "question"),
    [
        ({"said_on": None}, FULL, "Did that rule count then?"),
        ({"told_at": None}, FULL, "On which day did we tell you?"),
        ({"person_group": k.PersonGroup.NOT_KNOWN}, FULL, "How old did we think you were?"),
        ({"service": Service.NOT_SURE}, FULL, "Where did you talk to us?"),
        ({"recorded_at": AT + timedelta(days=9)}, FULL, "When did we write it down?"),
        ({"told": k.Told.NOT_YET}, FULL, "Why did we not tell you?"),
        ({}, replace(FULL, agreed_by=None), "Did a second worker agree?"),
    ],
)
def test_a_code_that_is_missing_is_a_gap_too(changes, around, question):
    assert question in [gap.question for gap in gaps_of(told(an_opened(**changes), around))]


def test_a_recipient_without_a_job_is_named_as_missing():
    entry = replace(
        an_opened(), recipients=(OpenedRecipient(k.RecipientKind.SCHOOL, "Demo School", "", k.SentBy.LETTER, ONE),)
    )
    (gap,) = gaps_of(told(entry))
    assert "Demo School" in gap.said


def test_late_words_stand_in_the_place_of_the_gap():
    late = an_opened({**ALL_WORDS, "late_reason": "We were busy."}, recorded_at=AT + timedelta(days=9))
    assert gaps_of(told(late)) == ()
    assert "It was late: We were busy." in said(told(late))


@pytest.mark.parametrize("decision", k.Decision)
@pytest.mark.parametrize("consent", k.Consent)
@pytest.mark.parametrize("reason", [None, *k.NoConsentReason])
def test_every_answer_to_being_asked_is_told(decision, consent, reason):
    share = told(an_opened(decision=decision, consent=consent, no_consent_reason=reason))
    answer = next(fact.answer for fact in share.whole if fact.question == "Did we ask you first?")
    assert answer


CODES: dict[str, Any] = {
    "decision": k.Decision, "urgency": k.Urgency, "at_risk": k.AtRisk, "person_group": k.PersonGroup,
    "service": Service, "lawful_basis": k.LawfulBasis, "special_condition": k.SpecialCondition,
    "told": [one for one in k.Told if one is not k.Told.MUST_NOT], "feedback": k.Feedback,
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [(name, code) for name, codes in CODES.items() for code in codes])
def test_every_code_has_plain_words(name, code):
    share = told(an_opened(**{name: code}))
    assert all(fact.answer for fact in share.whole)
    assert code.value not in said(share) or " " not in code.value
    words = [share.sentence, share.told, share.next, share.left_out, share.rule_day, *share.corrections, said(share)]
    assert faults(measure("\n\n".join(words))) == []


@pytest.mark.parametrize("said_of_us", ["Another young person", "Other people", "An adult who needs help"])
def test_somebody_else_stays_private(said_of_us):
    others = set(k.AtRisk) - {k.AtRisk.SELF, k.AtRisk.NOT_RECORDED}
    answers = [said(told(an_opened(at_risk=kind))) for kind in others]
    assert any(said_of_us in answer for answer in answers)
    assert all("keep private" in answer for answer in answers)


@pytest.mark.parametrize(
    ("counted", "words"),
    [(3, "This version counted on that day."), (2, "On that day version 2 counted. We went by version 3."),
     (None, "We cannot be sure which version counted on that day.")],
)  # fmt: skip
def test_whether_the_rule_counted_when_it_was_said_is_told(counted, words):
    assert told(an_opened(), replace(FULL, counted=counted)).rule_day.endswith(words)


def test_a_decision_not_to_tell_is_told_without_the_questions_of_telling():
    share = told(replace(an_opened(decision=k.Decision.NOT_SHARED, shared_at=None), recipients=(), fields=()))
    questions = [fact.question for fact in share.whole]
    assert share.sentence.endswith("thought about telling someone about you, and did not.")
    assert share.corrections == ()
    assert "How did we tell them?" not in questions and "Which law let us do it?" not in questions
    assert "Not to tell anyone." in said(share)


def test_what_was_put_right_later_is_told_with_its_day_and_its_way():
    one = SentCorrection("Demo Council", AT, k.SentBy.LETTER, "Your age was wrong.")
    share = told(an_opened(), replace(FULL, corrections=(one,)))
    assert share.corrections == ("On 24 October 2026. Demo Council: by letter. Your age was wrong.",)


def test_workers_are_roles_and_never_names():
    assert "a worker who helps to keep young people safe" in said(told(an_opened()))
    assert "It was a worker of ours." in said(told(an_opened(), Beside()))
