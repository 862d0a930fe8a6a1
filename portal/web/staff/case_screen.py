"""The case page with every form on it. Whoever refuses one of them draws the page again, with nothing lost."""

import uuid

from flask import g, render_template

from portal.cases import queries
from portal.extensions import db
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.staff.forms.messages import RecognisedForm, ReplyForm
from portal.web.staff.pages import case_page

FORMS: dict[str, type[BaseForm]] = {
    "reply_form": ReplyForm,
    "recognised_form": RecognisedForm,
}


def case_screen(case_id: uuid.UUID, form: BaseForm | None = None) -> str:
    """Draw the page of a case; `form` is the one that was refused."""
    page = case_page(db.session, queries.get(db.session, case_id), current_actor(), new=g.get("new", ()))
    forms = {name: kind(formdata=None) for name, kind in FORMS.items()}
    if form is not None:
        forms |= {name: form for name, kind in FORMS.items() if isinstance(form, kind)} | {"form": form}
    return render_template("staff/cases/show.html", page=page, **forms)
