"""The seal itself: what is sealed comes back, and nothing else does."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault import SealBroken
from portal.vault.sealing import BLOCK, KEY_BYTES, NONCE_BYTES, VERSION, seal, unseal

KEY = bytes(range(KEY_BYTES))
PLACE = "notes.words:1"


@given(st.binary(max_size=400), st.text(max_size=40))
def test_what_was_sealed_comes_back(data, place):
    assert unseal(KEY, seal(KEY, data, place), place) == data


def test_two_seals_of_the_same_bytes_differ():
    assert seal(KEY, b"the same", PLACE) != seal(KEY, b"the same", PLACE)


def test_a_seal_does_not_show_what_is_inside():
    data = b"these words must not be seen"
    sealed = seal(KEY, data, PLACE)
    assert not any(data[i : i + 6] in sealed for i in range(len(data) - 6))


@pytest.mark.parametrize(("one", "other"), [(b"yes", b"no"), (b"", b"x" * 60), (b"Jo", b"Bartholomew")])
def test_short_values_of_different_length_look_alike(one, other):
    assert len(seal(KEY, one, PLACE)) == len(seal(KEY, other, PLACE))


def test_a_seal_grows_in_blocks():
    assert len(seal(KEY, b"x" * 61, PLACE)) - len(seal(KEY, b"x" * 60, PLACE)) == BLOCK


@pytest.mark.parametrize("position", range(len(VERSION) + NONCE_BYTES + 64 + 16))
def test_one_changed_byte_anywhere_breaks_the_seal(position):
    sealed = bytearray(seal(KEY, b"hello", PLACE))
    sealed[position] ^= 1
    with pytest.raises(SealBroken):
        unseal(KEY, bytes(sealed), PLACE)


@pytest.mark.parametrize("length", [0, 1, 5, 12, 13, 20, 28, 92])
def test_a_seal_that_was_cut_is_broken(length):
    with pytest.raises(SealBroken):
        unseal(KEY, seal(KEY, b"hello", PLACE)[:length], PLACE)


def test_a_seal_that_grew_is_broken():
    with pytest.raises(SealBroken):
        unseal(KEY, seal(KEY, b"hello", PLACE) + b"\0", PLACE)


@pytest.mark.parametrize("place", ["notes.words:2", "notes.more:1", "other.words:1", "", "notes.words:1 "])
def test_a_seal_opens_in_its_own_place_only(place):
    with pytest.raises(SealBroken):
        unseal(KEY, seal(KEY, b"hello", PLACE), place)


def test_another_key_does_not_open_it():
    with pytest.raises(SealBroken):
        unseal(secrets.token_bytes(KEY_BYTES), seal(KEY, b"hello", PLACE), PLACE)
