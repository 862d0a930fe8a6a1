"""Letters and answers of the other rights, for tests."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.answers import merging
from portal.answers import service as answers
from portal.answers.kinds import Decided, DeedKind
from portal.answers.models import Answer
from portal.cases import service as cases
from portal.cases.models import Case
from portal.letters import Letter, LetterKind, LetterSet, write
from portal.policies.pack import load_pack
from portal.policies.pack.letters_file import routes_of
from portal.requests.kinds import Right
from tests.builders.desk import AT, a_case, make, prepare
from tests.builders.installed import ORGANISATION, PACK

LETTERS = load_pack(PACK).letters
LETTER_SET = LetterSet(LETTERS, routes_of(ORGANISATION))
SYSTEMS = {"salesforce": "Salesforce", "vanilla": "Vanilla"}
KEPT = "The note about the night we called 999"
WHY = "We may have to show a judge what we did."
BOXES = {
    "so_far": "We read what you sent us.", "next_step": "We look at our notes of that day.",
    "found": "Our answer came four days late.", "mended": "We changed how we keep our dates.",
    "one_more_way": "Tell us your user name.",
}  # fmt: skip


def a_letter(session: Session, case: Case, kind: LetterKind, **more: Any) -> Letter:
    """One of our letters about that case."""
    fields = merging.fields_for(session, case, kind, BOXES, organisation=ORGANISATION, **more)
    return write(LETTERS, fields)


def decide_all(session: Session, case: Case, actor: Actor, *, refuse: bool = True, give: bool = True) -> None:
    """Write down something that was done, and something that was not."""
    if give:
        answers.decide(session, case, "Your posts on our boards", Decided.DONE, actor=actor, at=AT)
        answers.note_deed(
            session, case, "vanilla", DeedKind.DELETED, titles=SYSTEMS, done_on=AT.date(),
            words="We deleted all 12 of them.", actor=actor, at=AT,
        )  # fmt: skip
    if refuse:
        answers.decide(
            session, case, KEPT, Decided.NOT_DONE, grounds=["legal-claims"], words=WHY, until="7 years", actor=actor,
            at=AT,
        )  # fmt: skip


def a_part_refusal(session: Session, caseworker: Actor, *, right: Right = Right.ERASURE) -> tuple[Case, Answer]:
    """A case in which some of it was done; its answer waits for approval."""
    case = a_case(session, right=right)
    cases.take(session, case, actor=caseworker, at=AT)
    decide_all(session, case, caseworker)
    letter = a_letter(session, case, LetterKind.PART_REFUSAL)
    answers.use_letter(session, case, letter, actor=caseworker, at=AT)
    answer = prepare(session, case, caseworker, letter.text)
    make(session, answer)
    return case, answer


WINDOW = timedelta(minutes=30)
