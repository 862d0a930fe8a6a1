"""Reads of answers, and the facts the gate looks at."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.answers import pieces, rules
from portal.answers.kinds import Decided, Outcome, outcomes_that_fit
from portal.answers.models import Answer, AnswerState
from portal.cases.models import Case
from portal.cases.states import Status
from portal.core.errors import NotFound, PortalError
from portal.core.reading import faults, measure
from portal.disclosures import queries as register
from portal.disclosures.freshness import changed_since
from portal.disclosures.gaps import count_gaps
from portal.disclosures.letters import AnswerDocument
from portal.disclosures.people.finding import Found, found
from portal.identity.queries import is_known
from portal.letters.kinds import LetterKind
from portal.requests import queries as requests
from portal.requests.authority import may_be_answered
from portal.requests.kinds import REVEALS, Right
from portal.shares import matching as sets
from portal.shares import recipients
from portal.shares.rules import TELLS_SETS
from portal.vault import Box, vault_of


def find(session: Session, case_id: uuid.UUID) -> Answer | None:
    """The answer of a case, if one was begun."""
    return session.scalar(select(Answer).where(Answer.case_id == case_id))


def _box(session: Session, answer: Answer) -> Box:
    return vault_of(session).box(requests.get(session, answer.case.request_id).key_id)


def letter_of(session: Session, case: Case) -> str:
    """The letter as written so far; empty when there is none."""
    answer = find(session, case.id)
    return _box(session, answer).get(answer, "letter") if answer and answer.letter else ""


def content_of(session: Session, answer: Answer) -> AnswerDocument:
    """The frozen content. Raises NotFound before it was prepared."""
    if answer.content is None:
        raise NotFound
    return AnswerDocument.from_json(_box(session, answer).get(answer, "content"))


def pdf_of(session: Session, answer: Answer) -> bytes:
    """The bytes of the made file. Raises NotFound before it was made, SealBroken when it was tampered with."""
    if answer.pdf_name is None:
        raise NotFound
    return vault_of(session).files.get(_box(session, answer), answer.pdf_name, f"answers.pdf:{answer.id}")


def file_is_unchanged(session: Session, answer: Answer) -> bool:
    """Whether the stored file still is, byte for byte, the one that was made. A file that will not open is not."""
    try:
        return hashlib.sha256(pdf_of(session, answer)).hexdigest() == answer.pdf_sha256
    except PortalError:
        return False


def undecided(session: Session, case: Case, everything: Found | None = None) -> int:
    """How many suggested entries and sets have no decision: deny by default, nothing leaves before each has one."""
    entries = (everything or found(session, case)).undecided
    return entries + (sets.undecided(session, case) if case.right in TELLS_SETS else 0)


def recipients_waiting(session: Session, case: Case) -> int:
    """How many decisions and notices are missing before a change can be said to be done (Art 19)."""
    return recipients.waiting(session, case) if changed_something(session, case) else 0


def changed_something(session: Session, case: Case) -> bool:
    """Whether at least one thing that was asked for is decided as done."""
    return any(one.decided is Decided.DONE for one in pieces.decisions_of(session, case))


def reveals(session: Session, case: Case) -> bool:
    """Whether the answer shows what is held about somebody: a list of who was told of a change does so too."""
    return case.right in REVEALS or bool(recipients.rows_of(session, case))


def confirmed_ids(session: Session, case: Case, everything: Found | None = None) -> list[str]:
    """The entries, the sets and the notices that an answer prepared now would tell.

    `everything`: what was found in the register, where that is known.
    """
    entries = [disclosure.id for disclosure in register.confirmed(session, case, everything)]
    in_sets = [row.id for row in sets.confirmed(session, case)] if case.right in TELLS_SETS else []
    return sorted(map(str, (*entries, *in_sets, *(row.id for row in recipients.rows_of(session, case)))))


def is_up_to_date(session: Session, case: Case, answer: Answer) -> bool:
    """Whether the register still says what the answer tells: nothing new to decide, nothing refused or locked since."""
    is_decided = not undecided(session, case) and not recipients_waiting(session, case)
    return is_decided and register_is_unchanged(session, case, answer)


def register_is_unchanged(session: Session, case: Case, answer: Answer) -> bool:
    """Whether the answer tells the same entries, and what stands in them now. Words known to be wrong never leave."""
    is_told = answer.told_ids == confirmed_ids(session, case)
    return not (answer.prepared_at and changed_since(session, answer.told_ids, answer.prepared_at)) and is_told


def hands(session: Session, case: Case, answer: Answer) -> set[uuid.UUID | None]:
    """Everybody who had a hand in the answer: wrote or prepared it, wrote an entry it tells, or decided on one."""
    authors = {disclosure.decided_by_id for disclosure in register.confirmed(session, case)}
    authors |= {row.begun_by_id for row in sets.confirmed(session, case)} | sets.deciders(session, case)
    theirs = {*authors, *pieces.hands(session, case)}
    return {*map(uuid.UUID, answer.redactor_ids), *register.deciders(session, case), *theirs}


def outcomes_for(session: Session, case: Case, answer: Answer) -> tuple[Outcome, ...]:
    """The codes that this answer can close its case with, the likely one first."""
    tells_shares = bool(answer.told_ids) and case.right in TELLS_SETS
    is_empty = case.right is Right.SHARED and not tells_shares
    decided = [one.decided for one in pieces.decisions_of(session, case)]
    is_nothing = answer.letter_kind is LetterKind.CANNOT_CONFIRM or (is_empty and not decided)
    return outcomes_that_fit(decided, is_nothing=is_nothing, tells_shares=tells_shares)


def _hard_words(session: Session, case: Case) -> tuple[str, ...]:
    """What is too hard to read in the words of staff: the letter, and what was decided and done."""
    decided = [text for one in pieces.decisions_of(session, case) for text in (one.what, *one.why, one.until) if text]
    done = [one.words for one in pieces.deeds_of(session, case) if one.words]
    texts = (letter_of(session, case), "\n\n".join(_as_sentence(text) for text in (*decided, *done)))
    return tuple(dict.fromkeys(fault for text in texts for fault in faults(measure(text))))


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def gate_for(session: Session, case: Case, *, actor: Actor, today: date) -> tuple[rules.Check, ...]:
    """The release gate as this worker would meet it today. Raises NotFound when there is no answer."""
    answer = find(session, case.id)
    if answer is None:
        raise NotFound
    ready = answer.state is AnswerState.READY
    document = content_of(session, answer) if answer.content else None
    return rules.gate(
        rules.GateFacts(
            undecided=undecided(session, case),
            register_unchanged=register_is_unchanged(session, case, answer),
            reading_faults=_hard_words(session, case),
            file_ready=ready,
            file_faults=tuple(answer.pdf_faults),
            file_unchanged=ready and file_is_unchanged(session, answer),
            is_second_person=actor.id not in hands(session, case, answer),
            may_ask=may_be_answered(session, requests.get(session, case.request_id)),
            reveals=reveals(session, case),
            is_known=is_known(session, case.request_id),
            card_tone=requests.opened(session, case.request_id).card.tone,
            is_resting=case.request.resting_since is not None,
            due_on=case.due_on,
            today=today,
            lacks_parts=rules.lacks_parts(
                case.right,
                len(pieces.decisions_of(session, case)),
                is_nothing=answer.letter_kind is LetterKind.CANNOT_CONFIRM,
            ),
            missing_ways=rules.missing_ways(document) if document else (),
            gaps=count_gaps(document.shares) if document else 0,
            recipients_waiting=recipients_waiting(session, case),
        )
    )


def released(session: Session, request_id: uuid.UUID) -> Sequence[Answer]:
    """The answers the person may read, first released first: their places in the list stay. Nothing else is ever shown.

    One request may hold several cases, and each has an answer of its own.
    """
    query = (
        select(Answer)
        .join(Case, Case.id == Answer.case_id)
        .where(Case.request_id == request_id, Case.status == Status.ANSWERED, Answer.released_at.is_not(None))
        .order_by(Answer.released_at, Answer.id)
    )
    return session.scalars(query).all()
