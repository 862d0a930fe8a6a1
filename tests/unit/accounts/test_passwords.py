"""argon2id hashes: parameters, renewal, and nobody's hash."""

import time
import unicodedata

import argon2
import pytest
from argon2.profiles import CHEAPEST

from portal.accounts import passwords


@pytest.fixture(autouse=True)
def cheap():
    passwords.configure(CHEAPEST)
    yield
    passwords.configure(CHEAPEST)


def test_the_right_secret_opens_and_another_does_not():
    stored = passwords.hash_secret("demo words")
    assert passwords.verify_secret(stored, "demo words")
    assert not passwords.verify_secret(stored, "demo word")


def test_the_same_secret_hashes_differently_each_time():
    assert passwords.hash_secret("demo words") != passwords.hash_secret("demo words")


def test_nobodys_hash_is_matched_by_nothing_not_even_the_words_it_was_made_from():
    assert not passwords.verify_secret(None, "nobody's")
    assert not passwords.verify_secret(None, "")


@pytest.mark.parametrize("broken", ["", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$AA$AA"])
def test_a_broken_stored_hash_opens_nothing(broken):
    assert not passwords.verify_secret(broken, "demo words")


def test_production_uses_the_low_memory_profile_of_rfc_9106():
    parameters = argon2.extract_parameters(passwords.NOBODYS)
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (64 * 1024, 3, 4)
    assert argon2.PasswordHasher.from_parameters(passwords.PRODUCTION).check_needs_rehash(passwords.NOBODYS) is False


def test_a_hash_made_with_weaker_parameters_is_renewed_when_the_secret_was_right():
    weak = passwords.hash_secret("demo words")
    passwords.configure(argon2.Parameters(argon2.Type.ID, 19, 16, 32, time_cost=2, memory_cost=64, parallelism=1))
    check = passwords.verify(weak, "demo words")
    assert check.ok
    assert check.new_hash is not None
    assert passwords.verify(check.new_hash, "demo words") == passwords.Check(ok=True)
    assert passwords.verify(weak, "wrong words").new_hash is None


def test_accents_typed_in_two_parts_are_the_same_password():
    stored = passwords.hash_secret(unicodedata.normalize("NFC", "café corner"))
    assert passwords.verify_secret(stored, unicodedata.normalize("NFD", "café corner"))


def test_nobody_costs_the_same_time_as_somebody():
    passwords.configure(passwords.PRODUCTION)
    stored = passwords.hash_secret("demo words")
    somebody = min(_seconds(stored) for _ in range(3))
    nobody = min(_seconds(None) for _ in range(3))
    assert nobody == pytest.approx(somebody, rel=0.5)


def _seconds(stored):
    """Of the processor, on all its cores: a busy machine takes longer on the clock."""
    start = time.process_time()
    passwords.verify_secret(stored, "wrong words")
    return time.process_time() - start
