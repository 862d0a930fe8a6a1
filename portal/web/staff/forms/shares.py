"""What a worker writes of a set of many people, of who is in it, of opt-outs, and of a notice to a recipient."""

from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.disclosures.kinds import SentBy
from portal.requests.kinds import IdentifierKind
from portal.shares import kinds as k
from portal.shares.entry import ShareEntry
from portal.web.choices import AnyOf, OneOf, coded, must_pick
from portal.web.forms import OnceForm
from portal.web.staff.forms.cases import VersionedForm
from portal.web.staff.forms.log_person import FINDERS

READ_BY = "The young people in it can read this. Plain words."
NEEDED = InputRequired(message="Choose one")
LONG = Length(max=1000, message="Use 1,000 letters or fewer")
SHORT = Length(max=200, message="Use 200 letters or fewer")
LIST = Length(max=400_000, message="This list is too long. Put it in piece by piece")

KINDS = {
    k.ShareKind.RESEARCH: "Research",
    k.ShareKind.OBSERVING: "Somebody observed how we work",
    k.ShareKind.STATISTICS: "Statistics for funders, press or reports",
    k.ShareKind.LEGAL: "A law request about many people",
}
FORMS = {
    k.Form.CODED: "A code stands for each person (pseudonymised)",
    k.Form.NAMED: "With names",
    k.Form.ANONYMOUS: "Nobody can be told from it (anonymous)",
}
RECEIVERS = {
    k.Receiver.UNIVERSITY: "University or research team",
    k.Receiver.OBSERVER: "Observer",
    k.Receiver.FUNDER: "Funder",
    k.Receiver.PRESS: "Press",
    k.Receiver.REGULATOR: "Regulator",
    k.Receiver.POLICE: "Police",
    k.Receiver.COURT: "Court",
    k.Receiver.OTHER: "Somebody else",
}
BASES = {
    k.Basis.LEGITIMATE_INTEREST: "Legitimate interest, Art 6(1)(f)",
    k.Basis.CONSENT: "Consent, Art 6(1)(a)",
    k.Basis.LEGAL_DUTY: "Legal duty, Art 6(1)(c)",
    k.Basis.PUBLIC_TASK: "Public task, Art 6(1)(e)",
    k.Basis.NOT_PERSONAL: "None is needed: nobody can be told from it",
}
OPT_OUTS = {
    k.OptOutKind.RESEARCH: "Being in research",
    k.OptOutKind.OBSERVING: "Being observed by somebody from outside",
}
LIFTED = {k.LiftedWhy.THEY_SAID_SO: "They said that it is fine again", k.LiftedWhy.NOT_THEM: "It was somebody else"}
NOT_TAKEN = {
    k.NotTaken.EMPTY: "nobody can be found by it",
    k.NotTaken.UNREADABLE: "it cannot be read",
    k.NotTaken.TOO_LONG: "it is longer than 200 letters",
    k.NotTaken.TWICE: "it stands in this list twice",
    k.NotTaken.THERE_ALREADY: "they are in the set already",
    k.NotTaken.OPTED_OUT: "they want no part in this",
}
NOT_TOLD = {
    k.NotToldWhy.IMPOSSIBLE: "It is impossible",
    k.NotToldWhy.TOO_MUCH: "It would take an effort out of all proportion",
}
WAYS = {
    SentBy.SECURE_EMAIL: "Secure email",
    SentBy.LETTER: "Letter",
    SentBy.ONLINE_FORM: "Online form",
    SentBy.PHONE: "Phone",
    SentBy.IN_PERSON: "In person",
}


class ShareForm(OnceForm):
    """A new set."""

    kind = RadioField("What is it for?", choices=coded(KINDS), validators=[NEEDED])
    form = RadioField("Can a person be told from it?", choices=coded(FORMS), validators=[NEEDED])
    receiver = SelectField("Who gets it?", choices=coded(RECEIVERS))
    receiver_name = StringField("Their name", [SHORT])
    what = TextAreaField("What do they get?", [LONG], description=READ_BY, render_kw={"rows": 3})
    why = TextAreaField("Why do they get it?", [LONG], description=READ_BY, render_kw={"rows": 3})
    basis = SelectField("Lawful basis", choices=coded(BASES))
    is_locked = BooleanField("The people in it must not be told")
    locked_why = TextAreaField("If so, why?", [LONG], description="For staff.", render_kw={"rows": 2})
    review_on = DateField("If so, look again on", [Optional()])

    def entry(self) -> ShareEntry:
        """The set these answers make. Call after `validate`."""
        return ShareEntry(
            kind=k.ShareKind(self.kind.data),
            form=k.Form(self.form.data),
            receiver=k.Receiver(self.receiver.data),
            receiver_name=self.receiver_name.data or "",
            what=self.what.data or "",
            why=self.why.data or "",
            basis=k.Basis(self.basis.data),
            is_locked=bool(self.is_locked.data),
            locked_why=self.locked_why.data or "",
            review_on=self.review_on.data,
        )


class PeopleForm(VersionedForm):
    """Who is put into a set."""

    rows = TextAreaField(
        "One person on each line",
        [LIST],
        description="A user name, an email address or a phone number. After a comma, if you like, the code that stands "
        "for them. Or a first line with the columns user name, nickname, email, phone, code.",
        render_kw={"rows": 8},
    )
    handle = SelectField(
        "What are they?",
        choices={
            "": "Find out by how they look",
            IdentifierKind.USER_NAME.value: "User names",
            IdentifierKind.NICKNAME.value: "Nicknames",
            IdentifierKind.EMAIL.value: "Email addresses",
            IdentifierKind.PHONE.value: "Phone numbers",
        },
    )
    leave_out = BooleanField("Leave out the lines that do not fit")

    @property
    def identifier(self) -> IdentifierKind | None:
        """What all of them are; None: each by how it looks."""
        return IdentifierKind(self.handle.data) if self.handle.data else None


class CloseForm(VersionedForm):
    """A set went out."""

    shared_on = DateField("On which day did it go out?", [Optional()])


class LateForm(VersionedForm):
    """Whoever got a set was told of opt-outs that came later."""

    told_on = DateField("On which day were they told?", [Optional()])


class HandlesForm(OnceForm):
    """What somebody can be found by."""

    user_name = StringField("User name", [SHORT])
    nickname = StringField("A name they used", [SHORT])
    email = StringField("Email", [SHORT])
    phone = StringField("Phone", [SHORT])

    def handles(self) -> list[tuple[IdentifierKind, str]]:
        """What was given."""
        given = [(kind, self[name].data or "") for kind, name in FINDERS.items() if name in self]
        return [(kind, typed) for kind, typed in given if typed.strip()]


class OptOutForm(HandlesForm):
    """Somebody said that they want no part."""

    kinds = AnyOf("What do they want no part in?", OPT_OUTS)


class LiftForm(HandlesForm):
    """An opt-out does not count any more."""

    lifted = OneOf("Which one?", OPT_OUTS)
    lifted_why = OneOf("Why?", LIFTED)

    def validate(self, extra_validators: object = None) -> bool:
        """Both are picked."""
        fine = [super().validate(extra_validators)]
        fine += [must_pick(self, "lifted", "Say which one"), must_pick(self, "lifted_why", "Say why")]
        return all(fine)


class SendForm(VersionedForm):
    """A recipient was told of a change. `notice_version`: of the notice the worker looked at."""

    notice_version = HiddenField()
    words = TextAreaField(
        "What they were told", [Length(max=3000, message="Use 3,000 letters or fewer")], render_kw={"rows": 12}
    )
    way = OneOf("How were they told?", WAYS)
    sent_on = DateField("On which day?", [Optional()])
    proof = StringField(
        "What proves it?",
        [Length(max=300, message="Use 300 letters or fewer")],
        description="A reference of theirs, of the post or of the email. Or give a file below.",
    )


class LeaveForm(VersionedForm):
    """A recipient cannot be told of a change."""

    notice_version = HiddenField()
    code = OneOf("Why can they not be told?", NOT_TOLD)
    why = TextAreaField(
        "Why, in plain words",
        [Length(max=500, message="Use 500 letters or fewer")],
        description="The young person will read this.",
        render_kw={"rows": 3},
    )
