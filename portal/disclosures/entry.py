"""An entry as a worker writes it: plain values and the rules they must obey, before anything is stored."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.core.errors import RuleBroken
from portal.disclosures import kinds as k
from portal.disclosures.relaxed import NO_RULE, NOT_RECORDED, RELAXED
from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind, Service

WRITE_DOWN_WITHIN = timedelta(hours=24)  # what is written down later says why
NOT_FOUND_BY = {
    "date_of_birth": "Write a day that exists, such as 3 May 2010",
    "phone": "Write the number in figures",
}


def is_late(decided_at: datetime, now: datetime) -> bool:
    """Whether it is written down so long afterwards that the reason belongs to it."""
    return now - decided_at > WRITE_DOWN_WITHIN


@dataclass(frozen=True, slots=True)
class RecipientEntry:
    """Who was told and how."""

    kind: k.RecipientKind
    name: str
    role: str
    sent_by: k.SentBy
    identity_checked: bool | None  # None: an old log does not say
    contact: str = ""


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One piece that was told."""

    kind: k.FieldKind
    what: str
    why: str
    agreed: bool | None  # None: an old log does not say


@dataclass(frozen=True, slots=True)
class Entry:
    """One time somebody was told, or a decision not to tell."""

    purpose: k.Purpose
    service: Service
    urgency: k.Urgency
    decision: k.Decision
    decided_at: datetime
    shared_at: datetime | None
    at_risk: k.AtRisk
    person_group: k.PersonGroup
    said_on: date | None
    policy: str
    policy_version: int
    clause: str
    lawful_basis: k.LawfulBasis
    special_condition: k.SpecialCondition
    consent: k.Consent
    no_consent_reason: k.NoConsentReason | None
    told: k.Told
    told_at: datetime | None
    review_on: date | None
    feedback: k.Feedback
    feedback_on: date | None
    why: str
    recipients: tuple[RecipientEntry, ...]
    fields: tuple[FieldEntry, ...]
    identifiers: tuple[tuple[IdentifierKind, str], ...]
    necessity: str = ""
    late_reason: str = ""
    consent_note: str = ""
    views: str = ""
    told_note: str = ""
    left_out: str = ""
    feedback_words: str = ""
    effect: str = ""
    protect: str = ""
    copy_at: str = ""
    on_consent: bool | None = None
    decided_by_id: uuid.UUID | None = None
    approved_by_id: uuid.UUID | None = None

    def _cannot_be_found(self) -> str:
        """The field of something that leaves nothing to search by: it would be dropped without a word."""
        lost = [kind for kind, typed in self.identifiers if not normalise(kind, typed)]
        return lost[0].value.replace("-", "_") if lost else ""

    imported: bool = False

    def check(self, now: datetime) -> None:
        """Raise RuleBroken at the first thing that would make the entry untrue or useless."""
        for message, name in self.broken(now):
            raise RuleBroken(message, field=name)

    def broken(self, now: datetime) -> Iterator[tuple[str, str]]:
        """Every rule that is broken: what to say, and beside which field. Old logs are asked less (`relaxed`)."""
        for broken, message, name in self._rules(now):
            if broken and not (self.imported and name in RELAXED):
                yield message, name

    @property
    def rule(self) -> tuple[str, int, str]:
        """The clause it rests on: policy, version, code."""
        return self.policy, self.policy_version, self.clause

    @property
    def _leaves_open(self) -> str:
        """The first thing that only an old log may leave open, by its field; else empty."""
        coded = ("urgency", "at_risk", "lawful_basis", "special_condition", "consent", "told", "feedback")
        return next(
            (
                name
                for name, is_open in (
                    *((name, getattr(self, name) == NOT_RECORDED) for name in coded),
                    ("clause", self.rule == NO_RULE),
                    ("fields", any(f.agreed is None for f in self.fields)),
                    (
                        "recipients",
                        any(r.sent_by == NOT_RECORDED or r.identity_checked is None for r in self.recipients),
                    ),
                )
                if is_open
            ),
            "",
        )

    @property
    def was_shared_first(self) -> bool:
        """In an emergency somebody may tell first and decide, with the reason, when the danger is over."""
        return self.shared_at is not None and self.shared_at < self.decided_at

    def _rules(self, now: datetime) -> tuple[tuple[bool, str, str], ...]:
        told_somebody = self.decision is not k.Decision.NOT_SHARED
        personal = self.purpose in {k.Purpose.SAFEGUARDING, k.Purpose.LEGAL}
        left_open = "" if self.imported else self._leaves_open
        return (
            (bool(left_open), "Only an old log may leave this open", left_open),
            (self.decided_at > now, "The decision cannot lie in the future", "decided_on"),
            (told_somebody and self.shared_at is None, "Say when it was shared", "shared_on"),
            (bool(self.shared_at and self.shared_at > now), "It cannot have been shared in the future", "shared_on"),
            (
                self.was_shared_first and self.urgency is not k.Urgency.EMERGENCY,
                "It cannot have been shared before it was decided, except in an emergency",
                "shared_on",
            ),
            (
                self.was_shared_first and not self.late_reason.strip(),
                "Say why it was shared before it was decided",
                "late_reason",
            ),
            (told_somebody and not self.recipients, "Say who was told", "recipient_name"),
            (told_somebody and not self.fields, "Say what was told", "what"),
            (any(not f.why.strip() for f in self.fields), "Say why they needed each piece", "fields"),
            (any(not f.what.strip() for f in self.fields), "Say what each piece was", "fields"),
            (any(not r.name.strip() for r in self.recipients), "Name each one who was told", "recipients"),
            (bool(self.told_at and self.told_at > now), "They cannot have been told in the future", "told_on"),
            (bool(self.said_on and self.said_on > now.date()), "It cannot have been said in the future", "said_on"),
            (not self.why.strip(), "Say why, in words the person will read", "why"),
            (personal and not self.identifiers, "Give one thing the person can be found by", "user_name"),
            (bool(lost := self._cannot_be_found()), NOT_FOUND_BY.get(lost, "Nobody is found by this"), lost),
            (
                self.consent is k.Consent.NOT_ASKED and self.no_consent_reason is None,
                "Say why the person was not asked",
                "no_consent_reason",
            ),
            (
                self.told in {k.Told.NOT_YET, k.Told.MUST_NOT, k.Told.NO_WAY} and not self.told_note.strip(),
                "Say why the person was not told",
                "told_note",
            ),
            (
                self.told in {k.Told.NOT_YET, k.Told.MUST_NOT} and self.review_on is None,
                "Say when this will be looked at again",
                "review_on",
            ),
            (
                self.feedback is k.Feedback.TOLD_US and not self.feedback_words.strip(),
                "Say what they told us",
                "feedback_words",
            ),
        )
