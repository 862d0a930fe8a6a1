"""What can happen to a request. Every act: guard, change, record; in the caller's transaction."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.passwords import hash_secret, verify_secret
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.core.words import ENGLISH, N_
from portal.requests.code import ReturnCode, new_reference, new_words, tidy_reference, tidy_words
from portal.requests.identifiers import normalise
from portal.requests.intake import Intake, card_to_json
from portal.requests.kinds import Channel
from portal.requests.models import Identifier, Request
from portal.vault import Box, Vault, vault_of


class AlreadySent(RuleBroken):
    """The same draft was sent before: one press of Send makes one request."""

    message = N_("You have already sent this. Nothing was sent twice.")


@dataclass(frozen=True, slots=True)
class FreshCode:
    """A code and the hash of its words. Hashing is slow on purpose, so it is done before any lock is taken."""

    code: ReturnCode
    words_hash: str


def fresh_code(reference: str = "") -> FreshCode:
    """Make a code; with a reference, new words for it."""
    code = ReturnCode(reference or new_reference(), new_words())
    return FreshCode(code, hash_secret(" ".join(code.words)))


def receive_request(
    session: Session,
    intake: Intake,
    *,
    submission: str,
    channel: Channel,
    actor: Actor,
    at: datetime,
    fresh: FreshCode | None = None,
    received_at: datetime | None = None,
    language: str = ENGLISH,
) -> tuple[Request, ReturnCode]:
    """Store a request, sealed under a key of its own, and give the code that is shown once.

    The moment it was received decides the local date the clock starts on: `at`, unless a worker logs it later.
    `language` is the one it was asked in. Raises RuleBroken (incomplete, or received in the future) and AlreadySent.
    """
    intake.check()
    received_at = received_at or at
    if received_at > at:
        raise RuleBroken("It cannot have come in the future. Look at the date and the time", field="received_on")
    vault = vault_of(session)
    if session.scalar(select(Request.id).where(Request.submission == submission)):
        raise AlreadySent
    fresh = fresh or fresh_code()
    code = fresh.code
    request = Request(
        id=uuid.uuid4(),
        submission=submission,
        key_id=vault.new_key("request"),
        reference_index=vault.blind("reference", code.reference),
        words_hash=fresh.words_hash,
        channel=channel,
        language=language,
        received_at=received_at,
        received_on=local_date(received_at),
    )
    box = vault.box(request.key_id)
    box.put(request, "reference", code.reference)
    box.put_json(request, "answers", intake.answers())
    box.put_json(request, "contact_card", card_to_json(replace(intake.card, confirmed_on=request.received_on)))
    session.add(request)
    try:
        session.flush()
    except IntegrityError:  # another press of Send was faster by less than a look
        raise AlreadySent from None
    _add_identifiers(session, vault, box, request, intake)
    session.flush()
    record(
        session, Action.REQUEST_RECEIVED, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at,
        channel=channel.value, received_on=request.received_on.isoformat(),
    )  # fmt: skip
    return request, code


def _add_identifiers(session: Session, vault: Vault, box: Box, request: Request, intake: Intake) -> None:
    """Each thing once: the same name typed twice is one identifier."""
    seen: set[str] = set()
    for kind, typed in intake.identifiers:
        spelling = normalise(kind, typed)
        index = vault.blind(kind.value, spelling)
        if not spelling or index in seen:
            continue
        seen.add(index)
        identifier = Identifier(id=uuid.uuid4(), request_id=request.id, kind=kind, blind_index=index)
        box.put(identifier, "value", typed.strip())
        session.add(identifier)


def look_up(session: Session, reference: str) -> tuple[uuid.UUID | None, str | None]:
    """The id and the hashed words behind a reference; two Nones for an unknown one. Compare with `words_fit`."""
    index = vault_of(session).blind("reference", tidy_reference(reference))
    row = session.execute(select(Request.id, Request.words_hash).where(Request.reference_index == index)).one_or_none()
    return (row.id, row.words_hash) if row else (None, None)


def words_fit(words_hash: str | None, words: str) -> bool:
    """Whether these are the words. Costs the same time for an unknown reference; call it outside a transaction."""
    return verify_secret(words_hash, tidy_words(words))


def reference_of(session: Session, request: Request) -> str:
    """The reference, unsealed."""
    return vault_of(session).box(request.key_id).get(request, "reference")


def note_proved(session: Session, request: Request, *, at: datetime) -> None:
    """The person could repeat their words after the screen no longer showed them."""
    request.words_proved_at = at
    session.flush()


def replace_words(session: Session, request: Request, *, fresh: FreshCode, actor: Actor, at: datetime) -> ReturnCode:
    """Give new words to somebody who is still here but did not save the first ones. The old ones stop working."""
    request.words_hash = fresh.words_hash
    request.words_proved_at = None
    session.flush()
    record(session, Action.REQUEST_CODE_REPLACED, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at)
    return fresh.code


def note_opened(session: Session, request: Request, *, actor: Actor, at: datetime) -> None:
    """The person came back. Only the date is kept: how often they look is theirs."""
    day = local_date(at)
    if request.last_opened_on == day:
        return
    request.last_opened_on = day
    session.flush()
    record(
        session, Action.REQUEST_OPENED, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at,
        day=day.isoformat(),
    )  # fmt: skip
