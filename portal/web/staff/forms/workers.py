"""The forms of those who look after accounts."""

from wtforms import EmailField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.accounts.permissions import Role
from portal.web.forms import BaseForm

TOO_LONG = "That is too long."
ROLES = {
    Role.CASEWORKER: ("Caseworker", "Works on cases and writes answers"),
    Role.SAFEGUARDING: ("Safeguarding", "Keeps the register, closes flags, sees locked entries"),
    Role.APPROVER: ("Approver", "Approves answers and publishes policies. For the data protection lead"),
    Role.EDITOR: ("Editor", "Writes policies and answers questions about them"),
    Role.ADMIN: ("Admin", "Looks after accounts. Sees no case"),
    Role.AUDITOR: ("Auditor", "Reads only, and no personal file"),
}


class RolesForm(BaseForm):
    """What somebody is trusted with."""

    roles = SelectMultipleField(
        "Trusted with",
        choices=[SelectChoice(role.value, label, render_kw={"hint": hint}) for role, (label, hint) in ROLES.items()],
        description="Only what the work needs.",
    )

    @property
    def chosen(self) -> list[Role]:
        """The roles that were ticked."""
        return [Role(value) for value in self.roles.data or []]


class InviteForm(RolesForm):
    """Somebody new."""

    name = StringField("Name", [InputRequired("Give the worker's name."), Length(max=200, message=TOO_LONG)])
    email = EmailField(
        "Work e-mail address",
        [InputRequired("Give their e-mail address."), Length(max=254, message=TOO_LONG)],
        description="They sign in with it.",
        render_kw={"autocomplete": "off"},
    )


class SearchForm(BaseForm):
    """Letters of a name or an address."""

    words = StringField("Name or e-mail address", [Length(max=200, message=TOO_LONG)])
