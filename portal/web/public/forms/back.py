"""Coming back: two plain text fields, paste allowed, nothing that makes a browser offer to save a password."""

from wtforms import BooleanField, StringField
from wtforms.validators import Length

from portal.web.forms import BaseForm

SHARED = "Other people use this phone or computer"
SHORT_TIME = "We then close each page after 5 minutes, not 20."


class BackForm(BaseForm):
    """The code and the words."""

    reference = StringField("Your code", [Length(max=100, message="Your code has 8 letters and numbers")])
    words = StringField("Your 4 words", [Length(max=200, message="You have 4 words")])
    shared = BooleanField(SHARED, description=f"{SHORT_TIME} You can read it here, but there is no file to save.")


class StopForm(BaseForm):
    """Stop a request. Nothing to fill in."""
