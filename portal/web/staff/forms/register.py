"""One entry of the register, as a worker writes it."""

import secrets
from datetime import datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)  # fmt: skip
from wtforms.validators import InputRequired, Length, Optional

from portal.core.clock import LONDON
from portal.disclosures import kinds as k
from portal.disclosures.entry import Entry, FieldEntry, RecipientEntry
from portal.disclosures.relaxed import NOT_RECORDED
from portal.requests.kinds import IdentifierKind, Service
from portal.web.forms import BaseForm

NEEDED = InputRequired(message="Choose one")
LONG = Length(max=2000, message="Use 2,000 letters or fewer")
SHORT = Length(max=200, message="Use 200 letters or fewer")
RECIPIENTS = 2
FIELDS = 6
FINDERS = {
    IdentifierKind.USER_NAME: "user_name",
    IdentifierKind.NICKNAME: "nickname",
    IdentifierKind.EMAIL: "email",
    IdentifierKind.PHONE: "phone",
}


def words(kind: Any, **said: str) -> dict[str, str]:
    """Choices of a coded list: the code, and how staff say it. What only an old log leaves open is no choice."""
    known = [m for m in kind if m.value != NOT_RECORDED]
    return {m.value: said.get(m.name, m.value.replace("-", " ").capitalize()) for m in known}


class RecipientRow(Form):  # type: ignore[misc]  # WTForms has no types
    """Who was told, and how."""

    kind = SelectField("Who", choices=words(k.RecipientKind, POLICE_EMERGENCY="Police, 999", POLICE="Police, 101"))
    name = StringField("Name of the organisation or person", [SHORT])
    role = StringField("Their role", [SHORT])
    sent_by = SelectField("How", choices=words(k.SentBy))
    identity_checked = BooleanField("We checked who they were")


class FieldRow(Form):  # type: ignore[misc]  # WTForms has no types
    """One piece that was told."""

    kind = SelectField("What", choices=words(k.FieldKind, IP_ADDRESS="IP address"))
    what = StringField("What exactly, in words for the young person", [SHORT])
    why = StringField("Why they needed it", [SHORT])
    agreed = BooleanField("Agreed with the young person before")


class EntryForm(BaseForm):
    """All fields of one entry. `clause` holds policy, version and clause in one choice."""

    submission = HiddenField(default=lambda: secrets.token_hex(16))
    purpose = SelectField("Purpose", choices=words(k.Purpose))
    decision = RadioField("What was decided?", choices=words(k.Decision), validators=[NEEDED])
    urgency = RadioField("How urgent?", choices=words(k.Urgency), validators=[NEEDED])
    service = SelectField("Which service?", choices=words(Service))
    decided_on = DateField("Decided on", [InputRequired(message="Give the date")])
    decided_time = TimeField("At", [InputRequired(message="Give the time")])
    shared_on = DateField("Shared on", [Optional()])
    shared_time = TimeField("At", [Optional()])
    late_reason = StringField("If this is written down late, why?", [SHORT])
    at_risk = SelectField("Who was at risk?", choices=words(k.AtRisk))
    person_group = SelectField("The young person is", choices=words(k.PersonGroup))
    said_on = DateField("When did they say it?", [Optional()])
    clause = SelectField("Which rule?", validators=[NEEDED])
    why = TextAreaField(
        "Why did we tell?", [LONG], description="The young person will read this. Plain words, no blame."
    )
    necessity = TextAreaField("Why was it needed, and no more than needed?", [LONG], description="For staff.")
    user_name = StringField("User name", [SHORT])
    nickname = StringField("A name they used", [SHORT])
    email = StringField("Email", [SHORT])
    phone = StringField("Phone", [SHORT])
    recipients = FieldList(FormField(RecipientRow), min_entries=RECIPIENTS, max_entries=RECIPIENTS)
    fields = FieldList(FormField(FieldRow), min_entries=FIELDS, max_entries=FIELDS)
    left_out = TextAreaField("What did we leave out?", [LONG], description="The young person will read this.")
    lawful_basis = SelectField("Lawful basis", choices=words(
        k.LawfulBasis, RECOGNISED_INTEREST="Recognised interest: safeguarding, Art 6(1)(ea)",
        VITAL_INTERESTS="Vital interests, Art 6(1)(d)", LEGAL_DUTY="Legal duty, Art 6(1)(c)",
        LEGITIMATE_INTEREST="Legitimate interest, Art 6(1)(f)",
    ))  # fmt: skip
    special_condition = SelectField("Condition for sensitive data", choices=words(
        k.SpecialCondition, SAFEGUARDING="Safeguarding, Sch 1 para 18", COUNSELLING="Counselling, Sch 1 para 17",
        UNLAWFUL_ACTS="Unlawful acts, Sch 1 para 10", VITAL_INTERESTS="Vital interests, Art 9(2)(c)",
        NONE_SHARED="No sensitive data shared",
    ))  # fmt: skip
    consent = RadioField("Did the young person agree?", choices=words(k.Consent), validators=[NEEDED])
    no_consent_reason = SelectField("If not asked, why?", choices={"": "They were asked", **words(k.NoConsentReason)})
    consent_note = StringField("What they said about it", [SHORT])
    views = TextAreaField("Their views, in their words", [LONG])
    told = RadioField("Do they know?", choices=words(k.Told), validators=[NEEDED])
    told_on = DateField("Told on", [Optional()])
    told_note = StringField("If not told, why?", [SHORT])
    review_on = DateField("If not told, look again on", [Optional()])
    feedback = SelectField("What happened next?", choices=words(k.Feedback))
    feedback_on = DateField("Heard on", [Optional()])
    feedback_words = TextAreaField("What they told us", [LONG], description="The young person will read this.")
    effect = StringField("What it changes for using our services", [SHORT], description="Leave empty for “nothing”.")

    def entry(self) -> Entry:
        """The entry these answers make. Call after `validate`."""
        policy, version, clause = str(self.clause.data).split(":")
        return Entry(
            purpose=k.Purpose(self.purpose.data), service=Service(self.service.data),
            urgency=k.Urgency(self.urgency.data), decision=k.Decision(self.decision.data),
            decided_at=_moment(self.decided_on.data, self.decided_time.data),
            shared_at=_moment_or_none(self.shared_on.data, self.shared_time.data),
            at_risk=k.AtRisk(self.at_risk.data), person_group=k.PersonGroup(self.person_group.data),
            said_on=self.said_on.data, policy=policy, policy_version=int(version), clause=clause,
            lawful_basis=k.LawfulBasis(self.lawful_basis.data),
            special_condition=k.SpecialCondition(self.special_condition.data), consent=k.Consent(self.consent.data),
            no_consent_reason=k.NoConsentReason(self.no_consent_reason.data) if self.no_consent_reason.data else None,
            told=k.Told(self.told.data), told_at=_moment_or_none(self.told_on.data, time(12)),
            review_on=self.review_on.data, feedback=k.Feedback(self.feedback.data), feedback_on=self.feedback_on.data,
            why=self.why.data or "", recipients=self._recipients(), fields=self._fields_told(),
            identifiers=self._identifiers(), necessity=self.necessity.data or "",
            late_reason=self.late_reason.data or "", consent_note=self.consent_note.data or "",
            views=self.views.data or "", told_note=self.told_note.data or "", left_out=self.left_out.data or "",
            feedback_words=self.feedback_words.data or "", effect=self.effect.data or "",
        )  # fmt: skip

    def _recipients(self) -> tuple[RecipientEntry, ...]:
        return tuple(
            RecipientEntry(k.RecipientKind(row["kind"]), row["name"] or "", row["role"] or "", k.SentBy(row["sent_by"]),
                           bool(row["identity_checked"]))
            for row in self.recipients.data if _anything(row, "name", "role")
        )  # fmt: skip

    def _fields_told(self) -> tuple[FieldEntry, ...]:
        """A row counts when either of its words was given; a half-filled row is refused by the entry, never dropped."""
        return tuple(
            FieldEntry(k.FieldKind(row["kind"]), row["what"] or "", row["why"] or "", bool(row["agreed"]))
            for row in self["fields"].data if _anything(row, "what", "why")
        )  # fmt: skip

    def _identifiers(self) -> tuple[tuple[IdentifierKind, str], ...]:
        pairs = ((kind, (self[name].data or "").strip()) for kind, name in FINDERS.items())
        return tuple((kind, typed) for kind, typed in pairs if typed)


def _moment(day: Any, at: Any) -> datetime:
    """The moment on the wall in the United Kingdom."""
    return datetime.combine(day, at, tzinfo=LONDON)


def _moment_or_none(day: Any, at: Any) -> datetime | None:
    return _moment(day, at or time(12)) if day else None


def _anything(row: dict[str, Any], *names: str) -> bool:
    """Whether any of these was typed."""
    return any((row[name] or "").strip() for name in names)
