"""A question about a rule, in the person's own words."""

import re
import secrets
from typing import Any

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length

from portal.core.words import N_
from portal.questions.service import LONGEST
from portal.web.forms import BaseForm

WHOLE = ""  # the choice of somebody who asks about no clause in particular
SUBMISSION = re.compile(r"[0-9a-f]{32}")


class AskForm(BaseForm):
    """The question, and which part of the rules it is about. `submission` makes a second press of Send harmless."""

    submission = HiddenField(default=lambda: secrets.token_hex(16))
    question = TextAreaField(
        N_("Your question"),
        [Length(max=LONGEST, message=N_("Use 2,000 letters or fewer"))],
        description=N_("Do not write names or numbers. We do not need to know who you are."),
    )
    clause = SelectField(N_("Is it about one of our rules?"), description=N_("You can leave this as it is."))

    def offer(self, clauses: list[tuple[str, str]]) -> None:
        """Offer clauses to pick from, as pairs of id and title."""
        self.clause.choices = [(WHOLE, N_("Not sure, or all of them")), *clauses]

    def validate(self, extra_validators: Any = None) -> bool:
        """There has to be a question. Somebody who tampered with the hidden field has not sent this form."""
        fine = bool(super().validate(extra_validators))
        if fine and not (self.question.data or "").strip():
            self.question.errors = [N_("Write your question")]
        if fine and not SUBMISSION.fullmatch(self.submission.data or ""):
            self.say(N_("Something went wrong. Open this page again"))
        return fine and not self.errors
