"""An entry of the register beside what is known of the person of a case: what fits, what does not, and the decision."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries as cases
from portal.core.errors import NotFound
from portal.disclosures.people.finding import Suggestion, found
from portal.disclosures.queries import opened
from portal.disclosures.service import STILL_DECIDING
from portal.extensions import db
from portal.requests import queries as requests
from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.cases import MatchForm
from portal.web.staff.opened import note_case_and_entry
from portal.web.transactions import opening

if TYPE_CHECKING:
    from portal.cases.models import Case

bp = Blueprint("matches", __name__, url_prefix="/staff/cases/<uuid:case_id>/matches")
Handle = tuple[IdentifierKind, str, bool]


@dataclass(frozen=True, slots=True)
class MatchPage:
    """Both sides, each name or address with whether the other side has it too."""

    case: "Case"
    suggestion: Suggestion
    given: tuple[Handle, ...]
    logged: tuple[Handle, ...]
    is_clash: bool
    may_work: bool


@bp.get("/<uuid:disclosure_id>")
@requires(Permission.CASE_READ)
@opening(note_case_and_entry)
def compare(case_id: uuid.UUID, disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Both side by side. Opening them is logged."""
    return match_screen(case_id, disclosure_id)


def match_screen(case_id: uuid.UUID, disclosure_id: uuid.UUID, refused: MatchForm | None = None) -> str:
    """Draw it; `refused` is the form that came back. Raises NotFound for an entry that is no suggestion."""
    page = _page(case_id, disclosure_id)
    form = refused or MatchForm(formdata=None)
    form.version.data = str(page.case.version)
    return render_template("staff/cases/match.html", page=page, form=form)


def _page(case_id: uuid.UUID, disclosure_id: uuid.UUID) -> MatchPage:
    case, actor = cases.get(db.session, case_id), current_actor()
    everything = found(db.session, case)
    suggestion = next((s for s in everything.suggestions if s.disclosure.id == disclosure_id), None)
    if suggestion is None:
        raise NotFound
    given = requests.opened(db.session, case.request_id).identifiers
    logged = opened(db.session, disclosure_id).identifiers
    return MatchPage(
        case=case,
        suggestion=suggestion,
        given=_beside(given, logged),
        logged=_beside(logged, given),
        is_clash=everything.is_clash,
        may_work=actor.may(Permission.CASE_WORK) and case.status in STILL_DECIDING,
    )


def _beside(
    mine: tuple[tuple[IdentifierKind, str], ...], theirs: tuple[tuple[IdentifierKind, str], ...]
) -> tuple[Handle, ...]:
    there = {(kind, normalise(kind, value)) for kind, value in theirs}
    return tuple((kind, value, (kind, normalise(kind, value)) in there) for kind, value in mine)
