"""One spelling for one person."""

import pytest

from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind as K


@pytest.mark.parametrize(
    ("kind", "typed", "other"),
    [
        (K.USER_NAME, "Quiet.Otter", " @quiet.otter "),
        (K.USER_NAME, "ＱＵＩＥＴ", "quiet"),
        (K.NICKNAME, "Sam  the Man", "sam the man"),
        (K.NICKNAME, "Zoë", "ZOE\u0308"),
        (K.EMAIL, "Sam@Demo.ORG", " sam@demo.org"),
        (K.PHONE, "07700 900123", "+44 7700 900123"),
        (K.PHONE, "0044 7700-900-123", "(07700) 900123"),
    ],
)
def test_two_ways_to_type_the_same_thing_meet(kind, typed, other):
    assert normalise(kind, typed) == normalise(kind, other) != ""


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (K.USER_NAME, "otter1", "otter2"),
        (K.EMAIL, "sam@demo.org", "sam@demo.com"),
        (K.PHONE, "07700 900123", "07700 900124"),
        (K.USER_NAME, "zoe", "zoë"),
    ],
)
def test_two_people_do_not_meet(kind, one, other):
    assert normalise(kind, one) != normalise(kind, other)


@pytest.mark.parametrize("kind", K)
@pytest.mark.parametrize("typed", ["", "   ", "@"])
def test_nothing_stays_nothing(kind, typed):
    assert normalise(kind, typed) in {"", "@"} and (kind is K.EMAIL or normalise(kind, typed) == "")


@pytest.mark.parametrize("typed", ["not a phone", "12", "+999", "٠٧٧٠٠٩٠٠١٢٣"])
def test_a_phone_that_is_none_never_breaks(typed):
    assert isinstance(normalise(K.PHONE, typed), str)


@pytest.mark.parametrize("typed", ["no at", "a@", "@b", "a b@c.d", "x" * 5000])
def test_an_email_that_is_none_never_breaks(typed):
    assert isinstance(normalise(K.EMAIL, typed), str)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3 May 2010", "2010-05-03"), ("03/05/2010", "2010-05-03"), ("2010-05-03", "2010-05-03"),
        ("3. 5. 2010", "2010-05-03"), ("3rd of MAY, 2010", "2010-05-03"), ("3 sep 2010", "2010-09-03"),
        ("29 February 2008", "2008-02-29"),
        ("29 February 2009", ""), ("31/4/2010", ""), ("5/2010", ""), ("3/5/10", ""), ("May", ""), ("20100503", ""),
        ("1 1 1 2010", ""), ("9" * 5000, ""), ("3 May 0010", ""),
    ],
)  # fmt: skip
def test_a_birthday_has_one_spelling_and_what_is_no_day_has_none(typed, day):
    assert normalise(K.DATE_OF_BIRTH, typed) == day
