"""Rules carried over to a version that was written at the desk: only what rests on nothing that changed."""

from dataclasses import dataclass, field

import pytest

from portal.policies.carried import Carried, carried_to, carry, judged_by, mark_of
from portal.policies.kinds import AgeBand, Outcome, Part
from portal.policies.rules import judge
from portal.policies.would_tell import NOT_YET, When, deciding, has_rules, reply, table
from tests.builders.packs import the_mix

PACK = the_mix()
NEWEST = PACK.judged_by.newest
NUMBER = NEWEST.number
BEFORE = Carried(NEWEST, PACK.situations.versions[NUMBER])
ADULT = AgeBand.ADULT


@dataclass
class Row:
    """A published version."""

    number: int
    sha256: str = ""
    still_right: dict[str, str] = field(default_factory=dict)


def following(number=NUMBER + 1, *, without=(), **changes):
    """The next version, with other values in some clauses (by id), and without others."""
    clauses = [
        clause.model_copy(update=changes.get(clause.id.replace("-", "_"), {}))
        for clause in NEWEST.clauses
        if clause.id not in without
    ]
    return NEWEST.model_copy(update={"number": number, "clauses": tuple(clauses)})


def outcome(carried, situation, age=ADULT, place=None):
    pack = judged_by(PACK, carried)
    return judge(pack.situations, pack.judged_by.newest, situation=situation, age=age, place=place).outcome


def test_where_nothing_changed_every_cell_is_as_it_was():
    carried = carry(BEFORE, following(), {})
    assert carried.lost == ()
    for situation in PACK.situations.ids:
        for age in AgeBand:
            old = judge(PACK.situations, NEWEST, situation=situation, age=age)
            assert outcome(carried, situation, age) is old.outcome


@pytest.mark.parametrize(
    "change", [{"words": "Other words."}, {"title": "Another title"}, {"tell": ()}, {"ages": (ADULT,)}], ids=str
)
def test_a_rule_whose_clause_is_another_depends_and_the_rest_stays(change):
    carried = carry(BEFORE, following(homeless=change), {})
    assert outcome(carried, "homeless", AgeBand.FROM_16) is Outcome.TALK_FIRST
    assert outcome(carried, "terrorism-information") is Outcome.TELL
    assert {one.rule.clause for one in carried.lost if one.rule.outcome is not Outcome.KEEP} == {"homeless"}


def test_a_rule_whose_clause_is_gone_depends_and_points_to_a_clause_that_is_there():
    version = following(without=["homeless", BEFORE.rules.otherwise])
    carried = carry(BEFORE, version, {})
    pack = judged_by(PACK, carried)
    for situation in PACK.situations.ids:
        found = judge(pack.situations, version, situation=situation, age=AgeBand.FROM_16)
        assert version.clause(found.clause) is not None
    assert outcome(carried, "homeless", AgeBand.FROM_16) is Outcome.TALK_FIRST


def test_a_promise_to_keep_goes_when_any_reason_to_tell_that_age_is_new_or_another():
    assert outcome(BEFORE, "drug-use") is Outcome.KEEP
    reason = next(clause for clause in NEWEST.clauses if clause.part is Part.GROUND and clause.id == "homeless")
    new = reason.model_copy(update={"id": "drugs", "ages": (ADULT,)})
    version = NEWEST.model_copy(update={"number": NUMBER + 1, "clauses": (*NEWEST.clauses, new)})
    carried = carry(BEFORE, version, {})
    assert outcome(carried, "drug-use") is Outcome.TALK_FIRST
    for_children = new.model_copy(update={"ages": (AgeBand.UNDER_13,)})
    version = version.model_copy(update={"clauses": (*NEWEST.clauses, for_children)})
    assert outcome(carry(BEFORE, version, {}), "drug-use") is Outcome.KEEP


def test_no_cell_promises_more_than_before_whatever_clause_changes():
    for clause in NEWEST.clauses:
        carried = carry(BEFORE, following(**{clause.id.replace("-", "_"): {"words": "Other words."}}), {})
        for situation in PACK.situations.ids:
            old = judge(PACK.situations, NEWEST, situation=situation, age=ADULT)
            new = outcome(carried, situation)
            assert new in {old.outcome, Outcome.TALK_FIRST}, (clause.id, situation)
            if old.clause == clause.id:
                assert new is Outcome.TALK_FIRST, (clause.id, situation)


def test_a_place_that_decides_depends_when_its_clause_changed():
    rule = BEFORE.rules.places[0]
    carried = carry(BEFORE, following(**{rule.clause.replace("-", "_"): {"words": "Other words."}}), {})
    assert carried.rules.places[0].outcome is Outcome.TALK_FIRST
    assert deciding(judged_by(PACK, carried))[0].rule.outcome is Outcome.TALK_FIRST


def test_what_an_editor_confirmed_holds_for_just_this_text():
    version = following(homeless={"words": "Other words."})
    confirmed = {"homeless": mark_of(BEFORE, version, "homeless")}
    assert outcome(carry(BEFORE, version, confirmed), "homeless", AgeBand.FROM_16) is Outcome.MAY_TELL
    another = following(homeless={"words": "Yet other words."})
    assert outcome(carry(BEFORE, another, confirmed), "homeless", AgeBand.FROM_16) is Outcome.TALK_FIRST
    assert outcome(carry(BEFORE, version, {"homeless": "x"}), "homeless", AgeBand.FROM_16) is Outcome.TALK_FIRST


def test_nobody_can_confirm_a_rule_that_has_no_clause_or_no_reason_for_its_age():
    gone = following(without=["homeless"])
    wrong_age = following(homeless={"ages": (AgeBand.UNDER_13,)})
    for version in (gone, wrong_age):
        confirmed = {"homeless": mark_of(BEFORE, version, "homeless")}
        assert outcome(carry(BEFORE, version, confirmed), "homeless", AgeBand.FROM_16) is Outcome.TALK_FIRST


def test_what_was_lost_stays_lost_in_the_version_after_and_can_be_confirmed_there():
    four = carry(BEFORE, following(homeless={"words": "Other words."}), {})
    same = following(NUMBER + 2, homeless={"words": "Other words."})
    assert outcome(carry(four, same, {}), "homeless", AgeBand.FROM_16) is Outcome.TALK_FIRST
    confirmed = {"homeless": mark_of(four, same, "homeless")}
    assert outcome(carry(four, same, confirmed), "homeless", AgeBand.FROM_16) is Outcome.MAY_TELL


def test_the_rules_of_the_pack_count_where_it_has_the_published_text_and_are_carried_on_from_there():
    rows = [Row(version.number, version.sha256) for version in PACK.judged_by.versions]
    assert carried_to(PACK, rows, pytest.fail).version is NEWEST
    read = []

    def next_one(number):
        read.append(number)
        return following(number)

    found = carried_to(PACK, [*rows, Row(NUMBER + 1), Row(NUMBER + 2)], next_one)
    assert (found.version.number, found.lost, read) == (NUMBER + 2, (), [NUMBER + 1, NUMBER + 2])
    assert carried_to(PACK, [Row(1, "another text")], pytest.fail) is None
    assert carried_to(PACK, [], pytest.fail) is None


def test_the_pages_judge_by_the_version_that_rules_were_carried_to():
    carried = carry(BEFORE, following(homeless={"words": "Other words."}), {})
    pack, number = judged_by(PACK, carried), carried.version.number
    assert has_rules(pack, number)
    picked = {"age": "16-17", "situation": "homeless", "place": NOT_YET, "when": When.NOW}
    found = reply(pack, number, picked)
    assert (found.outcome, found.found.clause.words) == (Outcome.TALK_FIRST, "Other words.")
    assert [row.situation.id for row in table(pack, ADULT)] == list(PACK.situations.ids)
