"""The sentence to change is named; what is easy is let through."""

from datetime import date

import pytest

from portal.cases.clock.words import REASONS, REMINDER, asking, more_time
from portal.cases.kinds import MoreTime, Unclear
from portal.core.errors import RuleBroken
from portal.core.formatting import long_date
from portal.core.reading import MAX_AGE, MAX_SENTENCE, measure
from portal.letters import LetterSet
from portal.letters.check import SAMPLE_ROUTES
from portal.messages.plain import must_be_plain, plainness
from portal.policies.pack.letters_file import standard

LETTERS = LetterSet(standard(), SAMPLE_ROUTES)
LAST_DAY, NEW_DAY = date(2026, 6, 4), date(2026, 8, 4)
EASY = "Which year do you mean?"
HARD = "Please specify the processing activities to which your request relates?"
LONG = "Do you mean " + "the chat or " * 8 + "the call?"


@pytest.mark.parametrize(
    ("text", "named"),
    [(EASY, ""), ("", ""), (HARD, HARD), (LONG, LONG), (f"{EASY} {HARD}", HARD), (f"{HARD} {LONG}", LONG)],
)
def test_the_sentence_to_change_is_named(text, named):
    assert plainness(text).hardest == named
    assert plainness(text).is_plain is (not named)


def test_the_refusal_says_what_to_do():
    with pytest.raises(RuleBroken, match="Make two of it"):
        must_be_plain(LONG, field="question")
    with pytest.raises(RuleBroken, match="Use shorter words") as refused:
        must_be_plain(HARD, field="question")
    assert refused.value.field == "question" and HARD in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        *(asking(LETTERS, EASY, about, "").text for about in Unclear),
        REMINDER,
        more_time(LETTERS, LAST_DAY, NEW_DAY, list(MoreTime), "You were with us for six years.").text,
        *REASONS.values(),
    ],
)
def test_our_own_words_can_be_read_at_nine(text):
    reading = measure(text)
    assert reading.age <= MAX_AGE and reading.longest_sentence <= MAX_SENTENCE
    assert "!" not in text


@pytest.mark.parametrize("reason", MoreTime)
def test_the_notice_says_both_dates_and_why(reason):
    told = more_time(LETTERS, LAST_DAY, NEW_DAY, [reason], "It is old.").text
    for part in (long_date(LAST_DAY), long_date(NEW_DAY), REASONS[reason], "It is old."):
        assert part in told
