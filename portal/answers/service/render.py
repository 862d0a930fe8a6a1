"""Make the file, then keep it. Runs in a worker process, never in a web thread.

Rendering takes longer than a writer may be kept waiting, so it happens outside of any write: first make, then keep.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.answers.models import Answer, AnswerState
from portal.answers.queries import content_of
from portal.audit import Action, record
from portal.cases.states import Status
from portal.documents import check_pdf, render_pdf
from portal.requests import queries as requests
from portal.vault import StoredFile, vault_of


@dataclass(frozen=True, slots=True)
class Made:
    """A sealed file that nothing points to yet, the faults it has, and the content it was made from."""

    file: StoredFile
    faults: tuple[str, ...]
    prepared_at: datetime | None


def make_file(session: Session, ids: Mapping[str, str], *, at: datetime) -> Made | None:  # noqa: ARG001  # a job's shape
    """Make the PDF from the frozen content, check it, seal it. None when the answer was taken back meanwhile."""
    answer = session.get(Answer, uuid.UUID(ids["answer_id"]))
    if answer is None or not _is_wanted(answer):
        return None
    vault = vault_of(session)
    box = vault.box(requests.get(session, answer.case.request_id).key_id)
    pdf = render_pdf(content_of(session, answer))
    stored = vault.files.put(box, f"answers.pdf:{answer.id}", pdf)
    return Made(stored, tuple(check_pdf(pdf)), answer.prepared_at)


def keep_file(session: Session, ids: Mapping[str, str], made: Made | None, *, at: datetime) -> None:
    """Point the answer to its file. A file of words that were changed meanwhile is left behind, sealed and unread."""
    answer = session.get(Answer, uuid.UUID(ids["answer_id"]), with_for_update=True)
    if made is None or answer is None or not _is_wanted(answer) or answer.prepared_at != made.prepared_at:
        return
    answer.pdf_name, answer.pdf_sha256 = made.file.name, made.file.sha256
    answer.pdf_faults = list(made.faults)
    answer.rendered_at = at
    answer.state = AnswerState.READY
    session.flush()
    record(
        session, Action.ANSWER_RENDERED, actor_kind="system", actor_id=None, subject=answer.case_id, at=at,
        sha256=made.file.sha256,
    )  # fmt: skip


def _is_wanted(answer: Answer) -> bool:
    """Whether anybody still waits for the file: the person may have stopped, the worker may have taken it back."""
    return answer.state is AnswerState.RENDERING and answer.case.status is Status.CHECKING
