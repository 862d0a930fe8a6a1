"""Coming back: two plain text fields, paste allowed, nothing that makes a browser offer to save a password."""

from wtforms import StringField
from wtforms.validators import Length

from portal.web.forms import BaseForm


class BackForm(BaseForm):
    """The code and the words."""

    reference = StringField("Your code", [Length(max=100, message="Your code has 8 letters and numbers")])
    words = StringField("Your 4 words", [Length(max=200, message="You have 4 words")])


class StopForm(BaseForm):
    """Stop a request. Nothing to fill in."""
