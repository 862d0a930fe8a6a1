"""Coming back: two plain text fields, paste allowed, nothing that makes a browser offer to save a password."""

from wtforms import BooleanField, StringField
from wtforms.validators import Length

from portal.core.words import N_
from portal.web.forms import BaseForm

SHARED = N_("Other people use this phone or computer")
SHORT_TIME = N_("We then close each page after 5 minutes, not 20.")
SHORT_TIME_NO_FILE = N_(
    "We then close each page after 5 minutes, not 20. You can read it here, but there is no file to save."
)


class BackForm(BaseForm):
    """The code and the words."""

    reference = StringField(N_("Your code"), [Length(max=100, message=N_("Your code has 8 letters and numbers"))])
    words = StringField(N_("Your 4 words"), [Length(max=200, message=N_("You have 4 words"))])
    shared = BooleanField(SHARED, description=SHORT_TIME_NO_FILE)


class StopForm(BaseForm):
    """Stop a request. Nothing to fill in."""
