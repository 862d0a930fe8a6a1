"""What the pages of a clock show, gathered before they are drawn. Templates never query."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.cases import clock as acts
from portal.cases import history
from portal.cases.clock import Standing
from portal.cases.deadlines import Clock, ClockState, Gate, GateKind
from portal.cases.runs import runs_of
from portal.cases.states import OPEN
from portal.core import clock as time
from portal.installation import installation
from portal.requests.contact import card_of
from portal.requests.intake import ContactCard
from portal.vault import vault_of
from portal.web.staff.clock_picture import Picture, draw

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case, ClockEvent, ClockRun


@dataclass(frozen=True, slots=True)
class ClockPanel:
    """The clock on the page of a case: the state, and what has to be looked at now."""

    clock: Clock
    warns_until: date | None
    waited_long_since: date | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class Written:
    """One thing that was written down, with its words."""

    event: "ClockEvent"
    words: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class ClockPage:
    """Everything on the page of a clock."""

    case: "Case"
    panel: ClockPanel
    picture: Picture
    why_not: dict[str, str]
    waits_for_authority: bool
    to_take_back: "Sequence[ClockEvent]"
    written: Sequence[Written]
    runs: "Sequence[ClockRun]"
    names: dict[uuid.UUID, str]
    card: ContactCard


def stands_now(session: "Session", case: "Case") -> Standing:
    """Where the clock of a case stands today."""
    return acts.standing(session, case, calendar=installation().calendar, today=time.today())


def clock_panel(session: "Session", case: "Case", actor: Actor) -> ClockPanel:
    """Gather the panel of the case page."""
    return _panel(stands_now(session, case), actor)


def clock_page(session: "Session", case: "Case", actor: Actor) -> ClockPage:
    """Gather the page of a clock."""
    stands = stands_now(session, case)
    rows = history.rows_of(session, case.id)
    runs = runs_of(session, case.id)
    box = vault_of(session).box(case.request.key_id)
    may, standing = actor.may(Permission.CASE_WORK), stands.so_far.rows
    workers = {event.worker_id for event in rows} | {run.worker_id for run in runs}
    return ClockPage(
        case=case,
        panel=_panel(stands, actor),
        picture=draw(stands.clock, stands.so_far, stands.today),
        why_not=acts.why_not(session, stands, actor) if may else {},
        waits_for_authority=may and Gate(GateKind.AUTHORITY) in stands.so_far.gates,
        to_take_back=acts.rows_to_take_back(stands),
        written=[Written(row, box.get(row, "words") if row.words else "", row not in standing) for row in rows],
        runs=runs,
        names=get_names(session, {worker for worker in workers if worker}),
        card=card_of(session, case.request),
    )


def _panel(stands: Standing, actor: Actor) -> ClockPanel:
    clock, case = stands.clock, stands.case
    is_open = case.status in OPEN and not case.is_complaint
    return ClockPanel(
        clock=clock,
        warns_until=clock.extension_notice_by if is_open and _warns(clock, stands.today) else None,
        waited_long_since=stands.so_far.waited_long_since,
        may_change=actor.may(Permission.CASE_WORK) and is_open,
    )


def _warns(clock: Clock, today: date) -> bool:
    """Whether the last day to say that we need longer is near: five working days, and never moved by a weekend."""
    if clock.state is not ClockState.RUNNING or not clock.extension_warning_on or not clock.extension_notice_by:
        return False
    return clock.extension_warning_on <= today <= clock.extension_notice_by
