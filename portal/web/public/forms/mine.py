"""What a person may say at /mine."""

from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Length

from portal.core.words import N_
from portal.web.choices import coded
from portal.web.forms import BaseForm, OnceForm
from portal.web.wished import TROUBLES

LONGEST = Length(max=2000, message=N_("Use 2,000 letters or fewer"))
ABOUT = coded(TROUBLES)


def _letters(typed: str | None) -> str | None:
    """What was typed as the person counts it: a browser sends two characters for each end of a line."""
    return typed.replace("\r\n", "\n") if typed else typed


class MessageForm(OnceForm):
    """Add something, or ask something."""

    message = TextAreaField(N_("Your message"), [LONGEST], filters=[_letters])


class SideForm(OnceForm):
    """What the person wants to stand beside the answer."""

    message = TextAreaField(N_("Your side"), [LONGEST], filters=[_letters])


class NotHappyForm(BaseForm):
    """What the person is not happy with. Words are optional."""

    about = SelectMultipleField(N_("What is it about?"), choices=ABOUT, description=N_("Tick one is enough."))
    message = TextAreaField(
        N_("Do you want to say more?"), [LONGEST], filters=[_letters], description=N_("You can leave this out.")
    )

    def validate(self, extra_validators: object = None) -> bool:
        """One tick is enough, and one there has to be."""
        fine = bool(super().validate(extra_validators))
        if not self.about.data:
            self.about.errors = [N_("Tick one is enough")]
        return fine and not self.errors


class PressForm(BaseForm):
    """One press, and nothing to fill in."""
