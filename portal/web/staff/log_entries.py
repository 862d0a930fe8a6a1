"""Write an entry, step by step: each step is kept as it is answered, and nothing counts before the last press."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures import drafts
from portal.extensions import db
from portal.installation import installation
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.forms import BaseForm, OnceForm
from portal.web.staff.log_check import answered, problem_of
from portal.web.staff.log_screen import shown, step_page, writing_of
from portal.web.staff.log_steps import CHECK, HAPPENED, STEPS, Writing, typed_in
from portal.web.staff.opened import note_step_opened
from portal.web.transactions import commits, opening

bp = Blueprint("log_entries", __name__, url_prefix="/staff/register/log")
LATER = "later"


@bp.get("")
@requires(Permission.REGISTER_LOG)
def new() -> ResponseReturnValue:
    """The first step. There is no draft before it is answered."""
    fresh = _nothing_yet()
    return step_page(fresh, HAPPENED, fresh.form(HAPPENED), once=OnceForm(formdata=None))


@bp.post("")
@requires(Permission.REGISTER_LOG)
@commits
def begin() -> ResponseReturnValue:
    """Keep the first step. Pressed twice it begins one entry."""
    fresh, once = _nothing_yet(), OnceForm()
    form = fresh.form(HAPPENED, request.form)
    is_later = request.form.get("go") == LATER
    if not once.validate() or not (form.validate() or is_later):
        return step_page(fresh, HAPPENED, form, once=once), 422
    row = drafts.begin(
        db.session, HAPPENED, typed_in(form, request.form), submission=once.submission.data, actor=current_actor(),
        at=clock.now(),
    )  # fmt: skip
    return _kept_for_later() if is_later else _onwards(row.id)


@bp.get("/<uuid:log_id>")
@requires(Permission.REGISTER_LOG)
def go_on(log_id: uuid.UUID) -> ResponseReturnValue:
    """Where it was left."""
    return _onwards(log_id)


@requires(Permission.REGISTER_LOG)
@opening(note_step_opened)
def show(log_id: uuid.UUID, step: str) -> ResponseReturnValue:
    """One step, as far as it was answered, or all of them to check. What this entry has not leads to what it has."""
    if step == CHECK:
        return _check_page(log_id, BaseForm(formdata=None))
    writing = writing_of(log_id)
    if step not in writing.steps:
        return redirect(url_for(".show", log_id=log_id, step=writing.next_step), 303)
    return step_page(writing, step, writing.form(step), log_id=log_id)


@requires(Permission.REGISTER_LOG)
@commits
def answer(log_id: uuid.UUID, step: str) -> ResponseReturnValue:
    """Keep a step, then go on; add or take away a row and stay; or leave it for later."""
    writing = writing_of(log_id)
    form, pressed = writing.form(step, request.form), request.form.get("go", "next")
    if pressed == "next" and not form.validate():
        return step_page(writing, step, form, log_id=log_id), 422
    if not BaseForm().validate():  # the token against forgery, also where what was typed is not looked at
        return step_page(writing, step, form, log_id=log_id), 422
    typed = shown(pressed, typed_in(form, request.form))
    drafts.keep(db.session, log_id, step, typed, actor=current_actor(), at=clock.now())
    if pressed == LATER:
        return _kept_for_later()
    if pressed != "next":
        return redirect(url_for(".show", log_id=log_id, step=step, _anchor=_place(pressed)), 303)
    return _onwards(log_id)


for _step in (*STEPS, CHECK):
    bp.add_url_rule(f"/<uuid:log_id>/{_step}", "show", show, defaults={"step": _step})
for _step in STEPS:
    bp.add_url_rule(f"/<uuid:log_id>/{_step}", "answer", answer, defaults={"step": _step}, methods=["POST"])


@bp.post(f"/<uuid:log_id>/{CHECK}")
@requires(Permission.REGISTER_LOG)
@commits
def log(log_id: uuid.UUID) -> ResponseReturnValue:
    """Make the entry, once, whole or not at all."""
    form = BaseForm()
    try:
        writing = writing_of(log_id)
        if not form.validate() or writing.next_step != CHECK:
            return _check_page(log_id, form), 422
        entry = drafts.log(
            db.session, log_id, writing.entry(), nation=installation().organisation.nation.value,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
        flash("Logged.")
    except NotFound:  # the first press was quicker, or it is somebody else's
        entry = drafts.logged_from(db.session, log_id, actor=current_actor())
        flash("You have already logged this. Nothing was logged twice.")
    except RuleBroken as error:
        db.session.rollback()
        form.say(error.message)
        return _check_page(log_id, form, problem=problem_of(error)), 422
    return redirect(url_for("register.show", disclosure_id=entry.id), 303)


@bp.get("/<uuid:log_id>/throw-away")
@requires(Permission.REGISTER_LOG)
def ask_to_drop(log_id: uuid.UUID) -> ResponseReturnValue:
    """Are you sure? It cannot be brought back."""
    draft = drafts.get(db.session, log_id, actor=current_actor())
    return render_template("staff/register/log/throw_away.html", draft=draft, next_step=writing_of(log_id).next_step)


@bp.post("/<uuid:log_id>/throw-away")
@requires(Permission.REGISTER_LOG)
@commits
def drop(log_id: uuid.UUID) -> ResponseReturnValue:
    """Forget the draft, in every copy."""
    drafts.throw_away(db.session, log_id, actor=current_actor(), at=clock.now())
    flash("Thrown away. Nothing was logged.")
    return redirect(url_for("register.list"), 303)


def _nothing_yet() -> Writing:
    now = clock.now()
    return Writing(db.session, current_actor(), {}, started_at=now, now=now)


def _onwards(log_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for(".show", log_id=log_id, step=writing_of(log_id).next_step), 303)


def _kept_for_later() -> ResponseReturnValue:
    flash("Kept. Nothing is logged yet: go on with it below.")
    return redirect(url_for("register.list"), 303)


def _check_page(log_id: uuid.UUID, form: BaseForm, *, problem: str = "") -> str:
    writing = writing_of(log_id)
    return render_template(
        "staff/register/log/check.html", form=form, log_id=log_id, sections=answered(writing),
        missing=[step for step in writing.steps if not writing.is_done(step)], unused=writing.unused, problem=problem,
        steps=STEPS,
    )  # fmt: skip


def _place(pressed: str) -> str:
    return "more" if pressed == "another" else "main"
