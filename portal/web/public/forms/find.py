"""Looking for something. These forms ask and keep nothing, so they carry no token: see `only_asks`."""

from typing import Any

from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import Length, NumberRange
from wtforms.widgets import HiddenInput

from portal.core.words import N_
from portal.search.queries import MOST
from portal.web.forms import BaseForm

LONGEST = 200


class FindForm(BaseForm):
    """A few words."""

    words = StringField(
        N_("What do you want to find?"),
        [Length(max=LONGEST, message=N_("Use 200 letters or fewer"))],
        filters=[lambda typed: (typed or "").replace("\0", "")],
        description=N_("Type a few words, like “parents” or “how long”. We do not keep what you type."),
        render_kw={"autocapitalize": "none"},
    )
    start = IntegerField(default=0, validators=[NumberRange(min=0, max=MOST)], widget=HiddenInput())

    class Meta(BaseForm.Meta):
        """No token, and so no cookie to hold one."""

        csrf = False

    def validate(self, extra_validators: Any = None) -> bool:
        """There has to be something to look for."""
        fine = bool(super().validate(extra_validators))
        if fine and not self.words.data.strip():
            self.words.errors = [N_("Type a word")]
        return fine and not self.words.errors


class MoreForm(BaseForm):
    """The same words again, from further on."""

    words = HiddenField()
    start = HiddenField()

    class Meta(FindForm.Meta):
        """No token here either."""
