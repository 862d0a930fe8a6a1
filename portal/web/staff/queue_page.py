"""What the list of cases shows, gathered before it is drawn."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.cases.assigning import takers
from portal.cases.counts import Counts, count
from portal.cases.duplicates import with_others
from portal.cases.filters import CLOSED_TABS, Filters, Tab, end_of_week
from portal.cases.listing import Desk, Page, list_cases
from portal.cases.saved_views import OpenedView, list_views
from portal.cases.sight import Sight
from portal.cases.stretches import Key
from portal.complaints.queries import to_tell
from portal.core import clock
from portal.extensions import db
from portal.installation import installation
from portal.messages.queries import waiting_among
from portal.safeguarding.queries import waiting
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.need_to_know import my_sight
from portal.web.staff.forms.queue import NAMES, NarrowForm, SaveViewForm, SearchForm, choices_of, narrow_form
from portal.web.staff.queue_keys import here, keys, parse_filters, said

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TABS: dict[Tab, str] = {
    Tab.OPEN: "Open",
    Tab.IN_TIME: "In time",
    Tab.LATE: "Late",
    Tab.PAUSED: "Paused",
    Tab.MINE: "Mine",
    Tab.NEWS: "New messages",
    Tab.CHECKING: "To approve",
    Tab.ANSWERED: "Answered",
    Tab.WITHDRAWN: "Withdrawn",
}
EMPTY = {
    Tab.OPEN: "No open cases.",
    Tab.IN_TIME: "Nothing in time.",
    Tab.LATE: "Nothing late.",
    Tab.PAUSED: "Nothing paused.",
    Tab.MINE: "You have no cases.",
    Tab.NEWS: "No new messages.",
    Tab.CHECKING: "Nothing to approve.",
    Tab.ANSWERED: "Nothing answered yet.",
    Tab.WITHDRAWN: "Nobody took a request back.",
}


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of one list, and all that stands around it."""

    filters: Filters
    page: Page
    counts: Counts
    news: frozenset[uuid.UUID]
    alike: frozenset[uuid.UUID]
    names: Mapping[uuid.UUID, str]
    crumbs: Sequence[tuple[str, str, str]]
    views: Sequence[OpenedView]
    may_give: bool
    may_export: bool
    looked_until: date | None
    next_href: str
    previous_href: str

    @property
    def tabs(self) -> Sequence[tuple[str, str, int]]:
        """Code, words and count of each; a tab leads to its whole list, and its count is of that."""
        numbers = {
            Tab.OPEN: self.counts.open,
            Tab.IN_TIME: self.counts.in_time,
            Tab.LATE: self.counts.late,
            Tab.PAUSED: self.counts.paused,
            Tab.MINE: self.counts.mine,
            Tab.NEWS: self.counts.news,
            Tab.CHECKING: self.counts.checking,
            Tab.ANSWERED: self.counts.answered,
            Tab.WITHDRAWN: self.counts.withdrawn,
        }
        return [(tab.value, words, numbers[tab]) for tab, words in TABS.items()]

    @property
    def nothing(self) -> str:
        """What an empty list says."""
        return "No case fits." if self.filters.narrowed else EMPTY[self.filters.tab]


def desk_of(actor: Actor) -> Desk:
    """The desk of whoever is signed in, today."""
    return Desk(clock.today(), installation().calendar, actor.worker_id, my_sight(actor))


def counts_for(session: "Session", desk: Desk) -> Counts:
    """The numbers of the desk."""
    return count(
        session,
        desk.sight or Sight(desk.worker_id),
        today=desk.today,
        soon_until=end_of_week(desk.today, desk.calendar),
    )


def queue_page(
    session: "Session", filters: Filters, actor: Actor, *, after: Key | None, before: Key | None
) -> tuple[QueuePage, NarrowForm]:
    """Gather the list and the form that narrows it."""
    desk = desk_of(actor)
    page = list_cases(session, filters, desk, after=after, before=before)
    requests = {case.request_id for case in page.cases}
    choices = choices_of({str(worker.id): worker.name for worker in takers(session)})
    shown = QueuePage(
        filters=filters,
        page=page,
        counts=counts_for(session, desk),
        news=waiting_among(session, requests),
        alike=with_others(session, requests, desk.sight),
        names=get_names(session, {case.owner_id for case in page.cases if case.owner_id}),
        crumbs=list(_crumbs(filters, choices)),
        views=list_views(session, desk.worker_id),
        may_give=actor.may(Permission.CASE_ASSIGN) and filters.tab not in CLOSED_TABS,
        may_export=actor.may(Permission.CASES_EXPORT),
        looked_until=page.looked_until[0] if page.looked_until else None,
        next_href=_href(filters, after=page.next_key),
        previous_href=_href(filters, before=page.previous_key),
    )
    return shown, narrow_form(filters, choices)


def queue_screen(form: BaseForm | None = None) -> str:
    """Draw the list that the address names; `form` is one on it that was refused."""
    filters = parse_filters()
    after, before = keys()
    shown, narrow = queue_page(db.session, filters, current_actor(), after=after, before=before)
    forms: dict[str, Any] = {"search_form": SearchForm(formdata=None), "save_form": SaveViewForm(formdata=None)}
    if form is not None:
        forms |= {"save_form": form} if isinstance(form, SaveViewForm) else {}
        forms["form"] = form
    forms["to_tell"] = to_tell(db.session, clock.today(), current_actor().worker_id)
    forms |= {"flags_waiting": waiting(db.session, at=clock.now()), "flag_href": url_for("flags.list")}
    return render_template("staff/queue/list.html", shown=shown, narrow=narrow, here=here(), **forms)


def _href(filters: Filters, **key: Key | None) -> str:
    codes: dict[str, Any] = {name: said(at) for name, at in key.items() if at is not None}
    return url_for("queue.list", **filters.codes(), **codes) if codes else ""


def _crumbs(filters: Filters, choices: Mapping[str, Mapping[str, str]]) -> Any:
    """What narrows the list, in words, and the address of the list without it."""
    for name, code in filters.narrowed.items():
        words = choices[name].get(code, "Somebody who left")
        yield NAMES[name], words, url_for("queue.list", **filters.without(name).codes())
