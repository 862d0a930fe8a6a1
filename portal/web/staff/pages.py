"""What a staff page shows, gathered from several domains before it is drawn. Templates never query."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.answers import queries as answers
from portal.answers.rules import Check
from portal.audit import AuditEvent, timeline
from portal.cases.states import CLOSED, Transition, available
from portal.core import clock
from portal.disclosures import queries as register
from portal.disclosures.gaps import Gap, gaps_of
from portal.disclosures.letters import AnswerDocument
from portal.disclosures.people.finding import Found, found
from portal.disclosures.service import STILL_DECIDING
from portal.messages import queries as messages
from portal.messages.kinds import MessageKind
from portal.messages.queries import Conversation, OpenedMessage
from portal.notifications.queries import of_request
from portal.requests import lost_words
from portal.requests import queries as requests
from portal.requests.queries import OpenedRequest
from portal.safeguarding.queries import Waiting, open_on
from portal.web.staff.answer_parts import Leaving, Pieces, leaving_of, pieces_of
from portal.web.staff.case_hints import CaseHints, case_hints
from portal.web.staff.case_work import Work, case_work
from portal.web.staff.clock_page import ClockPanel, clock_panel
from portal.web.staff.complaint_parts import ComplaintPart, complaint_part
from portal.web.staff.recipients_page import CaseShares, case_shares
from portal.web.staff.who_page import WhoPanel, who_panel
from portal.web.wished import Row, rows_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.answers.models import Answer
    from portal.cases.models import Case
    from portal.notifications.models import Notification
    from portal.requests.models import WordsAsk

COMPLAINT = MessageKind.COMPLAINT
LONG = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on the case page."""

    case: "Case"
    request: OpenedRequest
    moves: frozenset[str]
    in_register: Found
    answer: "Answer | None"
    events: Sequence[AuditEvent]
    names: dict[uuid.UUID, str]
    notifications: "Sequence[Notification]"
    may_work: bool
    wished: Sequence[Row]
    authority: str | None
    flags: Waiting
    flag_id: uuid.UUID | None
    conversation: Conversation
    may_reply: bool
    words_ask: "WordsAsk | None"
    may_ask_words: bool
    may_make_words: bool
    complaining: ComplaintPart | None
    who: WhoPanel
    work: Work
    clock: ClockPanel
    hints: CaseHints
    shares: CaseShares

    @property
    def complaint(self) -> OpenedMessage | None:
        """What the person said when they opened this complaint."""
        return next((m for m in self.conversation.messages if m.kind is COMPLAINT and m.case_id == self.case.id), None)


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Everything on the answer page."""

    case: "Case"
    request: OpenedRequest
    answer: "Answer | None"
    letter: str
    shares: int
    undecided: int
    moves: frozenset[str]
    gate: Sequence[Check]
    document: AnswerDocument | None
    is_closed: bool
    pieces: Pieces
    leaving: Leaving | None

    @property
    def missing(self) -> Sequence[Gap]:
        """What nobody wrote down, as the prepared answer says it."""
        return [gap for share in (self.document.shares if self.document else ()) for gap in gaps_of(share)]

    @property
    def takes_long(self) -> bool:
        """Whether the file should have been there by now."""
        waited = clock.now() - self.answer.prepared_at if self.answer and self.answer.prepared_at else timedelta()
        return waited > LONG

    @property
    def all_green(self) -> bool:
        """Whether nothing in the gate is red."""
        return all(check.green for check in self.gate)


def case_page(session: "Session", case: "Case", actor: Actor, *, new: Collection[uuid.UUID] = ()) -> CasePage:
    """Gather the case page. `new`: the messages that this opening has just marked as seen."""
    events = timeline(session, [case.id, case.request_id])
    request = requests.opened(session, case.request_id)
    flags, in_register = open_on(session, case.request_id), found(session, case)
    conversation = messages.conversation(session, case.request_id, new=new)
    ask = lost_words.open_ask(session, case.request_id, at=clock.now())
    workers = {e.actor_id for e in events if e.actor_kind == "worker"} | {m.worker_id for m in conversation.messages}
    return CasePage(
        case=case,
        request=request,
        moves=_moves(available(case.status, actor.permissions)),
        in_register=in_register,
        answer=answers.find(session, case.id),
        events=events,
        notifications=of_request(session, case.request_id),
        flags=Waiting(len(flags), sum(flag.seen_at is None and flag.look_by < clock.now() for flag in flags)),
        flag_id=flags[0].id if flags else None,
        may_work=actor.may(Permission.CASE_WORK) and case.status in STILL_DECIDING,
        wished=rows_of(request.wishes, request.asking),
        authority=requests.get(session, case.request_id).authority,
        names=get_names(session, {worker for worker in (*workers, ask.asked_by_id if ask else None) if worker}),
        conversation=conversation,
        may_reply=actor.may(Permission.CASE_WORK),
        words_ask=ask,
        hints=case_hints(session, case, actor),
        shares=case_shares(session, case),
        may_ask_words=actor.may(Permission.CASE_WORK),
        clock=clock_panel(session, case, actor),
        may_make_words=actor.may(Permission.ANSWER_APPROVE) and ask is not None and ask.asked_by_id != actor.id,
        complaining=complaint_part(session, case, actor) if case.is_complaint else None,
        who=who_panel(session, case, request),
        work=case_work(
            session,
            case,
            actor,
            request=request,
            open_flags=len(flags),
            undecided=in_register.undecided,
            at=clock.now(),
        ),
    )


def answer_page(session: "Session", case: "Case", actor: Actor) -> AnswerPage:
    """Gather the answer page."""
    answer = answers.find(session, case.id)
    is_prepared = answer is not None and answer.content is not None and answer.state.value != "draft"
    document = answers.content_of(session, answer) if answer is not None and is_prepared else None
    return AnswerPage(
        case=case,
        request=requests.opened(session, case.request_id),
        answer=answer,
        letter=answers.letter_of(session, case),
        shares=len(register.confirmed(session, case)),
        undecided=answers.undecided(session, case),
        moves=_moves(available(case.status, actor.permissions)),
        gate=answers.gate_for(session, case, actor=actor, today=clock.today()) if is_prepared else (),
        document=document,
        is_closed=case.status in CLOSED,
        pieces=pieces_of(session, case),
        leaving=leaving_of(session, case, answer, document, actor) if answer is not None and document else None,
    )


def _moves(transitions: tuple[Transition, ...]) -> frozenset[str]:
    return frozenset(t.action.value for t in transitions)
