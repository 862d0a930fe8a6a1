"""The second factor: a code from an app, new every thirty seconds (RFC 6238), good once."""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from portal.accounts.models import Worker
from portal.vault import vault_of

STEP_SECONDS = 30
CLOCK_SLIP_STEPS = 1
ISSUER = "Candour"


def new_secret() -> str:
    """Draw 160 random bits, in base32 as authenticator apps want them."""
    return pyotp.random_base32()


def provisioning_uri(email: str, secret: str) -> str:
    """Give the `otpauth://` address an authenticator app reads. It holds the secret: show it once, log it never."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def keep_secret(session: Session, worker: Worker, secret: str) -> None:
    """Seal the secret under the worker's own key. `worker.id` and `worker.key_id` have to be set."""
    vault_of(session).box(worker.key_id).put(worker, "totp_secret", secret)


def secret_of(session: Session, worker: Worker) -> str:
    """Unseal the secret. Raises SealBroken, KeyDestroyed."""
    return vault_of(session).box(worker.key_id).get(worker, "totp_secret")


def accept_code(session: Session, worker: Worker, code: str, *, at: datetime) -> bool:
    """Whether the code is right, now or one step either side, and was not used before.

    A used step is written down in the same statement that checks it, so two tries at once cannot both pass.
    """
    if worker.totp_secret is None:  # passkeys alone
        return False
    secret = secret_of(session, worker)
    step = _matching_step(secret, _digits(code), at)
    if step is None:
        return False
    unused = or_(Worker.totp_last_step.is_(None), Worker.totp_last_step < step)
    used = session.execute(
        update(Worker).where(Worker.id == worker.id, unused).values(totp_last_step=step).returning(Worker.id)
    )
    return used.scalar_one_or_none() is not None


def fits(secret: str, code: str, *, at: datetime) -> bool:
    """Whether a code is right for a secret that nobody has yet: the app was set up well."""
    return _matching_step(secret, _digits(code), at) is not None


def _matching_step(secret: str, digits: str, at: datetime) -> int | None:
    """Find the step the code belongs to. All are compared, so that time does not tell which one it was."""
    totp = pyotp.TOTP(secret)
    now = int(at.timestamp()) // STEP_SECONDS
    steps = range(now - CLOCK_SLIP_STEPS, now + CLOCK_SLIP_STEPS + 1)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), digits)]
    return max(right, default=None)


def _digits(code: str) -> str:
    """Keep what can match: ASCII digits. Apps show spaces and dashes between them."""
    return "".join(c for c in code if c in "0123456789")
