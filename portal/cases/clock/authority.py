"""The decision on who asks also starts the month of every case that waited for it: one fact, written down once."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.cases.clock.corrections import plan_back
from portal.cases.clock.gates import plan_met
from portal.cases.clock.plan import keep, standing
from portal.cases.deadlines import GateKind
from portal.cases.queries import of_request
from portal.cases.states import OPEN
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.requests import authority
from portal.requests.authority import MAY_ASK, Authority
from portal.requests.models import Request


def decide(
    session: Session,
    request: Request,
    decided: Authority,
    words: str,
    *,
    calendar: Calendar,
    actor: Actor,
    at: datetime,
) -> None:
    """Write the decision down, and let the clocks that waited for it hear it. Raises as `requests.authority.decide`.

    A later "no" takes the start back: the month waits again.
    """
    authority.decide(session, request, decided, words, actor=actor, at=at)
    for case in of_request(session, request.id):
        stands = standing(session, case, calendar=calendar, today=local_date(at))
        asked = stands.so_far.gate_asked(GateKind.AUTHORITY)
        met = stands.so_far.gate_met(GateKind.AUTHORITY)
        if asked is None or case.status not in OPEN:
            continue
        if met is None and decided in MAY_ASK:
            plan = plan_met(stands, GateKind.AUTHORITY, local_date(at), actor=actor)
        elif met is not None and decided not in MAY_ASK:
            plan = plan_back(stands, met, words, by_decision=True, actor=actor)
        else:
            continue
        keep(session, stands, plan, actor=actor, at=at)
