"""The last step of writing an entry: who it is about, whether they agreed, whether they know; and the law behind it."""

from datetime import datetime
from typing import Any

from wtforms import SelectField, StringField
from wtforms import TextAreaField as Box

from portal.disclosures import kinds as k
from portal.requests.kinds import IdentifierKind
from portal.web.choices import OneOf, coded, must_pick
from portal.web.forms import BaseForm
from portal.web.staff.forms import telling_fields
from portal.web.staff.forms.log_entry import LONG, SHORT

FINDERS = {
    IdentifierKind.USER_NAME: "user_name",
    IdentifierKind.NICKNAME: "nickname",
    IdentifierKind.EMAIL: "email",
    IdentifierKind.PHONE: "phone",
    IdentifierKind.FIRST_NAME: "first_name",
    IdentifierKind.DATE_OF_BIRTH: "date_of_birth",
}
GROUPS = {
    k.PersonGroup.CHILD: "Under 18", k.PersonGroup.ADULT: "18 or over",
    k.PersonGroup.ADULT_AT_RISK: "18 or over, at risk", k.PersonGroup.NOT_KNOWN: "We do not know",
}  # fmt: skip
AT_RISK = {
    k.AtRisk.SELF: "Themselves", k.AtRisk.OTHER_CHILD: "Another child", k.AtRisk.ADULT_AT_RISK: "An adult at risk",
    k.AtRisk.PUBLIC: "Other people",
}  # fmt: skip
CONSENTS = {
    k.Consent.GIVEN: "Yes, we asked and they agreed", k.Consent.REFUSED: "No, we asked and they did not",
    k.Consent.NOT_ASKED: "We did not ask",
}  # fmt: skip
NOT_ASKED = {
    k.NoConsentReason.CANNOT_BE_GIVEN: "They could not answer",
    k.NoConsentReason.NOT_REASONABLE: "There was no time, or no safe way",
    k.NoConsentReason.WOULD_HARM_PROTECTION: "Asking would have put somebody in danger",
}
BASES = {
    k.LawfulBasis.RECOGNISED_INTEREST: "Recognised interest: safeguarding, Art 6(1)(ea)",
    k.LawfulBasis.VITAL_INTERESTS: "Vital interests, Art 6(1)(d)",
    k.LawfulBasis.LEGAL_DUTY: "Legal duty, Art 6(1)(c)",
    k.LawfulBasis.LEGITIMATE_INTEREST: "Legitimate interest, Art 6(1)(f)",
}
CONDITIONS = {
    k.SpecialCondition.SAFEGUARDING: "Safeguarding, Sch 1 para 18",
    k.SpecialCondition.COUNSELLING: "Counselling, Sch 1 para 17",
    k.SpecialCondition.UNLAWFUL_ACTS: "Unlawful acts, Sch 1 para 10",
    k.SpecialCondition.VITAL_INTERESTS: "Vital interests, Art 9(2)(c)",
    k.SpecialCondition.NONE_SHARED: "No sensitive data was told",
}
ON_CONSENT = {"": "Not known", "no": "No", "yes": "Yes: we had it because they agreed"}
LAW = ("lawful_basis", "special_condition", "on_consent", "decided_by", "approved_by", "protect", "effect")


class PersonForm(BaseForm):
    """Who it is about. One thing they can be found by is enough."""

    user_name = StringField("User name", [SHORT])
    nickname = StringField("A name they used", [SHORT])
    email = StringField("Email", [SHORT])
    phone = StringField("Phone", [SHORT])
    first_name = StringField("First name", [SHORT], description="Only where there is nothing better. Many share one.")
    date_of_birth = StringField("Date of birth", [SHORT], description="Such as 3 May 2010. Counts with a first name.")
    person_group = OneOf("How old are they?", GROUPS)
    at_risk = OneOf("Who was at risk?", AT_RISK, default=k.AtRisk.SELF.value)
    consent = OneOf("Did they agree?", CONSENTS)
    no_consent_reason = OneOf("Why were they not asked?", NOT_ASKED)
    told, told_on, told_note, review_on = telling_fields.fields()
    consent_note = StringField("What they said about it", [SHORT], description="You can leave it out.")
    views = Box("What did they want?", [LONG], description="In their words. You can leave it out.",
                render_kw={"rows": 2})  # fmt: skip
    lawful_basis = SelectField("Lawful basis", choices={"": "As usual", **coded(BASES)})
    special_condition = SelectField("Condition for sensitive data", choices={"": "As usual", **coded(CONDITIONS)})
    on_consent = SelectField("Did we collect it because they agreed to that?", choices=ON_CONSENT,
                             description="Then the law asks for a condition of Annex 2 as well, and that consent "
                             "cannot reasonably be had.")  # fmt: skip
    decided_by = SelectField("Who decided?")
    approved_by = SelectField("Who approved it?", description="Somebody else than whoever decided.")
    protect = StringField("Other people to protect", [SHORT],
                          description="Who must not be named in an answer to the young person. For staff.")  # fmt: skip
    effect = StringField("What it changes for using our services", [SHORT], description="Leave it empty for nothing.")

    now: datetime
    decided_at: datetime
    must_be_found: bool = True
    me: str = ""  # the id of whoever writes: they decided, unless somebody else is chosen

    @property
    def shows_law(self) -> bool:
        """Whether something stands in the part that is closed at first."""
        return any(self[name].data not in {None, "", self.me} or self[name].errors for name in LAW)

    def validate(self, extra_validators: Any = None) -> bool:
        """Say all that is missing at once."""
        checks = (
            bool(super().validate(extra_validators)),
            self._can_be_found(),
            must_pick(self, "person_group", "Say how old they are, or that you do not know"),
            must_pick(self, "at_risk", "Say who was at risk"),
            must_pick(self, "consent", "Say whether they agreed"),
            self.consent.data != k.Consent.NOT_ASKED.value
            or must_pick(self, "no_consent_reason", "Say why the person was not asked"),
            telling_fields.check(self, now=self.now, decided_on=self.decided_at.date()),
            self._is_by_two(),
        )
        return all(checks)

    def identifiers(self) -> tuple[tuple[IdentifierKind, str], ...]:
        """What they can be found by."""
        pairs = ((kind, (self[name].data or "").strip()) for kind, name in FINDERS.items())
        return tuple((kind, typed) for kind, typed in pairs if typed)

    def _can_be_found(self) -> bool:
        if self.must_be_found and not self.identifiers():
            self.user_name.errors = ["Give one thing the person can be found by"]
        return not self.user_name.errors

    def _is_by_two(self) -> bool:
        if self.approved_by.data and self.approved_by.data == self.decided_by.data:
            self.approved_by.errors = ["Somebody else than whoever decided has to approve"]
        return not self.approved_by.errors
