"""What a worker may say to a question."""

from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.questions.rules import Wording
from portal.web.staff.forms.cases import VersionedForm

LONG = Length(max=4000, message="Use 4,000 letters or fewer")


class PrivateAnswerForm(VersionedForm):
    """The answer to the person."""

    answer = TextAreaField(
        "Answer to the young person",
        [LONG],
        description="They will read this, and nobody outside our team. Start with the answer.",
    )


class CorrectionForm(PrivateAnswerForm):
    """The answer to the person, put right."""

    answer = TextAreaField(
        "The answer, put right",
        [LONG],
        description="They see this in place of the old one, and that we put it right. Say what was wrong.",
    )


class WordingForm(VersionedForm):
    """A question and an answer for everybody."""

    public_question = TextAreaField(
        "The question, in our words", [LONG], description="Write it anew. Leave out all that could show who asked."
    )
    public_answer = TextAreaField("The answer, for everybody", [LONG], description="What holds for everybody, no more.")
    names_nobody = BooleanField("I looked at these words. They name nobody.")

    @property
    def typed(self) -> Wording:
        """The wording these answers make."""
        return Wording(self.public_question.data or "", self.public_answer.data or "")


class PublishWordingForm(VersionedForm):
    """Yes to a wording for everybody."""

    read = BooleanField("I have read it. It shows nobody.", [InputRequired("Read it first, then tick the box")])


class NoteForm(VersionedForm):
    """Why something goes back to whoever wrote it."""

    note = TextAreaField("Why does it go back?", [LONG], description="Only our team reads this.", render_kw={"rows": 3})
