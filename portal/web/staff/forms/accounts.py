"""The forms of signing in and of setting up what one signs in with."""

from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

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


class RecoveryForm(BaseForm):
    """A recovery code, typed from paper."""

    code = StringField(
        "Recovery code",
        [InputRequired("Type one of your recovery codes."), Length(max=40, message=TOO_LONG)],
        description="One of the ten codes you kept when you set up. Each works once.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )


class InvitationCodeForm(BaseForm):
    """The code that a colleague handed over."""

    code = StringField(
        "Code from your colleague",
        [InputRequired("Type the code."), Length(max=60, message=TOO_LONG)],
        description="16 letters and digits, such as 7K3M-P0QX-2VRT-9HBA.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )


class PasswordAgainForm(BaseForm):
    """The password once more, to show that it is still them."""

    password = PasswordField("Password", [InputRequired("Type your password."), Length(max=1000, message=TOO_LONG)])


class NewPasswordForm(BaseForm):
    """A new password, twice."""

    password = PasswordField(
        "New password",
        [InputRequired("Type a password.")],
        description="At least 12 characters. Three or four random words are good.",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "The same again",
        [InputRequired("Type it again."), EqualTo("password", "The two are not the same.")],
        render_kw={"autocomplete": "new-password"},
    )


class PasskeyForm(BaseForm):
    """What the device answered. A script fills it in."""

    credential = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """A new passkey and its name."""

    name = StringField(
        "Name of the passkey",
        [InputRequired("Give it a name, such as “My phone”."), Length(max=60, message=TOO_LONG)],
        description="So that you can tell them apart, such as “My phone”.",
    )
