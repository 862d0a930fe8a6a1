"""The PDF of a version in a browser: not there yet, then there, and sent once."""

from datetime import UTC, datetime

import pytest

from portal.policies.models import KeptDocument
from portal.policies.queries import get_version

PAGE = "/policies/confidentiality/2"
FILE = f"{PAGE}/document.pdf"


@pytest.fixture
def kept(session):
    version = get_version(session, "confidentiality", 2)
    made_at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    session.add(KeptDocument(version_id=version.id, sha256="a" * 64, pdf=b"%PDF-1.7 demo", pages=5, made_at=made_at))
    session.commit()


def test_until_it_is_made_the_page_says_so_and_there_is_no_file(browser):
    assert "The PDF is being made." in browser.open(PAGE).main
    assert FILE not in browser.pages[-1].links()
    page = browser.open(FILE)
    assert (page.status, page.heading) == (404, "The PDF is being made")
    assert PAGE in page.links()


def test_it_is_public_and_its_name_says_nothing(client, kept):
    answer = client.get(FILE)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"%PDF-1.7 demo", "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="document.pdf"'
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["ETag"] == f'"{"a" * 64}"'
    assert "Set-Cookie" not in answer.headers
    assert "Content-Encoding" not in answer.headers


def test_it_is_sent_once(client, kept):
    again = client.get(FILE, headers={"If-None-Match": f'"{"a" * 64}"'})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(FILE, headers={"If-None-Match": f'"{"b" * 64}"'}).status_code == 200


def test_the_page_of_every_reader_leads_to_it(browser, kept):
    for path in (PAGE, f"{PAGE}/for/easy-read"):
        page = browser.open(path)
        assert FILE in page.links()
        assert "(PDF, 5 pages)" in page.main
    assert "The PDF is being made." in browser.open("/policies/confidentiality/1").main


@pytest.mark.parametrize("path", ["/policies/loud/1/document.pdf", "/policies/confidentiality/98/document.pdf"])
def test_a_version_that_is_not_published_has_no_file(browser, path):
    page = browser.open(path)
    assert (page.status, page.heading) == (404, "We cannot find that page")
