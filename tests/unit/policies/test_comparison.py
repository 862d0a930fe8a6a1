"""What changed between two versions, for whom: a table of two versions each, and what is said of them."""

from dataclasses import replace

import pytest

from portal.policies.compared import ForReaders, Reason, ReasonChange, Reworded, State, Statement
from portal.policies.comparison import changes_for_readers, compare_words
from portal.policies.kinds import ADULTS, EVERYBODY, UNDER_16, UNDER_18, AgeBand, Because, Urgency

ADULT = frozenset({AgeBand.ADULT})
DANGER = Statement(
    "danger", "You are in danger", ("We think you could die.",), is_reason=True, urgency=Urgency.EMERGENCY,
    because=Because.SAFETY, who={"police": "The police"},
)  # fmt: skip
ORDER = replace(DANGER, code="order", title="A court orders us to", because=Because.LAW)
YOUNG, GROWN, RISK = "under-18", "adult", "adult-at-risk"
ALL = (YOUNG, GROWN, RISK)
THE_DANGER = Reason("danger", "You are in danger")


def changed(**facts):
    return (ReasonChange("danger", "You are in danger", **facts),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [], [ForReaders(ALL)]),
        ([DANGER], [DANGER], [ForReaders(ALL)]),
        ([DANGER], [replace(DANGER, lines=("Other words.",))], [ForReaders(ALL)]),
        (
            [replace(DANGER, words=("You hurt.",))], [replace(DANGER, words=("You hurt, or might.",))],
            [ForReaders(ALL, reworded=(Reworded("danger", "You are in danger", ("You hurt.",), ("You hurt, or might.",)),))],
        ),
        ([], [DANGER], [ForReaders(ALL, new=(THE_DANGER,))]),
        ([DANGER], [], [ForReaders(ALL, gone=(THE_DANGER,))]),
        ([], [replace(DANGER, is_reason=False)], [ForReaders(ALL)]),
        # a reason that becomes another rule is gone as a reason
        ([DANGER], [replace(DANGER, is_reason=False)], [ForReaders(ALL, gone=(THE_DANGER,))]),
        ([], [replace(DANGER, ages=UNDER_18)], [ForReaders((YOUNG,), new=(THE_DANGER,)), ForReaders((GROWN, RISK))]),
        (
            [replace(DANGER, ages=ADULTS)], [DANGER],
            [ForReaders((YOUNG,), counts_now=(THE_DANGER,)), ForReaders((GROWN, RISK))],
        ),
        (
            [DANGER], [replace(DANGER, ages=EVERYBODY - ADULT)],
            [ForReaders((YOUNG, RISK)), ForReaders((GROWN,), counts_no_more=(THE_DANGER,))],
        ),
        # some of the under-18s only
        (
            [replace(DANGER, ages=UNDER_18)], [replace(DANGER, ages=UNDER_16)],
            [ForReaders((YOUNG,), changed=changed(now_for="This is only for people under 16.")), ForReaders((GROWN, RISK))],
        ),
        (
            [replace(DANGER, ages=UNDER_16)], [DANGER],
            [
                ForReaders((YOUNG,), changed=changed(now_for="This is for every age.")),
                ForReaders((GROWN, RISK), counts_now=(THE_DANGER,)),
            ],
        ),
        (
            [DANGER], [replace(DANGER, life_risk_only=ADULT)],
            [ForReaders((YOUNG, RISK)), ForReaders((GROWN,), limited=(THE_DANGER,))],
        ),
        (
            [replace(DANGER, life_risk_only=ADULT)], [DANGER],
            [ForReaders((YOUNG, RISK)), ForReaders((GROWN,), changed=changed(life_risk=False))],
        ),
        (
            [DANGER], [replace(DANGER, urgency=Urgency.NOT_URGENT)],
            [ForReaders(ALL, changed=changed(urgency=Urgency.NOT_URGENT))],
        ),
        ([DANGER], [replace(DANGER, because=Because.LAW)], [ForReaders(ALL, changed=changed(because=Because.LAW))]),
        ([DANGER], [replace(DANGER, shares="Your name.")], [ForReaders(ALL, changed=changed(shares="Your name."))]),
        (
            [DANGER], [replace(DANGER, who={"nurse": "A nurse"})],
            [ForReaders(ALL, changed=changed(who_new=("A nurse",), who_gone=("The police",)))],
        ),
        # the same people in other words are the same people
        ([DANGER], [replace(DANGER, who={"police": "The police, on 101"})], [ForReaders(ALL)]),
        (
            [DANGER, ORDER], [ORDER, replace(DANGER, title="A life is in danger")],
            [ForReaders(ALL)],
        ),
    ],
)  # fmt: skip
def test_each_reader_is_told_what_changed_for_them(old, new, expected):
    assert changes_for_readers(old, new) == expected


def test_a_new_line_under_an_old_reason_says_where_it_counted_before():
    part = replace(DANGER, code="plan", title="You have a plan", under="danger")
    (_, found) = compare_words([DANGER], [DANGER, part])
    assert (found.state, found.counted_under) == (State.NEW, "You are in danger")
    (_, found) = compare_words([DANGER, part], [DANGER, part])
    assert found.counted_under == ""


@pytest.mark.parametrize(
    ("old", "new", "is_nothing"), [([], [], True), ([DANGER], [DANGER], True), ([], [DANGER], False)]
)
def test_nothing_is_said_to_be_nothing(old, new, is_nothing):
    assert [changes.is_nothing for changes in changes_for_readers(old, new)] == [is_nothing]


RULE = Statement("kept", "How long do you keep it?", ("We keep it for 7 years.",))


@pytest.mark.parametrize(
    ("old", "new", "states"),
    [
        ([RULE], [RULE], [("kept", State.SAME)]),
        ([RULE], [replace(RULE, lines=("We keep it for 6 years.",))], [("kept", State.CHANGED)]),
        ([RULE], [replace(RULE, title="How long?")], [("kept", State.CHANGED)]),
        ([], [RULE], [("kept", State.NEW)]),
        ([RULE], [], [("kept", State.GONE)]),
        ([DANGER, RULE], [RULE, ORDER], [("kept", State.SAME), ("order", State.NEW), ("danger", State.GONE)]),
    ],
)
def test_every_clause_is_compared_once_the_new_order_first(old, new, states):
    found = compare_words(old, new)
    assert [(change.code, change.state) for change in found] == states
    for change in found:
        assert bool(change.old) == (change.state is not State.NEW)
        assert bool(change.new) == (change.state is not State.GONE)
