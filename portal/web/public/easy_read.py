"""Four pages in Easy Read: few short words, one idea a line, a drawing beside it. No cookie is set here."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.words import N_
from portal.extensions import db
from portal.installation import installation
from portal.policies import queries
from portal.policies.kinds import Reader
from portal.web.access import public
from portal.web.public.packing import pack

bp = Blueprint("easy_read", __name__, url_prefix="/easy-read")
bp.after_request(pack)


@dataclass(frozen=True, slots=True)
class EasyPage:
    """A page of the list: its drawing, its name, and the blueprints whose pages say the same in more words."""

    picture: str
    title: str
    twin_of: tuple[str, ...]


PAGES = (
    EasyPage("more", N_("What you can do here"), ("public_pages",)),
    EasyPage("private", N_("What stays private"), ("would_you_tell",)),
    EasyPage("shared", N_("How to ask us"), ("questions", "back")),
    EasyPage("keep", N_("What we keep"), ("datamap",)),
)
OF_A_VERSION = frozenset({"policies.version", "policies.for_reader"})
NO_TWIN = frozenset({"public_pages.hide_your_visit", "public_pages.cookies"})


@bp.get("", endpoint="list")
@public
def list_pages() -> ResponseReturnValue:
    """Every page that there is in Easy Read."""
    return render_template("public/easy/list.html", pages=PAGES, rules_url=_rules_url())


@bp.get("/<int(max=99):number>")
@public
def show(number: int) -> ResponseReturnValue:
    """One of them, by its place in the list: an address that says nothing about who reads it."""
    if not 1 <= number <= len(PAGES):
        raise NotFound
    return render_template(f"public/easy/{number}.html", number=number, rules_url=_rules_url())


def twin_url() -> str:
    """The address of the same page in Easy Read, else of the list. Says where the link at the foot of a page leads."""
    parts = request.view_args or {}
    if request.endpoint in OF_A_VERSION:
        return url_for("policies.for_reader", **{**parts, "reader": Reader.EASY_READ})
    if request.endpoint == "policies.show" and parts["slug"] == installation().pack.judged_by.slug:
        return url_for("easy_read.show", number=2)
    if request.endpoint not in NO_TWIN:
        for number, page in enumerate(PAGES, start=1):
            if request.blueprint in page.twin_of:
                return url_for("easy_read.show", number=number)
    return url_for("easy_read.list")


def _rules_url() -> str:
    """The rules that say what stays private, in Easy Read, as they stand today."""
    slug = installation().pack.judged_by.slug
    today = queries.policy_of_day(db.session, slug, clock.today())
    return url_for("policies.for_reader", slug=slug, number=today.number, reader=Reader.EASY_READ)
