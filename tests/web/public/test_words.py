"""Every page a young person can meet, in every state, in words they can read."""

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.cases.models import Case
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from tests.builders.desk import AT, a_disclosure, a_worker, an_entry, answer_it
from tests.builders.journeys import JOURNEYS, begins

PLAIN = ["/", "/policies/", "/policies/confidentiality", "/hide-your-visit", "/cookies", "/back", "/nowhere", "/q/1"]
UNPROCESSABLE = 422
# words that blame, joke, scare or shout (ux E, principles 7 and 8)
NEVER = ["invalid", "failed", "refused", "denied", "illegal", "don't worry", "oops", "sorry!", "warning", "forbidden"]


def must_be_plain(page):
    assert faults(measure(main_text(page.html))) == [], page.path
    assert "!" not in page.main, page.path
    assert [word for word in NEVER if word in page.main.lower()] == [], page.path


@pytest.mark.check(25, "reading age and sentences of pages without a visit")
@pytest.mark.parametrize("path", PLAIN)
def test_a_page_is_plain(browser, path):
    must_be_plain(browser.open(path))


@pytest.mark.parametrize("right", JOURNEYS)
def test_every_screen_of_every_journey_is_plain_filled_and_empty(browser, right):
    begins(browser, right)
    for values in JOURNEYS[right]:
        must_be_plain(browser.pages[-1])
        may_be_empty = "Question" in browser.pages[-1].title and browser.press({}).status != UNPROCESSABLE
        must_be_plain(browser.pages[-1])
        if not may_be_empty:
            browser.press(values)
    must_be_plain(browser.pages[-1])


def test_asking_for_everything_or_for_somebody_else_is_plain(browser):
    must_be_plain(browser.open("/q"))
    must_be_plain(browser.press({}))
    must_be_plain(begins(browser, *JOURNEYS))
    must_be_plain(browser.press({"for_somebody": "y"}))
    must_be_plain(browser.press({}))


@pytest.mark.check(25, "the same for each screen of asking, filled and empty")
def test_every_screen_of_asking_is_plain_filled_and_empty(person):
    browser = person.browser
    browser.open("/q/1")
    browser.press()
    browser.press({})
    browser.press({"ways": ["chat"]})
    browser.press({})
    browser.press({"anonymous": "y"})
    browser.press({"way": "text", "somebody_else": "y"})
    browser.press({"way": "text", "value": "07700 900123"})
    browser.press()
    browser.open("/q/6")
    browser.press({"reference": "x", "words": "no"})
    browser.open("/away/after")
    assert {p.path for p in browser.pages} >= {f"/q/{n}" for n in range(1, 7)}
    for page in browser.pages:
        must_be_plain(page)


@pytest.mark.check(25, "the same for pages of one's own")
def test_every_page_of_ones_own_is_plain(person):
    person.asks()
    for page in (person.comes_back(), person.browser.open("/mine/stop"), person.browser.press()):
        must_be_plain(page)


@pytest.fixture
def answered(app, person):
    """A person whose answer is there."""
    person.asks()
    with app.app_context(), db.sessionmaker() as session:
        caseworker, approver = a_worker(session, Role.CASEWORKER), a_worker(session, Role.APPROVER)
        a_disclosure(session, a_worker(session, Role.SAFEGUARDING), an_entry(person.user_name))
        case = session.scalars(select(Case)).one()
        answer = answer_it(session, case, caseworker)
        answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
        answers.release(session, case, contact_confirmed=True, actor=caseworker, at=AT)
        session.commit()
    return person


@pytest.mark.check(25, "the same for each part of an answer")
def test_reading_the_answer_is_plain_part_by_part(answered):
    answered.comes_back()
    page = answered.browser.open("/mine/answer")
    must_be_plain(page)
    parts = sorted({h for h in page.links() if h.startswith("/mine/answer/")})
    assert len(parts) > 1
    for path in parts:
        part = answered.browser.open(path)
        assert part.status == 200
        must_be_plain(part)
    must_be_plain(answered.browser.open("/mine/save"))
    must_be_plain(answered.browser.open("/mine/whole"))


@pytest.mark.check(27, "the screens from the code to the first part")
def test_four_screens_from_the_code_to_the_first_part(answered):
    answered.browser.pages.clear()
    answered.comes_back()
    answered.browser.open("/mine/answer")
    answered.browser.open("/mine/answer/1")
    assert [p.path for p in answered.browser.pages] == ["/back", "/mine", "/mine/answer", "/mine/answer/1"]


def test_a_part_that_is_not_there_is_not_found(answered):
    answered.comes_back()
    for number in (0, 99):
        assert answered.browser.open(f"/mine/answer/{number}").status == 404


@pytest.mark.check(26, "the links of the block on each page of a visit")
def test_help_is_on_every_page_in_the_same_place_and_order(person):
    person.asks()
    person.comes_back()
    person.browser.open("/nowhere")
    person.browser.open("/")
    blocks = {tuple(page.texts("#help-now a, #help-now h3, .crisis a")) for page in person.browser.pages}
    assert len(blocks) == 1
    assert "Call 999" in " ".join(blocks.pop())
