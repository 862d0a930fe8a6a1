"""Single facts at the top change; comments, order and every other fact stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.policies import typed
from portal.policies.front import FrontUnreadable, front_of, next_version, replace_front, set_fact
from portal.policies.pack.policy_file import read_version_text
from tests.builders.drafts import TEXT


def facts(text):
    return read_version_text(text, "f").front.data


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("title", "New rules", "title: New rules   # a comment that stays"),
        ("effective_on", "2027-02-01", "effective_on: 2027-02-01"),
        ("effective_on", "not published", "effective_on: not published"),
        ("covers", "This: all of it", 'covers: "This: all of it"'),
        ("shares", "Your “name” # and no more", 'shares: "Your “name” # and no more"'),
        ("review_on", "2028-01-01", "review_on: 2028-01-01"),
    ],
)
def test_one_line_changes(name, value, line):
    new = set_fact(TEXT, name, value)
    assert facts(new) == {**facts(TEXT), name: value}
    assert set(new.split("\n")) - set(TEXT.split("\n")) == {line}
    assert abs(new.count("\n") - TEXT.count("\n")) <= 1
    assert new.endswith(TEXT[TEXT.index("# Where it comes from") :])


def test_the_same_value_changes_no_byte():
    assert set_fact(TEXT, "title", "What stays quiet") == TEXT
    assert replace_front(TEXT, front_of(TEXT)) == TEXT


def test_an_empty_value_takes_the_line_out():
    new = set_fact(TEXT, "in_force_by", "")
    assert TEXT.replace("in_force_by: 2026-01-06\n", "") == new
    assert set_fact(new, "in_force_by", "") == new


@pytest.mark.parametrize(
    "old", ["covers: >\n  All you\n  tell us.\n", "covers: |\n  All.\n", "covers:\n", "covers: [a, b]\n"]
)
def test_a_value_of_any_shape_can_be_replaced(old):
    text = TEXT.replace("covers: All you tell us.\n", old)
    assert set_fact(text, "covers", "All you tell us.") == TEXT


def test_the_next_version_starts_without_the_days_of_the_old():
    new = facts(next_version(TEXT, 2))
    assert (new["version"], new["effective_on"], "in_force_by" in new) == ("2", "not published", False)
    assert {k: v for k, v in new.items() if k in {"slug", "title", "sources", "recipients"}} == {
        k: v for k, v in facts(TEXT).items() if k in {"slug", "title", "sources", "recipients"}
    }


@pytest.mark.parametrize("text", ["no front", "---\n: [\n---\n", "---\n{a: b}\n---\n", "---\n- a\n---\n"])
def test_a_top_that_is_not_plain_yaml_is_not_touched(text):
    with pytest.raises(FrontUnreadable):
        set_fact(text, "title", "T")


def test_the_whole_top_can_be_replaced_and_cannot_end_early():
    new = replace_front(TEXT, "slug: small\r\n---\r\n## Out {#out}")
    assert front_of(new) == "slug: small\n# ---\n## Out {#out}\n"
    assert new[new.index("\n---\n") :] == TEXT[TEXT.index("\n---\n") :]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=40).map(typed.one_line).filter(bool))
def test_any_line_reads_back_as_it_was_typed(value):
    assert facts(set_fact(TEXT, "covers", value))["covers"] == value
