"""What an answer leaves out is in no layer of its file: no text, no bookmark, no note, no older revision, no metadata."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from portal.accounts.permissions import Role
from portal.answers import queries, service
from portal.cases import service as cases
from portal.disclosures import service as register
from portal.disclosures.kinds import MatchDecision
from portal.disclosures.queries import suggestions
from tests.builders.desk import (
    AT,
    a_case,
    a_disclosure,
    a_locked_entry,
    a_worker,
    an_entry,
    make,
    prepare,
)  # fmt: skip

TOLD, NOT_THEIRS, LOCKED = "Aardvarkish", "Zanzibarish", "Timbuktuish"
DRAFT = "Samarkandish"


@pytest.fixture
def pdf(session):
    """The file of an answer with one entry in it, beside one that is not theirs, a locked one, and an older letter."""
    lead, caseworker = a_worker(session, Role.SAFEGUARDING), a_worker(session, Role.CASEWORKER)
    case = a_case(session)
    cases.take(session, case, actor=caseworker, at=AT)
    theirs = a_disclosure(session, lead, an_entry(feedback_words=f"{TOLD} came."))
    other = a_disclosure(session, lead, an_entry(feedback_words=f"{NOT_THEIRS} came."))
    locked = a_locked_entry()
    a_disclosure(session, lead, an_entry(told=locked.told, told_at=None, told_note=locked.told_note,
                                         review_on=locked.review_on, feedback_words=f"{LOCKED} came."))  # fmt: skip
    for found in suggestions(session, case):
        decision = MatchDecision.REFUSED if found.disclosure.id == other.id else MatchDecision.CONFIRMED
        register.decide_match(session, case, found.disclosure.id, decision, actor=caseworker, at=AT)
    make(session, prepare(session, case, caseworker, f"Hello. {DRAFT} was taken out of this letter."))
    service.take_back(session, case, actor=caseworker, at=AT)
    answer = prepare(session, case, caseworker, "Hello. This is what we found.")
    make(session, answer)
    assert theirs.id != other.id
    return queries.pdf_of(session, answer)


def layers(pdf: bytes) -> Iterator[str]:
    """Everything that can be read out of the file: drawn text, and each string and each stream of each object."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    drawn = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    yield drawn.decode()
    yield pdf.decode("latin-1")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for one in file.objects:
            yield from _strings(one, depth=0)
            if isinstance(one, pikepdf.Stream):
                yield one.read_bytes().decode("latin-1") if "/Filter" not in one or _is_plain(one) else ""


def _is_plain(one: pikepdf.Stream) -> bool:
    return str(one.get("/Filter")) == "/FlateDecode"


def _strings(one: Any, depth: int) -> Iterator[str]:
    """Each string that stands in the object itself; what it only refers to is an object of its own."""
    if isinstance(one, pikepdf.String):
        yield str(one)
    elif isinstance(one, pikepdf.Array) and depth < 20:
        for inner in one:
            yield from _strings(inner, depth + 1) if not getattr(inner, "is_indirect", False) else ()
    elif isinstance(one, pikepdf.Dictionary) and depth < 20:
        for inner in one.values():
            yield from _strings(inner, depth + 1) if not getattr(inner, "is_indirect", False) else ()


@pytest.mark.check(37, "every object of a file: words of entries and of letters that were left out")
def test_what_was_left_out_is_in_no_layer_of_the_file(pdf):
    found = " ".join(layers(pdf))
    assert TOLD in found  # or this test could not fail
    assert [word for word in (NOT_THEIRS, LOCKED, DRAFT, "investigation") if word in found] == []


@pytest.mark.check(37, "files inside the file, notes and older revisions")
def test_the_file_has_one_revision_no_notes_and_no_files(pdf):
    assert pdf.count(b"%%EOF") == 1
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert "/Prev" not in file.trailer and len(file.attachments) == 0
        notes = [note for page in file.pages for note in page.get("/Annots", [])]
        assert {str(note.Subtype) for note in notes} <= {"/Link"}
