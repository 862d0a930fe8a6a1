"""Demo entries of the register: somebody outside was told about a made-up person, or nobody was."""

from dataclasses import replace
from datetime import datetime, timedelta

from portal.disclosures import kinds as k
from portal.disclosures.entry import Entry, FieldEntry, RecipientEntry
from portal.requests.kinds import IdentifierKind, Service


def ambulance(user_name: str, *, at: datetime) -> Entry:
    """An emergency: the ambulance was called."""
    return Entry(
        purpose=k.Purpose.SAFEGUARDING, service=Service.CHAT, urgency=k.Urgency.EMERGENCY, decision=k.Decision.SHARED,
        decided_at=at, shared_at=at + timedelta(minutes=4), at_risk=k.AtRisk.SELF, person_group=k.PersonGroup.CHILD,
        said_on=at.date(), policy="confidentiality", policy_version=3, clause="plan-now",
        lawful_basis=k.LawfulBasis.VITAL_INTERESTS, special_condition=k.SpecialCondition.VITAL_INTERESTS,
        consent=k.Consent.NOT_ASKED, no_consent_reason=k.NoConsentReason.NOT_REASONABLE, told=k.Told.AFTER,
        told_at=at + timedelta(hours=20), review_on=None, feedback=k.Feedback.TOLD_US,
        feedback_on=(at + timedelta(days=2)).date(),
        why="You told us you had a plan to end your life that night. We thought you could die.",
        recipients=(RecipientEntry(k.RecipientKind.AMBULANCE, "Demo Ambulance Control", "call handler",
                                   k.SentBy.PHONE, identity_checked=True),),
        fields=(
            FieldEntry(k.FieldKind.NAME, "your first name", "So that they could ask for you.", agreed=False),
            FieldEntry(k.FieldKind.PHONE, "the number you gave us", "So that they could call you.", agreed=False),
            FieldEntry(k.FieldKind.WORRY, "that you had a plan for that night", "So that they came fast.",
                       agreed=False),
        ),
        identifiers=((IdentifierKind.USER_NAME, user_name),),
        necessity="Life at risk within hours; only what was needed to find and reach.",
        left_out="We did not share your chat. We did not say anything about your family.",
        feedback_words="A crew came to see you and made sure you were safe.",
    )  # fmt: skip


def social_worker(user_name: str, *, at: datetime) -> Entry:
    """Not an emergency: a social worker was told, and nobody said what came of it."""
    return Entry(
        purpose=k.Purpose.SAFEGUARDING, service=Service.COUNSELLING, urgency=k.Urgency.NOT_URGENT,
        decision=k.Decision.PART, decided_at=at, shared_at=at + timedelta(hours=3), at_risk=k.AtRisk.SELF,
        person_group=k.PersonGroup.CHILD, said_on=at.date(), policy="confidentiality", policy_version=3,
        clause="homeless", lawful_basis=k.LawfulBasis.RECOGNISED_INTEREST,
        special_condition=k.SpecialCondition.NONE_SHARED, consent=k.Consent.GIVEN, no_consent_reason=None,
        told=k.Told.BEFORE, told_at=at, review_on=None, feedback=k.Feedback.NOT_TOLD_US, feedback_on=None,
        why="You had no safe place to sleep. A social worker can help with that.",
        recipients=(RecipientEntry(k.RecipientKind.SOCIAL_WORK, "Demo Council", "duty social worker",
                                   k.SentBy.SECURE_EMAIL, identity_checked=True),),
        fields=(
            FieldEntry(k.FieldKind.NAME, "your name", "So that they knew who needed help.", agreed=True),
            FieldEntry(k.FieldKind.LOCATION, "the town you were in", "So that the right team got it.", agreed=True),
        ),
        identifiers=((IdentifierKind.USER_NAME, user_name),),
        views="Wanted help with a place to sleep, did not want school to know.",
        left_out="We did not tell your school. We did not say why you left home.",
    )  # fmt: skip


def not_shared(user_name: str, *, at: datetime) -> Entry:
    """A decision not to tell anybody is an entry too."""
    return Entry(
        purpose=k.Purpose.SAFEGUARDING, service=Service.BOARDS, urgency=k.Urgency.NOT_URGENT,
        decision=k.Decision.NOT_SHARED, decided_at=at, shared_at=None, at_risk=k.AtRisk.SELF,
        person_group=k.PersonGroup.ADULT, said_on=at.date(), policy="confidentiality", policy_version=3,
        clause="life-in-danger", lawful_basis=k.LawfulBasis.LEGITIMATE_INTEREST,
        special_condition=k.SpecialCondition.NONE_SHARED, consent=k.Consent.NOT_ASKED,
        no_consent_reason=k.NoConsentReason.NOT_REASONABLE, told=k.Told.AFTER, told_at=at + timedelta(days=1),
        review_on=None, feedback=k.Feedback.NOT_ASKED, feedback_on=None,
        why="We were not sure if you were safe. You told us you were, so we did not tell anyone.",
        recipients=(), fields=(), identifiers=((IdentifierKind.USER_NAME, user_name),),
    )  # fmt: skip


def not_told_yet(user_name: str, *, at: datetime) -> Entry:
    """The person does not know yet; there is a day on which somebody looks again."""
    return replace(
        social_worker(user_name, at=at), consent=k.Consent.NOT_ASKED, told=k.Told.NOT_YET, told_at=None,
        no_consent_reason=k.NoConsentReason.NOT_REASONABLE, told_note="Made up: they are in hospital.",
        review_on=(at + timedelta(days=45)).date(), feedback=k.Feedback.ASKED,
    )  # fmt: skip


def locked(user_name: str, *, at: datetime) -> Entry:
    """The person must not be told: a made-up investigation is under way."""
    return replace(
        ambulance(user_name, at=at), told=k.Told.MUST_NOT, told_at=None,
        told_note="Made up: an investigation is under way.", review_on=(at + timedelta(days=60)).date(),
    )  # fmt: skip
