"""The lists that their words are turned into: our codes, how staff say them, and the words by which we guess them."""

from collections.abc import Sequence
from enum import StrEnum

from portal.disclosures import kinds as k
from portal.disclosures.importing.columns import CODED, plain
from portal.disclosures.importing.kinds import Ours as O
from portal.disclosures.importing.kinds import YesNo
from portal.requests.kinds import Service

LEAVE_OUT = "leave-out"  # rows that say this are refused
NOT_RECORDED = "not-recorded"

KINDS: dict[O, type[StrEnum]] = {
    O.RECIPIENT_KIND: k.RecipientKind, O.SENT_BY: k.SentBy, O.AGREED: YesNo, O.PURPOSE: k.Purpose,
    O.DECISION: k.Decision, O.URGENCY: k.Urgency, O.SERVICE: Service, O.AT_RISK: k.AtRisk,
    O.PERSON_GROUP: k.PersonGroup, O.LAWFUL_BASIS: k.LawfulBasis, O.SPECIAL_CONDITION: k.SpecialCondition,
    O.CONSENT: k.Consent, O.NO_CONSENT_REASON: k.NoConsentReason, O.TOLD: k.Told, O.FEEDBACK: k.Feedback,
}  # fmt: skip
# What an empty cell, or a log without such a column, stands for unless a worker says otherwise: what is true of it.
EMPTY: dict[O, str] = {
    O.RECIPIENT_KIND: k.RecipientKind.OTHER, O.PURPOSE: k.Purpose.SAFEGUARDING, O.DECISION: k.Decision.SHARED,
    O.SERVICE: Service.NOT_SURE, O.PERSON_GROUP: k.PersonGroup.NOT_KNOWN,
}  # fmt: skip
SAID: dict[str, str] = {
    NOT_RECORDED: "Not recorded in the old log", "before": "They were told before", "after": "They were told after",
    "not-yet": "They do not know yet", "must-not-be-told": "They must not be told",
    "police-999": "Police, 999", "police-101": "Police, 101",
    "art-6-1-ea": "Recognised interest: safeguarding, Art 6(1)(ea)", "art-6-1-d": "Vital interests, Art 6(1)(d)",
    "art-6-1-c": "Legal duty, Art 6(1)(c)", "art-6-1-f": "Legitimate interest, Art 6(1)(f)",
    "sch-1-para-18": "Safeguarding, Sch 1 para 18", "sch-1-para-17": "Counselling, Sch 1 para 17",
    "sch-1-para-10": "Unlawful acts, Sch 1 para 10", "art-9-2-c": "Vital interests, Art 9(2)(c)",
}  # fmt: skip
WORDS: dict[O, dict[str, str]] = {
    O.RECIPIENT_KIND: {
        "police": "police-101", "101": "police-101", "999": "police-999", "police 999": "police-999",
        "emergency services": "police-999", "ambulance service": "ambulance", "paramedics": "ambulance",
        "social services": "social-work", "social worker": "social-work", "social care": "social-work",
        "children s services": "social-work", "childrens services": "social-work", "mash": "social-work",
        "local authority": "social-work", "gp": "health", "nhs": "health", "camhs": "health", "hospital": "health",
        "doctor": "health", "prevent": "counter-terrorism", "college": "school", "teacher": "school",
    },
    O.SENT_BY: {"telephone": "phone", "call": "phone", "email": "secure-email", "form": "online-form",
                "portal": "online-form", "post": "letter", "face to face": "in-person"},
    O.AGREED: {"y": "yes", "n": "no", "true": "yes", "false": "no"},
    O.DECISION: {"yes": "shared", "y": "shared", "no": "not-shared", "n": "not-shared", "partly": "part",
                 "partial": "part", "not shared": "not-shared"},
    O.URGENCY: {"urgent": "emergency", "high": "emergency", "immediate": "emergency", "low": "not-urgent",
                "routine": "not-urgent", "non urgent": "not-urgent"},
    O.SERVICE: {"webchat": "chat", "helpline": "call", "phone": "call", "sms": "text", "forum": "boards",
                "counselling service": "counselling"},
    O.AT_RISK: {"self": "self", "young person": "self", "themselves": "self", "child": "other-child"},
    O.PERSON_GROUP: {"under 18": "child", "over 18": "adult", "18": "adult", "unknown": "not-known"},
    O.CONSENT: {"yes": "given", "y": "given", "refused": "refused", "not asked": "not-asked"},
}  # fmt: skip


def choices_of(ours: O, rules: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """Our codes for such a column, and how staff say them. `rules`: the clauses that were ever published."""
    if ours is O.RULE:
        return {NOT_RECORDED: SAID[NOT_RECORDED], **dict(rules)}
    said = {member.value: SAID.get(member.value, member.value.replace("-", " ").capitalize()) for member in KINDS[ours]}
    return {NOT_RECORDED: SAID[NOT_RECORDED], **said} if ours is O.NO_CONSENT_REASON else said


def empty_of(ours: O) -> str:
    """What an empty cell stands for at first."""
    return str(EMPTY.get(ours, NOT_RECORDED))


def guess_code(ours: O, words: str, choices: dict[str, str]) -> str:
    """The code that their words most likely mean; the empty string when nobody could tell."""
    said = plain(words)
    for code, label in choices.items():
        if said in {plain(code), plain(label)}:
            return code
    return WORDS.get(ours, {}).get(said, "")


__all__ = ["CODED", "LEAVE_OUT", "NOT_RECORDED", "choices_of", "empty_of", "guess_code"]
