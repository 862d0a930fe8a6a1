"""The one character a database may refuse: it never gets that far."""

import pytest

from tests.actors.browser import HOME


@pytest.mark.parametrize(
    "path", ["/%00", "/policies/a%00b", "/policies/confidentiality/%00", "/staff/?tab=%00", "/?x=%00"]
)
def test_an_address_with_a_nul_is_not_there(client, path):
    assert client.get(path, base_url=HOME).status_code == 404


def test_a_nul_in_a_field_is_dropped_and_the_rest_is_kept(person):
    person.user_name = "quiet\x00.otter"
    page = person.asks()
    assert page.status == 200
    assert person.words
    assert person.comes_back().path == "/mine"


def test_a_nul_in_the_code_is_dropped_too(person):
    person.asks()
    person.words[0] = person.words[0] + "\x00"
    assert person.comes_back().path == "/mine"
