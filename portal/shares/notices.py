"""Tell each recipient of a change, or say why not (Art 19): the acts, and the task that chases while one is open."""

import secrets
import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import find_active
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.states import Status
from portal.casework import tasks
from portal.casework.models import CaseTask
from portal.casework.queries import known_to
from portal.casework.states import OPEN as OPEN_TASKS
from portal.casework.states import TaskMove
from portal.core.clock import local_date
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.core.reading import MAX_SENTENCE, measure
from portal.disclosures import queries as entries
from portal.disclosures import service as register
from portal.disclosures.kinds import MatchDecision, SentBy
from portal.disclosures.people.matching import HowKnown
from portal.shares import matching, recipients
from portal.shares.kinds import NotToldWhy
from portal.shares.models import RecipientNotice
from portal.shares.rules import LARGEST_FILE, proof_kind, tells_recipients
from portal.shares.states import NoticeMove, NoticeState, NoticeTransition, find_notice
from portal.shares.wording import is_unfinished
from portal.vault import vault_of

LONGEST, LONGEST_PROOF, LONGEST_WHY = 3000, 300, 500
TASK, TASK_WORDS = "recipients-", "Tell everybody who got it that it changed. They stand on the case, under Recipients."
TASK_DAYS = timedelta(days=7)


def decide_entry(
    session: Session, case: Case, disclosure_id: uuid.UUID, decision: MatchDecision, *, actor: Actor, at: datetime,
    how: HowKnown | None = None,
) -> None:  # fmt: skip
    """Say whether an entry of the register is about the person. Raises as `decide_match`."""
    if not tells_recipients(case.right):
        raise NotFound
    register.decide_match(session, case, disclosure_id, decision, how=how, actor=actor, at=at)
    _sync(session, case, actor=actor, at=at)


def decide_set(
    session: Session, case: Case, set_id: uuid.UUID, decision: MatchDecision, *, actor: Actor, at: datetime
) -> None:
    """Say whether the person is in a set. Raises as `decide_match`."""
    matching.decide_match(session, case, set_id, decision, actor=actor, at=at)
    if tells_recipients(case.right):
        _sync(session, case, actor=actor, at=at)


def send(
    session: Session,
    case: Case,
    notice_id: uuid.UUID,
    words: str,
    *,
    way: SentBy | None,
    sent_on: date | None,
    proof: str = "",
    file: bytes = b"",
    seen_version: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down that a recipient was told: the words, how, when, and what proves it.

    Raises NotFound, RuleBroken (a gap in the words, no day, no proof, a file of another kind), NotAllowed.
    """
    row, step = _held(session, case, notice_id, NoticeMove.SEND, seen_version, actor)
    words = words.strip()
    if not words or len(words) > LONGEST or is_unfinished(words):
        raise RuleBroken("Write what they were told, with every gap filled, in 3,000 letters or fewer", field="words")
    if way is None:
        raise RuleBroken("Say how they were told", field="way")
    if sent_on is None or not case.received_on <= sent_on <= local_date(at):
        raise RuleBroken("Give a day from when the young person asked until today", field="sent_on")
    _prove(session, case, row, proof.strip(), file)
    vault_of(session).box(case.request.key_id).put(row, "words", words)
    row.way, row.sent_on = way, sent_on
    _done(session, case, row, step, actor=actor, at=at)


def _prove(session: Session, case: Case, row: RecipientNotice, proof: str, file: bytes) -> None:
    """Keep what proves it, sealed. A file is told by its first bytes, and is only ever given back as a file."""
    if not proof and not file:
        raise RuleBroken("Say what proves it: a reference of theirs or of the post, or a file", field="proof")
    if len(proof) > LONGEST_PROOF:
        raise RuleBroken("Use 300 letters or fewer", field="proof")
    vault = vault_of(session)
    box = vault.box(case.request.key_id)
    if file:
        row.proof_kind = proof_kind(file)
        if len(file) > LARGEST_FILE or row.proof_kind is None:
            raise RuleBroken("Choose a PDF, PNG or JPEG file of 2 MB or less", field="proof_file")
        row.proof_name = vault.files.put(box, recipients.place_of(row), file).name
    if proof:
        box.put(row, "proof", proof)


def leave(
    session: Session,
    case: Case,
    notice_id: uuid.UUID,
    why: str,
    *,
    code: NotToldWhy | None,
    seen_version: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Say why a recipient cannot be told, in words that the person reads. Raises as `send`."""
    row, step = _held(session, case, notice_id, NoticeMove.LEAVE, seen_version, actor)
    if code is None:
        raise RuleBroken("Say which of the two it is", field="code")
    if not why.strip() or len(why) > LONGEST_WHY:
        raise RuleBroken("Say why, in 500 letters or fewer. The young person reads it", field="why")
    if measure(why).longest_sentence > MAX_SENTENCE:
        raise RuleBroken(f"Too hard to read: use sentences of {MAX_SENTENCE} words or fewer", field="why")
    vault_of(session).box(case.request.key_id).put(row, "why", why.strip())
    row.not_told = code
    _done(session, case, row, step, actor=actor, at=at, reason=code.value)


def reopen(
    session: Session, case: Case, notice_id: uuid.UUID, *, seen_version: int, actor: Actor, at: datetime
) -> None:
    """Take back what was written down: it was wrong. What it said is gone."""
    row, step = _held(session, case, notice_id, NoticeMove.REOPEN, seen_version, actor)
    row.words = row.proof = row.why = None
    row.way = row.sent_on = row.not_told = row.proof_name = row.proof_kind = None
    _done(session, case, row, step, actor=actor, at=at)
    row.done_by_id = row.done_at = None
    session.flush()


def note_proof_opened(session: Session, case: Case, notice_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """A worker opens the file that proves a notice. Raises NotFound."""
    row = recipients.get_notice(session, case, notice_id)
    _note(session, Action.RECIPIENT_PROOF_OPENED, case, row, actor, at)


def _held(
    session: Session, case: Case, notice_id: uuid.UUID, move: NoticeMove, seen_version: int, actor: Actor
) -> tuple[RecipientNotice, NoticeTransition]:
    actor.must(Permission.CASE_WORK)
    row = recipients.get_notice(session, case, notice_id)
    if case.status is not Status.IN_PROGRESS:
        raise RuleBroken("The answer tells of it. Take the answer back first. Nothing was changed.")
    if row.version != seen_version:
        raise SomebodyElseChangedIt("Somebody else changed this after you opened it. Nothing was overwritten.")
    return row, find_notice(row.state, move)


def _done(
    session: Session, case: Case, row: RecipientNotice, step: NoticeTransition, *, actor: Actor, at: datetime,
    **facts: str,
) -> None:  # fmt: skip
    row.state, row.done_by_id, row.done_at = step.target, actor.worker_id, at
    flag_modified(case, "status")  # an older page of the case, and of its answer, is told that it is old
    session.flush()
    _keep_task(session, case, actor=actor, at=at)
    _note(session, step.action, case, row, actor, at, **facts)


def _sync(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """One notice for each recipient of what was confirmed; none that waits for what is not, or not any more."""
    found = recipients.candidates(session, case)
    wanted: set[tuple[str, uuid.UUID]] = set()
    for entry in entries.confirmed_among(session, found.entries):
        wanted |= {("recipient_id", one.id) for one in entry.recipients}
    wanted |= {("set_id", one.id) for one in matching.confirmed(session, case)}
    rows = session.scalars(select(RecipientNotice).where(RecipientNotice.case_id == case.id)).all()
    there = {("recipient_id", row.recipient_id) if row.recipient_id else ("set_id", row.set_id): row for row in rows}
    for key, row in there.items():
        if key not in wanted and row.state is NoticeState.OPEN:
            session.delete(row)
    for name, one in sorted(wanted - there.keys()):
        session.add(
            RecipientNotice(id=uuid.uuid4(), case_id=case.id, state=NoticeState.OPEN, opened_at=at, **{name: one})
        )
    session.flush()
    _keep_task(session, case, actor=actor, at=at)


def _keep_task(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """One task while somebody waits to be told: it stands on the case, is chased, and ends by itself."""
    is_open = any(row.state is NoticeState.OPEN for row in recipients.rows_of(session, case))
    query = select(CaseTask).where(CaseTask.case_id == case.id, CaseTask.submission.startswith(TASK))
    task = session.scalar(query.where(CaseTask.state.in_(sorted(OPEN_TASKS))).limit(1))
    if is_open and task is None:
        tasks.ask(
            session, case, TASK_WORDS, due_on=local_date(at) + TASK_DAYS, worker_id=_whose(session, case, actor),
            submission=TASK + secrets.token_hex(16), actor=actor, at=at,
        )  # fmt: skip
    if not is_open and task is not None:
        tasks.move(session, case, task.id, TaskMove.FINISH, seen_version=task.version, actor=actor, at=at)


def _whose(session: Session, case: Case, actor: Actor) -> uuid.UUID:
    """Whoever has the case; else whoever found out."""
    owner = case.owner_id
    if owner and find_active(session, owner) and case.request_id not in known_to(session, owner):
        return owner
    return actor.worker_id


def _note(
    session: Session, action: Action, case: Case, row: RecipientNotice, actor: Actor, at: datetime, **facts: str
) -> None:
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at, entry=str(row.id), **facts
    )
