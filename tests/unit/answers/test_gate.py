"""The release gate as a table: one red fact makes one red check, and no other."""

from dataclasses import replace
from datetime import date

import pytest

from portal.answers.rules import GateFacts, gate, lacks_the_one_letter
from portal.requests.kinds import Right

GREEN = GateFacts(
    undecided=0, register_unchanged=True, reading_faults=(), file_ready=True, file_faults=(), file_unchanged=True,
    is_second_person=True, may_ask=True, reveals=True, is_known=True, card_tone="green", is_resting=False,
    due_on=date(2026, 12, 23), today=date(2026, 12, 1),
)  # fmt: skip


def reds(facts):
    return [check.name for check in gate(facts) if not check.green]


def test_when_everything_is_fine_everything_is_green():
    assert reds(GREEN) == []


@pytest.mark.parametrize(
    ("change", "red"),
    [
        ({"is_known": False}, ["Who it is"]),
        ({"is_known": False, "reveals": False}, []),
        ({"undecided": 1}, ["Matches"]),
        ({"undecided": 7}, ["Matches"]),
        ({"register_unchanged": False}, ["Matches"]),
        ({"reading_faults": ("a sentence has 31 words, and 20 is the most",)}, ["Plain words"]),
        ({"file_ready": False}, ["The file", "Tagged PDF"]),
        ({"file_faults": ("no-title",)}, ["Tagged PDF"]),
        ({"file_unchanged": False}, ["Unchanged"]),
        ({"is_second_person": False}, ["Second person"]),
        ({"may_ask": False}, ["Who asks"]),
        ({"is_resting": True}, ["Not resting"]),
    ],
)
def test_a_red_fact_makes_its_check_red(change, red):
    assert reds(replace(GREEN, **change)) == red


def test_being_late_is_said_but_holds_nothing_back():
    late = replace(GREEN, today=date(2026, 12, 24))
    assert reds(late) == []
    assert "sorry" in next(c.words for c in gate(late) if c.name == "In time")


@pytest.mark.parametrize(
    ("gaps", "words"), [(0, "nothing as not recorded"), (1, "1 fact is not recorded"), (3, "3 facts are not recorded")]
)
def test_what_is_missing_is_said_but_holds_nothing_back(gaps, words):
    facts = replace(GREEN, gaps=gaps)
    assert reds(facts) == []
    assert words in next(check.words for check in gate(facts) if check.name == "What is missing")


@pytest.mark.parametrize(
    ("right", "told", "decisions", "is_nothing", "lacks"),
    [
        (Right.SHARED, 0, 0, False, True),
        (Right.SHARED, 0, 0, True, False),  # ours
        (Right.SHARED, 1, 0, False, False),  # something is told
        (Right.SHARED, 0, 1, False, False),  # it is refused, with a ground
        (Right.ACCESS, 0, 0, False, False),
    ],
)
def test_nothing_is_told_in_our_letter_and_in_no_other(right, told, decisions, is_nothing, lacks):
    assert lacks_the_one_letter(right, told, decisions, is_nothing=is_nothing) is lacks


@pytest.mark.check(35, "the words of each tone of a card for staff")
@pytest.mark.parametrize("tone", ["green", "amber", "blue"])
def test_every_contact_card_has_words(tone):
    assert next(c.words for c in gate(replace(GREEN, card_tone=tone)) if c.name == "Contact")


def test_each_check_says_what_is_wrong_in_words():
    facts = replace(GREEN, undecided=2, file_faults=("no-title",), reading_faults=("too long",))
    words = {c.name: c.words for c in gate(facts)}
    assert "2 suggested entries have no decision" in words["Matches"]
    assert "no-title" in words["Tagged PDF"]
    assert words["Plain words"] == "too long"
