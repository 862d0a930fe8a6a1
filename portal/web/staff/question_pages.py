"""What the pages of a question about the rules show, gathered and drawn."""

import uuid

from flask import render_template

from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.policies.queries import get_version
from portal.questions import queries
from portal.questions.alerts import changed_since
from portal.questions.states import available
from portal.web.actors import current_actor
from portal.web.staff.forms.cases import VersionedForm
from portal.web.staff.forms.questions import CorrectionForm, PrivateAnswerForm, WordingForm


def titles_of(page: queries.Page) -> dict[tuple[str, int, str], str]:
    """The titles of the clauses that a page of the list names."""
    named = {(row.slug, row.version_number) for row in page.questions if row.clause}
    versions = [get_version(db.session, slug, number) for slug, number in named]
    return {(one.slug, one.number, clause.code): clause.title for one in versions for clause in one.clauses}


def question_page(question_id: uuid.UUID, form: VersionedForm | None = None) -> str:
    """Draw the question, its answer, its wording and what can be done. A refused `form` comes back as it was sent."""
    opened = queries.opened(db.session, queries.get(db.session, question_id))
    version = get_version(db.session, opened.row.slug, opened.row.version_number)
    forms = {
        "answer_form": PrivateAnswerForm(formdata=None),
        "wording_form": WordingForm(formdata=None, **_given(opened)),
    }
    if form is not None:
        forms["answer_form" if isinstance(form, PrivateAnswerForm) else "wording_form"] = form
        forms["form"] = form
    return render_template(
        "staff/questions/show.html",
        question=opened,
        policy=version,
        rule=next((clause.title for clause in version.clauses if clause.code == opened.row.clause), ""),
        moves=available(opened.row.state, current_actor().permissions),
        changed=changed_since(db.session, opened.row, today=clock.today()),
        could_be_names=form.typed.could_be_names if isinstance(form, WordingForm) else (),
        **forms,
    )


def correction_page(question_id: uuid.UUID, form: VersionedForm | None) -> str:
    """Draw the answer the person got, to be put right. Raises NotFound when there is none, or nothing can be done."""
    opened = queries.opened(db.session, queries.get(db.session, question_id))
    if "question:corrected" not in available(opened.row.state, current_actor().permissions) or not opened.answer:
        raise NotFound
    shown = form or CorrectionForm(formdata=None, answer=opened.answer, version=opened.row.version)
    return render_template("staff/questions/correct.html", question=opened, form=shown)


def _given(opened: queries.OpenedQuestion) -> dict[str, str]:
    saved = opened.wording
    return {"public_question": saved.question, "public_answer": saved.answer} if saved else {}
