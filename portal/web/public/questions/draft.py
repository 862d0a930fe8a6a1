"""The answers so far. They live in the sealed session only, and go when it goes."""

import secrets
import uuid
from datetime import date
from typing import Any

from flask import session

from portal.requests.intake import ContactCard, Intake
from portal.requests.kinds import ContactWay, IdentifierKind, Right, Service
from portal.web.public.forms.questions import FINDERS

DRAFT = "draft"
SENT = "sent"
SHOW_ONCE = "show-once"
SAVED = "saved"


def begin() -> None:
    """A fresh draft. Its id makes a second press of Send harmless."""
    session.pop(SENT, None)
    session.pop(SHOW_ONCE, None)
    session.pop(SAVED, None)
    session[DRAFT] = {"id": secrets.token_hex(16), "answers": {}}


def is_there() -> bool:
    """Whether there is anything to go on with: a draft, or a request that was just sent."""
    return DRAFT in session or was_sent()


def was_sent() -> bool:
    """Whether this draft became a request."""
    return SENT in session or SAVED in session


def was_stored(request_id: uuid.UUID) -> None:
    """The answers became this request: the draft is gone, and so is what was left of an earlier request."""
    session.pop(DRAFT, None)
    session.pop(SAVED, None)
    session[SENT] = str(request_id)


def let_go(due_on: date | None) -> None:
    """The code is saved and proved: from now on this browser may do nothing more with the request but come back.

    Whoever finds the page left open must not get new words from it.
    """
    session.pop(SENT, None)
    session[SAVED] = due_on.isoformat() if due_on else ""


def submission() -> str:
    """The id of the draft."""
    return str(session[DRAFT]["id"])


def answers() -> dict[str, Any]:
    """Everything answered so far, by field name."""
    return dict(session.get(DRAFT, {}).get("answers", {}))


def keep(values: dict[str, Any]) -> None:
    """Remember the answers of one screen."""
    # a choice sent a thousand times is one choice
    once = {name: list(dict.fromkeys(v)) if isinstance(v, list) else v for name, v in values.items()}
    session[DRAFT] = {**session[DRAFT], "answers": {**answers(), **once}}


def intake() -> Intake:
    """The request these answers make."""
    given = answers()
    return Intake(
        rights=(Right.SHARED,),
        services=tuple(Service(w) for w in given.get("ways", ())),
        identifiers=_identifiers(given),
        month=given.get("month") or "",
        note=given.get("note") or "",
        anonymous=bool(given.get("anonymous")),
        card=card_of(given),
    )


def card_of(given: dict[str, Any]) -> ContactCard:
    """The contact card these answers of `ContactForm` make."""
    way = ContactWay(given.get("way") or ContactWay.CODE)
    return ContactCard(
        way=way,
        value=_if_reached(way, given, "value"),
        times=_if_reached(way, given, "times"),
        voicemail=way is not ContactWay.CODE and bool(given.get("voicemail")),
        say_our_name=way is not ContactWay.CODE and bool(given.get("say_our_name")),
        somebody_else_sees_it=bool(given.get("somebody_else")),
        code_word=_if_reached(way, given, "code_word"),
    )


def _identifiers(given: dict[str, Any]) -> tuple[tuple[IdentifierKind, str], ...]:
    pairs = ((kind, (given.get(name) or "").strip()) for kind, name in FINDERS.items())
    return tuple((kind, typed) for kind, typed in pairs if typed)


def _if_reached(way: ContactWay, given: dict[str, Any], name: str) -> str:
    """A number left behind after changing to "code" is not kept: it would be data nobody needs."""
    return "" if way is ContactWay.CODE else (given.get(name) or "").strip()
