"""Questions that others asked, and our answers to them. The same for everybody; no cookie is set here."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.extensions import db
from portal.policies.queries import policy_of_day
from portal.questions.queries import list_published
from portal.search.service import anchor_of
from portal.web.access import public
from portal.web.public.packing import pack

bp = Blueprint("published", __name__, url_prefix="/policies/<slug>/answers")
bp.after_request(pack)


@bp.get("")
@public
def show(slug: str) -> ResponseReturnValue:
    """Every published answer about a policy, newest first."""
    version = policy_of_day(db.session, slug, clock.today())
    titles = {clause.code: clause.title for clause in version.clauses}
    answers = [(anchor_of(one.id), one) for one in list_published(db.session, slug)]
    return render_template("public/answers/show.html", version=version, answers=answers, titles=titles)
