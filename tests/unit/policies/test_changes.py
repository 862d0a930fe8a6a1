"""What a new version changes for whoever relied on the old one, and when rules are looked at again."""

from datetime import date

import pytest

from portal.policies.changes import clauses_changed, facts_changed
from portal.policies.kinds import Reader
from portal.policies.marks import marks_of
from portal.policies.pack.policy_file import read_version_text
from portal.policies.reviews import Review, review_of
from tests.builders.drafts import TEXT

OLD = read_version_text(TEXT, "f").version


def changed(old, new):
    assert TEXT.count(old) == 1
    return read_version_text(TEXT.replace(old, new), "f").version


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("Yes, we do.", "Yes, we may.", {"quiet"}),
        ("You could die.\n\n### Easy", "You might die.\n\n### Easy", {"danger"}),
        ("ages: [under-18, adult]", "ages: [adult]", {"danger"}),
        ("urgency: emergency", "urgency: not-urgent", {"danger"}),
        ("police: The police", "police: Your police", {"danger"}),
        ("shares: Your name, and no more.", "shares: Your name.", {"danger"}),
        ("{#ask}", "{#asking}", {"ask", "asking"}),
        ("source: [a line 4]", "source: [a line 5]", set()),
        ("effective_on: 2026-01-05", "effective_on: 2026-01-04", set()),
        ("covers: All you tell us.", "covers: All of it.", set()),
    ],
)
def test_the_clauses_that_say_something_else(old, new, codes):
    assert clauses_changed(OLD, changed(old, new)) == codes


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("ages: [under-18, adult]", "ages: [under-16, adult]", [("danger", "ages")]),
        ("life_risk_only: [adult]", "life_risk_only: []", [("danger", "only while a life is at risk")]),
        ("urgency: emergency", "urgency: not-urgent", [("danger", "urgency")]),
        ("because: safety", "because: law", [("danger", "because")]),
        ("police: The police", "police: Your police", [("danger", "tell")]),
        ("part: afterwards", "part: rule", [("ask", "part")]),
        ("{#ask}", "{#asking}", [("ask", "")]),
        ("Yes, we do.", "Yes, we may.", []),
    ],
)
def test_facts_that_are_others_and_clauses_that_are_gone(old, new, found):
    assert [(change.code, change.what) for change in facts_changed(OLD, changed(old, new))] == found


@pytest.mark.parametrize(
    ("day", "review"),
    [
        (None, Review.NONE_NAMED),
        (date(2026, 11, 21), Review.PAST),
        (date(2026, 11, 22), Review.SOON),
        (date(2027, 1, 21), Review.SOON),
        (date(2027, 1, 22), Review.LATER),
    ],
)
def test_a_review_is_near_for_sixty_days(day, review):
    assert review_of(day, date(2026, 11, 22)) is review


LONG = "We " + "tell you all of it in one go and never stop to breathe " * 2 + "at all."


def test_long_sentences_are_marked_longest_first_and_by_the_readers_own_limit():
    words = f"{LONG} We may tell the people who look after you about what you said to us."
    assert [one.words for one in marks_of(words).long] == [29]
    assert [one.words for one in marks_of(words, Reader.EASY_READ).long] == [29, 15]
    assert marks_of(words).long[0].text == LONG
    assert marks_of("You disclose it.").hard == ("`disclose` is a hard word: say `tell`",)


def test_a_short_text_is_measured_and_not_judged():
    assert (marks_of("Confidentiality.").judged, marks_of("Confidentiality.").too_old) == (False, False)
    hard = marks_of("Organisational confidentiality necessitates proportionality. " * 30)
    assert (hard.judged, hard.too_old) == (True, True)
    assert (marks_of("").words, marks_of("").long) == (0, ())
