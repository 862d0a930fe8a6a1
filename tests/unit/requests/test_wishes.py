"""What was said comes back as it was said, also from a request that is older than a question."""

from hypothesis import given
from hypothesis import strategies as st

from portal.requests.kinds import Grievance
from portal.requests.wishes import (
    Asker,
    Asking,
    Change,
    CopyOf,
    Format,
    Maybe,
    Thing,
    Use,
    Wishes,
    asking_from_json,
    to_json,
    wishes_from_json,
)

WORDS = st.text(max_size=40)


def some(kind):
    return st.lists(st.sampled_from(list(kind)), unique=True).map(tuple)


def maybe(kind):
    return st.none() | st.sampled_from(list(kind))


WISHES = st.builds(
    Wishes, copy_of=maybe(CopyOf), copy_words=WORDS, forms=some(Format), facts=WORDS, things=some(Thing), links=WORDS,
    change=maybe(Change), new_words=WORDS, under_18=maybe(Maybe), copy_first=maybe(Maybe), wrong=WORDS, instead=WORDS,
    my_side=WORDS, uses=some(Use), use_words=WORDS, freeze=WORDS, carry=WORDS, troubles=some(Grievance),
    trouble_words=WORDS,
)  # fmt: skip


@given(WISHES)
def test_what_was_said_comes_back(wishes):
    assert wishes_from_json(to_json(wishes)) == wishes


@given(st.builds(Asking, who=st.sampled_from(list(Asker)), name=WORDS, how_they_know=WORDS,
                 person_knows=maybe(Maybe), person_agrees=maybe(Maybe)))  # fmt: skip
def test_who_asked_comes_back(asking):
    assert asking_from_json(to_json(asking)) == asking


def test_a_request_from_before_the_questions_existed_opens():
    assert wishes_from_json({}) == Wishes()
    assert asking_from_json({}) == Asking()
    assert not Asking().is_somebody_else
