"""The forms of the work on a case. Each field has a name of its own, for they all stand on one page."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from portal.casework.kinds import LINKS, Erased, LinkReason, Looked, Topic
from portal.casework.notes import LONGEST
from portal.casework.rules import LONGEST_REASON
from portal.casework.tasks import LONGEST_WHAT, LONGEST_WHOM
from portal.web.choices import AnyOf
from portal.web.forms import BaseForm, OnceForm
from portal.web.staff.forms.cases import VersionedForm

TOPICS = {
    Topic.DANGER: "Danger", Topic.SELF_HARM: "Self-harm or suicide", Topic.ABUSE: "Abuse", Topic.VIOLENCE: "Violence",
    Topic.SEXUAL: "Sexual harm", Topic.EATING: "Eating", Topic.LOSS: "Loss",
}  # fmt: skip
ERASED = {
    Erased.MISTAKE: "It was wrong", Erased.WRONG_CASE: "Wrong case", Erased.NOT_NEEDED: "Not needed",
    Erased.TOO_MUCH: "It said too much",
}  # fmt: skip
LINKED = {
    LinkReason.THEY_SAID_SO: "They said so", LinkReason.SAME_FACTS: "The same facts in both",
    LinkReason.HELPER_SAID_SO: "A helper said so", LinkReason.NOT_THEM: "Not the same person",
    LinkReason.NOT_NEEDED: "Not needed any more",
}  # fmt: skip
LOOKED = {
    Looked.FINE: "It was right to open it", Looked.TALK: "We talk about it", Looked.NOT_FINE: "It should not have been",
}  # fmt: skip
ENOUGH = "Use {:,} letters or fewer"


def _most(letters: int) -> Length:
    return Length(max=letters, message=ENOUGH.format(letters))


def _letters(typed: str | None) -> str | None:
    """What was typed as people count it: a browser sends two characters for each end of a line."""
    return typed.replace("\r\n", "\n") if typed else typed


class NoteForm(OnceForm, VersionedForm):
    """A note for colleagues."""

    note = TextAreaField(
        "A note for colleagues",
        [_most(LONGEST)],
        filters=[_letters],
        description="The person may ask for it one day, and read it. Write what you know, not what you guess.",
        render_kw={"rows": 3},
    )


class HandOverForm(OnceForm, VersionedForm):
    """Who has the case next. Nobody asks why."""

    to = SelectField("To", validate_choice=False)
    hand_note = TextAreaField(
        "A note for them",
        [_most(LONGEST)],
        filters=[_letters],
        description="You can leave it empty. No reason is needed.",
        render_kw={"rows": 2},
    )


class KnowForm(VersionedForm):
    """A worker who knows the person."""

    known_worker = SelectField("Who knows them?", validate_choice=False)
    known_sure = BooleanField("Yes, keep them out of every case of this person, from now on")


class TopicsForm(VersionedForm):
    """What the request speaks of."""

    topics = AnyOf("What does it speak of?", {k: v for k, v in TOPICS.items() if k is not Topic.DANGER})


class TaskForm(OnceForm, VersionedForm):
    """Something a colleague is asked for."""

    what = TextAreaField("What do you ask?", [_most(LONGEST_WHAT)], filters=[_letters], render_kw={"rows": 2})
    to_worker = SelectField("Of whom?", validate_choice=False)
    whom = StringField("Somebody else", [_most(LONGEST_WHOM)], description="A role or a team, such as “IT, backups”.")
    due = DateField("By when?", [InputRequired(message="Give the date")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # the library's own words for a date that is none speak of a format nobody typed
        if self.due.process_errors:
            self.due.process_errors = ["Give a date that exists"]


class TaskMoveForm(BaseForm):
    """One press on a task, with the version of it that was seen."""

    task_version = HiddenField()

    @property
    def seen(self) -> int:
        """The version seen; -1, which never fits, when somebody tampered with it."""
        typed = self.task_version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() else -1


class LinkForm(VersionedForm):
    """Another case of the same person."""

    link_number = StringField("Number of the other case", [_most(40)])
    link_reason = RadioField(
        "How do you know?",
        choices={reason.value: LINKED[reason] for reason in LINKS},
        validators=[InputRequired(message="Say how you know")],
    )


class GlassForm(BaseForm):
    """A case of another team, for an hour."""

    number = StringField("Number of the case", [_most(40)])
    glass_reason = TextAreaField(
        "Why do you have to see it now?",
        [_most(LONGEST_REASON)],
        filters=[_letters],
        description="Somebody else reads this and looks at what you did. It is sealed with the case.",
        render_kw={"rows": 3},
    )


class ReviewForm(BaseForm):
    """What came of looking at it."""

    looked = RadioField(
        "What came of it?",
        choices={looked.value: words for looked, words in LOOKED.items()},
        validators=[InputRequired(message="Say what came of it")],
    )


class CareForm(BaseForm):
    """What a worker chose for themselves."""

    open_topics = AnyOf("Leave these open for me", TOPICS)
    cap = IntegerField("Enough for one day", [InputRequired(message="Give a number")])
