"""What columns, words and days of an old log mean."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import RuleBroken
from portal.disclosures.entry import Entry
from portal.disclosures.importing.coded import CODED, KINDS, LEAVE_OUT, choices_of, empty_of, guess_code
from portal.disclosures.importing.columns import COLUMNS, guess
from portal.disclosures.importing.dates import has_two_readings, order_of, parse_clock, parse_day
from portal.disclosures.importing.kinds import ImportState
from portal.disclosures.importing.kinds import Ours as O
from portal.disclosures.importing.mapping import MOST_WORDS, LogMapping, check_columns, distinct_words
from portal.disclosures.importing.states import STEPS, Move, after, may
from portal.disclosures.relaxed import NOT_RECORDED, RELAXED


@pytest.mark.parametrize(
    ("words", "day_first", "read"),
    [
        ("03/04/2026", True, date(2026, 4, 3)),
        ("03/04/2026", False, date(2026, 3, 4)),
        ("3.4.26", True, date(2026, 4, 3)),
        ("3-4-98", True, date(1998, 4, 3)),
        ("3/4/27", True, date(1927, 4, 3)),
        ("31/12/2025 21:10", True, datetime(2025, 12, 31, 21, 10)),  # noqa: DTZ001  # its zone is put on later
        ("2026-04-03", False, date(2026, 4, 3)),
        ("2026-04-03T21:10:05", True, datetime(2026, 4, 3, 21, 10)),  # noqa: DTZ001  # the same
        ("3 April 2026", True, date(2026, 4, 3)),
        ("Friday, 3rd Apr 2026", True, date(2026, 4, 3)),
        ("3-Apr-26", True, date(2026, 4, 3)),
        ("31/02/2026", True, None),
        ("13/13/2026", True, None),
        ("3 Foo 2026", True, None),
        ("last week", True, None),
        ("46000", True, None),
        ("31/12/2025 25:10", True, None),
    ],
)
def test_a_day_is_read_or_it_is_none(words, day_first, read):
    assert parse_day(words, day_first=day_first, this_year=2026) == read


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("21:10", time(21, 10)), ("9.10pm", time(21, 10)), ("9pm", time(21)), ("12am", time(0)), ("12 PM", time(12)),
        ("0:05:59", time(0, 5)), ("9", None), ("25:00", None), ("13pm", None), ("9:75", None), ("night", None),
    ],
)  # fmt: skip
def test_a_time_is_read_or_it_is_none(words, read):
    assert parse_clock(words) == read


@pytest.mark.parametrize(
    ("cells", "order", "asks"),
    [
        (["03/04/2026", "13/04/2026"], True, True),
        (["03/04/2026", "04/13/2026"], False, True),
        (["03/04/2026", "05/06/2026"], None, True),
        (["13/04/2026", "04/13/2026"], None, True),
        (["2026-04-03", "3 April 2026"], None, False),
    ],
)
def test_the_order_is_what_the_days_show_together(cells, order, asks):
    assert (order_of(cells), has_two_readings(cells)) == (order, asks)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2026, 12, 31)), st.booleans())
def test_a_day_comes_back_in_every_way_it_is_written(day, day_first):
    ways = [f"{day:%Y-%m-%d}", f"{day:%d %B %Y}", f"{day:%d/%m/%Y}" if day_first else f"{day:%m/%d/%Y}"]
    assert {parse_day(way, day_first=day_first, this_year=2026) for way in ways} == {day}


def test_headings_are_guessed_once_each():
    found = guess(
        (
            "Date",
            "Date of referral",
            "Username",
            "YP name",
            "DOB",
            "Agency",
            "AGENCY NAME",
            "Reason",
            "Mobile No.",
            "",
            "Shoe size",
        )
    )
    assert found == {
        0: O.DECIDED_ON, 1: O.SHARED_ON, 2: O.USER_NAME, 3: O.NICKNAME, 4: O.BIRTHDAY, 5: O.RECIPIENT_KIND,
        6: O.RECIPIENT_NAME, 7: O.WHY,
    }  # fmt: skip


@pytest.mark.parametrize("ours", O)
def test_every_meaning_is_found_by_its_own_headings(ours):
    for heading in COLUMNS[ours].headings:
        assert guess((heading.upper(),)) == {0: ours}, heading


@pytest.mark.parametrize(
    ("ours", "words", "code"),
    [
        (O.RECIPIENT_KIND, "Police", "police-101"), (O.RECIPIENT_KIND, "Children's Services", "social-work"),
        (O.RECIPIENT_KIND, "ambulance", "ambulance"), (O.DECISION, "Y", "shared"), (O.CONSENT, "no", ""),
        (O.TOLD, "yes", ""), (O.TOLD, "After", "after"), (O.SENT_BY, "Secure email", "secure-email"),
        (O.RECIPIENT_KIND, "the neighbour", ""),
    ],
)  # fmt: skip
def test_words_are_guessed_where_they_can_mean_one_thing_only(ours, words, code):
    assert guess_code(ours, words, choices_of(ours)) == code


@pytest.mark.parametrize("ours", CODED)
def test_every_list_can_stand_empty_and_say_so_honestly(ours):
    choices = choices_of(ours, [("confidentiality:plan-now", "A plan")])
    assert empty_of(ours) in choices
    assert LEAVE_OUT not in choices
    assert ours is O.RULE or set(choices) - {NOT_RECORDED} == {m.value for m in KINDS[ours]} - {NOT_RECORDED}


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({0: O.DECIDED_ON}, ""),
        ({0: O.USER_NAME}, ""),
        ({0: O.DECIDED_ON, 1: O.USER_NAME, 2: O.USER_NAME}, "column_2"),
    ],
)
def test_columns_that_make_no_log_are_refused_beside_themselves(columns, field):
    with pytest.raises(RuleBroken) as refused:
        check_columns(columns)
    assert refused.value.field == field


def test_a_column_of_sentences_is_no_list():
    rows = [(f"word {n}",) for n in range(MOST_WORDS + 1)]
    with pytest.raises(RuleBroken) as refused:
        distinct_words(rows, {0: O.URGENCY})
    assert refused.value.field == "column_0"
    assert len(distinct_words(rows[:-1], {0: O.URGENCY})[O.URGENCY]) == MOST_WORDS


def test_words_that_differ_by_case_and_marks_are_one():
    assert distinct_words([("Non-urgent",), ("non urgent!",), ("",), ("да",)], {0: O.URGENCY}) == {
        O.URGENCY: {"non urgent": "Non-urgent", "да": "да"}
    }


def test_a_mapping_comes_back_as_it_was_sealed():
    mapping = LogMapping(
        {0: O.DECIDED_ON}, {O.TOLD: {"yes": "after"}}, {O.URGENCY: "emergency"}, False, date(2027, 1, 4)
    )
    assert LogMapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize("state", ImportState)
@pytest.mark.parametrize("move", Move)
def test_an_import_moves_as_the_table_says(state, move):
    if may(state, move):
        assert after(state, move) is STEPS[move][1]
    else:
        with pytest.raises(RuleBroken, match="moved on"):
            after(state, move)


def test_each_rule_that_is_let_go_says_why_and_is_about_a_field():
    fields = set(Entry.__dataclass_fields__) | {"what", "fields", "recipients"}
    assert set(RELAXED) <= fields
    assert all(RELAXED.values())
