"""The moves of an import, in one table."""

from enum import StrEnum

from portal.core.errors import RuleBroken
from portal.disclosures.importing.kinds import ImportState as S


class Move(StrEnum):
    """What can happen to an import."""

    MAP = "map"
    CHECK = "check"
    CHECKED = "checked"
    TAKE = "take"
    TAKEN = "taken"
    FINISH = "finish"
    DROP = "drop"
    UNDO = "undo"
    UNDONE = "undone"


STEPS: dict[Move, tuple[frozenset[S], S]] = {
    Move.MAP: (frozenset({S.MAPPING, S.CHECKED}), S.MAPPING),
    Move.CHECK: (frozenset({S.MAPPING}), S.CHECKING),
    Move.CHECKED: (frozenset({S.CHECKING}), S.CHECKED),
    Move.TAKE: (frozenset({S.CHECKED}), S.TAKING),
    Move.TAKEN: (frozenset({S.TAKING}), S.TAKEN),
    Move.FINISH: (frozenset({S.TAKING, S.TAKEN}), S.FINISHED),
    Move.DROP: (frozenset({S.MAPPING, S.CHECKING, S.CHECKED}), S.DROPPED),
    Move.UNDO: (frozenset({S.TAKEN, S.FINISHED}), S.UNDOING),
    Move.UNDONE: (frozenset({S.UNDOING}), S.UNDONE),
}
AT_WORK = frozenset({S.CHECKING, S.TAKING, S.UNDOING})
OVER = frozenset({S.FINISHED, S.DROPPED, S.UNDONE})
MOVED_ON = "This import has moved on since you opened the page. Nothing was changed. Look again, then decide."


def may(state: S, move: Move) -> bool:
    """Whether the table has this move from that state."""
    return state in STEPS[move][0]


def after(state: S, move: Move) -> S:
    """Where the move leads. Raises RuleBroken when the table has no such move."""
    if not may(state, move):
        raise RuleBroken(MOVED_ON)
    return STEPS[move][1]
