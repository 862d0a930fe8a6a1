"""Builders for the desk: workers, requests, cases, entries of the register and answers, with sensible defaults."""

import secrets
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor, worker_actor
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.answers import service as answers
from portal.answers.kinds import Decided
from portal.answers.merging import fields_for
from portal.answers.models import Answer
from portal.answers.queries import confirmed_ids
from portal.cases import service as cases
from portal.cases.models import Case
from portal.core.calendars import Calendar, Nation
from portal.disclosures import kinds as k
from portal.disclosures import service as register
from portal.disclosures.entry import Entry
from portal.disclosures.models import Disclosure
from portal.disclosures.queries import suggestions
from portal.identity import ladder
from portal.identity import queries as identity
from portal.identity.checks import Whose
from portal.identity.kinds import CodeWord, KnownChannel
from portal.jobs.demo.entries import ambulance
from portal.letters import Letter, LetterKind, write
from portal.policies.pack import load_pack
from portal.policies.queries import clause_title, get_policy
from portal.questions import service as questions
from portal.questions.models import PolicyQuestion
from portal.questions.rules import Wording
from portal.requests import queries as requests
from portal.requests.code import ReturnCode
from portal.requests.intake import ContactCard, Intake
from portal.requests.kinds import Channel, IdentifierKind, Right, Service
from portal.requests.models import Request
from portal.requests.service import receive_request
from portal.safeguarding import service as safeguarding
from portal.safeguarding.kinds import FlagSource
from portal.safeguarding.models import SafeguardingFlag
from tests.builders.installed import ORGANISATION, PACK

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ENGLAND = Calendar(Nation.ENGLAND_AND_WALES)
DANGER = "I want to die."
LETTER = "Hello,\n\nYou asked what we told others. We looked, and this letter says what we found."
LETTERS = load_pack(PACK).letters
PASSWORD = "a long enough password"
ANSWERED = "No. We do not ring your school just because you are hungry."
WORDING = Wording("Do you tell a school that somebody is hungry?", "No. We tell a school only when we have to.")


def a_worker(session: Session, *roles: Role, name: str = "Demo Worker") -> Actor:
    """A worker on the books, as an actor."""
    email = f"{name.lower().replace(' ', '.')}.{'.'.join(roles)}@demo.invalid"
    worker, _ = add_worker(session, name=name, email=email, password=PASSWORD, roles=roles, actor=SYSTEM, at=AT)
    session.flush()
    return worker_actor(worker.id, frozenset(roles))


def an_intake(user_name: str = "quiet.otter", **changes: Any) -> Intake:
    """A request for what was shared, by somebody with that user name."""
    plain = Intake(
        rights=(Right.SHARED,),
        services=(Service.CHAT,),
        identifiers=((IdentifierKind.USER_NAME, user_name),),
        card=ContactCard(),
    )
    return replace(plain, **changes)


def a_request(
    session: Session, user_name: str = "quiet.otter", *, at: datetime = AT, **changes: Any
) -> tuple[Request, ReturnCode]:
    """A request that came through the portal."""
    return receive_request(
        session, an_intake(user_name, **changes), submission=secrets.token_hex(16), channel=Channel.PORTAL,
        actor=SYSTEM, at=at,
    )  # fmt: skip


def a_case(
    session: Session, user_name: str = "quiet.otter", *, at: datetime = AT, right: Right = Right.SHARED, **changes: Any
) -> Case:
    """The case of such a request."""
    request, _ = a_request(session, user_name, at=at, **{"rights": (right,), **changes})
    return cases.open_case(session, request, right, calendar=ENGLAND, actor=SYSTEM, at=at)


def a_flag(
    session: Session, note: str = DANGER, *, at: datetime = AT, user_name: str = "quiet.otter"
) -> SafeguardingFlag:
    """A flag on the case of somebody who wrote that."""
    case = a_case(session, user_name, note=note, at=at)
    flag = safeguarding.listen(
        session, case.request, [note], source=FlagSource.REQUEST, within_hours=4, actor=SYSTEM, at=at
    )
    assert flag is not None, "no words of danger"
    return flag


def an_entry(user_name: str = "quiet.otter", **changes: Any) -> Entry:
    """An entry of the register: the ambulance was called, a month ago."""
    return replace(ambulance(user_name, at=AT - timedelta(days=30)), **changes)


def a_locked_entry(user_name: str = "quiet.otter") -> Entry:
    """An entry that the person must not be told of."""
    return an_entry(
        user_name, told=k.Told.MUST_NOT, told_at=None, told_note="An investigation is under way.",
        review_on=date(2027, 1, 4),
    )  # fmt: skip


def a_disclosure(session: Session, actor: Actor, entry: Entry | None = None) -> Disclosure:
    """An entry in the register."""
    return register.log_disclosure(session, entry or an_entry(), nation="england-and-wales", actor=actor, at=AT)


def confirm_all(session: Session, case: Case, actor: Actor, *, at: datetime = AT) -> None:
    """Say yes to every suggestion."""
    for found in suggestions(session, case):
        register.decide_match(session, case, found.disclosure.id, k.MatchDecision.CONFIRMED, actor=actor, at=at)


def prepare(session: Session, case: Case, actor: Actor, letter: str = LETTER, *, at: datetime = AT) -> Answer:
    """Prepare the answer of a case. Where the register has nothing to tell, with the one letter for that."""
    if letter == LETTER and case.right is Right.SHARED and not confirmed_ids(session, case):
        letter = use_the_one_letter(session, case, actor, at=at).text
    return answers.prepare(
        session, case, letter, organisation=ORGANISATION,
        rule_title=lambda *clause: clause_title(session, *clause), actor=actor, at=at,
    )  # fmt: skip


def use_the_one_letter(session: Session, case: Case, actor: Actor, *, at: datetime = AT) -> Letter:
    """Begin the answer with "nothing to give, or cannot be confirmed"."""
    kind = LetterKind.CANNOT_CONFIRM
    letter = write(LETTERS, fields_for(session, case, kind, {}, organisation=ORGANISATION))
    answers.use_letter(session, case, letter, actor=actor, at=at)
    return letter


def make(session: Session, answer: Answer, *, at: datetime = AT) -> None:
    """Make the file, as a worker process does."""
    ids = {"answer_id": str(answer.id)}
    answers.keep_file(session, ids, answers.make_file(session, ids, at=at), at=at)


def known(session: Session, request_id: uuid.UUID, caseworker: Actor, *, at: datetime = AT) -> None:
    """Decide that it is them: they asked from their own account."""
    whose = Whose(request_id, requests.get(session, request_id).key_id)
    ladder.recognise(
        session, whose, KnownChannel.ACCOUNT, code_word=CodeWord.NOT_ASKED, seen_by_others=False, actor=caseworker,
        at=at,
    )  # fmt: skip


def answer_it(session: Session, case: Case, caseworker: Actor, *, is_known: bool = True) -> Answer:
    """Bring a case to an answer that waits for approval, file and all."""
    cases.take(session, case, actor=caseworker, at=AT)
    if is_known and identity.current(session, case.request_id) is None:
        known(session, case.request_id, caseworker)
    if case.right is not Right.SHARED:
        answers.decide(session, case, "What you asked us for", Decided.DONE, actor=caseworker, at=AT)
    confirm_all(session, case, caseworker)
    answer = prepare(session, case, caseworker)
    make(session, answer)
    return answer


def a_made_answer(session: Session, caseworker: Actor, user_name: str = "quiet.otter") -> tuple[Case, Answer]:
    """A case whose answer waits for approval."""
    case = a_case(session, user_name)
    return case, answer_it(session, case, caseworker)


def a_question(
    session: Session, text: str = "Do you tell my school if I am hungry?", *, clause: str = "", at: datetime = AT
) -> PolicyQuestion:
    """A question about the newest rules on what stays private."""
    request, _ = receive_request(
        session, Intake(rights=(Right.QUESTION,), services=()), submission=secrets.token_hex(16),
        channel=Channel.PORTAL, actor=SYSTEM, at=at,
    )  # fmt: skip
    version = get_policy(session, "confidentiality")
    return questions.ask(session, request, version, text, clause=clause, actor=SYSTEM, at=at)


def a_wording(
    session: Session, caseworker: Actor, wording: Wording = WORDING, text: str = "Do you tell my school?"
) -> PolicyQuestion:
    """A question that is answered, with a wording that waits for its second person."""
    row = a_question(session, text)
    questions.answer(session, row, ANSWERED, actor=caseworker, at=AT)
    questions.draft(session, row, wording, names_nobody=False, actor=caseworker, at=AT)
    return row
