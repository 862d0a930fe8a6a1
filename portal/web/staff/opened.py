"""The log lines of opening a personal file, for `@opening`."""

import uuid
from collections.abc import Callable

from flask import g, request

from portal.accounts.permissions import Permission
from portal.answers import queries as answers
from portal.answers.service import note_looked
from portal.cases import queries as cases
from portal.cases.service import note_opened as note_case
from portal.casework import care, debriefs, glass
from portal.casework.queries import get_glass
from portal.core import clock
from portal.disclosures import attaching, drafts
from portal.disclosures import queries as register
from portal.disclosures.importing import queries as imports
from portal.disclosures.importing.service import note_opened as note_import
from portal.disclosures.people import queries as people
from portal.disclosures.service import note_opened as note_entry
from portal.extensions import db
from portal.messages.kinds import Sender
from portal.messages.service import note_seen
from portal.questions import queries as questions
from portal.questions.service import note_opened as note_question
from portal.safeguarding import queries as flags
from portal.safeguarding.service import note_opened as note_flag
from portal.shares import queries as shares
from portal.shares.notices import note_proof_opened
from portal.shares.service import note_opened as note_share
from portal.web.actors import current_actor
from portal.web.staff.register_keys import before
from portal.web.transactions import keep


def noted(note: Callable[[uuid.UUID], None], subject: uuid.UUID) -> None:
    """What was sent did nothing, and its page comes back with a personal file around it: that is an opening too."""
    note(subject)
    keep()


def note_case_opened(case_id: uuid.UUID) -> None:
    """Somebody looks into a case or its answer. Raises NotFound."""
    note_case(db.session, cases.get(db.session, case_id), actor=current_actor(), at=clock.now())


def note_answer_opened(case_id: uuid.UUID) -> None:
    """Somebody looks at an answer: what they saw of a prepared one is kept, to show them later what changed."""
    note_case_opened(case_id)
    answer = answers.find(db.session, case_id)
    actor = current_actor()
    if answer is not None and answer.state.value != "draft" and actor.may(Permission.ANSWER_APPROVE):
        note_looked(db.session, answer, actor=actor, at=clock.now())


def note_case_and_messages(case_id: uuid.UUID) -> None:
    """The page of a case also shows what the person wrote. It is seen when somebody looks who could answer.

    When it would be more than the worker said is enough for a day, nothing is opened: the page asks first.
    """
    actor, case = current_actor(), cases.get(db.session, case_id)
    g.too_much = care.is_too_much(db.session, case, actor, at=clock.now())
    if g.too_much:
        return
    note_case_opened(case_id)
    care.note_look(db.session, case, actor=actor, at=clock.now())
    if actor.may(Permission.CASE_WORK):
        request_id = cases.get(db.session, case_id).request_id
        g.new = note_seen(db.session, request_id, by=Sender.WORKER, actor=actor, at=clock.now())


def note_question_opened(question_id: uuid.UUID) -> None:
    """Somebody looks into a question, or into a wording made from it. Raises NotFound."""
    note_question(db.session, questions.get(db.session, question_id), actor=current_actor(), at=clock.now())


def note_flag_opened(flag_id: uuid.UUID) -> None:
    """Somebody looks at words of danger. Raises NotFound."""
    note_flag(db.session, flags.get(db.session, flag_id), actor=current_actor(), at=clock.now())


def note_preview_opened(case_id: uuid.UUID) -> None:
    """Somebody looks at an answer as it would be made: the case is opened, and each entry that would be told."""
    case = cases.get(db.session, case_id)
    note_case_opened(case_id)
    for entry in register.confirmed(db.session, case):
        note_entry(db.session, entry, actor=current_actor(), at=clock.now())


def note_entry_opened(disclosure_id: uuid.UUID) -> None:
    """Somebody looks into an entry of the register. Raises NotFound, also for a locked one."""
    actor = current_actor()
    entry = register.get(db.session, disclosure_id, locked=actor.may(Permission.REGISTER_LOCKED))
    note_entry(db.session, entry, actor=actor, at=clock.now())


def note_debrief_opened(debrief_id: uuid.UUID) -> None:
    """Somebody reads what a colleague left for them. Raises NotFound."""
    actor = current_actor()
    debriefs.note_opened(db.session, debriefs.get(db.session, debrief_id, actor=actor), actor=actor, at=clock.now())


def note_attachment_opened(disclosure_id: uuid.UUID, attachment_id: uuid.UUID) -> None:
    """Somebody saves a file of an entry. Raises NotFound, also for a locked one."""
    actor = current_actor()
    entry = register.get(db.session, disclosure_id, locked=actor.may(Permission.REGISTER_LOCKED))
    attaching.note_opened(db.session, attaching.get(db.session, entry, attachment_id), actor=actor, at=clock.now())


def note_step_opened(log_id: uuid.UUID, step: str) -> None:  # noqa: ARG001  # the address has it
    """A worker goes on with an entry of their own. Raises NotFound for everybody else's."""
    actor = current_actor()
    drafts.note_opened(db.session, drafts.get(db.session, log_id, actor=actor), actor=actor, at=clock.now())


def note_case_and_entry(case_id: uuid.UUID, disclosure_id: uuid.UUID) -> None:
    """Somebody compares a case with an entry that may be about its person. Raises NotFound, also for a locked one."""
    note_case_opened(case_id)
    note_entry(db.session, register.get(db.session, disclosure_id), actor=current_actor(), at=clock.now())


def note_person_opened(disclosure_id: uuid.UUID) -> None:
    """Somebody reads what a person of the register goes by: every entry that is opened for it. Raises NotFound."""
    actor = current_actor()
    locked = actor.may(Permission.REGISTER_LOCKED)
    mine = people.visible(db.session, disclosure_id, locked=locked)
    for entry in people.page_of(db.session, mine, after=before(request.args.get("after", "")))[: people.PAGE]:
        note_entry(db.session, entry, actor=actor, at=clock.now())


def note_two_opened(disclosure_id: uuid.UUID, other_entry_id: uuid.UUID) -> None:
    """Somebody compares two people of the register. Raises NotFound."""
    actor = current_actor()
    for entry_id in (disclosure_id, other_entry_id):
        mine = people.visible(db.session, entry_id, locked=actor.may(Permission.REGISTER_LOCKED))
        for entry in people.page_of(db.session, mine):
            note_entry(db.session, entry, actor=actor, at=clock.now())


def note_share_opened(share_id: uuid.UUID) -> None:
    """Somebody looks into a set, or at who is in it. Raises NotFound, also for a locked one."""
    actor = current_actor()
    row = shares.get(db.session, share_id, locked=actor.may(Permission.REGISTER_LOCKED))
    note_share(db.session, row, actor=actor, at=clock.now())


def note_recipients_opened(case_id: uuid.UUID, notice_id: uuid.UUID) -> None:  # noqa: ARG001  # the view's own argument
    """Somebody looks at what one recipient was told: a look into the case."""
    note_case_opened(case_id)


def note_proof(case_id: uuid.UUID, notice_id: uuid.UUID) -> None:
    """Somebody opens what proves that a recipient was told. Raises NotFound."""
    note_proof_opened(db.session, cases.get(db.session, case_id), notice_id, actor=current_actor(), at=clock.now())


def note_import_opened(import_id: uuid.UUID) -> None:
    """Whoever brought an old log looks at what stands in it. Raises NotFound for everybody else."""
    actor = current_actor()
    note_import(db.session, imports.get_own(db.session, import_id, actor), actor=actor, at=clock.now())


def note_glass_opened(break_id: uuid.UUID) -> None:
    """Somebody reads why a case of another team was opened. Raises NotFound."""
    glass.note_read(db.session, get_glass(db.session, break_id), actor=current_actor(), at=clock.now())
