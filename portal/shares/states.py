"""The life of a set and of a notice to a recipient, each in one table: from where, to where, who may."""

from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.permissions import Permission as P
from portal.audit.actions import Action as A
from portal.core.errors import RuleBroken


class ShareState(StrEnum):
    """Where a set stands."""

    OPEN = "open"  # people are put in and taken out
    WAITING = "waiting"  # for a second person
    CLOSED = "closed"  # it went out
    DROPPED = "dropped"  # it never went out


class ShareMove(StrEnum):
    """What can be done with a set."""

    PROPOSE = "propose"
    SEND_BACK = "send-back"
    CLOSE = "close"
    DROP = "drop"


class NoticeState(StrEnum):
    """Where a notice to one recipient stands."""

    OPEN = "open"
    SENT = "sent"
    NOT_TOLD = "not-told"


class NoticeMove(StrEnum):
    """What can be done with a notice."""

    SEND = "send"
    LEAVE = "leave"
    REOPEN = "reopen"


EVERY, ALONE, WITH_SECOND = "every", "alone", "with-second"


@dataclass(frozen=True, slots=True)
class ShareTransition:
    """One way a set can move. `sets`: all, those that one person may close, or those that need a second one."""

    move: ShareMove
    sources: frozenset[ShareState]
    target: ShareState
    action: A
    permission: P
    sets: str = EVERY


@dataclass(frozen=True, slots=True)
class NoticeTransition:
    """One way a notice can move."""

    move: NoticeMove
    sources: frozenset[NoticeState]
    target: NoticeState
    action: A


S, M, N, NM = ShareState, ShareMove, NoticeState, NoticeMove
OPEN, WAIT = frozenset({S.OPEN}), frozenset({S.WAITING})

# fmt: off
TRANSITIONS: tuple[ShareTransition, ...] = (
    #               press        from               to         what is written     who may         for which sets
    ShareTransition(M.PROPOSE,   OPEN,        S.WAITING, A.SHARE_PROPOSED,   P.SHARES_LOG,   WITH_SECOND),
    ShareTransition(M.SEND_BACK, WAIT,        S.OPEN,    A.SHARE_SENT_BACK,  P.SHARES_CLOSE, WITH_SECOND),
    ShareTransition(M.CLOSE,     OPEN,        S.CLOSED,  A.SHARE_CLOSED,     P.SHARES_LOG,   ALONE),
    ShareTransition(M.CLOSE,     WAIT,        S.CLOSED,  A.SHARE_CLOSED,     P.SHARES_CLOSE, WITH_SECOND),
    ShareTransition(M.DROP,      OPEN | WAIT, S.DROPPED, A.SHARE_DROPPED,    P.SHARES_LOG),
)
NOTICE_TRANSITIONS: tuple[NoticeTransition, ...] = (
    NoticeTransition(NM.SEND,   frozenset({N.OPEN}),             N.SENT,     A.RECIPIENT_TOLD),
    NoticeTransition(NM.LEAVE,  frozenset({N.OPEN}),             N.NOT_TOLD, A.RECIPIENT_NOT_TOLD),
    NoticeTransition(NM.REOPEN, frozenset({N.SENT, N.NOT_TOLD}), N.OPEN,     A.RECIPIENT_REOPENED),
)
# fmt: on


def find(state: ShareState, move: ShareMove, *, needs_second: bool) -> ShareTransition:
    """The move from here. Raises RuleBroken when there is none."""
    for step in _rows(needs_second=needs_second):
        if step.move is move and state in step.sources:
            return step
    raise RuleBroken(f"That cannot be done while the set is “{state.value}”. Look again: it may have moved on.")


def available(
    state: ShareState, permissions: frozenset[P], *, needs_second: bool, is_own: bool
) -> tuple[ShareMove, ...]:
    """The moves that would work from here: the buttons to draw. `is_own`: the worker asked for the second person."""
    return tuple(
        step.move
        for step in _rows(needs_second=needs_second)
        if state in step.sources
        and step.permission in permissions
        and not (is_own and step.permission is P.SHARES_CLOSE)
    )


def find_notice(state: NoticeState, move: NoticeMove) -> NoticeTransition:
    """The move from here. Raises RuleBroken when there is none."""
    for step in NOTICE_TRANSITIONS:
        if step.move is move and state in step.sources:
            return step
    raise RuleBroken("That cannot be done now. Look again: somebody may have done it before you.")


def _rows(*, needs_second: bool) -> tuple[ShareTransition, ...]:
    return tuple(step for step in TRANSITIONS if step.sets in {EVERY, WITH_SECOND if needs_second else ALONE})
