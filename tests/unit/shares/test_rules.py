"""Who is in a set, who has to agree, which counts are said, and the two tables of states."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.accounts.permissions import Permission as P
from portal.audit.actions import SCHEMA
from portal.core.errors import RuleBroken
from portal.core.reading import faults, measure
from portal.disclosures.kinds import SentBy
from portal.disclosures.relaxed import NOT_RECORDED
from portal.requests.kinds import CLOCK_OF, Right
from portal.shares import rules, states, telling
from portal.shares.kinds import Basis, Form, NotToldWhy, ProofKind, Receiver, ShareKind
from portal.shares.states import NoticeMove, NoticeState, ShareMove, ShareState
from portal.shares.wording import CHANGED, is_unfinished, notice
from tests.builders.sharing import an_entry

TODAY = date(2026, 11, 23)
MEMBERS = {
    (ShareKind.RESEARCH, Form.NAMED): True,
    (ShareKind.RESEARCH, Form.CODED): True,
    (ShareKind.RESEARCH, Form.ANONYMOUS): False,
    (ShareKind.OBSERVING, Form.NAMED): True,
    (ShareKind.OBSERVING, Form.CODED): True,
    (ShareKind.OBSERVING, Form.ANONYMOUS): True,
    (ShareKind.STATISTICS, Form.ANONYMOUS): False,
    (ShareKind.LEGAL, Form.NAMED): True,
    (ShareKind.LEGAL, Form.CODED): True,
    (ShareKind.LEGAL, Form.ANONYMOUS): False,
}


@pytest.mark.parametrize(("pair", "expected"), MEMBERS.items())
def test_who_is_in_a_set(pair, expected):
    assert rules.has_members(*pair) is expected
    assert rules.needs_second(*pair, is_locked=False) is expected
    assert rules.needs_second(*pair, is_locked=True)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "nobody"), (1, "1 to 7 people"), (7, "1 to 7 people"), (8, "about 10 people"), (12, "about 10 people"), (43, "about 45 people")],
)  # fmt: skip
def test_a_small_count_singles_nobody_out(count, words):
    assert rules.safe_count(count) == words


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"%PDF-1.7", ProofKind.PDF), (b"\x89PNG\r\n\x1a\n", ProofKind.PNG), (b"\xff\xd8\xff\xe0", ProofKind.JPEG), (b"<svg", None), (b"", None)],
)  # fmt: skip
def test_a_file_is_told_by_its_first_bytes(start, kind):
    assert rules.proof_kind(start) is kind


@pytest.mark.parametrize("right", Right)
def test_a_change_is_told_for_articles_16_17_and_18(right):
    assert rules.tells_recipients(right) == (CLOCK_OF.get(right) in {"rectification", "erasure", "restriction"})


ENTRY_BROKEN = [
    ({"receiver_name": " "}, "receiver_name"),
    ({"what": " "}, "what"),
    ({"why": ""}, "why"),
    ({"why": "x" * 1001}, "why"),
    ({"what": "word " * 40}, "what"),
    ({"kind": ShareKind.STATISTICS}, "form"),
    ({"basis": Basis.NOT_PERSONAL}, "basis"),
    ({"is_locked": True, "locked_why": "x", "review_on": TODAY + timedelta(1)}, "is_locked"),
    ({"kind": ShareKind.LEGAL, "is_locked": True, "review_on": TODAY + timedelta(1)}, "locked_why"),
    ({"kind": ShareKind.LEGAL, "is_locked": True, "locked_why": "x"}, "review_on"),
    ({"kind": ShareKind.LEGAL, "is_locked": True, "locked_why": "x", "review_on": TODAY}, "review_on"),
]


@pytest.mark.parametrize(("changes", "field"), ENTRY_BROKEN)
def test_a_set_that_would_be_untrue_is_refused_beside_its_field(changes, field):
    with pytest.raises(RuleBroken) as refused:
        replace(an_entry(), **changes).check(TODAY)
    assert refused.value.field == field


def test_a_set_that_is_whole_is_fine():
    an_entry().check(TODAY)
    an_entry(form=Form.ANONYMOUS, basis=Basis.NOT_PERSONAL).check(TODAY)


MOVES = [
    # needs a second person, from, move, to (None: refused)
    (True, "open", "propose", "waiting"), (True, "open", "close", None), (True, "waiting", "close", "closed"),
    (True, "waiting", "send-back", "open"), (True, "waiting", "drop", "dropped"), (True, "closed", "drop", None),
    (False, "open", "close", "closed"), (False, "open", "propose", None), (False, "open", "drop", "dropped"),
    (False, "closed", "close", None), (False, "dropped", "close", None),
]  # fmt: skip


@pytest.mark.parametrize(("second", "source", "move", "target"), MOVES)
def test_a_set_moves_as_the_table_says(second, source, move, target):
    if target is None:
        with pytest.raises(RuleBroken):
            states.find(ShareState(source), ShareMove(move), needs_second=second)
    else:
        assert states.find(ShareState(source), ShareMove(move), needs_second=second).target == target


def test_whoever_had_a_hand_in_a_set_sees_no_button_to_close_it():
    both = frozenset({P.SHARES_LOG, P.SHARES_CLOSE})
    mine = states.available(ShareState.WAITING, both, needs_second=True, is_own=True)
    theirs = states.available(ShareState.WAITING, both, needs_second=True, is_own=False)
    assert mine == (ShareMove.DROP,)
    assert theirs == (ShareMove.SEND_BACK, ShareMove.CLOSE, ShareMove.DROP)


def test_every_state_is_reached_and_every_move_is_written_down():
    assert {step.target for step in states.TRANSITIONS} == set(ShareState)
    assert {step.target for step in states.NOTICE_TRANSITIONS} == set(NoticeState)
    assert {step.move for step in states.NOTICE_TRANSITIONS} == set(NoticeMove)
    assert all(step.action in SCHEMA for step in (*states.TRANSITIONS, *states.NOTICE_TRANSITIONS))


@pytest.mark.parametrize("table", [telling.HEADINGS, telling.RECEIVERS, telling.NAMED, telling.WAYS, telling.NOT_TOLD])
def test_every_code_has_easy_words(table):
    kinds = {type(code) for code in table}
    assert len(kinds) == 1 and set(table) == {code for code in kinds.pop() if code != NOT_RECORDED}
    said = " ".join(words if words.endswith(".") else f"We told {words}." for words in table.values())
    assert faults(measure(said)) == []


@pytest.mark.parametrize("clock", CHANGED)
def test_the_text_for_a_recipient_has_a_gap_that_must_be_filled(clock):
    text = notice(clock, organisation="Demo Charity", given_on=TODAY, number="AB12CD34", known_as="P-017")
    assert is_unfinished(text) and "P-017" in text and "Article 19" in text
    assert not is_unfinished(text.replace("[write here]", "Your name"))


def test_the_codes_say_where_they_come_from():
    assert {Receiver.PRESS, Receiver.FUNDER} <= set(Receiver) and set(NotToldWhy) == set(telling.NOT_TOLD)
    assert set(telling.WAYS) == set(SentBy) - {SentBy.NOT_RECORDED}
