"""The list of the register, gathered before it is drawn: what narrows it, its page, and the drafts of whoever looks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request, url_for
from wtforms import SelectField

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound
from portal.disclosures import drafts, queries
from portal.disclosures.filters import RegisterFilters, read_filters
from portal.disclosures.kinds import Decision
from portal.extensions import db
from portal.requests.kinds import Service
from portal.web.actors import current_actor
from portal.web.choices import coded
from portal.web.forms import BaseForm
from portal.web.need_to_know import shut_for
from portal.web.staff.forms.log_entry import SERVICES
from portal.web.staff.register_keys import before

if TYPE_CHECKING:
    from portal.disclosures.draft_models import DisclosureDraft
    from portal.disclosures.models import Disclosure

ANY = {"": "Any"}
NAMES = {"mine": "Whose", "service": "Service", "year": "Year", "decision": "Decision", "waits": "What happened next"}
DECISIONS = {Decision.SHARED: "Told", Decision.PART: "Told a part", Decision.NOT_SHARED: "Told nobody"}


class NarrowRegisterForm(BaseForm):
    """Sent by GET: it changes nothing, and its address can be kept."""

    class Meta(BaseForm.Meta):
        """No token stands in an address."""

        csrf = False

    mine = SelectField(NAMES["mine"])
    service = SelectField(NAMES["service"])
    year = SelectField(NAMES["year"])
    decision = SelectField(NAMES["decision"])
    waits = SelectField(NAMES["waits"])


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the register, and what stands around it."""

    entries: "Sequence[Disclosure]"
    older_href: str
    crumbs: Sequence[tuple[str, str, str]]
    drafts: "Sequence[DisclosureDraft]"
    lying: frozenset[uuid.UUID]

    @property
    def nothing(self) -> str:
        """What an empty list says."""
        return "No entry fits." if self.crumbs else "No entries yet."


def register_page() -> tuple[RegisterPage, NarrowRegisterForm]:
    """The page that the address names, and the form that narrows it. Raises NotFound for what is no address of ours."""
    actor, filters, now = current_actor(), _filters(), clock.now()
    locked, shut = actor.may(Permission.REGISTER_LOCKED), shut_for(actor)
    rows = queries.list_register(
        db.session, locked=locked, before=before(request.args.get("before", "")), shut=shut, filters=filters,
        worker_id=actor.worker_id,
    )  # fmt: skip
    page = rows[: queries.PAGE]
    choices = _choices(queries.years_of(db.session, until=clock.today().year, locked=locked, shut=shut))
    older = f"{page[-1].decided_at.isoformat()}_{page[-1].id}" if len(rows) > queries.PAGE else ""
    mine = drafts.of_worker(db.session, actor=actor) if actor.may(Permission.REGISTER_LOG) else []
    shown = RegisterPage(
        entries=page,
        older_href=url_for("register.list", **filters.codes(), before=older) if older else "",
        crumbs=[
            (NAMES[name], choices[name].get(code, code), url_for("register.list", **filters.without(name).codes()))
            for name, code in filters.codes().items()
        ],
        drafts=mine,
        lying=frozenset(row.id for row in mine if row.touched_at < now - drafts.LIES_TOO_LONG),
    )
    form = NarrowRegisterForm(formdata=None, data=filters.codes())
    for name, words in choices.items():
        form[name].choices = {**ANY, **words}
    return shown, form


def _choices(years: Sequence[int]) -> dict[str, dict[str, str]]:
    return {
        "mine": {"yes": "Mine"},
        "service": {service.value: SERVICES[service] for service in Service},
        "year": {str(year): str(year) for year in years},
        "decision": coded(DECISIONS),
        "waits": {"yes": "Not known yet"},
    }


def _filters() -> RegisterFilters:
    try:
        return read_filters(request.args)
    except ValueError:
        raise NotFound from None
