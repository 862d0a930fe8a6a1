"""What a person may answer to our question."""

from wtforms import TextAreaField

from portal.web.forms import OnceForm
from portal.web.public.forms.mine import LONGEST, _letters


class AnswerForm(OnceForm):
    """Their answer. Beside another form on the same page, so it has a prefix."""

    answer = TextAreaField("Your answer", [LONGEST], filters=[_letters])
