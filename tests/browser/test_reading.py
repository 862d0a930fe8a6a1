"""Reading the answer: choice before it, the same words on screen and on paper. Acceptance checks 36 to 38.

Whether the file is PDF/UA-1 and equal to its twin, word for word, is tested where documents are.
"""

import io
import re
import shutil
import subprocess

import pikepdf
import pytest

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.road_on_screen import code_of
from tests.builders.running import Running


@pytest.fixture
def reader(person: PersonOnScreen, candour: Running) -> PersonOnScreen:
    """Somebody whose answer is ready, one step before it."""
    person.types_the_code(*code_of(candour, "demo-otter"))
    person.follows("/mine/answer")
    return person


@pytest.mark.check(36, "lines of the list against the parts, and the way back")
def test_before_it_is_opened_one_sees_what_is_inside_and_may_say_later(reader: PersonOnScreen) -> None:
    parts = reader.page.locator("main ol li")
    for part in parts.all():
        title, *topic = part.inner_text().split("\n", 1)
        # an entry of the register is listed by the one sentence that says all of it
        assert title.startswith("On ") and title.endswith(".") if not topic else title and topic[0]
    assert parts.count() == 3
    reader.follows("/mine")
    assert reader.page.url.endswith("/mine")


@pytest.mark.check(36, "every request while the parts are read")
def test_no_byte_of_the_file_is_asked_for_until_it_is_opened(reader: PersonOnScreen) -> None:
    for part in (1, 2, 3):
        reader.reads_on(part)
    reader.follows("/mine/save")
    assert not [request.url for request in reader.watch.requests if "document" in request.url]


@pytest.mark.check(37, "title, author, producer, language and metadata of the file that was downloaded")
def test_the_file_has_a_name_and_facts_that_say_nothing(reader: PersonOnScreen, candour: Running) -> None:
    name = candour.app.extensions["candour"].pack.organisation.name
    with pikepdf.open(io.BytesIO(reader.downloads("/mine/document.pdf"))) as pdf:
        facts = {key: str(value) for key, value in pdf.docinfo.items()}
        assert facts["/Title"] == "Your copy"
        assert "/Author" not in facts
        assert "/Producer" not in facts
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert name not in str(pdf.open_metadata())


@pytest.mark.check(38, "every sentence of the screens, in the text of the file that was downloaded")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_every_sentence_read_on_screen_is_in_the_file(reader: PersonOnScreen) -> None:
    pdf = reader.downloads("/mine/document.pdf")
    printed = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    on_paper = bare(printed)
    said: list[str] = []
    for part in (1, 2, 3):
        reader.reads_on(part)
        said += reader.page.locator(OF_THE_ANSWER).all_inner_texts()
    assert len(said) > 30
    assert [words for words in said if bare(words) not in on_paper] == []


# What stands between a page's own links and counts: those are the screen's, not the answer's.
OF_THE_ANSWER = "main > h1, main > h2, main > p:not(.question-count):not(:has(a)), main > ul li p, main .right > *, main .sign-off p"


def bare(words: str) -> str:
    """Letters and figures alone: paper breaks lines, and a page number stands where a page ends."""
    return re.sub(r"[\W_]+", "", words)
