"""What the list of the register is narrowed by: codes and back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.filters import RegisterFilters, read_filters
from portal.disclosures.kinds import Decision
from portal.requests.kinds import Service

FILTERS = st.builds(
    RegisterFilters, mine=st.booleans(), service=st.none() | st.sampled_from(Service),
    year=st.none() | st.integers(1990, 2200), decision=st.none() | st.sampled_from(Decision), waits=st.booleans(),
)  # fmt: skip


@given(FILTERS)
def test_what_is_written_is_read_back(filters):
    assert read_filters(filters.codes()) == filters


@given(FILTERS)
def test_without_takes_exactly_one_away(filters):
    for name in filters.codes():
        left = filters.codes()
        left.pop(name)
        assert filters.without(name).codes() == left


@pytest.mark.parametrize(
    "codes",
    [{"mine": "no"}, {"service": "fax"}, {"year": "99"}, {"year": "2026.5"}, {"year": "２０２６"}, {"year": "-1"},
     {"decision": "perhaps"}, {"waits": "true"}],
)  # fmt: skip
def test_a_code_that_is_none_of_ours_is_refused(codes):
    with pytest.raises(ValueError):
        read_filters(codes)


def test_a_year_begins_on_the_wall_in_london():
    first, after = RegisterFilters(year=2026).stretch
    assert (first.astimezone(UTC), after.astimezone(UTC)) == (
        datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC),
    )  # fmt: skip
