"""When the next access review is due."""

from datetime import date

import pytest

from portal.accounts.schedule import next_due

FIRST, DONE, TODAY = date(2026, 1, 31), date(2026, 8, 31), date(2026, 11, 28)


@pytest.mark.parametrize(
    ("finished", "first", "months", "due"),
    [
        (None, None, 3, TODAY),
        (None, FIRST, 3, date(2026, 4, 30)),
        (DONE, FIRST, 3, date(2026, 11, 30)),
        (DONE, FIRST, 6, date(2027, 2, 28)),
    ],
)
def test_it_is_due_so_many_months_after_the_last_one(finished, first, months, due):
    assert next_due(finished_on=finished, first_worker_on=first, months=months, today=TODAY) == due
