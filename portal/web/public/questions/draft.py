"""The answers so far. They live in the sealed session only, and go when it goes."""

import secrets
import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import session

from portal.notifications.kinds import SafeTime
from portal.requests.intake import ContactCard, Intake
from portal.requests.kinds import ContactWay, IdentifierKind, Right, Service
from portal.requests.questionnaire import path, rights_of
from portal.web.public.forms.questions import FINDERS
from portal.web.public.questions.building import asking_of, wishes_of

DRAFT = "draft"
SENT = "sent"
SENT_WORDS = "sent-words"
SHOW_ONCE = "show-once"
SAVED = "saved"
DONE_AT = "done-at"
SIX = 6  # screens of a journey that has no questions of its own: a question about a rule goes on where others end
FEWEST = 3  # screens of the shortest journey


def begin(rights: Iterable[Right]) -> None:
    """A fresh draft. Its id makes a second press of Send harmless."""
    for left in (SENT, SENT_WORDS, SHOW_ONCE, SAVED, DONE_AT):
        session.pop(left, None)
    session[DRAFT] = {"id": secrets.token_hex(16), "answers": {"rights": [right.value for right in rights]}}


def is_open() -> bool:
    """Whether somebody is in the middle of asking."""
    return DRAFT in session


def is_over() -> bool:
    """Whether what was asked became a request, and nobody has begun to ask for something else."""
    return not is_open() and (SENT in session or SAVED in session)


def was_stored(request_id: uuid.UUID) -> None:
    """The answers became this request: the draft is gone, and so is what was left of an earlier request."""
    session[DONE_AT] = len(path(answers())) if is_open() else SIX
    session.pop(DRAFT, None)
    session.pop(SAVED, None)
    session[SENT] = str(request_id)


def done_at() -> int:
    """The number of the page with the code."""
    return int(session.get(DONE_AT, SIX))


def let_go(due_on: date | None) -> None:
    """The code is saved and proved: from now on this browser may do nothing more with the request but come back.

    Whoever finds the page left open must not get new words from it.
    """
    forget_sent()
    session[SAVED] = due_on.isoformat() if due_on else ""


def forget_sent() -> None:
    """This browser may do nothing more with the request that it sent."""
    for left in (SENT, SENT_WORDS, SHOW_ONCE):
        session.pop(left, None)


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
        rights=rights_of(given),
        services=tuple(Service(w) for w in given.get("ways", ())),
        identifiers=_identifiers(given),
        month=given.get("month") or "",
        note=given.get("note") or "",
        anonymous=bool(given.get("anonymous")),
        card=card_of(given),
        wishes=wishes_of(given),
        asking=asking_of(given),
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
        somebody_else_sees_it=way is not ContactWay.CODE and bool(given.get("somebody_else")),
        code_word=_if_reached(way, given, "code_word"),
        hours=tuple(SafeTime(hour) for hour in given.get("hours", ()) if way is not ContactWay.CODE),
        anyway=way is not ContactWay.CODE and bool(given.get("anyway")),
    )


def _identifiers(given: dict[str, Any]) -> tuple[tuple[IdentifierKind, str], ...]:
    pairs = ((kind, (given.get(name) or "").strip()) for kind, name in FINDERS.items())
    return tuple((kind, typed) for kind, typed in pairs if typed)


def _if_reached(way: ContactWay, given: dict[str, Any], name: str) -> str:
    """A number left behind after changing to "code" is not kept: it would be data nobody needs."""
    return "" if way is ContactWay.CODE else (given.get(name) or "").strip()
