"""What can happen to an answer, one file per act: decide, write, render, look, approve, release, open."""

from portal.answers.service.approve import approve, send_back
from portal.answers.service.close import Closing
from portal.answers.service.decide import decide, note_deed, take_out
from portal.answers.service.look import note_looked
from portal.answers.service.opened import note_downloaded, note_opened
from portal.answers.service.release import release, release_waiting, undo_release
from portal.answers.service.render import keep_file, make_file
from portal.answers.service.write import letter_must_be_unchanged, prepare, save_letter, take_back, use_letter

__all__ = [
    "Closing",
    "approve",
    "decide",
    "keep_file",
    "letter_must_be_unchanged",
    "make_file",
    "note_deed",
    "note_downloaded",
    "note_looked",
    "note_opened",
    "prepare",
    "release",
    "release_waiting",
    "save_letter",
    "send_back",
    "take_back",
    "take_out",
    "undo_release",
    "use_letter",
]
