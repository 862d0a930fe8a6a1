"""Ages as an editor writes them, and as the rules use them."""

import pytest

from portal.policies.kinds import AgeBand, bands_of

YOUNG = (AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.FROM_16)


@pytest.mark.parametrize(
    ("names", "bands"),
    [
        (["everybody"], tuple(AgeBand)),
        (["under-18"], YOUNG),
        (["under-16"], YOUNG[:2]),
        (["18-or-over"], (AgeBand.ADULT, AgeBand.ADULT_AT_RISK)),
        (["adult-at-risk", "under-18"], (*YOUNG, AgeBand.ADULT_AT_RISK)),
        (["16-17", "16-17"], (AgeBand.FROM_16,)),
        ([], ()),
    ],
)
def test_groups_and_bands_become_bands_youngest_first(names, bands):
    assert bands_of(names) == bands


@pytest.mark.parametrize("name", ["", "17", "under 18", "Adult", "over-18"])
def test_an_unknown_age_is_never_guessed(name):
    with pytest.raises(ValueError, match="is not known; known are everybody"):
        bands_of([name])


def test_nobody_is_without_rules():
    assert set(bands_of(["under-18", "18-or-over"])) == set(AgeBand)
