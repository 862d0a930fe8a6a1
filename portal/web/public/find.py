"""Finding a rule, a word or an answer. What somebody looks for stands in no address, log or cookie."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.extensions import db
from portal.installation import installation
from portal.safeguarding.detectors import may_need_help
from portal.search.queries import search
from portal.web.access import public
from portal.web.asking import only_asks
from portal.web.public.forms.find import FindForm, MoreForm
from portal.web.public.packing import pack

bp = Blueprint("find", __name__)


@bp.get("/find")
@public
def show() -> ResponseReturnValue:
    """An empty form."""
    return pack(make_response(render_template("public/find/show.html", form=FindForm(formdata=None))))


@bp.post("/find")
@public
@only_asks
def results() -> ResponseReturnValue:
    """What was found, best first."""
    form = FindForm()
    if not form.validate():
        return render_template("public/find/show.html", form=form), 422
    found = search(db.session, form.words.data, today=clock.today(), start=form.start.data or 0)
    help_first = may_need_help(form.words.data, found.meant)
    more = MoreForm(formdata=None, words=form.words.data, start=found.next_start)
    slug = installation().pack.judged_by.slug
    return render_template(
        "public/find/results.html", form=form, found=found, more=more, slug=slug, needs_help=help_first
    )
