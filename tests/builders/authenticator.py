"""A device with passkeys, in software: it signs as the standard says, and lies where a test tells it to."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

F = AuthenticatorData.FLAG
VERIFIED = F.UP | F.UV


@dataclass
class Authenticator:
    """One device that holds one passkey for one worker. `counts`: what it says it has counted."""

    origin: str
    rp_id: str
    counts: int = 0
    flags: Any = VERIFIED
    user_handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: uuid.uuid4().bytes)

    def makes(self, options: dict[str, Any]) -> str:
        """Answer to "make a passkey"."""
        self.user_handle = self.user_handle or _decode(options["publicKey"]["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        data = AuthenticatorData.create(sha256(self.rp_id.encode()), self.flags | F.AT, self.counts, bytes(credential))
        said = self._client_data("webauthn.create", options)
        attestation = AttestationObject.create("none", data, {})
        return self._answer({"clientDataJSON": said, "attestationObject": bytes(attestation)})

    def signs(self, options: dict[str, Any], **changed: Any) -> str:
        """Answer to "who is it?"."""
        data = AuthenticatorData.create(sha256(self.rp_id.encode()), self.flags, self.counts)
        said = self._client_data("webauthn.get", options)
        signature = self.key.sign(bytes(data) + sha256(said), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": bytes(data), "signature": signature}
        return self._answer({**parts, "userHandle": self.user_handle, **changed})

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, parts: dict[str, bytes]) -> str:
        name = websafe_encode(self.credential_id)
        encoded = {key: websafe_encode(value) for key, value in parts.items()}
        whole = {"id": name, "rawId": name, "type": "public-key", "response": encoded, "clientExtensionResults": {}}
        return json.dumps(whole)


def _decode(text: str) -> bytes:
    from fido2.utils import websafe_decode

    return websafe_decode(text)


def nothing_at_all() -> str:
    """CBOR where JSON should be."""
    return cbor.encode({1: 2}).decode("latin-1")
