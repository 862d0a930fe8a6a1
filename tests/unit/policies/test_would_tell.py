"""What is replied before something is said: never a promise while anything is not known."""

import itertools

import pytest

from portal.policies.kinds import UNDER_18, AgeBand, Outcome, Place
from portal.policies.replies import NOT_YET, When
from portal.policies.rules import judge
from portal.policies.situations import PlaceRule, Rule
from portal.policies.would_tell import deciding, has_rules, offered, reply, table
from tests.builders.packs import the_mix

PACK = the_mix()
NEWEST = PACK.judged_by.newest
SITUATIONS = PACK.situations.ids
GOOD = {"age": "13-15", "situation": SITUATIONS[0], "place": NOT_YET, "when": When.NOW}


def with_rules(*rules, places=()):
    """The pack with these rules in its newest version, and no others."""
    version = PACK.situations.versions[NEWEST.number].model_copy(update={"rules": rules, "places": places})
    versions = {**PACK.situations.versions, NEWEST.number: version}
    return PACK.model_copy(update={"situations": PACK.situations.model_copy(update={"versions": versions})})


def keeps(situation=SITUATIONS[0], **more):
    """A rule that keeps it."""
    rule = {"situation": situation, "outcome": "keep", "clause": NEWEST.clauses[0].id, "why": "We keep it."}
    return Rule.model_validate(rule | more)


def test_every_cell_is_what_the_rules_make_of_it():
    for situation, age, place in itertools.product(SITUATIONS, AgeBand, [None, *Place]):
        found = reply(PACK, NEWEST.number, {**GOOD, "situation": situation, "age": age, "place": place or NOT_YET})
        judged = judge(PACK.situations, NEWEST, situation=situation, age=age, place=place)
        assert found.found is not None
        assert found.found.judgement == judged
        assert found.outcome is judged.outcome
        assert found.found.clause.id == judged.clause
        assert (found.missing, found.before, found.no_rules) == ((), False, False)


@pytest.mark.parametrize("name", offered(PACK.situations))
@pytest.mark.parametrize("value", [None, "", "nonsense", "13-15 ", "KEEP", "\0", "x" * 10_000, "<b>"])
def test_what_is_missing_or_tampered_with_is_never_a_promise(name, value):
    pack = with_rules(*(keeps(situation) for situation in SITUATIONS))
    assert reply(pack, NEWEST.number, GOOD).outcome is Outcome.KEEP
    found = reply(pack, NEWEST.number, {**GOOD, name: value})
    assert found.outcome is Outcome.TALK_FIRST
    assert found.found is None
    assert found.missing == (name,)


def test_all_that_is_missing_is_named_in_the_order_of_the_page():
    assert reply(PACK, NEWEST.number, {}).missing == ("age", "situation", "place", "when")


def test_what_was_said_some_time_ago_is_not_judged_by_the_newest_rules():
    found = reply(with_rules(keeps()), NEWEST.number, {**GOOD, "when": When.BEFORE})
    assert (found.outcome, found.found, found.before) == (Outcome.TALK_FIRST, None, True)
    # each version says what it makes of it, the newest first
    assert [one.judgement.version for one in found.then] == [3, 2, 1]
    assert found.help_first and found.is_emergency


@pytest.mark.parametrize(
    ("situation", "age", "limit"),
    [
        ("hurting-someone-now", "16-17", ""),
        (
            "abused-by-person-in-trust",
            "13-15",
            "This counts when they meet other young people too, or can stop people from being kept safe.",
        ),
        ("homeless", "adult", ""),  # nobody is told, so there is no limit to it
    ],
)
def test_what_else_has_to_be_true_is_said_with_a_yes(situation, age, limit):
    found = reply(PACK, NEWEST.number, {**GOOD, "situation": situation, "age": age})
    assert found.found.limit == limit
    assert limit in found.found.judgement.why


@pytest.mark.parametrize("age", AgeBand)
def test_parents_are_spoken_of_to_those_under_18(age):
    found = reply(PACK, NEWEST.number, {**GOOD, "age": age})
    assert bool(found.found.parents) == (age in UNDER_18)


@pytest.mark.parametrize("published", [None, 0, NEWEST.number - 1, NEWEST.number + 1])
def test_rules_that_are_not_the_published_ones_promise_nothing(published):
    found = reply(with_rules(keeps()), published, GOOD)
    assert (found.outcome, found.found, found.no_rules) == (Outcome.TALK_FIRST, None, True)
    assert not has_rules(PACK, published)
    assert has_rules(PACK, NEWEST.number)


def test_whoever_has_not_said_it_hears_where_it_would_not_be_the_same():
    nobody = PlaceRule.model_validate(
        {"places": ["chatbot"], "outcome": "nobody-reads", "clause": NEWEST.clauses[0].id, "why": "No one."}
    )
    pack = with_rules(keeps(places=["chat"]), places=(nobody,))
    titles = {words.id: words.title for words in pack.situations.places}
    found = reply(pack, NEWEST.number, GOOD)
    assert found.outcome is Outcome.TALK_FIRST
    assert {(other.place, other.outcome) for other in found.found.elsewhere} == {
        (titles[Place.CHAT], Outcome.KEEP),
        (titles[Place.CHATBOT], Outcome.NOBODY_READS),
    }
    in_chat = reply(pack, NEWEST.number, {**GOOD, "place": "chat"})
    assert (in_chat.outcome, in_chat.found.elsewhere) == (Outcome.KEEP, ())


def test_the_list_says_of_each_situation_what_the_reply_says():
    for age in AgeBand:
        rows = table(PACK, age)
        assert [row.situation.id for row in rows] == list(SITUATIONS)
        for row in rows:
            judged = judge(PACK.situations, NEWEST, situation=row.situation.id, age=age)
            assert row.found.judgement == judged


def test_places_that_decide_by_themselves_are_said_once_and_not_in_each_row():
    nobody = PlaceRule.model_validate(
        {"places": ["chatbot", "survey"], "outcome": "nobody-reads", "clause": NEWEST.clauses[0].id, "why": "No one."}
    )
    pack = with_rules(keeps(places=["chat"]), places=(nobody,))
    titles = {words.id: words.title for words in pack.situations.places}
    (one,) = deciding(pack)
    assert one.places == (titles[Place.CHATBOT], titles[Place.SURVEY])
    first, *others = table(pack, AgeBand.ADULT)
    assert [other.place for other in first.found.elsewhere] == [titles[Place.CHAT]]
    assert all(row.found.elsewhere == () for row in others)
