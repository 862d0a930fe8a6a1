"""What can happen to sets, to the people in them and to opt-outs."""

from portal.shares.service.members import add, note_late_told, take_out, take_out_opted_out
from portal.shares.service.opt_outs import follow, lift, note, refresh
from portal.shares.service.sets import begin, close, drop, note_opened, propose, send_back

__all__ = [
    "add",
    "begin",
    "close",
    "drop",
    "follow",
    "lift",
    "note",
    "note_late_told",
    "note_opened",
    "propose",
    "refresh",
    "send_back",
    "take_out",
    "take_out_opted_out",
]
