"""What it says that an entry and a request share something, as a table."""

import itertools
import uuid

import pytest

from portal.disclosures.people.matching import Confidence, Met, fit, is_shown, leads_to_two, shared_kinds
from portal.requests.kinds import COMMON, STRONG
from portal.requests.kinds import IdentifierKind as K

VERY, LIKELY, ELSE, CLASH = Confidence

TABLE = [
    ({K.USER_NAME}, (), LIKELY, "The same user name."),
    ({K.EMAIL}, (), LIKELY, "The same email."),
    ({K.PHONE}, (), LIKELY, "The same phone. A family may share a phone."),
    ({K.USER_NAME, K.PHONE}, (), VERY, "The same user name and phone."),
    ({K.USER_NAME, K.EMAIL, K.PHONE}, (), VERY, "The same user name, email and phone."),
    ({K.USER_NAME, K.NICKNAME}, (), LIKELY, "The same user name and nickname."),
    ({K.PHONE, K.FIRST_NAME}, (), LIKELY, "The same phone and first name. A family may share a phone."),
    ({K.PHONE, K.FIRST_NAME, K.DATE_OF_BIRTH}, (), VERY, "The same phone, first name and birthday."),
    ({K.NICKNAME}, (), ELSE, "Only the same nickname. Many people share that."),
    ({K.FIRST_NAME, K.DATE_OF_BIRTH}, (), ELSE, "Only the same first name and birthday. Many people share that."),
    ({K.NICKNAME, K.FIRST_NAME}, (), ELSE, "Only the same nickname and first name. Many people share that."),
    ({K.NICKNAME}, {K.DATE_OF_BIRTH}, ELSE, "Only the same nickname, and another birthday."),
    ({K.USER_NAME}, {K.DATE_OF_BIRTH}, CLASH, "The same user name, but another birthday. It may be two people."),
    ({K.USER_NAME, K.PHONE}, {K.DATE_OF_BIRTH}, CLASH, "The same user name and phone, but another birthday. It may be two people."),
    ({K.USER_NAME}, {K.EMAIL, K.PHONE, K.FIRST_NAME, K.NICKNAME}, LIKELY, "The same user name."),
]  # fmt: skip


@pytest.mark.parametrize(("met", "differs", "confidence", "why"), TABLE)
def test_what_fits_says_this_much_and_why(met, differs, confidence, why):
    found = fit(met, differs)
    assert found is not None and (found.confidence, found.why) == (confidence, why)


@pytest.mark.parametrize("met", [set(), {K.FIRST_NAME}, {K.DATE_OF_BIRTH}])
def test_a_first_name_or_a_birthday_alone_is_not_even_shown(met):
    assert fit(met) is None and not is_shown(met)


def every_set():
    return [set(kinds) for size in range(len(K) + 1) for kinds in itertools.combinations(K, size)]


@pytest.mark.parametrize("met", every_set(), ids=lambda kinds: "+".join(sorted(kinds)) or "nothing")
def test_weak_things_alone_never_make_it_likely_and_more_never_makes_it_less(met):
    order = [None, ELSE, LIKELY, VERY]
    found = fit(met)
    level = order.index(found.confidence if found else None)
    assert (level >= order.index(LIKELY)) == bool(met & STRONG)
    assert (found is not None) == bool(met - COMMON or met == COMMON)
    for kind in K:
        more = fit(met | {kind})
        assert order.index(more.confidence if more else None) >= level


ONE, OTHER, THIRD = (uuid.UUID(int=n) for n in (1, 2, 3))


def met(person, others=0):
    return Met(uuid.uuid4(), person, others)


@pytest.mark.parametrize(
    ("found", "apart", "two"),
    [
        ([], [], False),
        ([met(ONE)], [], False),
        ([met(ONE), met(OTHER)], [], False),  # two entries that nobody joined may be one person's
        ([met(ONE, 1), met(OTHER)], [], False),
        ([met(ONE, 1), met(ONE, 1)], [], False),
        ([met(ONE, 1), met(OTHER, 1)], [], True),  # two people, each with joined entries
        ([met(ONE), met(OTHER)], [{ONE, OTHER}], True),  # a worker said that they are two
        ([met(ONE), met(OTHER)], [{ONE, THIRD}], False),
        ([met(ONE), met(THIRD)], [{ONE, OTHER}], False),
    ],
)
def test_handles_that_lead_to_two_people_are_noticed(found, apart, two):
    assert leads_to_two(found, [frozenset(pair) for pair in apart]) is two


def test_kinds_that_both_have_are_the_same_or_not():
    mine = {K.USER_NAME: {"a", "b"}, K.EMAIL: {"x"}, K.PHONE: {"1"}}
    theirs = {K.USER_NAME: {"b"}, K.EMAIL: {"y"}, K.NICKNAME: {"n"}}
    assert shared_kinds(mine, theirs) == ({K.USER_NAME}, {K.EMAIL})
