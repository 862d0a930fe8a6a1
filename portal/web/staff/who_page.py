"""What the page "Who is it?" shows, and the few lines of it on the page of a case."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.core.calendars import Nation
from portal.identity import queries as identity
from portal.identity.checks import Whose
from portal.identity.kinds import Rung
from portal.identity.queries import OpenedStep
from portal.identity.rules import Finding, may_say_yes
from portal.requests import queries as requests
from portal.requests.handles import why_linked
from portal.requests.kinds import REVEALS, IdentifierKind
from portal.requests.queries import OpenedRequest
from portal.vault import vault_of
from portal.web.staff.forms import who as forms

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case
    from portal.identity.models import Capacity, IdentityCheck, IdentityStep

WORDS = {
    "channels": forms.CHANNELS, "code_words": forms.CODE_WORDS, "reasons": forms.REASONS, "kinds": forms.KINDS,
    "papers": forms.PAPERS, "seen": forms.SEEN, "views": forms.VIEWS, "considered": forms.CONSIDERED,
    "handles": forms.HANDLES,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Handle:
    """One name or address of the person, readable. `why` is empty when they gave it themselves."""

    id: uuid.UUID
    kind: IdentifierKind
    value: str
    why: str
    linked_by_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class WhoPanel:
    """What the page of a case says about it."""

    check: "IdentityCheck | None"
    finding: Finding
    reveals: bool
    came: str


@dataclass(frozen=True, slots=True)
class WhoPage:
    """Everything on the page."""

    case: "Case"
    request: OpenedRequest
    authority: str | None
    check: "IdentityCheck | None"
    finding: Finding
    steps: Sequence[OpenedStep]
    open_step: "IdentityStep | None"
    offered: tuple[Rung, ...]
    decision: str
    handles: Sequence[Handle]
    capacity: "tuple[Capacity, str] | None"
    names: dict[uuid.UUID, str]
    nation: Nation
    may_work: bool
    may_allow: bool

    @property
    def may_say_yes(self) -> bool:
        """Whether what was shown is enough."""
        return may_say_yes(self.finding)

    @property
    def is_open(self) -> bool:
        """Whether a check is under way."""
        return self.check is not None and self.check.verdict is None


def who_panel(session: "Session", case: "Case", request: OpenedRequest) -> WhoPanel:
    """Gather the few lines for the page of a case."""
    check = identity.current(session, case.request_id)
    return WhoPanel(check, identity.finding_of(check), case.right in REVEALS, request.came)


def whose(session: "Session", case: "Case") -> Whose:
    """The request of a case, as the ladder needs it."""
    return Whose(case.request_id, requests.get(session, case.request_id).key_id)


def who_page(session: "Session", case: "Case", actor: Actor, *, nation: Nation) -> WhoPage:
    """Gather the page."""
    row = requests.get(session, case.request_id)
    check = identity.current(session, row.id)
    step = identity.open_step(check)
    handles = _handles(session, case)
    capacity = identity.capacity(session, row.id, row.key_id)
    return WhoPage(
        case=case,
        request=requests.opened(session, row.id),
        authority=row.authority,
        check=check,
        finding=identity.finding_of(check),
        steps=identity.opened_steps(session, check, row.key_id),
        open_step=step,
        offered=identity.rungs_to_offer(session, row.id),
        decision=identity.words_of(session, check, row.key_id) if check else "",
        handles=handles,
        capacity=capacity,
        names=get_names(session, _workers(check, handles, capacity)),
        nation=nation,
        may_work=actor.may(Permission.CASE_WORK),
        may_allow=actor.may(Permission.ANSWER_APPROVE) and step is not None and step.begun_by_id != actor.id,
    )


def _handles(session: "Session", case: "Case") -> list[Handle]:
    row = requests.get(session, case.request_id)
    box = vault_of(session).box(row.key_id)
    return [
        Handle(one.id, one.kind, box.get(one, "value"), why_linked(session, row, one), one.linked_by_id)
        for one in row.identifiers
    ]


def _workers(
    check: "IdentityCheck | None", handles: Sequence[Handle], capacity: "tuple[Capacity, str] | None"
) -> set[uuid.UUID]:
    ids = {handle.linked_by_id for handle in handles}
    if check:
        ids |= {check.decided_by_id, *(who for s in check.steps for who in (s.begun_by_id, s.allowed_by_id))}
    if capacity:
        ids.add(capacity[0].noted_by_id)
    return {worker for worker in ids if worker}
