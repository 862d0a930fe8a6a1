"""A working that was kept in English is said again in Welsh, with the same days, sentence by sentence."""

import re

import pytest

from portal.cases import retelling, working
from portal.cases.retelling import SENTENCE, SHAPES, retold
from portal.core.words import WELSH, speaking
from tests.unit.cases.test_deadline_working import CLOCKS, on, said

A, B, C = on(1, 31), on(2, 28), on(11, 23)
STEPS = {
    text
    for step in (
        working.request_received(A),
        *working.not_started({"id", "authority", "fee"}, B), *working.not_started({"id"}, B),
        *(working.gate_met(kind, A) for kind in working.MET),
        working.started(A), working.months_later(1, A, B), working.months_later(3, C, C), working.months_later(3, A, B),
        working.months_later(1, C, C),
        working.question_answered(A, A, days=0, start_on=A, more=False),
        working.question_answered(A, B, days=1, start_on=A, more=False),
        working.question_answered(A, B, days=3, start_on=A, more=True),
        working.question_answered(A, B, days=0, start_on=C, more=False),
        working.question_answered(A, C, days=0, start_on=B, more=False),
        *working.question_open(A), working.question_too_late(A, B), working.question_never_pauses(A),
        working.extended(A), working.notice_without_reasons(A), working.notice_too_late(A, B), working.notice_again(A),
        working.days_added(1, A, B), working.days_added(2, A, B),
        *working.rolled(on(8, 1), C), *working.rolled(on(8, 2), C), *working.rolled(on(12, 25), C), working.due_on(C),
        *working.complaint_received(A, 30, B), working.acknowledge_by(C), *working.acknowledged(A),
    )
    for text in [step.text]
}  # fmt: skip


@pytest.mark.parametrize("step", sorted(STEPS))
def test_every_step_there_is_can_be_said_in_welsh(step):
    with speaking(WELSH):
        told = retold(step)
    assert told != step and "%" not in told
    assert re.findall(r"\b(?:19|20)\d\d\b", told) == re.findall(r"\b(?:19|20)\d\d\b", step)
    assert len(SENTENCE.split(told)) == len(SENTENCE.split(step))


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_working_of_every_clock_can_be_said_in_welsh(clock):
    with speaking(WELSH):
        assert [step for step in said(CLOCKS[clock]) if retold(step) == step] == []


def test_every_shape_is_one_that_some_step_has():
    sentences = [sentence for step in STEPS for sentence in SENTENCE.split(step)]
    unused = [shape for shape, pattern in retelling._patterns() if not any(pattern.fullmatch(one) for one in sentences)]
    assert unused == [] and len(SHAPES) == len(set(SHAPES))


def test_the_days_are_the_same_days():
    with speaking(WELSH):
        assert retold("We got your request on 3 May 2026.") == "Cawson ni dy gais ar 3 Mai 2026."
        assert retold("So we must answer by the end of Monday 23 November 2026.").endswith(
            "dydd Llun 23 Tachwedd 2026."
        )
        assert retold("2 days after 3 May 2026 is 5 May 2026.") == "2 ddiwrnod ar ôl 3 Mai 2026 yw 5 Mai 2026."


@pytest.mark.parametrize("step", ["Somebody changed this sentence.", "We got your request on a day.", ""])
def test_a_step_of_another_shape_stays_as_it_is(step):
    with speaking(WELSH):
        assert retold(step) == step


def test_in_english_nothing_is_changed():
    assert all(retold(step) == step for step in STEPS)
