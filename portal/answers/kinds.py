"""The codes of an answer: what was decided, what was done, what came of it, and why it was late. Pure."""

from collections.abc import Collection
from enum import StrEnum


class Decided(StrEnum):
    """What was decided about one thing that was asked for."""

    DONE = "done"
    NOT_DONE = "not-done"
    NOTHING_TO_DO = "nothing-to-do"


class DeedKind(StrEnum):
    """What somebody did by hand in one system."""

    LOOKED = "looked"
    COPIED = "copied"
    DELETED = "deleted"
    TAKEN_DOWN = "taken-down"
    PUT_RIGHT = "put-right"
    NOTE_ADDED = "note-added"
    FROZEN = "frozen"
    STOPPED = "stopped"
    TOLD = "told"


class Outcome(StrEnum):
    """How a case closed. "Nothing held" and "cannot be confirmed" are one code, so that no list tells which."""

    GIVEN = "given"
    IN_PART = "in-part"
    REFUSED = "refused"
    NOTHING = "nothing"


class NoBecause(StrEnum):
    """Why something was not done, as coarse as it may be counted: no ground stands alone that would say too much."""

    OTHERS = "others"
    LAW = "law"
    NEEDED = "needed"
    NO_FIT = "no-fit"
    OTHER = "other"


class Late(StrEnum):
    """Why an answer left after its due date."""

    MUCH_TO_READ = "much-to-read"
    WAITED_FOR_OTHERS = "waited-for-others"
    TOO_FEW_PEOPLE = "too-few-people"
    FOUND_LATE = "found-late"
    OUR_MISTAKE = "our-mistake"
    OTHER = "other"
    HELD_UP = "held-up"  # by the portal: no worker picks this one
    NO = "no"  # left in time


class OddHour(StrEnum):
    """Why it may leave when nobody is there for the person afterwards."""

    THEY_ASKED = "they-asked"
    DUE_NOW = "due-now"
    SOMEBODY_IS_THERE = "somebody-is-there"
    WAITING_HARMS = "waiting-harms"


class Stopped(StrEnum):
    """Why a release that was pressed did not happen."""

    TAKEN_BACK = "taken-back"
    RESTING = "resting"
    WHO_ASKS = "who-asks"
    NOT_KNOWN = "not-known"
    REGISTER_CHANGED = "register-changed"
    FILE_CHANGED = "file-changed"


SAID: dict[Decided, str] = {
    Decided.DONE: "We did this.",
    Decided.NOT_DONE: "We did not do this.",
    Decided.NOTHING_TO_DO: "There was nothing to do.",
}
DID: dict[DeedKind, str] = {
    DeedKind.LOOKED: "We looked here.",
    DeedKind.COPIED: "We made a copy for you.",
    DeedKind.DELETED: "We deleted it.",
    DeedKind.TAKEN_DOWN: "We took it down.",
    DeedKind.PUT_RIGHT: "We put it right.",
    DeedKind.NOTE_ADDED: "We added your note.",
    DeedKind.FROZEN: "We froze it.",
    DeedKind.STOPPED: "We stopped using it.",
    DeedKind.TOLD: "We told them that it changed.",
}


def outcomes_that_fit(decisions: Collection[Decided], *, is_nothing: bool, tells_shares: bool) -> tuple[Outcome, ...]:
    """How a case with such an answer can close: the first is the likely one.

    `is_nothing`: the answer says the one sentence for nothing. `tells_shares`: it tells of times we told somebody.
    """
    if is_nothing:
        return (Outcome.NOTHING,)
    done, not_done = Decided.DONE in decisions or tells_shares, Decided.NOT_DONE in decisions
    if done and not_done:
        return (Outcome.IN_PART,)
    if not_done:
        return (Outcome.REFUSED,)
    if decisions and not done:
        return (Outcome.NOTHING,)
    return (Outcome.GIVEN, Outcome.IN_PART) if tells_shares else (Outcome.GIVEN,)


_NOT_LAW = {
    "third": NoBecause.OTHERS, "others-rights": NoBecause.OTHERS, "still-needed": NoBecause.NEEDED,
    "compelling": NoBecause.NEEDED, "not-wrong": NoBecause.NO_FIT, "no-freeze-ground": NoBecause.NO_FIT,
    "not-portable": NoBecause.NO_FIT, "search": NoBecause.NO_FIT,
}  # fmt: skip


def no_because(grounds: Collection[str]) -> NoBecause:
    """Under what a refusal on these grounds is counted: the first of them stands for it."""
    first = next(iter(grounds), None)
    return NoBecause.OTHER if first is None else _NOT_LAW.get(first, NoBecause.LAW)
