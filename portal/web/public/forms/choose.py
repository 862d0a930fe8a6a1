"""What somebody wants to ask for: one thing by a door, or several things in one go."""

from typing import Any

from portal.core.words import N_
from portal.requests.kinds import Right
from portal.requests.questionnaire import CAN_BE_ASKED
from portal.web.choices import AnyOf, must_pick
from portal.web.forms import BaseForm
from portal.web.wished import RIGHTS

OFFERED = {right: RIGHTS[right] for right in RIGHTS if right in CAN_BE_ASKED}


class ChooseForm(BaseForm):
    """It stands on pages without a cookie, so it has no token; where it was sent from is looked at instead."""

    class Meta(BaseForm.Meta):
        """No token: it would need a cookie."""

        csrf = False

    right = AnyOf(N_("What would you like to ask for?"), OFFERED, description=N_("Pick all that you want."))

    @property
    def rights_chosen(self) -> tuple[Right, ...]:
        """What was picked, each once."""
        return tuple(right for right in Right if right.value in (self.right.data or ()))

    def validate(self, extra_validators: Any = None) -> bool:
        """One at least."""
        return bool(super().validate(extra_validators)) and must_pick(self, "right", N_("Pick one"))
