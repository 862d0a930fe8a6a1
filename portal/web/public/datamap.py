"""What we keep: every service, what it collects, where that goes, and when it is gone. Asks and keeps nothing."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.words import ngettext
from portal.datamap.journey import journey, known
from portal.datamap.picture import draw
from portal.datamap.schedule import MONTHS_A_YEAR, ends, keep_until, the_rest
from portal.datamap.shapes import Service
from portal.installation import installation
from portal.web.access import public
from portal.web.asking import only_asks
from portal.web.public.forms.datamap import WhenForm
from portal.web.public.packing import pack

bp = Blueprint("datamap", __name__, url_prefix="/what-we-keep")
bp.after_request(pack)


@bp.get("", endpoint="list")
@public
def list_services() -> ResponseReturnValue:
    """Every service, by group where the organisation names groups."""
    return render_template(
        "public/datamap/list.html", groups=installation().pack.datamap.by_group(), how_long=_how_long, the_rest=the_rest
    )


@bp.get("/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    """One service, the answer first."""
    return _page(_find(name), WhenForm(formdata=None, today=clock.today()))


@bp.post("/<name>/when")
@public
@only_asks
def when(name: str) -> ResponseReturnValue:
    """Work out the day on which somebody's own things go. The day they gave is gone with the page."""
    service, today = _find(name), clock.today()
    form = WhenForm(today=today)
    if service.timed and not form.validate():
        return _page(service, form), 422
    return render_template(
        "public/datamap/when.html", service=service, number=_number(service), meant=form.meant, today=today, ends=ends,
        month_only=form.is_without_day, found=keep_until(service, form.meant or today), rest=the_rest(service),
    )  # fmt: skip


@bp.get("/<name>/when")
@public
def ask_again(name: str) -> ResponseReturnValue:
    """Lead back to the question: an answer has no address of its own, so that it cannot be opened again."""
    return redirect(url_for("datamap.show", name=_find(name).id, _anchor="when"), 303)


def _how_long(months: int) -> str:
    """`7 years`, `18 months`."""
    if months % MONTHS_A_YEAR:
        return ngettext("%(count)s month", "%(count)s months", months)
    return ngettext("%(count)s year", "%(count)s years", months // MONTHS_A_YEAR)


def _find(name: str) -> Service:
    service = installation().pack.datamap.find(name)
    if service is None:
        raise NotFound
    return service


def _number(service: Service) -> int:
    """Its place in the list: what a title may say of it without saying which it is."""
    return installation().pack.datamap.services.index(service) + 1


def _page(service: Service, form: WhenForm) -> str:
    systems = installation().pack.datamap.systems
    stations = journey(service, systems)
    return render_template(
        "public/datamap/show.html", service=service, number=_number(service), form=form, ends=ends, known=known,
        systems=[systems[name] for name in service.systems], stations=stations, drawn=draw(stations),
    )  # fmt: skip
