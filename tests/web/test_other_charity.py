"""With another pack the whole portal is that charity's: its name, its nation, its rules, its ways to talk."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal import ROOT, create_app
from portal.cases.models import Case
from portal.cases.states import Status
from portal.core.calendars import Nation
from portal.extensions import db
from tests.actors.browser import Browser
from tests.actors.person import Person
from tests.builders.desk import a_case
from tests.builders.explainers import explainer_paths
from tests.builders.ground import an_empty_database
from tests.builders.installed import let_go, make_settings, migrate

MAGGIES = ROOT / "content" / "maggies"
THE_MIX = ("The Mix", "themix", "Shout and", "Aife")


@pytest.fixture
def charity(databases, tmp_path):
    with an_empty_database(databases, tmp_path) as url:
        settings = make_settings(tmp_path, url, pack=MAGGIES, public_url="http://127.0.0.1:8000")
        migrate(settings)
        app = create_app(settings)
        yield app
        let_go(app)


def test_no_page_speaks_for_somebody_else(charity):
    for path in explainer_paths(charity):
        html = Browser(charity).open(path).html
        assert "Maggie" in html, path
        assert [name for name in THE_MIX if name in html] == [], path


def test_its_nation_decides_the_bank_holidays(charity):
    """A month from 30 October ends on 30 November: a bank holiday in Scotland, and nowhere else."""
    here = charity.extensions["candour"]
    assert here.organisation.nation is Nation.SCOTLAND
    at = datetime(2026, 10, 30, 10, tzinfo=UTC)
    with charity.app_context(), db.sessionmaker() as session:
        from portal.accounts.actor import SYSTEM
        from portal.cases.service import open_case
        from portal.requests.kinds import Right
        from tests.builders.desk import a_request

        request, _ = a_request(session, at=at)
        case = open_case(session, request, Right.SHARED, calendar=here.calendar, actor=SYSTEM, at=at)
        assert case.due_on == date(2026, 12, 1)
        assert a_case(session, "other.otter", at=at).due_on == date(2026, 11, 30)


def test_people_ask_in_the_ways_they_talked_with_it(charity):
    person = Person(Browser(charity))
    person.browser.open("/q/1")
    page = person.browser.press()
    assert "In an Online Support Group" in page.main
    assert "Counselling" not in page.main
    person.browser.press({"ways": ["chat"]})
    person.browser.press({"user_name": "quiet.otter"})
    page = person.browser.press({"way": "code"})
    assert "In an Online Support Group" in page.main


def test_the_demo_cites_its_rules(charity):
    result = charity.test_cli_runner().invoke(args=["demo", "load", "--json"])
    assert result.exit_code == 0, result.output
    with charity.app_context(), db.sessionmaker() as session:
        assert {case.status for case in session.scalars(select(Case))} == set(Status)
