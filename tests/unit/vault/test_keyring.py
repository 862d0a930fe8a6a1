"""Master keys as they are given: read, told apart, refused, and never shown."""

import base64

import pytest

from portal.vault import Keyring, SealBroken, WrongMasterKey, new_master_key

ONE, TWO, THREE = (base64.b64encode(bytes([n]) * 32).decode() for n in (251, 2, 3))


@pytest.mark.parametrize(
    "text", [f"{ONE},{TWO}", f"{ONE}\n{TWO}\n", f"  {ONE} ,\n {TWO} ,", f"{ONE}\r\n{TWO}"], ids=repr
)
def test_keys_are_separated_by_commas_or_lines(text):
    assert Keyring.from_text(text) == Keyring.from_text(f"{ONE},{TWO}")


def test_the_url_safe_alphabet_is_the_same_key():
    assert "+" in ONE
    assert Keyring.from_text(ONE.replace("+", "-").replace("/", "_")) == Keyring.from_text(ONE)


def test_a_new_master_key_is_accepted_and_never_the_same():
    assert Keyring.from_text(new_master_key()) != Keyring.from_text(new_master_key())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no master key"),
        (" \n,", "no master key"),
        ("short", "Master key 1 is not 32 bytes"),
        (base64.b64encode(b"x" * 31).decode(), "Master key 1 is not 32 bytes"),
        (base64.b64encode(b"x" * 33).decode(), "Master key 1 is not 32 bytes"),
        (f"{ONE},not*base64", "Master key 2 is not 32 bytes"),
        (f"{ONE},{TWO},{ONE}", "are the same"),
    ],
    ids=["empty", "blank", "short", "31", "33", "second", "twice"],
)
def test_a_bad_key_is_refused_and_the_message_says_which(text, says):
    with pytest.raises(WrongMasterKey, match=says) as caught:
        Keyring.from_text(text)
    assert not any(word in str(caught.value) for word in text.split(",") if len(word.strip()) > 4)


def test_the_id_is_stable_short_and_says_nothing_of_the_key():
    key = Keyring.from_text(ONE).first
    assert key.id == Keyring.from_text(ONE).first.id
    assert len(key.id) == 16
    assert key.id not in ONE
    assert bytes.fromhex(key.id) not in base64.b64decode(ONE)


def test_the_first_wraps_and_the_others_are_found_by_id():
    ring = Keyring.from_text(f"{ONE},{TWO}")
    assert ring.first == Keyring.from_text(ONE).first
    assert ring.find(Keyring.from_text(TWO).first.id) == Keyring.from_text(TWO).first
    assert ring.find(Keyring.from_text(THREE).first.id) is None


def test_a_wrapped_key_opens_under_its_own_id_and_master_only():
    master, other = Keyring.from_text(ONE).first, Keyring.from_text(TWO).first
    wrapped = master.wrap(b"d" * 32, "a")
    assert master.unwrap(wrapped, "a") == b"d" * 32
    for who, key_id in ((master, "b"), (other, "a")):
        with pytest.raises(SealBroken):
            who.unwrap(wrapped, key_id)


def test_a_keyring_does_not_show_its_keys():
    shown = repr(Keyring.from_text(ONE)) + str(Keyring.from_text(ONE))
    assert "_wrapping" not in shown
    assert ONE not in shown
    assert repr(b"\xfb" * 4)[2:-1] not in shown
