"""Which situations are still judged right under a draft: rules carried over, said by an editor, published with it."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.policies.drafts import service
from portal.policies.drafts.queries import checked, get_draft
from portal.policies.judging import Open, open_situations
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.rules import RulesForm, rules_form
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.policies.models import PolicyDraft

bp = Blueprint("draft_rules", __name__, url_prefix="/staff/policies/drafts/<uuid:draft_id>/rules")


@bp.get("")
@requires(Permission.POLICIES_WRITE)
def show(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Each situation whose rule rests on what the draft changes."""
    draft = get_draft(db.session, draft_id)
    service.must_be_open(draft)
    found = open_of(draft)
    return _page(draft, found, rules_form(found, draft.version))


@bp.post("")
@requires(Permission.POLICIES_WRITE)
@commits
def save(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was said of each."""
    draft = get_draft(db.session, draft_id)
    found = open_of(draft)
    form = rules_form(found)
    try:
        service.must_be_unchanged(draft, form.seen)
        if not form.validate():
            return _page(draft, found, form), 422
        still_right = {one.situation: one.mark for one in found if form.is_still_right(one.situation)}
        service.carry_over(db.session, draft, still_right, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _page(draft, found, form), 422
    flash("Saved.")
    return redirect(url_for("drafts.show", draft_id=draft_id), 303)


def open_of(draft: "PolicyDraft") -> list[Open]:
    """The situations that depend, until an editor says that their rule still holds; none for a broken draft."""
    version = checked(db.session, draft).version
    return open_situations(db.session, installation().pack, version, draft.still_right) if version else []


def _page(draft: "PolicyDraft", found: list[Open], form: RulesForm) -> str:
    return render_template("staff/policies/rules.html", draft=draft, found=found, form=form)
