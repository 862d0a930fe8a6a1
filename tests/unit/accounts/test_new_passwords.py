"""Which passwords will do."""

import pytest

from portal.accounts.new_passwords import COMMON, SHORTEST, checked
from portal.core.errors import RuleBroken

WHO = {"name": "Demo Heron", "email": "heron.demo@candour.example"}


@pytest.mark.parametrize("password", ["demo words for a worker", "lantern otter boat", "ñandú über zwölf ☃"])
def test_random_words_will_do(password):
    assert checked(password, **WHO) == password


@pytest.mark.parametrize(
    "password",
    [
        "eleven char",
        "passwordpassword",
        "Password-1234",
        "p a s s w o r d 1 2 3 4",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "Demo Heron Demo Heron",
        "demo.heron-demoheron",
        "heron.demo@candour.example",
        "x" * 1001,
    ],
)
def test_what_is_guessed_first_is_refused_at_its_field(password):
    with pytest.raises(RuleBroken) as refused:
        checked(password, **WHO)
    assert refused.value.field == "password"
    assert password not in refused.value.message


def test_the_list_holds_nothing_that_is_too_short_anyway():
    assert [line for line in COMMON.read_text().split() if len(line) < SHORTEST] == []
