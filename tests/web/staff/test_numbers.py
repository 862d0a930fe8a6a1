"""The public numbers at the desk: one prepares, another publishes, and what is wrong is said beside its field."""

import pytest

from portal.accounts.permissions import Role
from portal.extensions import db
from tests.builders.numbers import PEOPLE, YEAR, fill_the_year

FILLED = {"year": str(YEAR), "people_helped": str(PEOPLE), "correction": ""}


@pytest.fixture
def filled(app):
    with app.app_context(), db.sessionmaker() as session:
        fill_the_year(session)
        session.commit()


def prepared(staff):
    one = staff.signed_in(Role.SAFEGUARDING)
    one.browser.open("/staff/numbers")
    return one, one.browser.press(FILLED, to="/staff/numbers")


def test_two_workers_publish_a_year(staff, filled, browser):
    one, page = prepared(staff)
    assert "Somebody else has to publish it" in page.main
    two = staff.signed_in(Role.APPROVER)
    two.browser.open(page.path)
    refused = two.browser.press({}, to="/publish")
    assert refused.status == 422 and "Read it, then tick this" in " ".join(refused.errors)
    assert "Published. Everybody can read it now." in two.browser.press({"read": "y"}, to="/publish").main
    assert "About 15 times" in browser.open("/numbers").main


def test_whoever_prepared_it_gets_no_button_and_no_way_round_it(staff, filled, browser):
    one, page = prepared(staff)
    assert page.dom.query("form[action$='/publish']") == []
    row = page.dom.query("form[action$='/drop'] input[name=version]")[0].attrs["value"]
    token = page.dom.query("input[name=csrf_token]")[0].attrs["value"]
    sent = {"csrf_token": token, "version": row, "read": "y", "sha256": "0" * 64}
    answer = one.browser.client.post(
        page.path + "/publish", base_url="https://candour.test", data=sent, headers={"Referer": "https://candour.test/"}
    )
    assert answer.status_code == 403
    assert "no numbers here yet" in browser.open("/numbers").main


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"year": ""}, "Give the year"),
        ({"year": "2026"}, "Choose a year that is over"),
        ({"year": "-1"}, "Choose a year that is over"),
        ({"people_helped": ""}, "Give a whole number"),
        ({"people_helped": "many"}, "Give a whole number"),
        ({"people_helped": "12"}, "how many people"),
        ({"people_helped": "9" * 30}, "between 0 and"),
        ({"correction": "x" * 1001}, "1,000 letters"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_kept(staff, changes, said):
    worker = staff.signed_in(Role.APPROVER)
    worker.browser.open("/staff/numbers")
    page = worker.browser.press({**FILLED, **changes}, to="/staff/numbers")
    assert page.status == 422 and said in " ".join(page.errors)
    assert "No year was prepared yet" in page.main
    assert all(value in page.html for value in changes.values())


def test_an_old_page_publishes_nothing(staff, filled):
    one, page = prepared(staff)
    two = staff.signed_in(Role.APPROVER)
    two.browser.open(page.path)
    one.browser.open("/staff/numbers")
    one.browser.press({**FILLED, "people_helped": "50000"}, to="/staff/numbers")
    assert two.browser.press({"read": "y"}, to="/publish").status in {409, 422}


def test_a_draft_is_dropped(staff, filled):
    one, page = prepared(staff)
    page = one.browser.press({}, to="/drop")
    assert "Nothing was published" in page.main and "No year was prepared yet" in page.main
