"""What the desk reads of the answers that left something out: rounded, and hidden where a few stand behind it."""

import pytest

from portal.accounts.permissions import Role
from portal.extensions import db
from portal.requests.kinds import Right
from portal.team.service import count_new
from tests.builders.desk import ENGLAND
from tests.service.team.test_figures import START, closed


@pytest.mark.parametrize(
    ("refused", "said", "drawn"), [(9, "About 35 of 100 answers", "35%"), (3, "Too few were answered to say", "–")]
)
def test_the_share_that_was_left_out_is_drawn_with_its_table(app, staff, refused, said, drawn):
    with app.app_context(), db.sessionmaker() as session:
        for number in range(24):
            outcome = "refused" if number < refused else "given"
            closed(session, staff.actors[Role.CASEWORKER], Right.ACCESS, outcome, number)
        count_new(session, calendar=ENGLAND)
        session.commit()
    page = staff.signed_in(Role.ADMIN).browser.open(f"/staff/team?span=year&day={START.date()}")
    assert said in page.main
    [number] = [one.to_text() for one in page.dom.query("svg[aria-labelledby^=left-out] .chart__number")]
    assert number == drawn
    assert len(page.dom.query("svg.chart")) == len(page.dom.query(".drawn table"))
