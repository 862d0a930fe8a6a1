"""The answer page with every form on it. Whoever refuses one of them draws the page again, with nothing lost."""

import uuid

from flask import render_template

from portal.cases import queries as cases
from portal.extensions import db
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.staff.answer_parts import forms_of
from portal.web.staff.forms.cases import SEND_BACK, LetterForm, VersionedForm
from portal.web.staff.pages import answer_page


def answer_screen(case_id: uuid.UUID, form: BaseForm | None = None) -> str:
    """Draw the page of an answer; `form` is the one that was refused."""
    case = cases.get(db.session, case_id)
    page = answer_page(db.session, case, current_actor())
    forms = forms_of(db.session, case, form if isinstance(form, VersionedForm) else None)
    shown = {"form": form} if form else {}
    shown |= {"letter_form": form} if isinstance(form, LetterForm) else {}
    return render_template("staff/answers/show.html", page=page, reasons=SEND_BACK, **forms, **shown)
