"""Nothing to tell, and nothing that may be told: one page, one file, one text, one amount of work (law 3, NCND).

The whole road is walked for somebody of whom the register holds nothing, and for others of whom it holds something that
they are not told. Every byte that leaves is compared, and the work that was done for it: the statements, and the seals
that were opened. Time is measured apart, by `bench/cannot_be_confirmed.py`: a timed test would fail on a busy machine.
"""

from dataclasses import replace

import pytest

from tests.builders.alike import INSIDE, NONE, OUTSIDE, Recorder, Seen, Story, lives
from tests.builders.installed import let_go, restore

DESK = ("caseworker", "approver")


@pytest.mark.timeout(900)
def test_whoever_is_told_nothing_gets_the_same_bytes_by_the_same_work(portal, databases, template, folder):
    """One test, because every road takes seconds and each is compared with the first one."""

    def lived(story: Story) -> Recorder:
        let_go(portal)
        restore(template, folder)
        databases.fresh(folder)
        return lives(portal, story)

    nothing = lived(NONE)
    must_be_a_road(nothing)
    for name, story in OUTSIDE.items():
        other = lived(story)
        must_be_alike(name, nothing.of("person"), other.of("person"))
        assert other.sent == nothing.sent, name
        assert other.jobs == nothing.jobs, name
        if name in INSIDE:
            must_be_alike(name, nothing.of(*DESK), other.of(*DESK))
        else:  # the comparison can fail: an entry that may be seen is seen at the desk
            assert first_difference(nothing.of(*DESK), other.of(*DESK)), name


def must_be_a_road(recorder: Recorder) -> None:
    """There was an answer to read, as a page and as a file; a text left; and much of the desk was looked at."""
    seen = recorder.of("person")
    files = [one.body[:5] for one in seen if one.what == "GET /mine/document.pdf" and one.status == 200]
    assert files == [b"%PDF-"] * 3  # at once, when the text had left, three months later
    assert sum(b"We have looked, and we do not have anything" in one.body for one in seen) > len(files)
    assert recorder.sent and recorder.jobs
    assert sum(one.status == 200 for one in recorder.of(*DESK)) > 100


def must_be_alike(name: str, these: list[Seen], those: list[Seen]) -> None:
    """First what left, then the work behind it."""
    assert first_difference([outside(one) for one in these], [outside(one) for one in those]) is None, name
    assert first_difference(these, those) is None, name


def outside(one: Seen) -> Seen:
    return replace(one, statements=(), opened=())


def first_difference(these: list[Seen], those: list[Seen]) -> object:
    """The first request that differs: nobody reads a list of a thousand pages."""
    for this, that in zip(these, those, strict=False):
        if this != that:
            return this, that
    return None if len(these) == len(those) else (len(these), len(those))
