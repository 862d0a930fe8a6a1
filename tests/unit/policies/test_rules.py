"""What becomes of something that was said: tables for every way to decide, and what is true of all rules there can be."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.sources import Source
from portal.policies.kinds import AgeBand, Because, Outcome, Part, Place, ToldFirst, Urgency
from portal.policies.pack.policy import Clause, PolicyText, Version
from portal.policies.rules import (
    AGREED,
    NO_DAY,
    NO_RULES,
    UnknownSituation,
    in_force,
    judge,
    judge_on,
    may_have_applied,
)
from portal.policies.situations import TELLING, Group, PlaceRule, PlaceWords, Rule, Situation, Situations, VersionRules
from tests.builders.packs import the_mix

SITUATIONS = ("plan", "home", "drugs")
YOUNG = (AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.FROM_16)
ALL_PLACES = (None, *Place)
DAY = date(2026, 1, 1)
many = settings(max_examples=200, deadline=None)


def a_clause(name, part=Part.GROUND, **more):
    ground = {"ages": list(AgeBand), "urgency": "emergency", "because": "safety", "tell": ["police"]}
    facts = ground if part is Part.GROUND else {}
    return Clause.model_validate(
        {"id": name, "part": part, "title": name, "words": "Yes.", "source": ["a line 1"], **facts, **more}
    )


def a_version(number=1, *clauses, effective_on=None, in_force_by=None, details=()):
    return Version(
        slug="quiet", version=number, title="Quiet", covers="All.", shares="Your name, and no more.", details=details,
        effective_on=effective_on, in_force_by=in_force_by, sources={"a": Source(file="a", about="a")},
        recipients={"police": "The police", "nurse": "A nurse"},
        clauses=clauses or (a_clause("rest", Part.GOOD_TO_KNOW), a_clause("danger"), a_clause("law", because="law")),
    )  # fmt: skip


def rules_of(*rules, places=(), told_first="if-we-can"):
    return VersionRules(
        otherwise="rest", otherwise_why="It depends.", told_first=told_first, places=places, rules=rules
    )


def situations_of(versions):
    return Situations(
        policy="quiet",
        groups=(Group(id="all", title="All"),),
        situations=tuple(Situation(id=name, group="all", title=name) for name in SITUATIONS),
        places=tuple(PlaceWords(id=place, title=place) for place in Place),
        versions=versions,
    )


def judged(*rules, version=None, situation="plan", age=AgeBand.ADULT, place=None, **more):
    version = version or a_version()
    return judge(
        situations_of({version.number: rules_of(*rules, **more)}), version, situation=situation, age=age, place=place
    )


def rule(outcome=Outcome.TELL, clause="danger", **more):
    why = {} if outcome in TELLING else {"why": "Because."}
    return Rule.model_validate({"situation": "plan", "outcome": outcome, "clause": clause, **why, **more})


ROBOT = PlaceRule(places=(Place.CHATBOT,), outcome=Outcome.NOBODY_READS, clause="rest", why="Nobody reads it.")


# ---- One rule, one cell.


def test_telling_says_how_fast_who_what_and_why():
    said = judged(rule())
    assert (said.outcome, said.urgency, said.clause, said.version) == ("tell", Urgency.EMERGENCY, "danger", 1)
    assert (said.who, said.shares) == (("The police",), ("Your name, and no more.",))
    assert (said.told_first, said.why) == (ToldFirst.IF_WE_CAN, "It is for someone's safety.")


def test_the_law_is_named_when_it_makes_us_and_may_stop_us_from_telling_first():
    said = judged(rule(clause="law", told_first="may-not", why="We cannot choose."))
    assert (said.told_first, said.why) == (ToldFirst.MAY_NOT, "The law makes us. We cannot choose.")


@pytest.mark.parametrize(
    ("clause", "details", "shares"),
    [
        (a_clause("danger", shares="Only where you are."), ("your name",), ("Only where you are.",)),
        (a_clause("danger"), ("your name", "your phone number"), ("your name", "your phone number")),
        (a_clause("danger"), (), ("Your name, and no more.",)),
    ],
    ids=["what the clause says", "the details of the version", "the sentence of the version"],
)
def test_what_is_shared_is_what_stands_nearest(clause, details, shares):
    version = a_version(1, a_clause("rest", Part.GOOD_TO_KNOW), clause, details=details)
    assert judged(rule(), version=version).shares == shares


def test_everybody_who_may_be_told_is_named_in_the_order_of_the_clause():
    version = a_version(1, a_clause("rest", Part.GOOD_TO_KNOW), a_clause("danger", tell=["nurse", "police"]))
    assert judged(rule(), version=version).who == ("A nurse", "The police")


@pytest.mark.parametrize("outcome", [Outcome.KEEP, Outcome.TALK_FIRST, Outcome.NOBODY_READS])
def test_what_is_not_told_names_nobody(outcome):
    said = judged(rule(outcome))
    assert (said.outcome, said.clause, said.why) == (outcome, "danger", "Because.")
    assert (said.urgency, said.who, said.shares, said.told_first) == (None, (), (), None)


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        pytest.param({}, Outcome.KEEP, id="the cell itself"),
        pytest.param({"place": Place.SURVEY}, Outcome.KEEP, id="any place, when the rule names none"),
        pytest.param({"age": AgeBand.ADULT_AT_RISK}, Outcome.TALK_FIRST, id="another age"),
        pytest.param({"situation": "home"}, Outcome.TALK_FIRST, id="another situation"),
        pytest.param({"place": Place.CHATBOT}, Outcome.NOBODY_READS, id="a place that decides"),
        pytest.param({"place": Place.CHATBOT, "situation": "home"}, Outcome.NOBODY_READS, id="that place, and no rule"),
    ],
)
def test_a_rule_speaks_only_of_what_it_names(asked, outcome):
    said = judged(rule(Outcome.KEEP, ages=["adult"]), places=(ROBOT,), **asked)
    assert said.outcome is outcome


@pytest.mark.parametrize(
    ("place", "outcome"), [(Place.CHAT, Outcome.KEEP), (Place.BOARD, Outcome.TALK_FIRST), (None, Outcome.TALK_FIRST)]
)
def test_a_rule_for_some_places_promises_nothing_while_the_place_is_not_known(place, outcome):
    assert judged(rule(Outcome.KEEP, places=["chat"]), place=place).outcome is outcome


def test_a_place_does_not_decide_what_it_leaves_to_the_rules():
    robot = ROBOT.model_copy(update={"besides": ("plan",)})
    assert judged(rule(clause="law"), places=(robot,), place=Place.CHATBOT).outcome is Outcome.TELL
    assert judged(rule(clause="law"), places=(ROBOT,), place=Place.CHATBOT).outcome is Outcome.NOBODY_READS
    assert judged(situation="home", places=(robot,), place=Place.CHATBOT).outcome is Outcome.NOBODY_READS


def test_nothing_is_judged_by_rules_that_were_not_made_yet():
    version = a_version(in_force_by=date(2026, 1, 9)).model_copy(update={"not_before": date(2026, 1, 5)})
    assert may_have_applied([version], date(2026, 1, 4)) == []
    assert may_have_applied([version], date(2026, 1, 5)) == [version]
    assert (in_force([version], date(2026, 1, 8)), in_force([version], date(2026, 1, 9))) == (None, version)


def test_what_no_rule_decides_depends_and_says_on_what():
    said = judged()
    assert (said.outcome, said.clause, said.why, said.version) == (Outcome.TALK_FIRST, "rest", "It depends.", 1)


@pytest.mark.parametrize("name", ["", "Plan", "plan ", "weather", "*"])
def test_an_unknown_situation_is_never_judged(name):
    with pytest.raises(UnknownSituation, match="known are plan, home, drugs"):
        judged(rule(Outcome.KEEP), situation=name)
    policy = PolicyText(slug="quiet", versions=(a_version(),))
    with pytest.raises(UnknownSituation):
        judge_on(situations_of({1: rules_of()}), policy, DAY, situation=name, age=AgeBand.ADULT)


# ---- The day.


def on(day, *versions):
    """Judge "plan" for an adult on a day of January; a version is (first day, certain by, outcome)."""
    texts, rules = [], {}
    for number, (start, by, outcome) in enumerate(versions, 1):
        days = [date(2026, 1, n) if n else None for n in (start, by)]
        texts.append(a_version(number, effective_on=days[0], in_force_by=days[1]))
        rules[number] = rules_of(rule(outcome))
    policy = PolicyText(slug="quiet", versions=tuple(texts))
    return judge_on(situations_of(rules), policy, date(2026, 1, day), situation="plan", age=AgeBand.ADULT)


KEEP, TELL, MAY, TALK = Outcome.KEEP, Outcome.TELL, Outcome.MAY_TELL, Outcome.TALK_FIRST


@pytest.mark.parametrize(
    ("day", "versions", "outcome", "number", "why"),
    [
        pytest.param(5, [(5, None, KEEP), (9, None, TELL)], KEEP, 1, "Because.", id="the first day of the first"),
        pytest.param(8, [(5, None, KEEP), (9, None, TELL)], KEEP, 1, "Because.", id="the last day of the first"),
        pytest.param(9, [(5, None, KEEP), (9, None, TELL)], TELL, 2, "It is for someone's safety.", id="the second"),
        pytest.param(4, [(5, None, KEEP), (9, None, KEEP)], TALK, 1, NO_RULES, id="before the first, even if all keep"),
        pytest.param(4, [(5, None, TELL)], TALK, 1, NO_RULES, id="before the only one"),
        pytest.param(7, [(5, None, KEEP), (None, 9, TELL)], TALK, 2, NO_DAY, id="the second may have begun"),
        pytest.param(7, [(5, None, KEEP), (None, 9, KEEP)], KEEP, 2, f"Because. {AGREED}", id="both that may count agree"),
        pytest.param(9, [(5, None, KEEP), (None, 9, TELL)], TELL, 2, "It is for someone's safety.", id="certain by then"),
        pytest.param(9, [(None, None, KEEP), (None, None, TELL)], TALK, 2, NO_DAY, id="no day at all"),
        pytest.param(9, [(None, None, KEEP), (None, None, KEEP)], KEEP, 2, f"Because. {AGREED}", id="no day at all, and agreed"),
        pytest.param(9, [(None, None, MAY), (None, None, TELL)], TALK, 2, NO_DAY, id="may and will are not the same"),
        pytest.param(7, [(5, None, KEEP), (9, None, TELL), (None, None, TELL)], KEEP, 1, "Because.",
                     id="one without a day after one that starts later"),
    ],
)  # fmt: skip
def test_the_version_of_the_day_judges_or_all_that_may_have_applied(day, versions, outcome, number, why):
    said = on(day, *versions)
    assert (said.outcome, said.version, said.why) == (outcome, number, why)
    if outcome is TALK:
        assert (said.clause, said.urgency, said.who, said.shares, said.told_first) == ("rest", None, (), (), None)


# ---- Whatever the rules are.


@st.composite
def packs(draw):
    """Situations and a policy of one to three versions, as the loader lets them through."""
    texts, rules, last = [], {}, DAY
    for number in range(1, draw(st.integers(1, 3)) + 1):
        last += timedelta(days=draw(st.integers(1, 4)))
        dated, certain = draw(st.sampled_from([(True, False), (False, True), (False, False)]))
        clauses = [
            a_clause("rest", Part.GOOD_TO_KNOW),
            a_clause("danger", shares=draw(st.sampled_from([None, "Only where you are."]))),
            a_clause("young", ages=["under-18", "adult"], life_risk_only=["adult"], urgency="not-urgent"),
            a_clause("law", because="law", tell=["nurse", "police"]),
        ]
        texts.append(
            a_version(number, *clauses, effective_on=last if dated else None, in_force_by=last if certain else None)
        )
        rules[number] = draw(version_rules())
    return situations_of(rules), PolicyText(slug="quiet", versions=tuple(texts))


@st.composite
def version_rules(draw):
    found = []
    for situation in SITUATIONS:
        free = {(age, place) for age in AgeBand for place in Place}
        for _ in range(draw(st.integers(0, 3))):
            outcome = draw(st.sampled_from(Outcome))
            clause = draw(st.sampled_from(["danger", "young", "law"] if outcome in TELLING else ["rest", "danger"]))
            ages = draw(st.lists(st.sampled_from(YOUNG if clause == "young" else tuple(AgeBand)), min_size=1))
            places = draw(st.lists(st.sampled_from(Place), max_size=3))
            cells = set(product(ages, places or Place))
            if cells <= free:
                free -= cells
                more = {"places": places} if places else {}
                found.append(rule(outcome, clause, situation=situation, ages=ages, **more))
    places = (ROBOT,) if draw(st.booleans()) else ()
    return rules_of(*found, places=places, told_first=draw(st.sampled_from(ToldFirst)))


cells = st.fixed_dictionaries(
    {"situation": st.sampled_from(SITUATIONS), "age": st.sampled_from(AgeBand), "place": st.sampled_from(ALL_PLACES)}
)
days = st.integers(-1, 14).map(lambda n: DAY + timedelta(days=n))


def is_whole(said, version):
    """Telling has everything that belongs to it, all else has none of it, and the clause stands in the version."""
    clause = version.clause(said.clause)
    assert said.version == version.number
    assert clause is not None
    assert said.why
    if said.outcome in TELLING:
        assert clause.part is Part.GROUND
        assert said.urgency is clause.urgency is not None
        assert said.who == tuple(version.recipients[name] for name in clause.tell) != ()
        assert said.shares and all(said.shares)
        assert said.told_first is not None
        assert said.why.startswith(
            "The law makes us." if clause.because is Because.LAW else "It is for someone's safety"
        )
    else:
        assert (said.urgency, said.who, said.shares, said.told_first) == (None, (), (), None)


@many
@given(packs(), cells)
def test_every_judgement_is_whole(pack, cell):
    situations, policy = pack
    for version in policy.versions:
        is_whole(judge(situations, version, **cell), version)


@many
@given(packs(), cells)
def test_nothing_is_kept_or_told_that_no_rule_names(pack, cell):
    situations, policy = pack
    for version in policy.versions:
        said = judge(situations, version, **cell)
        rules = situations.versions[version.number]
        if rules.places and cell["place"] is Place.CHATBOT:
            assert said.outcome is Outcome.NOBODY_READS
            continue
        named = [
            r for r in rules.rules
            if r.situation == cell["situation"] and cell["age"] in r.ages
            and (not r.places or cell["place"] in r.places)
        ]  # fmt: skip
        assert [said.outcome] == ([r.outcome for r in named] or [Outcome.TALK_FIRST])


@many
@given(packs(), cells, days)
def test_on_any_day_only_what_every_possible_version_says_is_said(pack, cell, day):
    situations, policy = pack
    said = judge_on(situations, policy, day, **cell)
    version = next(version for version in policy.versions if version.number == said.version)
    is_whole(said, version)
    possible = may_have_applied(policy.versions, day)
    outcomes = {judge(situations, one, **cell).outcome for one in possible}
    assert said.outcome is (outcomes.pop() if len(outcomes) == 1 else Outcome.TALK_FIRST)
    if (sure := in_force(policy.versions, day)) is not None:
        assert said == judge(situations, sure, **cell)


def every_history(versions, first, last):
    """Every way in which the versions may have started, as far as what is published lets one think."""
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for starts in product(span, repeat=len(versions)):
        fits = all(
            start == v.effective_on if v.effective_on else v.in_force_by is None or start <= v.in_force_by
            for start, v in zip(starts, versions, strict=True)
        )
        if fits and all(one < other for one, other in pairwise(starts)):
            yield starts


@settings(max_examples=60, deadline=None)
@given(packs(), st.integers(-1, 9))
def test_the_version_of_a_day_is_the_one_of_every_history_that_can_have_been(pack, n):
    """Held against trying out every day on which each version may have started."""
    versions, day = pack[1].versions, DAY + timedelta(days=n)
    found = set()
    for starts in every_history(versions, DAY - timedelta(days=1), DAY + timedelta(days=13)):
        begun = [v.number for v, start in zip(versions, starts, strict=True) if start <= day]
        found.add(begun[-1] if begun else None)
    sure, possible = in_force(versions, day), [version.number for version in may_have_applied(versions, day)]
    assert found - {None} <= set(possible)
    assert sure is None or found == {sure.number}
    assert sure is None or possible == [sure.number]


# ---- The pack that comes with the portal.


def test_every_cell_of_every_version_of_the_portals_own_pack_is_whole():
    pack = the_mix()
    for version, name, age, place in product(pack.judged_by.versions, pack.situations.ids, AgeBand, ALL_PLACES):
        is_whole(judge(pack.situations, version, situation=name, age=age, place=place), version)


def test_the_chatbot_of_the_newest_version_never_promises_that_somebody_reads():
    pack = the_mix()
    for name, age in product(pack.situations.ids, AgeBand):
        said = judge(pack.situations, pack.judged_by.newest, situation=name, age=age, place=Place.CHATBOT)
        if name != "court-order":  # what is stored can be asked for, whoever read it
            assert (said.outcome, said.who, said.urgency) == (Outcome.NOBODY_READS, (), None)


def test_something_else_is_never_promised_to_be_kept():
    pack = the_mix()
    for version, age, place in product(pack.judged_by.versions, AgeBand, ALL_PLACES):
        said = judge(pack.situations, version, situation="something-else", age=age, place=place)
        assert said.outcome in {Outcome.TALK_FIRST, Outcome.NOBODY_READS}
