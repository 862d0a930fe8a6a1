"""The page of the numbers: honest when there are none, a sentence and a table with every picture, and nothing small."""

import csv
import io
import re

import pytest

from portal.extensions import db
from portal.transparency.figures import thaw
from tests.builders.numbers import YEAR, a_published_year
from tests.builders.words import words_of_pdf
from tests.web.public.test_words import must_be_plain


@pytest.fixture
def published(app):
    with app.app_context(), db.sessionmaker() as session:
        a_published_year(session, year=YEAR - 1, times=0)
        row = a_published_year(session)
        figures = thaw(row.figures)
        session.commit()
    return figures


def test_before_the_first_year_the_page_says_so(browser):
    page = browser.open("/numbers")
    assert "no numbers here yet" in page.main
    must_be_plain(page)


@pytest.mark.check(40, "each number on the page and in the file for machines; a table and a sentence with each picture")
def test_no_number_is_small_and_every_picture_has_a_table_and_a_sentence(browser, published):
    page = browser.open("/numbers")
    must_be_plain(page)
    pictures = page.dom.query("main svg.bars")
    tables = page.dom.query("main table")
    assert len(pictures) == len(tables) >= 7
    for cell in page.dom.query("main table td"):
        text = cell.to_text().strip()
        assert text == "Hidden" or int(text.replace(",", "")) % 5 == 0
    for line in csv.DictReader(io.StringIO(browser.open(f"/numbers/{YEAR}/numbers.csv").html)):
        assert line["number"] == "hidden" or int(line["number"]) % 5 == 0
    assert len(re.findall(r"largest number we can show|too small to show", page.main)) == len(pictures)


def test_it_says_how_often_and_for_how_many(browser, published):
    main = browser.open("/numbers").main
    assert "We helped about 12,000 people." in main
    assert "About 15 times we told someone outside about one of them." in main
    assert "That is 1.2 times for every 1,000 people." in main
    assert published.total("complaints") is None and "complained fewer than 8 times" in main


def test_a_year_has_one_address_and_the_newest_stands_first(browser, published):
    assert browser.open(f"/numbers/{YEAR}").path == "/numbers"
    page = browser.open(f"/numbers/{YEAR - 1}")
    assert page.status == 200 and f"numbers for {YEAR - 1}" in page.main
    assert "We did not tell anyone outside about any of them." in page.main
    must_be_plain(page)
    assert browser.open("/numbers/1999").status == 404


def test_it_sets_no_cookie_and_is_the_same_for_everyone(app, client, published):
    one = client.get("/numbers", base_url="https://candour.test")
    two = app.test_client().get("/numbers", base_url="https://candour.test", headers={"Accept-Language": "cy"})
    assert one.data == two.data and "Set-Cookie" not in one.headers
    assert one.headers["Cache-Control"] == "no-cache"


def test_a_mistake_that_was_put_right_is_said_on_the_page(app, browser, published):
    with app.app_context(), db.sessionmaker() as session:
        a_published_year(session, times=0, correction="We forgot some calls.")
        session.commit()
    assert "We forgot some calls." in browser.open("/numbers").main


def test_the_file_on_paper_says_the_same_numbers(app, browser, client, published, run_jobs):
    assert browser.open(f"/numbers/{YEAR}/document.pdf").status == 404
    run_jobs()
    answer = client.get(f"/numbers/{YEAR}/document.pdf", base_url="https://candour.test")
    assert answer.headers["Content-Disposition"] == 'inline; filename="document.pdf"'
    printed = words_of_pdf(answer.data, has_tables=True)
    for line in browser.open(f"/numbers/{YEAR}").dom.query("main table tbody tr"):
        assert " ".join(line.to_text().split()) in printed
    assert "About 15 times we told someone outside about one of them." in printed
