"""What the list of cases needs from the page of a case: a hint at others of the same person, and their age band."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.cases.duplicates import others_of
from portal.web.actors import current_actor
from portal.web.need_to_know import my_sight
from portal.web.staff.forms.queue import AgeForm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case


@dataclass(frozen=True, slots=True)
class CaseHints:
    """Open cases that may be of the same person, and the form for their age band, if the worker may fill it."""

    others: "Sequence[Case]"
    age_form: AgeForm | None


def case_hints(session: "Session", case: "Case", actor: Actor) -> CaseHints:
    """Look for them. Nothing sealed is opened."""
    known = case.age_band.value if case.age_band else ""
    form = (
        AgeForm(formdata=None, data={"age_band": known, "version": case.version})
        if actor.may(Permission.CASE_WORK)
        else None
    )
    return CaseHints(others_of(session, case, my_sight(current_actor())), form)
