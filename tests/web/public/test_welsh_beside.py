"""What stands beside the journeys in Welsh: the public numbers, Easy Read, and a question of ours that waits."""

import re

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.cases.clock import ask_gate, ask_question, meet_gate
from portal.cases.deadlines import GateKind
from portal.cases.kinds import Doubt, Unclear
from portal.cases.models import Case
from portal.cases.service import open_case
from portal.core import clock
from portal.extensions import db
from portal.requests.kinds import Right
from portal.web.public.easy_read import PAGES
from tests.actors.browser import Browser
from tests.actors.person import Person
from tests.actors.welsh_browser import WelshBrowser
from tests.builders.desk import ENGLAND
from tests.builders.lettering import LETTER_SET
from tests.builders.numbers import YEAR, a_published_year
from tests.web.public.test_would_you_tell import publish_next

UNPROCESSABLE = 422
HIDDEN = {"Hidden": "–", "Wedi’i guddio": "–"}
CORRECTION, QUESTION = "We forgot some calls.", "Which chat do you mean?"


@pytest.fixture
def browser(app):
    return WelshBrowser(app)


@pytest.fixture
def published(app):
    with app.app_context(), db.sessionmaker() as session:
        a_published_year(session, year=YEAR - 1, times=0)
        a_published_year(session, correction=CORRECTION)
        session.commit()


@pytest.mark.parametrize("path", ["/easy-read", *(f"/easy-read/{n}" for n in range(1, len(PAGES) + 1))])
def test_easy_read_is_welsh_to_the_last_word(browser, path):
    page = browser.open(path)
    assert page.title.startswith("Hawdd ei Ddeall")
    assert page.dom.query("main [lang=en]") == []


def test_before_the_first_year_it_is_said_in_welsh(browser):
    assert "Does dim rhifau yma eto." in browser.open("/numbers").main


def cells(page):
    """Every number of every table, in order; what is hidden in either language is the same."""
    found = [cell.to_text(strip=True) for cell in page.dom.query("main table td")]
    return [HIDDEN.get(text, text) for text in found]


@pytest.mark.check(40, "the numbers of a year in tables, sentences and pictures, English and Welsh side by side")
@pytest.mark.parametrize("path", ["/numbers", f"/numbers/{YEAR - 1}"])
def test_the_numbers_of_a_year_are_the_same_in_welsh(app, browser, published, path):
    english, welsh = Browser(app).open(path), browser.open(path)
    assert cells(welsh) == cells(english)
    assert sorted(re.findall(r"[\d,.]*\d", welsh.main)) == sorted(re.findall(r"[\d,.]*\d", english.main))
    for one in ("main table", "main svg rect", ".bars__hidden", "h3"):
        assert len(welsh.dom.query(one)) == len(english.dom.query(one))
    if path == "/numbers":
        assert len(cells(welsh)) > 30 and "–" in cells(welsh)
        assert "Tua 15 gwaith, dywedon ni wrth rywun y tu allan am un ohonyn nhw." in welsh.main


def test_the_words_of_a_charity_among_the_numbers_are_marked_as_english(app, browser, published):
    page = browser.open("/numbers")
    titles = {version.title for policy in app.extensions["candour"].pack.policies for version in policy.versions}
    marked = [one.to_text(strip=True) for one in page.dom.query("main [lang=en]")]
    assert CORRECTION in marked and "You plan to end your life very soon" in marked
    assert not titles & set(marked)
    drawn = [one.to_text(strip=True) for one in page.dom.query("text.bars__words[lang=en]")]
    assert "You plan to end your life very soon" in drawn and "Roedd yn argyfwng" not in drawn
    assert "Roedd yn argyfwng" in page.main and "Mae peth o’r dudalen hon yn Saesneg." in page.main


def test_the_file_for_machines_is_the_same_file_in_both_languages(app, browser, published):
    path = f"/numbers/{YEAR}/numbers.csv"
    assert browser.open(path).html == Browser(app).open(path).html
    assert "ffeil i daenlen, yn Saesneg" in browser.open("/numbers").main


def asked(app, staff, right=Right.ACCESS, act=None):
    """Somebody in Welsh whose second case is of that kind, and whose clock was changed by `act`."""
    person = Person(WelshBrowser(app))
    person.asks()
    with app.app_context(), db.sessionmaker() as session:
        first = session.scalars(select(Case)).one()
        who = {"calendar": ENGLAND, "at": clock.now()}
        case = open_case(session, first.request, right, actor=staff.actors[Role.CASEWORKER], **who)
        act(session, case, {**who, "actor": staff.actors[Role.CASEWORKER]})
        session.commit()
    person.comes_back()
    return person.browser


def a_question(session, case, who):
    ask_question(
        session, case, QUESTION, about=Unclear.WHICH_INFORMATION, submission="a" * 32, letters=LETTER_SET, **who
    )


def a_doubt(session, case, who):
    ask_gate(session, case, GateKind.ID, reason=Doubt.FACTS_DIFFER, words="The birthday differs.", **who)


def a_doubt_that_ended(session, case, who):
    a_doubt(session, case, who)
    meet_gate(session, case, GateKind.ID, clock.today(), **who)


def test_a_question_of_ours_and_its_answer_are_welsh(app, staff):
    browser = asked(app, staff, act=a_question)
    assert "Rydyn ni’n aros am dy ateb i’n cwestiwn." in browser.open("/mine").main
    page = browser.open("/mine/messages")
    assert page.title.startswith("Ein cwestiwn i ti")
    question = page.dom.query(".inset .own-words[lang=en]")
    assert [one.to_text(strip=True) for one in question] == [QUESTION]
    assert browser.press({"our-answer": ""}, to="/answer").status == UNPROCESSABLE
    assert browser.press({"our-answer": "x" * 2100}, to="/answer").status == UNPROCESSABLE
    form = {node.attrs["name"]: node.attrs.get("value", "") for node in browser.pages[-1].dom.query("main input")}
    assert "Wedi’i anfon." in browser.press({"our-answer": "Yr un ym mis Mai."}, to="/answer").main
    assert "adds" not in browser.open("/mine").main
    answer = browser.client.post(
        "/cy/mine/messages/answer",
        data={**form, "our-submission": "b" * 32, "our-answer": "Eto."},
        base_url="https://candour.test",
        headers={"Referer": "https://candour.test/cy/mine/messages"},
    )
    assert answer.status_code == UNPROCESSABLE and "Dydyn ni ddim yn aros am yr ateb hwnnw mwyach." in answer.text


@pytest.mark.parametrize("act", [a_doubt, a_doubt_that_ended])
def test_why_there_is_no_date_is_welsh(app, staff, act):
    browser = asked(app, staff, act=act)
    assert ("Does dim dyddiad eto." in browser.open("/mine").main) is (act is a_doubt)
    assert browser.open("/mine/messages").status == 200


def test_a_helper_who_gives_one_address_for_two_people_is_told_in_welsh(browser):
    browser.open("/q")
    browser.press({"right": ["shared"]})
    browser.press({"for_somebody": "y"})
    browser.press({"who": "parent", "name": "Demo Parent", "person_knows": "yes", "person_agrees": "yes"})
    browser.press({"ways": ["chat"]})
    browser.press({"email": "demo.child@example.org"})
    page = browser.press({"way": "email", "value": "demo.child@example.org", "hours": ["any"]})
    assert set(page.errors) == {"Rhoist ti hwn ar gyfer y person ifanc. Rho dy un di yma"}
    find = page.path[:-1] + str(int(page.path[-1]) - 1)
    browser.press({"way": "email", "value": "demo.parent@example.org", "hours": ["any"]})
    browser.open(find)
    page = browser.press({"email": "demo.parent@example.org"})
    assert set(page.errors) == {"Rhoist ti hwn fel dy un di. Rho un y person ifanc yma, neu ei adael allan"}


def test_a_rule_that_changed_since_the_answers_were_written_depends_in_welsh(app, browser):
    with app.app_context(), db.sessionmaker() as session:
        publish_next(session, words="Other words.")
    browser.open("/would-you-tell")
    page = browser.press({"age": "16-17", "situation": "homeless", "place": "not-yet", "when": "now"})
    assert "Felly mae’n dibynnu." in page.main
    assert browser.open("/would-you-tell/list").status == 200


def test_the_four_words_are_read_out_as_the_english_words_they_are(app, browser):
    person = Person(browser)
    page = person.asks()
    assert len(page.dom.query("[data-word][lang=en]")) == 4
    assert "Mae peth o’r dudalen hon yn Saesneg." not in page.main
    assert Person(Browser(app), user_name="brave.heron").asks().dom.query("[data-word][lang]") == []
