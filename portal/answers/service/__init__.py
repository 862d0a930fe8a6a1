"""What can happen to an answer, one file per act: write, render, approve, release."""

from portal.answers.service.approve import approve, send_back
from portal.answers.service.release import note_downloaded, note_opened, release
from portal.answers.service.render import keep_file, make_file
from portal.answers.service.write import letter_must_be_unchanged, prepare, save_letter, take_back

__all__ = [
    "approve",
    "keep_file",
    "letter_must_be_unchanged",
    "make_file",
    "note_downloaded",
    "note_opened",
    "prepare",
    "release",
    "save_letter",
    "send_back",
    "take_back",
]
