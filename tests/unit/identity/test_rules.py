"""How sure what was shown makes us: the whole table."""

import pytest

from portal.core.calendars import Nation
from portal.identity.kinds import ClimbReason, CodeWord, Confidence, Rung, Understanding
from portal.identity.rules import Shown, may_say_yes, reasons_for, rungs_open, views_in, worked_out

KNOWN, FACTS, DOCUMENT = Rung


def known(word=CodeWord.NOT_ASKED, *, others=False):
    return Shown(KNOWN, word, others)


def facts(right, wrong=0):
    return Shown(FACTS, right=right, wrong=wrong)


def document(*, fits):
    return Shown(DOCUMENT, fits=fits)


TABLE = [
    ((), "none", False),
    ((known(),), "good", False),
    ((known(CodeWord.RIGHT),), "certain", False),
    ((known(others=True),), "low", False),
    ((known(CodeWord.RIGHT, others=True),), "good", False),
    ((known(CodeWord.WRONG),), "none", True),
    ((facts(0, 2),), "none", False),
    ((facts(1, 1),), "low", False),
    ((facts(2),), "good", False),
    ((facts(3),), "good", False),
    ((facts(2, 1),), "low", False),
    ((document(fits=True),), "good", False),
    ((document(fits=False),), "none", True),
    ((known(others=True), facts(2)), "good", False),
    ((known(), facts(2)), "certain", False),
    ((facts(2), document(fits=True)), "certain", False),
    ((facts(1, 1), document(fits=True)), "good", False),
    ((facts(0, 2), known()), "good", False),
    # what belongs to somebody else outweighs everything that fitted
    ((known(CodeWord.RIGHT), document(fits=False)), "none", True),
    ((facts(2), known(CodeWord.WRONG)), "none", True),
]


@pytest.mark.parametrize(("shown", "confidence", "is_clash"), TABLE)
def test_the_table(shown, confidence, is_clash):
    finding = worked_out(shown)
    assert (finding.confidence.value, finding.is_clash) == (confidence, is_clash)
    assert may_say_yes(finding) is (confidence in {"good", "certain"})
    assert finding.why and all(why.endswith(".") for why in finding.why)


@pytest.mark.parametrize("shown", [row[0] for row in TABLE if len(row[0]) > 1])
def test_the_order_of_the_rungs_does_not_count(shown):
    assert worked_out(shown).confidence is worked_out(shown[::-1]).confidence


@pytest.mark.parametrize(
    ("now", "ever", "offered"),
    [
        (set(), set(), (KNOWN, FACTS)),
        ({KNOWN}, {KNOWN}, (FACTS,)),
        ({FACTS}, {FACTS}, (KNOWN, DOCUMENT)),
        ({KNOWN, FACTS}, {KNOWN, FACTS}, (DOCUMENT,)),
        (set(), {FACTS}, (KNOWN, FACTS, DOCUMENT)),
        (set(Rung), set(Rung), ()),
    ],
)
def test_no_rung_twice_and_a_document_only_after_facts(now, ever, offered):
    assert rungs_open(now, ever) == offered


def test_a_document_needs_a_reason_that_facts_gave():
    assert ClimbReason.VERY_PRIVATE not in reasons_for(DOCUMENT)
    assert set(reasons_for(FACTS)) == set(ClimbReason)


@pytest.mark.parametrize("nation", Nation)
def test_only_scotland_takes_understanding_as_given(nation):
    assert (Understanding.PRESUMED in views_in(nation)) is (nation is Nation.SCOTLAND)


def test_there_are_four_levels_in_order():
    assert [level.value for level in Confidence] == ["none", "low", "good", "certain"]
