"""What a person may answer to our question."""

from wtforms import TextAreaField

from portal.core.words import N_
from portal.web.forms import OnceForm
from portal.web.public.forms.mine import LONGEST, _letters


class AnswerForm(OnceForm):
    """Their answer. Beside another form on the same page, so it has a prefix."""

    answer = TextAreaField(N_("Your answer"), [LONGEST], filters=[_letters])
