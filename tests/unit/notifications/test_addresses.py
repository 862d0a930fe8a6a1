"""One spelling for where a message goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.addresses import mail_address, mobile_number, phone_number


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900123",
        "+44 7700 900123",
        "0044 7700 900123",
        "(07700) 900-123",
        "\u202a07700900123\u202c",
        "０７７００９００１２３",
    ],
)
def test_one_number_has_one_spelling(typed):
    assert mobile_number(typed) == "+447700900123"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12",
        "07700 9OO123",
        "020 7946 0018",
        "070 1234 5678",
        "07600 123456",
        "+1 202 555 0101",
        "0" * 10_000,
        "07700 900123\n07700 900124",
    ],
)
def test_what_is_no_mobile_phone_of_the_united_kingdom_gets_no_text(typed):
    assert mobile_number(typed) is None


def test_other_numbers_can_be_rung():
    assert phone_number("020 7946 0018") == "+442079460018"
    assert phone_number("+353 85 012 3456") == "+353850123456"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" a@demo.org ", "a@demo.org"),
        ("a@bücher.de", "a@xn--bcher-kva.de"),
        ("ü@demo.org", None),
        ("a@demo.org\nBcc: b@demo.org", None),
        ("a@b", None),
    ],
)
def test_an_address_is_one_that_every_server_takes(typed, address):
    assert mail_address(typed) == address


@given(st.text())
def test_nothing_typed_breaks_it(typed):
    number, address = mobile_number(typed), mail_address(typed)
    assert number is None or (number.startswith("+447") and len(number) == 13)
    assert address is None or ("\n" not in address and address.isascii())
