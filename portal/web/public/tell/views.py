"""Would you tell anyone? One page that asks and answers, and the same answers as a list. No cookie is set here."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.core import clock
from portal.extensions import db
from portal.installation import installation
from portal.policies.judging import pack_of_day
from portal.policies.kinds import AgeBand
from portal.policies.linking import from_elsewhere
from portal.policies.markdown import to_html
from portal.policies.pack import Pack
from portal.policies.replies import Reply
from portal.policies.would_tell import deciding, has_rules, reply, table
from portal.web.access import public
from portal.web.asking import only_asks
from portal.web.public.packing import pack
from portal.web.public.tell.forms import AGES, TellForm

bp = Blueprint("would_you_tell", __name__, url_prefix="/would-you-tell")
bp.after_request(pack)


@bp.get("")
@public
def show() -> ResponseReturnValue:
    """Ask how old, about what, and where."""
    return _page(TellForm(installation().pack.situations))


@bp.post("")
@public
@only_asks
def answer() -> ResponseReturnValue:
    """Say what would happen. The answer is gone with the page; what was picked is in no address and in no log."""
    here, number = _today()
    form = TellForm(here.situations, request.form)
    if not form.validate():
        return _page(form), 422
    found = reply(here, number, form.picked)
    return _page(form, reply=found, rule=_rule(found))


@bp.get("/list", endpoint="list")
@public
def show_list() -> ResponseReturnValue:
    """Say it all, for each age, to whoever would rather read than pick."""
    here, number = _today()
    tables = {age: table(here, age) for age in AgeBand} if has_rules(here, number) else {}
    return render_template(
        "public/tell/list.html", ages=AGES, tables=tables, deciding=deciding(here), policy=here.judged_by.newest,
        at_risk=here.glossary.find(AgeBand.ADULT_AT_RISK),
    )  # fmt: skip


def _page(form: TellForm, **found: object) -> str:
    here, _ = _today()
    at_risk = here.glossary.find(AgeBand.ADULT_AT_RISK)
    template = "public/tell/answer.html" if found else "public/tell/show.html"
    versions = {version.number: version for version in here.judged_by.versions}
    return render_template(
        template, form=form, policy=here.judged_by.newest, at_risk=at_risk, versions=versions, **found
    )


def _rule(reply: Reply) -> Markup:
    """The rule an answer rests on, to be read where the answer is; empty when nothing was judged."""
    if reply.found is None:
        return Markup()
    rules = url_for("policies.version", slug=installation().pack.judged_by.slug, number=reply.found.judgement.version)
    return Markup(from_elsewhere(to_html(reply.found.rule), rules))  # noqa: S704  # our own renderer escaped every tag


def _today() -> tuple[Pack, int | None]:
    """The pack as it judges today, and the number of the version that counts; None: it has no rules."""
    return pack_of_day(db.session, installation().pack, clock.today())
