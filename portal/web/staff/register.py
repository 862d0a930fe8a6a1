"""The register: log that somebody was told, look at an entry, list them."""

import uuid
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures import queries, service
from portal.disclosures.relaxed import NO_RULE
from portal.extensions import db
from portal.installation import installation
from portal.policies.queries import clause_choices, clause_title, policies_of_day
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.register import EntryForm
from portal.web.staff.opened import note_entry_opened
from portal.web.transactions import commits, opening

bp = Blueprint("register", __name__, url_prefix="/staff/register")


@bp.get("")
@requires(Permission.REGISTER_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """The entries, newest first: codes only, nothing sealed is opened for a list."""
    rows = queries.list_register(db.session, locked=_may_see_locked(), before=_before(request.args.get("before", "")))
    return render_template("staff/register/list.html", entries=rows[: queries.PAGE], has_more=len(rows) > queries.PAGE)


@bp.get("/new")
@requires(Permission.REGISTER_LOG)
def new() -> ResponseReturnValue:
    """An empty entry."""
    return render_template("staff/register/new.html", form=_form(empty=True))


@bp.post("/new")
@requires(Permission.REGISTER_LOG)
@commits
def create() -> ResponseReturnValue:
    """Log the entry, or show what is missing with nothing lost."""
    form = _form()
    if not form.validate():
        return render_template("staff/register/new.html", form=form), 422
    try:
        disclosure = service.log_disclosure(
            db.session, form.entry(), nation=installation().organisation.nation.value, actor=current_actor(),
            at=clock.now(),
            submission=form.submission.data or None,
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return render_template("staff/register/new.html", form=form), 422
    flash("Logged.")
    return redirect(url_for(".show", disclosure_id=disclosure.id), 303)


@bp.get("/<uuid:disclosure_id>")
@requires(Permission.REGISTER_READ)
@opening(note_entry_opened)
def show(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """One entry with its seals opened. Opening it is logged."""
    entry = queries.opened(db.session, disclosure_id, locked=_may_see_locked())
    cited = (entry.row.policy, entry.row.policy_version, entry.row.clause)
    rule = "" if cited == NO_RULE else clause_title(db.session, *cited)
    return render_template("staff/register/show.html", entry=entry, rule=rule)


def _may_see_locked() -> bool:
    return current_actor().may(Permission.REGISTER_LOCKED)


def _form(*, empty: bool = False) -> EntryForm:
    """The form, with the clauses of every policy that counts today as choices."""
    form = EntryForm(formdata=None) if empty else EntryForm()
    form.clause.choices = {
        f"{version.slug}:{version.number}:{clause.code}": f"{clause.title} (version {version.number})"
        for version in policies_of_day(db.session, clock.today())
        for clause in clause_choices(version)
    }
    return form


def _before(key: str) -> tuple[datetime, uuid.UUID] | None:
    """The key of the last entry seen, `<moment>_<id>`. Raises NotFound for anything else."""
    if not key:
        return None
    moment, _, entry_id = key.partition("_")
    try:
        return datetime.fromisoformat(moment), uuid.UUID(entry_id)
    except ValueError:
        raise NotFound from None
