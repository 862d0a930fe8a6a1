"""Policies at the desk: versions, drafts, and the days on which somebody promised to look again."""

from dataclasses import asdict

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import ROLE_PERMISSIONS, Permission
from portal.accounts.queries import get_names
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.policies import queries
from portal.policies.drafts import service
from portal.policies.drafts.queries import list_drafts
from portal.policies.kinds import Reader
from portal.policies.marks import marks_of
from portal.policies.reviews import review_of
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.asking import reads_only
from portal.web.forms import BaseForm
from portal.web.staff.forms.policies import WHOLE
from portal.web.transactions import commits

bp = Blueprint("desk_policies", __name__, url_prefix="/staff/policies")
MAY = {
    "Change a draft": Permission.POLICIES_WRITE,
    "Publish a draft that somebody else changed last": Permission.POLICIES_PUBLISH,
    "Read drafts": Permission.POLICIES_READ,
}


@bp.get("")
@requires(Permission.POLICIES_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """Every policy with its versions, its draft and its next review."""
    policies = [queries.list_versions(db.session, newest.slug) for newest in queries.list_policies(db.session)]
    drafts = list_drafts(db.session)
    return render_template(
        "staff/policies/list.html",
        policies=policies,
        reviews={versions[-1].slug: review_of(versions[-1].review_on, clock.today()) for versions in policies},
        drafts=drafts,
        names=get_names(db.session, {draft.updated_by_id for draft in drafts}),
        may={words: [role for role in ROLE_PERMISSIONS if p in ROLE_PERMISSIONS[role]] for words, p in MAY.items()},
        form=BaseForm(formdata=None),
    )


@bp.post("/<slug>/drafts")
@requires(Permission.POLICIES_WRITE)
@commits
def start(slug: str) -> ResponseReturnValue:
    """Begin the next version of a policy."""
    draft = service.start(db.session, slug, actor=current_actor(), at=clock.now())
    flash("A draft was made from the newest version. Set the day on which it starts.")
    return redirect(url_for("drafts.show", draft_id=draft.id), 303)


@bp.get("/<slug>/<int(max=99999):number>/export")
@requires(Permission.POLICIES_READ)
def export(slug: str, number: int) -> ResponseReturnValue:
    """The file of a version, byte for byte as it was published."""
    version = queries.get_version(db.session, slug, number)
    if not version.text:
        raise NotFound
    name = f"{version.slug}-{version.number}.md"
    response = Response(version.text.encode(), content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/measure")
@requires(Permission.POLICIES_WRITE)
@reads_only
def measure() -> ResponseReturnValue:
    """Measure words while they are typed: `{"text", "reader", "title"}` in, the marks out. Nothing is kept."""
    asked = request.get_json(silent=True)
    text, reader = (asked.get("text"), asked.get("reader")) if isinstance(asked, dict) else (None, None)
    if not isinstance(text, str) or len(text) > WHOLE or reader not in [one.value for one in Reader]:
        return {"error": "Send the text and the reader."}, 400
    title = asked.get("title", "") if isinstance(asked, dict) else ""
    return asdict(marks_of(text, Reader(reader), title=title if isinstance(title, str) else ""))
