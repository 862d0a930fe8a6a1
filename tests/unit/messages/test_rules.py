"""What a message may be, as a table."""

import pytest

from portal.core.errors import RuleBroken
from portal.messages.kinds import Sender
from portal.messages.rules import LONGEST, must_be_easy, tidy

HARD = "We acknowledge receipt of your communication concerning information disclosed to external organisations " * 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Hello", "Hello"), ("  Hello \n", "Hello"), ("a\r\nb", "a\nb"), ("x" * LONGEST, "x" * LONGEST), ("🦦", "🦦")],
)
def test_words_are_kept_as_they_were_meant(typed, kept):
    assert tidy(typed, field="message") == kept


@pytest.mark.parametrize("typed", ["", " ", "\r\n\t ", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused_beside_the_field(typed):
    with pytest.raises(RuleBroken) as refused:
        tidy(typed, field="message")
    assert refused.value.field == "message"


def test_an_end_of_a_line_counts_once():
    assert tidy("\r\n".join(["a"] * 1000), field="message") == "\n".join(["a"] * 1000)


def test_a_complaint_may_be_without_words():
    assert tidy(" ", field="message", may_be_empty=True) == ""


def test_hard_words_of_staff_are_refused_and_not_repeated():
    with pytest.raises(RuleBroken, match="Too hard") as refused:
        must_be_easy(HARD, field="message")
    assert "acknowledge" not in str(refused.value)
    must_be_easy("We read it. Thank you.", field="message")


def test_each_side_is_read_by_the_other():
    assert (Sender.PERSON.other, Sender.WORKER.other) == (Sender.WORKER, Sender.PERSON)
