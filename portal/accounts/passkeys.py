"""Passkeys (W3C Web Authentication, level 2, 7.1 and 7.2): what a browser is asked, and whether its answer holds.

A passkey answers for one site only, so a page that looks like ours gets nothing it could use here. The device asks
for a finger, a face or a PIN first: that is why a passkey stands for password and code together.
No attestation is asked for: which make of device it is, is nobody's business.
"""

import hashlib
import json
import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.core.errors import RuleBroken

logging.getLogger("fido2").setLevel(logging.WARNING)  # below that it names credentials

MUST_VERIFY = UserVerificationRequirement.REQUIRED
LONGEST_ANSWER = 20_000  # characters of JSON
SITE = "Candour"  # what a device shows beside the passkey; the charity's name is nobody's business there


class PasskeyRefused(RuleBroken):
    """The answer of the browser does not hold. Why is the trail's business, not the page's."""

    message = "That passkey was not accepted. Try again, or sign in with your password and a code."


@dataclass(frozen=True, slots=True)
class Party:
    """The site for which passkeys are made: its host name, and the one origin that may ask."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class Registered:
    """What is kept of a new passkey."""

    handle: str
    credential: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the browser (plain JSON), and what to remember until the answer comes."""

    options: dict[str, Any]
    state: dict[str, Any]


def party_of(public_url: str) -> Party | None:
    """The site at that address. None where browsers make no passkeys: a bare IP address, or http elsewhere."""
    parts = urlsplit(public_url)
    host = (parts.hostname or "").lower()
    is_here = host == "localhost" or host.endswith(".localhost")
    if not host or _is_number(host) or (parts.scheme != "https" and not is_here):
        return None
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in {None, usual} else ""
    return Party(host, f"{parts.scheme}://{host}{port}")


def ask_for_new(party: Party, worker_id: uuid.UUID, email: str, known: Iterable[bytes] = ()) -> Asked:
    """Ask a device to make a passkey; one that holds a passkey of `known` already says so and makes none."""
    options, state = _server(party).register_begin(
        PublicKeyCredentialUserEntity(id=worker_id.bytes, name=email, display_name=email),
        credentials=[AttestedCredentialData(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,  # it is found without a name typed first
        user_verification=MUST_VERIFY,
    )
    return Asked(_plain(options), dict(state))


def read_new(party: Party, state: Mapping[str, Any], answer: str) -> Registered:
    """What the device made. Raises PasskeyRefused."""
    try:
        response = RegistrationResponse.from_dict(_parsed(answer))
        made = _server(party).register_complete(dict(state), response)
        credential = made.credential_data
        assert credential is not None  # noqa: S101  # the library saw to it
        return Registered(_handle(credential.credential_id), bytes(credential), made.counter)
    except Exception:  # noqa: BLE001  # whatever foreign bytes do to a parser, the answer is no
        raise PasskeyRefused from None


def ask_to_sign_in(party: Party) -> Asked:
    """Ask a device for any passkey it has for this site: who it is, the answer says."""
    options, state = _server(party).authenticate_begin(user_verification=MUST_VERIFY)
    return Asked(_plain(options), dict(state))


def handle_in(answer: str) -> str:
    """Which passkey an answer claims to come from. Nothing is checked yet. Raises PasskeyRefused."""
    try:
        return _handle(AuthenticationResponse.from_dict(_parsed(answer)).raw_id)
    except Exception:  # noqa: BLE001  # as above
        raise PasskeyRefused from None


def check(
    party: Party, state: Mapping[str, Any], answer: str, *, credential: bytes, worker_id: uuid.UUID, sign_count: int
) -> int:
    """What the device has counted, when the answer holds for this passkey of this worker. Raises PasskeyRefused.

    A count that does not grow means a copy of the key (section 6.1.1); most passkeys always say 0.
    """
    try:
        response = AuthenticationResponse.from_dict(_parsed(answer))
        _server(party).authenticate_complete(dict(state), [AttestedCredentialData(credential)], response)
        owner, count = response.response.user_handle, response.response.authenticator_data.counter
    except Exception:  # noqa: BLE001  # as above
        raise PasskeyRefused from None
    if owner != worker_id.bytes or ((count or sign_count) and count <= sign_count):
        raise PasskeyRefused
    return int(count)


def _server(party: Party) -> Fido2Server:
    site = PublicKeyCredentialRpEntity(id=party.id, name=SITE)
    return Fido2Server(
        site, attestation=AttestationConveyancePreference.NONE, verify_origin=lambda origin: origin == party.origin
    )


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    parsed: dict[str, Any] = json.loads(answer)
    return parsed


def _plain(options: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(dict(options)))
    return plain


def _handle(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
