"""What should go, where it is, and whether to keep a copy first (ux Y4)."""

from typing import Any

from wtforms import BooleanField, EmailField, StringField, TelField, TextAreaField

from portal.core.words import N_
from portal.installation import installation
from portal.requests.kinds import Right
from portal.requests.links import elsewhere
from portal.requests.wishes import Thing
from portal.web.choices import AnyOf, OneOf, must_pick
from portal.web.forms import BaseForm
from portal.web.public.forms.wishes import LEAVE_OUT, LONG, SHORT
from portal.web.wished import CHANGES, MAYBE, THINGS

SMALL = (Thing.POST, Thing.PHOTO, Thing.ACCOUNT)
WHERE = ("links", "user_name", "nickname", "email", "phone")


class ThingsForm(BaseForm):
    """What should go. What was made when under 18 goes whatever the reason, so the age then is asked and no reason."""

    things = AnyOf(N_("What should go?"), THINGS, description=N_("Pick all that fit."))
    change = OneOf(N_("What should we do with it?"), CHANGES, default="delete")
    under_18 = OneOf(N_("Were you under 18 when you made it?"), MAYBE)

    def ask_for(self, rights: frozenset[Right]) -> None:
        """Whoever wants to take down what they made is asked about that; the rest has no other way to go."""
        if rights <= {Right.REMOVE}:
            self.things.choices = {thing.value: THINGS[thing] for thing in SMALL}
        else:
            del self.change, self.under_18

    def validate(self, extra_validators: Any = None) -> bool:
        """One at least."""
        return bool(super().validate(extra_validators)) and must_pick(self, "things", N_("Pick one"))


class WhereForm(BaseForm):
    """Where it is. One thing is enough."""

    links = TextAreaField(
        N_("The link, or what it is about"),
        [LONG],
        description=N_("One on each line. You can copy it from the top of the page."),
    )
    new_words = TextAreaField(N_("What should it say?"), [LONG], description=LEAVE_OUT)
    user_name = StringField(N_("Your user name there"), [SHORT])
    nickname = StringField(N_("Another name you used with us"), [SHORT])
    email = EmailField(N_("Email you used with us"), [SHORT])
    phone = TelField(N_("Phone you used with us"), [SHORT])
    month = StringField(N_("About when was it?"), [SHORT], description=N_("Like “May 2026”. You can leave this out."))
    anonymous = BooleanField(N_("I was anonymous, or I do not know"))

    def ask_for(self, *, edits: bool, is_short: bool, has_found: bool) -> None:
        """Leave out what was asked before or does not fit. `has_found`: another page finds the person."""
        if not edits:
            del self.new_words
        if has_found:
            del self.user_name, self.month, self.anonymous
        if has_found or is_short:
            del self.nickname, self.email, self.phone

    def validate(self, extra_validators: Any = None) -> bool:
        """Something to go by, and nothing that lies on somebody else's site."""
        fine = bool(super().validate(extra_validators))
        if not fine:
            return False
        if elsewhere(self.links.data or "", installation().organisation.sites):
            self.links.errors = [N_("This link is on another site. We cannot change it. Take the link out")]
            return False
        given = [name for name in WHERE if name in self and (self[name].data or "").strip()]
        if not given and not ("anonymous" in self and self.anonymous.data) and "user_name" in self:
            self.links.errors = [N_("Give a link, a name or a few words")]
        return not self.links.errors


class KeepForm(BaseForm):
    """Whether to keep a copy first."""

    copy_first = OneOf(N_("Do you want a copy first?"), MAYBE)

    def validate(self, extra_validators: Any = None) -> bool:
        """One has to be picked: afterwards it is too late."""
        return bool(super().validate(extra_validators)) and must_pick(self, "copy_first", N_("Pick one"))
