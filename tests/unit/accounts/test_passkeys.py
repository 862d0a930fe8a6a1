"""What a browser answers is believed only when every part of it holds."""

import json
import uuid

import pytest

from portal.accounts import passkeys
from portal.accounts.passkeys import PasskeyRefused, party_of
from tests.builders.authenticator import Authenticator, F, nothing_at_all

SITE = party_of("https://candour.test")
WORKER = uuid.UUID(int=7)


def device(**changed):
    return Authenticator(**{"origin": "https://candour.test", "rp_id": "candour.test", **changed})


def asked():
    """As it stands in the server-side session: through JSON and back."""
    question = passkeys.ask_for_new(SITE, WORKER, "demo@candour.example")
    return question.options, json.loads(json.dumps(question.state))


def asked_who():
    question = passkeys.ask_to_sign_in(SITE)
    return question.options, json.loads(json.dumps(question.state))


def made(key):
    options, state = asked()
    return passkeys.read_new(SITE, state, key.makes(options))


def check(key, kept, *, answer=None, state=None, worker_id=WORKER, count=None, **changed):
    options, fresh = asked_who()
    return passkeys.check(
        SITE, state or fresh, answer or key.signs(options, **changed), credential=kept.credential,
        worker_id=worker_id, sign_count=kept.sign_count if count is None else count,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://candour.example", "https://candour.example"),
        ("https://Candour.example:443/x", "https://candour.example"),
        ("https://candour.example:8443", "https://candour.example:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://candour.example", None),
        ("https://192.0.2.7", None),
        ("https://[::1]:8000", None),
        ("http://127.0.0.1:8000", None),
    ],
)
def test_a_site_is_a_name_reached_in_private(address, origin):
    party = party_of(address)
    assert (party.origin if party else None) == origin


def test_what_a_device_makes_signs_in():
    key = device()
    kept = made(key)
    assert check(key, kept) == 0
    options, _ = asked_who()
    assert passkeys.handle_in(key.signs(options)) == kept.handle


def test_a_device_is_asked_to_verify_whoever_holds_it_and_for_no_make():
    options, _ = asked()
    assert options["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    assert options["publicKey"]["attestation"] == "none"
    assert asked_who()[0]["publicKey"]["userVerification"] == "required"


def test_a_device_that_has_one_already_is_told():
    kept = made(device())
    options = passkeys.ask_for_new(SITE, WORKER, "demo@candour.example", [kept.credential]).options
    assert len(options["publicKey"]["excludeCredentials"]) == 1


LIES = [
    {"origin": "https://candour.test.evil.example"},
    {"origin": "http://candour.test"},
    {"origin": "https://sub.candour.test"},
    {"origin": "https://candour.test:8443"},
    {"rp_id": "evil.example"},
    {"flags": F.UP},
    {"flags": F.UV},
]


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_lie_makes_no_passkey(lie):
    with pytest.raises(PasskeyRefused):
        made(device(**lie))


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_lie_signs_nobody_in(lie):
    key = device()
    kept = made(key)
    for name, value in lie.items():
        setattr(key, name, value)
    with pytest.raises(PasskeyRefused):
        check(key, kept)


def test_the_answer_to_an_older_question_is_refused():
    key = device()
    kept = made(key)
    options, _ = asked_who()
    with pytest.raises(PasskeyRefused):
        check(key, kept, answer=key.signs(options))


def test_an_answer_to_another_kind_of_question_is_refused():
    key = device()
    kept = made(key)
    options, state = asked()
    with pytest.raises(PasskeyRefused):
        check(key, kept, answer=key.makes(options), state=state)
    with pytest.raises(PasskeyRefused):
        passkeys.read_new(SITE, state, key.signs(options))


def test_the_key_of_another_device_is_refused():
    mine, others = device(), device()
    kept = made(mine)
    others.credential_id, others.user_handle = mine.credential_id, mine.user_handle
    with pytest.raises(PasskeyRefused):
        check(others, kept)


def test_a_passkey_that_was_made_for_somebody_else_is_refused():
    key = device()
    kept = made(key)
    with pytest.raises(PasskeyRefused):
        check(key, kept, worker_id=uuid.UUID(int=8))
    key.user_handle = uuid.UUID(int=8).bytes
    with pytest.raises(PasskeyRefused):
        check(key, kept)


@pytest.mark.parametrize(
    ("kept_count", "says", "fine"),
    [(0, 0, True), (0, 3, True), (3, 4, True), (3, 3, False), (3, 2, False), (3, 0, False)],
)
def test_a_count_that_does_not_grow_means_a_copy(kept_count, says, fine):
    key = device()
    kept = made(key)
    key.counts = says
    if fine:
        assert check(key, kept, count=kept_count) == says
    else:
        with pytest.raises(PasskeyRefused):
            check(key, kept, count=kept_count)


@pytest.mark.parametrize("answer", ["", "null", "[]", "{}", '{"id": 1}', "x" * 30_000, nothing_at_all()])
def test_what_is_no_answer_is_refused(answer):
    options, state = asked()
    with pytest.raises(PasskeyRefused):
        passkeys.read_new(SITE, state, answer)
    with pytest.raises(PasskeyRefused):
        passkeys.handle_in(answer)
