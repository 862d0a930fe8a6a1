"""The vocabulary is closed: every action has a grammar, a schema, and facts with a shape."""

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import pytest

from portal.audit import SCHEMA, VISIBLE_TO_PERSON, Action, FactRefused
from portal.audit.actions import DAY_ONLY, FACTS
from portal.audit.facts import checked

ID = UUID(int=7)
GOOD = {
    "attempts": 5,
    "channel": "web",
    "day": date(2026, 11, 23),
    "due_on": "none",
    "entry": ID,
    "error": "OperationalError",
    "found": 3,
    "job": "answer-render",
    "keys": 0,
    "kind": "my-side",
    "late": "much-to-read",
    "outcome": "told-someone",
    "pack": "the-mix",
    "paused_days": 3,
    "policy": "confidentiality",
    "reason": "too-hard",
    "received_on": "2026-11-23",
    "roles": "caseworker,safeguarding",
    "sha256": "0" * 63 + "f",
    "state": "not-started",
    "team": "night-desk",
    "to": ID,
    "version": 12,
    "way": "email",
    "year": 2025,
}


def facts_of(action):
    return {name: GOOD[name] for name in SCHEMA[action]}


@pytest.mark.parametrize("action", Action)
def test_an_action_is_a_subject_and_a_verb(action):
    assert re.fullmatch(r"[a-z]+:[a-z]+(-[a-z]+)*", action)
    assert len(action) <= 40


@pytest.mark.parametrize("action", Action)
def test_an_action_takes_its_facts(action):
    assert checked(action, facts_of(action)).keys() == SCHEMA[action]


@pytest.mark.parametrize("action", [action for action in Action if SCHEMA[action]])
def test_a_missing_fact_is_refused(action):
    facts = facts_of(action)
    facts.popitem()
    with pytest.raises(FactRefused):
        checked(action, facts)


@pytest.mark.parametrize("action", Action)
def test_an_extra_fact_is_refused(action):
    with pytest.raises(FactRefused):
        checked(action, facts_of(action) | {"note": "x"})


def test_every_fact_has_a_shape_and_every_shape_is_used():
    assert set(FACTS) == set().union(*SCHEMA.values())
    assert set(GOOD) == set(FACTS)


def test_the_named_groups_are_part_of_the_vocabulary():
    assert set(Action) == SCHEMA.keys()
    assert set(Action) >= VISIBLE_TO_PERSON | DAY_ONLY


def test_staff_read_no_hour_where_the_trail_keeps_none():
    said = (Path(__file__).parents[3] / "templates/staff/said.html").read_text()
    shown = re.search(r"DAY_ONLY = \[(.*?)\]", said)
    assert shown is not None
    assert set(re.findall(r'"([^"]+)"', shown[1])) == {action.value for action in DAY_ONLY}


@pytest.mark.parametrize(
    ("page", "actions"), [("staff/said.html", None), ("public/mine/words.html", VISIBLE_TO_PERSON)]
)
def test_what_stands_in_a_timeline_has_words(page, actions):
    said = (Path(__file__).parents[3] / "templates" / page).read_text()
    of_a_request = ("request:", "case:", "complaint:", "message:", "answer:")
    wanted = actions or {action for action in Action if action.startswith(of_a_request)}
    assert [action.value for action in wanted if f'"{action.value}": ' not in said] == []


def _carrier(name):
    return next(action for action in Action if name in SCHEMA[action])


FREE_TEXT = ["She told us", "Mum hit me", "", "a b", "ü", "x" * 500, "line\nbreak", "code\n", None, 1.5, True, ["a"]]


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("text", FREE_TEXT, ids=repr)
def test_free_text_is_no_fact(name, text):
    action = _carrier(name)
    with pytest.raises(FactRefused) as caught:
        checked(action, facts_of(action) | {name: text})
    assert not isinstance(text, str) or len(text) < 4 or text not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("keys", -1),
        ("keys", "3"),
        ("keys", True),
        ("day", datetime(2026, 11, 23, tzinfo=UTC)),
        ("day", "23 November 2026"),
        ("day", "none"),
        ("sha256", "0" * 63),
        ("sha256", "G" * 64),
        ("entry", "7"),
        ("reason", "Too-Hard"),
        ("reason", "-"),
        ("roles", "caseworker,"),
        ("due_on", "2026-11-2x"),
    ],
)
def test_an_ill_formed_fact_is_refused(name, value):
    action = _carrier(name)
    with pytest.raises(FactRefused, match="ill-formed"):
        checked(action, facts_of(action) | {name: value})


def test_values_are_written_down_plainly():
    class Reason(StrEnum):
        HARD = "too-hard"

    assert checked(Action.ANSWER_SENT_BACK, {"reason": Reason.HARD}) == {"reason": "too-hard"}
    assert checked(Action.DISCLOSURE_MATCHED, {"entry": ID}) == {"entry": "00000000-0000-0000-0000-000000000007"}
    assert checked(Action.REQUEST_OPENED, {"day": date(2026, 1, 2)}) == {"day": "2026-01-02"}
