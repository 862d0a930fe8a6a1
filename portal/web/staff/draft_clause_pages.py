"""The pages of one clause: as it stands, and as somebody typed it while it was taken out."""

from typing import TYPE_CHECKING

from flask import render_template

from portal.extensions import db
from portal.policies import drafting
from portal.policies.drafts.queries import checked
from portal.policies.marks import marks_of
from portal.web.staff.draft_pages import all_told, problems_of
from portal.web.staff.forms.clauses import BOXES, ClauseForm

if TYPE_CHECKING:
    from portal.policies.models import PolicyDraft


def piece_in(draft: "PolicyDraft", code: str) -> drafting.Piece | None:
    """The clause as it stands in the draft; None when it was taken out, or never was there."""
    try:
        return drafting.find_clause(draft.text, code).piece
    except drafting.NoSuchClause:
        return None


def clause_page(draft: "PolicyDraft", code: str, form: ClauseForm, *, now: drafting.Piece | None = None) -> str:
    """The clause with its marks and problems; `now` is what is saved, when that is not what was typed."""
    every = all_told(draft, checked(db.session, draft))
    problems = problems_of(every, drafting.find_clause(draft.text, code))
    return render_template(
        "staff/policies/clause.html", draft=draft, code=code, form=form, marks=marks(form), problems=problems, now=now,
        boxes=BOXES, others=[one.piece for one in drafting.placed_in(draft.text) if one.piece.code != code],
    )  # fmt: skip


def recipients_of(draft: "PolicyDraft") -> dict[str, str]:
    """Who can be told, as the top of the draft names them: id to words."""
    data = checked(db.session, draft).front.data
    found = data.get("recipients") if isinstance(data, dict) else None
    return {str(name): str(words) for name, words in found.items()} if isinstance(found, dict) else {}


def gone_page(draft: "PolicyDraft", code: str, form: ClauseForm) -> str:
    """What somebody typed into a clause that was taken out meanwhile: nothing of it is lost."""
    return render_template(
        "staff/policies/gone.html", draft=draft, code=code, form=form, marks=marks(form), boxes=BOXES
    )


def marks(form: ClauseForm) -> dict[str, object]:
    """The marks of each box, by its name."""
    return {
        name: marks_of(form[name].data or "", reader, title=form.title.data or "") for name, reader in BOXES.items()
    }
