"""The gate on what a refusal has to tell: without a route, or without a reason, it is red."""

from dataclasses import replace

import pytest

from portal.answers.kinds import SAID, Decided
from portal.answers.rules import WAYS, gate, lacks_parts, missing_ways
from portal.disclosures.letters import DecidedPart
from portal.requests.kinds import CLOCK_OF, Right
from tests.builders.answers_on_paper import SAMPLE
from tests.unit.answers.test_gate import GREEN, reds

NO = DecidedPart("Your notes", SAID[Decided.NOT_DONE], ("It may be needed in a court case.",), "")


@pytest.mark.parametrize("gone", range(3))
def test_each_route_that_is_missing_is_named_and_red(gone):
    document = replace(SAMPLE, rights=tuple(r for n, r in enumerate(SAMPLE.rights) if n != gone), decided=(NO,))
    assert missing_ways(document) == (list(WAYS)[gone],)
    assert reds(replace(GREEN, missing_ways=missing_ways(document))) == ["What they can do"]


def test_a_no_without_its_reason_is_red():
    assert missing_ways(replace(SAMPLE, decided=(NO,))) == ()
    bare = replace(SAMPLE, decided=(NO, replace(NO, why=())))
    assert missing_ways(bare) == ("the reason for each no",)
    words = next(c.words for c in gate(replace(GREEN, missing_ways=missing_ways(bare))) if not c.green)
    assert "the reason for each no" in words


@pytest.mark.parametrize("right", CLOCK_OF)
def test_what_was_decided_has_to_be_written_down_for_every_right_but_one(right):
    assert lacks_parts(right, 0, is_nothing=False) == (right is not Right.SHARED)
    assert not lacks_parts(right, 1, is_nothing=False)
    assert not lacks_parts(right, 0, is_nothing=True)
    assert reds(replace(GREEN, lacks_parts=True)) == ["Each thing"]
