"""The screen of one step of writing an entry."""

import uuid
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for

from portal.core import clock
from portal.disclosures import drafts
from portal.extensions import db
from portal.web.actors import current_actor
from portal.web.forms import OnceForm
from portal.web.staff.log_steps import (
    HAPPENED,
    PERSON,
    PIECES,
    RECIPIENTS,
    RULE,
    STEPS,
    Writing,
    with_row,
    without_row,
)  # fmt: skip

if TYPE_CHECKING:
    from portal.disclosures.drafts import Typed

TEMPLATES = {HAPPENED: "happened", RULE: "rule", RECIPIENTS: "recipients", PIECES: "pieces", PERSON: "person"}


def writing_of(log_id: uuid.UUID) -> Writing:
    """The entry that whoever is signed in writes. Raises NotFound for everybody else."""
    actor = current_actor()
    draft = drafts.opened(db.session, log_id, actor=actor)
    return Writing(db.session, actor, draft.answers, started_at=draft.row.started_at, now=clock.now())


def step_page(
    writing: Writing, step: str, form: Any, *, log_id: uuid.UUID | None = None, once: OnceForm | None = None
) -> str:
    """Draw a step; `once` on the first screen, where there is no draft yet."""
    steps = writing.steps
    place = steps.index(step)
    back = url_for("log_entries.show", log_id=log_id, step=steps[place - 1]) if place else url_for("register.list")
    return render_template(
        f"staff/register/log/{TEMPLATES[step]}.html", form=form, log_id=log_id, once=once, writing=writing,
        title=STEPS[step][0], number=place + 1, count=len(steps), back_href=back,
        back_words=STEPS[steps[place - 1]][0] if place else "Register",
    )  # fmt: skip


def shown(pressed: str, typed: "Typed") -> "Typed":
    """What was typed, with a row more or a row less when that was pressed: `another`, `remove-recipients-1`."""
    rows = "recipients" if any(name.startswith("recipients-") for name in typed) else "pieces"
    if pressed == "another":
        return with_row(typed, rows)
    number = pressed.rpartition("-")[2]
    return without_row(typed, rows, number) if pressed.startswith("remove-") and number.isdigit() else typed
