"""The forms of signing in."""

from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portal.web.forms import BaseForm

TOO_LONG = "That is too long."


class SignInForm(BaseForm):
    """The first step. The address is not judged here: a wrong one and a wrong password get one answer."""

    email = EmailField(
        "E-mail address", [InputRequired("Type your e-mail address."), Length(max=254, message=TOO_LONG)]
    )
    password = PasswordField("Password", [InputRequired("Type your password."), Length(max=1000, message=TOO_LONG)])


class CodeForm(BaseForm):
    """The second step."""

    code = StringField(
        "Code from your app",
        [InputRequired("Type the code that your app shows."), Length(max=20, message=TOO_LONG)],
        description="Six digits. A new code comes every 30 seconds.",
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )


class SignOutEverywhereForm(BaseForm):
    """A button, safe from forged clicks."""
