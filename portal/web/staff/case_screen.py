"""The case page with every form on it. Whoever refuses one of them draws the page again, with nothing lost."""

import uuid
from collections.abc import Callable

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.cases import queries
from portal.cases.service import must_be_unchanged
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.staff.case_work import Work
from portal.web.staff.forms.cases import VersionedForm
from portal.web.staff.forms.casework import (
    ERASED,
    LINKED,
    TOPICS,
    HandOverForm,
    KnowForm,
    LinkForm,
    NoteForm,
    TaskForm,
    TopicsForm,
)
from portal.web.staff.forms.messages import RecognisedForm, ReplyForm
from portal.web.staff.pages import case_page

FORMS: dict[str, type[BaseForm]] = {
    "reply_form": ReplyForm,
    "recognised_form": RecognisedForm,
    "note_form": NoteForm,
    "hand_over_form": HandOverForm,
    "know_form": KnowForm,
    "topics_form": TopicsForm,
    "task_form": TaskForm,
    "link_form": LinkForm,
}
SAID = {"topic_words": TOPICS, "erased_words": ERASED, "link_words": LINKED}


def case_screen(case_id: uuid.UUID, form: BaseForm | None = None) -> str:
    """Draw the page of a case; `form` is the one that was refused."""
    page = case_page(db.session, queries.get(db.session, case_id), current_actor(), new=g.get("new", ()))
    topics = [topic.value for topic in page.work.topics]
    forms = {name: kind(formdata=None, data={"topics": topics}) for name, kind in FORMS.items()}
    if form is not None:
        forms |= {name: form for name, kind in FORMS.items() if isinstance(form, kind)} | {"form": form}
    _fill(forms, page.work)
    return render_template("staff/cases/show.html", page=page, work=page.work, **forms, **SAID)


def act_on_case(
    case_id: uuid.UUID, form: VersionedForm, act: Callable[[], object], done: str, *, anchor: str, once: bool = False
) -> ResponseReturnValue:
    """Do it and go back to that part of the page, or show the page again with nothing lost.

    `once`: what is added changes nothing that somebody else saw, so an older page of the case is good enough.
    """
    try:
        if not once:
            must_be_unchanged(queries.get(db.session, case_id), form.seen)
        if not form.validate():
            return case_screen(case_id, form), 422
        act()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return case_screen(case_id, form), 422
    flash(done)
    return redirect(url_for("cases.show", case_id=case_id, _anchor=anchor), 303)


def _fill(forms: dict[str, BaseForm], work: Work) -> None:
    """Give each list of names its choices; the acts refuse what is not among them."""
    for name, field, choices in (
        ("hand_over_form", "to", work.receivers),
        ("know_form", "known_worker", work.everybody),
        ("task_form", "to_worker", work.helpers),
    ):
        forms[name][field].choices = list(choices)
