"""What a worker may say of a flag."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.safeguarding.kinds import Outcome
from portal.safeguarding.service import LONGEST
from portal.web.staff.forms.cases import VersionedForm

OUTCOMES = {
    Outcome.HELPED.value: "We reached them and helped",
    Outcome.TOLD_SOMEONE.value: "We told somebody outside",
    Outcome.PASSED_ON.value: "A colleague has taken it over",
    Outcome.NOT_DANGER.value: "It was not about danger",
}


class CloseFlagForm(VersionedForm):
    """What came of it."""

    outcome = RadioField(
        "What came of it?", choices=OUTCOMES, validators=[InputRequired(message="Say what came of it")]
    )
    note = TextAreaField(
        "Note",
        [Length(max=LONGEST, message="Use 2,000 letters or fewer")],
        description="Only what a colleague has to know. It is sealed with the request. You can leave it empty.",
    )
