"""What waits for a second person: an answer that gives one thing and keeps another, a complaint that was right."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Role
from portal.answers import merging
from portal.answers import service as answers
from portal.answers.kinds import Decided, DeedKind
from portal.answers.queries import find
from portal.cases import service as cases
from portal.cases.models import Case
from portal.complaints import service as complaints
from portal.complaints.kinds import SAID, ComplaintOutcome
from portal.core.clock import local_date
from portal.installation import Installation
from portal.jobs.demo.workers import SECOND
from portal.letters import LetterKind, write
from portal.policies.queries import clause_title

POSTS, NOTE = "Your made-up posts", "The made-up note about a call"
WHY = "We may have to show a judge what we did."
FOUND = {"found": "You were right. Our made-up answer was slow.", "mended": "We changed how we keep our dates."}


def load_outcomes(
    session: Session, actors: dict[str, Actor], here: Installation, made: dict[str, Case], *, now: datetime
) -> None:  # fmt: skip
    """Both wait for the approver of the demo."""
    _refused_in_part(session, actors[SECOND], here, made["demo-quince"], at=now - timedelta(hours=20))
    _was_right(session, actors, here, made["demo-elder, complaint"], about=made["demo-elder"], at=now)


def _refused_in_part(session: Session, writer: Actor, here: Installation, case: Case, *, at: datetime) -> None:
    cases.take(session, case, actor=writer, at=at)
    answers.decide(session, case, POSTS, Decided.DONE, actor=writer, at=at)
    answers.decide(session, case, NOTE, Decided.NOT_DONE, grounds=["legal-claims"], words=WHY, actor=writer, at=at)
    titles = {name: one.title for name, one in here.pack.datamap.systems.items()}
    answers.note_deed(
        session, case, next(iter(titles)), DeedKind.DELETED, titles=titles, done_on=local_date(at), actor=writer, at=at
    )
    kind = LetterKind.PART_REFUSAL
    letter = write(here.pack.letters, merging.fields_for(session, case, kind, {}, organisation=here.organisation))
    answers.use_letter(session, case, letter, actor=writer, at=at)
    answers.prepare(
        session, case, letter.text, organisation=here.organisation,
        rule_title=lambda *clause: clause_title(session, *clause), actor=writer, at=at,
    )  # fmt: skip
    answer = find(session, case.id)
    ids = {"answer_id": str(answer.id)} if answer else {}
    answers.keep_file(session, ids, answers.make_file(session, ids, at=at), at=at)


def _was_right(
    session: Session, actors: dict[str, Actor], here: Installation, case: Case, *, about: Case, at: datetime
) -> None:  # fmt: skip
    second, kind = actors[SECOND], LetterKind.COMPLAINT_OUTCOME
    named = [actors[Role.CASEWORKER].worker_id]
    complaints.say_what_it_is_about(
        session, case, about.id, named, actor=actors[Role.CASEWORKER], at=at - timedelta(hours=30)
    )
    fields = merging.fields_for(
        session, case, kind, FOUND, organisation=here.organisation, outcome=SAID[ComplaintOutcome.UPHELD]
    )
    complaints.propose(
        session, case, ComplaintOutcome.UPHELD, write(here.pack.letters, fields), boxes=FOUND, actor=second,
        at=at - timedelta(hours=3),
    )  # fmt: skip
