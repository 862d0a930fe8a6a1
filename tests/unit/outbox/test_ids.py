"""What may be written into the outbox: names and ids, never content."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.outbox import enqueue
from portal.outbox.leases import FIRST_WAIT, MAX_ATTEMPTS, WAIT_GROWS
from tests.builders.ground import AT


@pytest.mark.parametrize(
    "value", ["They hit me", "", "ü", "x" * 65, "two\nlines", "<b>", 7, None, UUID(int=7)], ids=lambda v: repr(v)[:20]
)
def test_what_is_not_an_id_in_text_is_refused(value):
    with pytest.raises(ValueError, match="answer_id has to be an id") as caught:
        enqueue(Session(), "answer-render", at=AT, answer_id=value)
    assert len(str(value)) < 5 or str(value) not in str(caught.value)


@pytest.mark.parametrize("name", ["", "Render", "render answer", "render_answer", "-", "x" * 41])
def test_a_name_that_is_no_kebab_code_is_refused(name):
    with pytest.raises(ValueError, match="kebab"):
        enqueue(Session(), name, at=AT)


def test_five_tries_are_spread_over_more_than_ten_minutes():
    waits = [FIRST_WAIT * WAIT_GROWS**n for n in range(MAX_ATTEMPTS - 1)]
    assert [wait.total_seconds() for wait in waits] == [10, 40, 160, 640]
