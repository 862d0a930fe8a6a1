"""Write the letter, prepare the exact content, or take it back to change it."""

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.answers.compose import compose, paragraphs
from portal.answers.models import Answer, AnswerState
from portal.answers.pieces import decisions_of
from portal.answers.queries import confirmed_ids, find, undecided
from portal.answers.rules import ONE_LETTER, PARTS_MISSING, lacks_parts, lacks_the_one_letter
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.service import move
from portal.cases.states import Status
from portal.core.errors import RuleBroken, SomebodyElseChangedIt
from portal.core.reading import faults, measure
from portal.disclosures.people.finding import found as in_register
from portal.disclosures.service import CLASH
from portal.letters import Letter, LetterKind
from portal.outbox import enqueue
from portal.policies.pack import Organisation
from portal.requests import queries as requests
from portal.vault import vault_of

RENDER = "answer-render"


def letter_must_be_unchanged(answer: Answer | None, seen_version: int) -> None:
    """Raise SomebodyElseChangedIt unless the letter is as the worker saw it: two writers, and no word lost."""
    if (answer.version if answer else 0) != seen_version:
        raise SomebodyElseChangedIt


def save_letter(session: Session, case: Case, letter: str, *, actor: Actor, at: datetime) -> Answer:
    """Keep the letter as a draft, sealed. Raises RuleBroken when the case is not being worked on, NotAllowed."""
    answer = _with_letter(session, case, letter, actor)
    session.flush()
    record(session, Action.ANSWER_DRAFTED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)
    return answer


def use_letter(session: Session, case: Case, letter: Letter, *, actor: Actor, at: datetime) -> Answer:
    """Begin the answer with one of our letters, in place of whatever was written before. Raises as `save_letter`."""
    answer = save_letter(session, case, letter.text, actor=actor, at=at)
    answer.letter_kind, answer.letter_version = letter.kind, letter.version
    session.flush()
    return answer


def _with_letter(session: Session, case: Case, letter: str, actor: Actor) -> Answer:
    actor.must(Permission.ANSWER_PREPARE)
    if case.is_complaint:
        raise RuleBroken("A complaint is answered by a message on its page. It has no letter.")
    if case.status is not Status.IN_PROGRESS:
        raise RuleBroken("Start on the case first. A prepared answer has to be taken back before it can change.")
    answer = find(session, case.id) or Answer(
        id=uuid.uuid4(), case_id=case.id, state=AnswerState.DRAFT, redactor_ids=[], told_ids=[], pdf_faults=[]
    )
    box = vault_of(session).box(requests.get(session, case.request_id).key_id)
    if answer.letter_kind is LetterKind.CANNOT_CONFIRM and paragraphs(box.get(answer, "letter")) != paragraphs(letter):
        # that letter is one text, byte for byte; with other words it is somebody's own
        answer.letter_kind = answer.letter_version = None
    box.put(answer, "letter", letter)
    answer.redactor_ids = sorted({*answer.redactor_ids, str(actor.id)})
    session.add(answer)
    return answer


def prepare(
    session: Session,
    case: Case,
    letter: str,
    *,
    organisation: Organisation,
    rule_title: Callable[[str, int, str], str],
    actor: Actor,
    at: datetime,
) -> Answer:
    """Freeze what the document says and ask a worker process to make the file.

    Raises RuleBroken: an empty letter, words too hard for the reader, suggested entries without a decision, a right
    that asks us to do something and nothing written down of what was decided, nothing to tell in other words than ours.
    """
    if not paragraphs(letter):
        raise RuleBroken("Write the letter first", field="letter")
    if hard := faults(measure(letter)):
        raise RuleBroken(f"Too hard to read: {'; '.join(hard)}.", field="letter")
    everything = in_register(session, case)
    if everything.is_clash:
        raise RuleBroken(CLASH)
    if undecided(session, case, everything):
        raise RuleBroken("Decide on every suggested entry first. Nothing leaves without a decision.")
    answer = _with_letter(session, case, letter, actor)
    kind = answer.letter_kind
    decided, told = len(decisions_of(session, case)), confirmed_ids(session, case, everything)
    is_nothing = kind is LetterKind.CANNOT_CONFIRM
    if lacks_parts(case.right, decided, is_nothing=is_nothing):
        raise RuleBroken(PARTS_MISSING)
    if lacks_the_one_letter(case.right, len(told), decided, is_nothing=is_nothing):
        raise RuleBroken(ONE_LETTER, field="letter")
    document = compose(
        session, case, letter, organisation=organisation, rule_title=rule_title, kind=kind, everything=everything, at=at
    )  # fmt: skip
    vault_of(session).box(requests.get(session, case.request_id).key_id).put(answer, "content", document.to_json())
    answer.forget_file()
    answer.told_ids = told
    answer.state = AnswerState.RENDERING
    answer.prepared_at = at
    enqueue(session, RENDER, at=at, answer_id=str(answer.id))
    move(session, case, Action.ANSWER_PREPARED, actor=actor, at=at)
    return answer


def take_back(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """Go back to writing. An approval given so far is void: it was for another file."""
    answer = find(session, case.id)
    if answer is None:
        raise RuleBroken("There is no answer to take back.")
    answer.forget_file()
    answer.state = AnswerState.DRAFT
    # last, for it holds the end of the audit trail: whoever makes the file right now waits for the answer before that
    move(session, case, Action.ANSWER_VOIDED, actor=actor, at=at)
