"""The questions about one right each. A form says its question, hints and messages; most of it may be left out."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from portal.core.words import N_
from portal.requests.kinds import Right
from portal.requests.wishes import Asker
from portal.web.choices import AnyOf, OneOf, must_pick, must_say
from portal.web.forms import BaseForm
from portal.web.wished import ASKERS, COPY_OF, FORMATS, MAYBE, TROUBLES, USES

SHORT = Length(max=200, message=N_("Use 200 letters or fewer"))
LONG = Length(max=2000, message=N_("Use 2,000 letters or fewer"))
LEAVE_OUT = N_("You can leave this out.")
OTHERS = {who: words for who, words in ASKERS.items() if who is not Asker.SELF}


class WhoForm(BaseForm):
    """Somebody who asks for a young person, whom we ask too, in a way of their own."""

    who = OneOf(N_("Who are you?"), OTHERS)
    name = StringField(N_("Your name"), [SHORT])
    how_they_know = StringField(N_("How do you know each other?"), [SHORT], description=LEAVE_OUT)
    person_knows = OneOf(N_("Does the young person know that you ask?"), MAYBE)
    person_agrees = OneOf(N_("Have they said yes to it?"), MAYBE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Who they are has to be said; what the young person thinks may be unknown."""
        fine = bool(super().validate(extra_validators))
        return fine and must_pick(self, "who", N_("Pick who you are")) and must_say(self, "name", N_("Give your name"))


class CopyForm(BaseForm):
    """How much of a copy."""

    copy_of = OneOf(N_("What would you like a copy of?"), COPY_OF)
    copy_words = TextAreaField(
        N_("Which part, or which time?"), [LONG], description=N_("Like “my chat in May 2026”. You can leave this out.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """One has to be picked: everything is one of them."""
        return bool(super().validate(extra_validators)) and must_pick(self, "copy_of", N_("Pick one, or “Everything”"))


class FormatForm(BaseForm):
    """How to read it."""

    forms = AnyOf(N_("How do you want to read it?"), FORMATS, description=N_("Pick all that suit you."))

    def validate(self, extra_validators: Any = None) -> bool:
        """One at least."""
        return bool(super().validate(extra_validators)) and must_pick(
            self, "forms", N_("Pick one, or “I read it here”")
        )


class WrongForm(BaseForm):
    """What is wrong and what is right; or the person's own side, beside what somebody else wrote."""

    wrong = TextAreaField(N_("What is wrong?"), [LONG])
    instead = TextAreaField(N_("What is right?"), [LONG], description=LEAVE_OUT)
    my_side = TextAreaField(N_("Your side"), [LONG], description=N_("We put it next to what we wrote."))

    def ask_for(self, rights: frozenset[Right]) -> None:
        """Ask for what fits the rights that were chosen."""
        if Right.RECTIFICATION not in rights:
            del self.wrong, self.instead
        if Right.DISPUTE not in rights:
            del self.my_side

    def validate(self, extra_validators: Any = None) -> bool:
        """What was asked for has to be said: nobody can guess it."""
        fine = bool(super().validate(extra_validators))
        if fine and "wrong" in self:
            fine = must_say(self, "wrong", N_("Say what is wrong"))
        if fine and "my_side" in self:
            fine = must_say(self, "my_side", N_("Write your side"))
        return fine


class UsesForm(BaseForm):
    """Which use should end. No reason is needed for news and adverts (Art 21(2))."""

    uses = AnyOf(N_("What should we stop using it for?"), USES, description=N_("Pick all that fit."))
    use_words = TextAreaField(
        N_("Is there more to say?"), [LONG], description=N_("You can leave this out. You need no reason.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """One at least."""
        return bool(super().validate(extra_validators)) and must_pick(self, "uses", N_("Pick one, or “Something else”"))


class FreezeForm(BaseForm):
    """What to keep and not to use for now (Art 18)."""

    freeze = TextAreaField(
        N_("What should we freeze, and why?"),
        [LONG],
        description=N_("To freeze is to keep it and not use it. Like “the note of my call, because it is not true”."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The law asks for a reason, so it has to be said."""
        return bool(super().validate(extra_validators)) and must_say(self, "freeze", N_("Say what we should freeze"))


class CarryForm(BaseForm):
    """What to take along (Art 20): what the person gave us, in a file that other services can read."""

    carry = TextAreaField(
        N_("What do you want to take with you?"),
        [LONG],
        description=N_("Like “my posts”. If another service should get it, say which one. You can leave this out."),
    )


class TroubleForm(BaseForm):
    """A complaint (s.164A DPA 2018). One tick is enough."""

    troubles = AnyOf(N_("What are you not happy with?"), TROUBLES, description=N_("One tick is enough."))
    trouble_words = TextAreaField(N_("Do you want to say more?"), [LONG], description=LEAVE_OUT)
    user_name = StringField(N_("A name we may know you by"), [SHORT], description=LEAVE_OUT)

    def validate(self, extra_validators: Any = None) -> bool:
        """One tick or some words."""
        fine = bool(super().validate(extra_validators))
        if fine and not (self.trouble_words.data or "").strip():
            fine = must_pick(self, "troubles", N_("Tick one, or write a few words"))
        return fine
