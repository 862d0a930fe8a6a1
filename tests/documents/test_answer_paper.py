"""The PDF of an answer: the same words, tagged, with nothing in it about who made it."""

import dataclasses
import hashlib
import io
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pikepdf
import pytest

from portal.documents import check_pdf, render_html, render_pdf
from tests.builders.answers_on_paper import HOSTILE, SAMPLE, a_hostile_answer, a_share, an_answer, paper_of
from tests.builders.words import letters_only, pages_of_pdf, plain, words_of_html, words_of_pdf

LINE = 50
ROOT = Path(__file__).resolve().parents[2]
NAMED = an_answer(neutral=False)
TWELVE = an_answer(shares=tuple(a_share(day) for day in range(1, 13)))


def opened(answer) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(paper_of(answer)))


@pytest.mark.check(38, "the words of both, for each sample answer")
@pytest.mark.parametrize(
    "answer", [SAMPLE, NAMED, an_answer(shares=()), TWELVE], ids=["sample", "named", "nothing", "twelve shares"]
)
def test_paper_and_twin_say_the_same_words(answer):
    assert words_of_pdf(paper_of(answer)) == words_of_html(render_html(answer))


@pytest.mark.check(38, "the same for text that is made up at random")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_was_typed_paper_and_twin_say_the_same_words(text: str):
    answer = a_hostile_answer(text)
    pdf = paper_of(answer)
    # a word that is longer than a line is broken, and where it is broken the reader sees a space
    compared = letters_only if max(map(len, text.split())) > LINE else plain
    assert compared(words_of_pdf(pdf)) == compared(words_of_html(render_html(answer)))
    assert check_pdf(pdf) == []


def test_every_character_that_we_call_drawn_is_drawn_by_our_fonts_and_read_back():
    coverage = (ROOT / "templates/documents/fonts/coverage.txt").read_text("ascii").split()
    points = [range(int(first, 16), int(last, 16) + 1) for first, last in (line.split("-") for line in coverage)]
    drawn = [chr(point) for run in points for point in run if point != ord(" ")]
    answer = an_answer(letter=tuple(" ".join(drawn[at : at + 16]) for at in range(0, len(drawn), 16)), shares=())
    pdf = render_pdf(answer)
    assert fonts_of(pdf) <= {"Letter", "Letter-Bold", "Letter-Extended", "Letter-Other"}
    # in any order: lines that run from right to left are read back by the reader's own rules
    assert Counter(letters_only(words_of_pdf(pdf))) == Counter(letters_only(words_of_html(render_html(answer))))


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        return {str(font.BaseFont).partition("+")[2] for font in fonts}


def test_the_same_answer_is_the_same_bytes_whatever_was_made_in_between():
    first = render_pdf(SAMPLE)
    render_pdf(a_hostile_answer(HOSTILE["letters of the world"]))
    assert render_pdf(SAMPLE) == first


def test_the_same_answer_is_the_same_bytes_in_another_process(tmp_path: Path):
    program = (
        "import hashlib, sys; from portal.documents import render_pdf; "
        "from portal.disclosures.letters import AnswerDocument; "
        "print(hashlib.sha256(render_pdf(AnswerDocument.from_json(sys.stdin.read()))).hexdigest())"
    )
    elsewhere = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "TMPDIR": str(tmp_path), "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        input=SAMPLE.to_json().encode(), capture_output=True, check=True, cwd=ROOT, env=elsewhere,
    )  # fmt: skip
    assert done.stdout.decode().strip() == hashlib.sha256(render_pdf(SAMPLE)).hexdigest()
    assert done.stderr == b""


def test_another_answer_has_another_identifier():
    one, other = opened(SAMPLE), opened(an_answer(reference="DEMO-7K2N"))
    assert one.trailer.ID[0] != other.trailer.ID[0]


@pytest.mark.check(37, "the facts of the file as it is made")
def test_the_file_says_its_title_and_language_and_nothing_about_its_maker():
    file = opened(SAMPLE)
    assert dict(file.docinfo) == {"/Title": pikepdf.String("Your copy")}
    assert str(file.Root.Lang) == "en-GB"
    assert bool(file.Root.MarkInfo.Marked)
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    metadata = bytes(file.Root.Metadata.read_bytes()).decode()
    assert 'pdfuaid:part="1"' in metadata
    assert not [word for word in ("WeasyPrint", "Producer", "creator", "Date", "2026") if word in metadata]


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (lambda file: file.docinfo.update({"/Title": "Another"}), "it has no title"),
        (lambda file: file.Root.ViewerPreferences.update({"/DisplayDocTitle": False}), "it has no title"),
        (lambda file: file.Root.__delitem__("/Lang"), "it has no language"),
        (lambda file: file.Root.__delitem__("/StructTreeRoot"), "it is not tagged"),
        (lambda file: file.Root.__delitem__("/MarkInfo"), "it is not tagged"),
        (lambda file: file.Root.__delitem__("/Metadata"), "it does not say that it follows PDF/UA"),
        (lambda file: file.docinfo.update({"/Author": "Demo"}), "it tells who made it"),
        (lambda file: file.attachments.__setitem__("demo.txt", b"demo"), "it carries a file, a form or a script"),
        (lambda file: file.Root.update({"/OpenAction": pikepdf.Dictionary()}), "it carries a file, a form or a script"),
        (lambda file: next(iter(file.pages[0].Resources.Font.values())).__delitem__("/ToUnicode"), "a font is missing"),
    ],
)  # fmt: skip
def test_a_broken_promise_is_named(break_it, fault: str):
    file, changed = opened(SAMPLE), io.BytesIO()
    break_it(file)
    file.save(changed, fix_metadata_version=False)
    assert fault in check_pdf(changed.getvalue())


def test_what_is_no_pdf_cannot_be_opened():
    assert check_pdf(b"demo") == ["it cannot be opened"]


def test_bookmarks_follow_the_parts_and_carry_no_marks():
    answer = an_answer(shares=(a_share(heading="On 3 May we told someone about self-harm - and why"),))
    with opened(answer).open_outline() as outline:
        assert [item.title for item in outline.root] == ["Your copy"]
        titles = [item.title for item in outline.root[0].children]
    assert titles == ["In this letter", *(part.title for part in answer.parts), "People you can talk to"]


def test_a_neutral_first_page_names_nobody_whatever_the_letter_says():
    answer = an_answer(letter=("The Mix writes to you.",), shares=(a_share(heading="The Mix told someone"),))
    first, *rest = pages_of_pdf(paper_of(answer))
    assert "The Mix" not in first
    assert "told" not in first
    assert answer.reference in first
    assert "The Mix writes to you." in rest[0]


def test_the_first_page_of_a_named_answer_starts_the_letter():
    first = pages_of_pdf(paper_of(NAMED))[0]
    assert NAMED.letter[1] in first


def test_no_heading_is_left_alone_at_the_foot_of_a_page():
    headings = {"When was this?", "Who did we tell?", "What did we tell them?", "Did we tell you?", "Go to court"}
    headings |= {share.heading for share in TWELVE.shares}
    for answer in (SAMPLE, NAMED, TWELVE):
        for page in pages_of_pdf(paper_of(answer)):
            assert not [heading for heading in headings if page.endswith(heading)]


@pytest.mark.check(37, "bytes of fifty pages")
def test_the_page_is_a4_and_fifty_pages_of_text_are_small():
    pdf = paper_of(TWELVE)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert [round(float(side)) for side in file.pages[0].MediaBox] == [0, 0, 595, 842]
        assert len(pdf) / len(file.pages) < 1_000_000 / 50


def test_no_word_of_an_answer_gets_into_a_log(caplog: pytest.LogCaptureFixture):
    with caplog.at_level("DEBUG"):
        for name in ("the end of a style", "letters of the world", "half a pair"):
            render_pdf(a_hostile_answer(f"SECRETWORD {HOSTILE[name]}"))
    assert "SECRETWORD" not in caplog.text
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


@pytest.mark.parametrize(
    "text",
    ["a" * 200_000, "word " * 40_000],
    ids=["one word", "one paragraph"],
)
@pytest.mark.timeout(400)
def test_two_hundred_kilobytes_without_an_end_are_made_in_seconds(text: str):
    answer = an_answer(letter=(text,), shares=())
    began = time.process_time()
    pdf = render_pdf(answer)
    # about 6 s on an idle machine; what grows with the square takes minutes
    assert time.process_time() - began < 45
    assert letters_only(words_of_pdf(pdf)) == letters_only(words_of_html(render_html(answer)))


@pytest.mark.timeout(400)
def test_five_thousand_paragraphs_all_arrive():
    answer = an_answer(letter=tuple(f"Demo paragraph {number}." for number in range(5_000)), shares=())
    words = words_of_pdf(paper_of(answer))
    assert words == words_of_html(render_html(answer))
    assert "Demo paragraph 4999." in words


def test_a_web_process_that_shows_an_answer_never_loads_the_pdf_maker():
    program = (
        "import sys, json; from portal.documents import render_html; "
        "from portal.disclosures.letters import AnswerDocument; "
        "render_html(AnswerDocument.from_json(sys.stdin.read())); "
        "print(json.dumps([name for name in ('weasyprint', 'pikepdf', 'pydyf', 'fontTools') if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=SAMPLE.to_json().encode(), capture_output=True, check=True, cwd=ROOT
    )
    assert json.loads(done.stdout) == []


def test_a_document_of_another_kind_is_made_the_same_way():
    @dataclasses.dataclass(frozen=True)
    class Longer(type(SAMPLE)):
        pass

    longer = Longer(**{field.name: getattr(SAMPLE, field.name) for field in dataclasses.fields(SAMPLE)})
    assert render_pdf(longer) == render_pdf(SAMPLE)
