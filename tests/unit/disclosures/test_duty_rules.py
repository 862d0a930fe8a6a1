"""What a move may say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import RuleBroken
from portal.disclosures.duty.rules import Given, Limits, check, not_after
from portal.disclosures.kinds import Exemption, HowTold
from portal.disclosures.telling_states import Needs, Telling

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FINE = Given(words="Not safe yet.", review_on=TODAY + 7 * DAY, exemption=Exemption.CRIME, how=HowTold.CALL, told_at=NOW)


def tried(needs, given_, target=Telling.LOCK_PROPOSED):
    check(needs, target, given_, limits=Limits(), today=TODAY, now=NOW)


@pytest.mark.parametrize(
    ("needs", "changes", "field"),
    [
        (Needs.REASON, {"words": "  "}, "words"),
        (Needs.REASON, {"words": "x" * 2001}, "words"),
        (Needs.REVIEW, {"review_on": None}, "review_on"),
        (Needs.REVIEW, {"review_on": TODAY}, "review_on"),
        (Needs.REVIEW, {"review_on": TODAY - DAY}, "review_on"),
        (Needs.REVIEW, {"review_on": TODAY + 183 * DAY}, "review_on"),
        (Needs.EXEMPTION, {"exemption": None}, "exemption"),
        (Needs.EXEMPTION, {"exemption": Exemption.TIPPING_OFF}, "exemption"),
        (Needs.EXEMPTION, {"exemption": Exemption.HEALTH_HARM}, "opinion_on"),
        (Needs.EXEMPTION, {"exemption": Exemption.HEALTH_HARM, "opinion_on": TODAY + DAY}, "opinion_on"),
        (Needs.EXEMPTION, {"exemption": Exemption.HEALTH_HARM, "opinion_on": TODAY - 183 * DAY}, "opinion_on"),
        (Needs.EXEMPTION, {"exemption": Exemption.HEALTH_HARM, "opinion_on": TODAY - 180 * DAY}, "review_on"),
        (Needs.HOW, {"how": None}, "how"),
        (Needs.HOW, {"how": HowTold.MESSAGE}, "how"),
        (Needs.HOW, {"how": HowTold.ANSWER}, "how"),
        (Needs.HOW, {"told_at": None}, "told_on"),
        (Needs.HOW, {"told_at": NOW + DAY}, "told_on"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_beside_its_field(needs, changes, field):
    values = {name: getattr(FINE, name) for name in Given.__dataclass_fields__}
    with pytest.raises(RuleBroken) as refused:
        tried({needs}, Given(**{**values, **changes}))
    assert refused.value.field == field


def test_all_of_it_is_fine():
    tried(set(Needs), FINE)


@pytest.mark.parametrize("exemption", Exemption)
def test_the_ban_on_tipping_off_stands_only_beside_crime_or_national_security(exemption):
    said = Given(exemption=exemption, tipping_off=True, opinion_on=TODAY)
    if exemption in {Exemption.CRIME, Exemption.NATIONAL_SECURITY}:
        tried({Needs.EXEMPTION}, said)
    else:
        with pytest.raises(RuleBroken) as refused:
            tried({Needs.EXEMPTION}, said)
        assert refused.value.field in {"exemption", "tipping_off"}


@given(st.sampled_from(Telling), st.integers(-400, 400), st.integers(1, 90), st.integers(1, 182))
def test_no_review_is_past_its_limit_or_already_over(target, days, not_yet, lock):
    limit = lock if target in {Telling.LOCK_PROPOSED, Telling.RENEWAL_PROPOSED} else not_yet
    said = Given(review_on=TODAY + timedelta(days=days))
    try:
        check({Needs.REVIEW}, target, said, limits=Limits(not_yet, lock), today=TODAY, now=NOW)
    except RuleBroken:
        assert not 0 < days <= limit
    else:
        assert 0 < days <= limit


@given(st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2030, 1, 1))), st.integers(1, 200))
def test_the_first_look_is_never_later_than_the_limit(wanted, days):
    found = not_after(wanted, days, TODAY)
    assert found <= TODAY + timedelta(days=days)
    assert wanted is None or found <= wanted
