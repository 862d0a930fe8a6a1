"""Questions that others asked, and our answers to them. The same for everybody; no cookie is set here."""

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.policies.queries import policy_of_day
from portal.questions.queries import page_published
from portal.search.service import anchor_of
from portal.web.access import public
from portal.web.public.packing import pack

bp = Blueprint("published", __name__, url_prefix="/policies/<slug>/answers")
bp.after_request(pack)


@bp.get("")
@public
def show(slug: str) -> ResponseReturnValue:
    """The published answers about a policy, newest first, a page at a time: `from` is the first of the page."""
    version = policy_of_day(db.session, slug, clock.today())
    titles = {clause.code: clause.title for clause in version.clauses}
    start = request.args.get("from")
    page = page_published(db.session, slug, start=None if start is None else _id(start))
    answers = [(anchor_of(one.id), one) for one in page.answers]
    return render_template(
        "public/answers/show.html", version=version, answers=answers, titles=titles, start=start, next_id=page.next_id
    )


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None
