"""Every move from every status by every role, through the routes: what the table says happens, and nothing else does.

All of it is generated from the table: a new move fails here until somebody says which press makes it.
"""

import itertools
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.answers import queries as answers
from portal.answers import service as acts
from portal.audit import VISIBLE_TO_PERSON, AuditEvent, verify
from portal.audit.actions import Action
from portal.cases import service
from portal.cases.models import Case
from portal.cases.states import PHASES, TRANSITIONS, Status
from portal.complaints import service as complaints
from portal.complaints.kinds import SAID, ComplaintOutcome
from portal.core import clock
from portal.extensions import db
from portal.letters import LetterKind
from portal.requests.kinds import Right
from tests.actors.browser import HOME
from tests.actors.person import Person
from tests.builders.desk import ENGLAND, a_request, a_worker, answer_it, use_the_one_letter
from tests.builders.lettering import BOXES, a_letter

S = Status
DESK = [step.action for step in TRANSITIONS if step.permission is not Permission.OWN_REQUEST]
OWN = [step.action for step in TRANSITIONS if step.permission is Permission.OWN_REQUEST]
OUTCOME = {
    "kind": "complaint-outcome", "outcome": "upheld", "found": "We were late.", "mended": "We say sorry.",
    "submission": "a" * 32, "send": "yes",
}  # fmt: skip
COMPLAINTS = {Action.COMPLAINT_PROPOSED, Action.COMPLAINT_SENT_BACK, Action.COMPLAINT_ANSWERED}
# what is pressed for each move, below the address of the case, and what the form carries besides the versions
PRESSES = {
    Action.CASE_TAKEN: ("take", {}),
    Action.ANSWER_PREPARED: ("answer", {"prepare": "yes"}),
    Action.ANSWER_VOIDED: ("answer/take-back", {}),
    Action.ANSWER_SENT_BACK: ("answer/send-back", {"reason": "facts"}),
    Action.ANSWER_APPROVED: ("answer/approve", {}),
    Action.ANSWER_RELEASED: ("answer/release", {"contact_confirmed": "y", "odd_hour": "they-asked"}),
    Action.COMPLAINT_PROPOSED: ("letters", OUTCOME),
    Action.COMPLAINT_SENT_BACK: ("complaint/send-back", {"reason": "facts"}),
    Action.COMPLAINT_ANSWERED: ("complaint/tell", {}),
}
PAGES = {Action.CASE_WITHDRAWN: "/mine/stop", Action.CASE_RESUMED: "/mine/go-back"}
REFUSED = {403, 404, 409, 422}
PUBLIC = (Path(__file__).parents[3] / "templates/public/mine/words.html").read_text()


class Made:
    """One case in each status, made by the services; a complaint where only one can be there."""

    def __init__(self, app):
        self.app, self.count = app, 0
        with app.app_context(), db.sessionmaker() as session:
            self.writer = a_worker(session, Role.CASEWORKER, name="Demo Writer")
            self.checker = a_worker(session, Role.APPROVER, name="Demo Checker")
            session.commit()

    def case(self, status, right=Right.SHARED):
        """Give the id of a new case in that status, and the code of its person."""
        self.count += 1
        with self.app.app_context(), db.sessionmaker() as session:
            at = clock.now()
            request, code = a_request(session, f"made.{self.count}", rights=(right,), at=at)
            case = service.open_case(session, request, right, calendar=ENGLAND, actor=self.writer, at=at)
            getattr(self, "_" + status.name.lower())(session, case, at)
            assert case.status is status
            session.commit()
            return case.id, code

    def _received(self, session, case, at):
        """It is so at once."""

    def _in_progress(self, session, case, at):
        service.take(session, case, actor=self.writer, at=at)
        if case.right is Right.SHARED:
            use_the_one_letter(session, case, self.writer, at=at)

    def _checking(self, session, case, at):
        if case.is_complaint:
            self._in_progress(session, case, at)
            letter = a_letter(session, case, LetterKind.COMPLAINT_OUTCOME, outcome=SAID[ComplaintOutcome.UPHELD])
            complaints.propose(
                session, case, ComplaintOutcome.UPHELD, letter, boxes=BOXES, actor=self.writer, at=at
            )  # fmt: skip
            return
        answer_it(session, case, self.writer)

    def _approved(self, session, case, at):
        self._checking(session, case, at)
        sha256 = answers.find(session, case.id).pdf_sha256
        acts.approve(session, case, sha256=sha256, actor=self.checker, at=at)

    def _answered(self, session, case, at):
        if case.is_complaint:
            self._checking(session, case, at)
            service.move(session, case, Action.COMPLAINT_ANSWERED, actor=self.checker, at=at, outcome="upheld")
            return
        self._approved(session, case, at)
        acts.release(session, case, contact_confirmed=True, actor=self.writer, at=at)

    def _withdrawn(self, session, case, at):
        service.withdraw(session, case, actor=person_actor(case.request_id), at=at)


@pytest.fixture
def made(app):
    return Made(app)


def facts(app, case_id):
    """Where the case stands, what a form of it carries, and how often each move was written down."""
    with app.app_context(), db.sessionmaker() as session:
        case, answer = session.get_one(Case, case_id), answers.find(session, case_id)
        rows = list(session.scalars(select(AuditEvent.action).where(AuditEvent.subject == case_id)))
        carried = {"version": case.version, "answer_version": answer.version if answer else 0}
        carried["letter"] = answers.letter_of(session, case) if answer else ""
        carried["sha256"] = (answer.pdf_sha256 or "") if answer else ""
        assert verify(session).ok
        return case.status, carried, {action: rows.count(action) for action in {*DESK, *OWN}}


def press(worker, app, case_id, action):
    token = worker.browser.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    path, given = PRESSES[action]
    data = {"csrf_token": token, **facts(app, case_id)[1], **given}
    where = f"/staff/cases/{case_id}/{path}"
    return worker.browser.client.post(where, base_url=HOME, data=data, headers={"Referer": HOME + "/staff/"})


def right_of(action):
    return Right.COMPLAINT if action in COMPLAINTS else Right.SHARED


def test_every_move_of_the_table_has_a_press(app):
    assert set(PRESSES) == set(DESK) and set(PAGES) == set(OWN)
    paths = {rule.rule.replace("<uuid:case_id>", "C") for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert {f"/staff/cases/C/{path}" for path, _ in PRESSES.values()} | set(PAGES.values()) <= paths


@pytest.mark.check(39, "moves, from every status by every role, that the table does not have")
def test_what_the_table_does_not_have_is_refused_and_changes_nothing(app, staff, made):
    """A refusal changes nothing, so that all roles can press at the same cases."""
    wrong, tried = {}, 0
    for status in Status:
        shown = {right: made.case(status, right)[0] for right in _rights(status)}
        for role, action in itertools.product(Role, DESK):
            case_id = shown.get(right_of(action), shown[Right.SHARED])
            step = next((s for s in TRANSITIONS if s.action is action and status in s.sources), None)
            if step is not None and step.permission in ROLE_PERMISSIONS[role]:
                continue  # the next test presses this one
            before = facts(app, case_id)
            answer = press(staff.signed_in(role), app, case_id, action)
            tried += 1
            if answer.status_code not in REFUSED or facts(app, case_id) != before:
                wrong[status, role, action] = answer.status_code
    assert wrong == {}
    done = sum(len(step.sources) for step in TRANSITIONS if step.action in DESK for r in Role if step.permission in ROLE_PERMISSIONS[r])  # fmt: skip
    assert tried == len(Status) * len(Role) * len(DESK) - done


def _rights(status):
    """A complaint has no file, so it is never approved."""
    return [Right.SHARED] if status is S.APPROVED else [Right.SHARED, Right.COMPLAINT]


@pytest.mark.parametrize(
    ("step", "status"),
    [(t, s) for t in TRANSITIONS if t.action in DESK for s in Status if s in t.sources],
    ids=lambda one: one.action.value if hasattr(one, "action") else one.value,
)
def test_what_the_table_has_happens_for_whoever_may_and_once(app, staff, made, step, status):
    for role in (role for role in Role if step.permission in ROLE_PERMISSIONS[role]):
        case_id, _ = made.case(status, right_of(step.action))
        worker, before = staff.signed_in(role), facts(app, case_id)[2][step.action]
        carried = press(worker, app, case_id, step.action)
        after = facts(app, case_id)
        assert (carried.status_code, after[0]) == (303, step.target), role
        assert after[2][step.action] == before + 1
        press(worker, app, case_id, step.action)
        assert facts(app, case_id)[2][step.action] == before + 1, "a second press makes no second event"


@pytest.mark.parametrize("status", Status)
def test_the_persons_own_moves_are_theirs_from_where_the_table_says(app, staff, made, status, browser):
    """A worker on the person's address is a stranger; the person stops what is open, and goes on the same day."""
    case_id, code = made.case(status)
    for role in (Role.CASEWORKER, Role.APPROVER):
        for path in PAGES.values():
            staff.signed_in(role).browser.client.post(path, base_url=HOME, data={})
    assert facts(app, case_id)[0] is status
    person = Person(browser, reference=code.reference, words=list(code.words))
    person.comes_back()
    for action in OWN:
        now = facts(app, case_id)[0]
        step = next((t for t in TRANSITIONS if t.action is action and now in t.sources), None)
        token = browser.open("/mine").dom.query("input[name=csrf_token]")[0].attrs["value"]
        browser.client.post(
            PAGES[action], base_url=HOME, data={"csrf_token": token, "sure": "yes"}, headers={"Referer": HOME + "/mine"}
        )
        after = facts(app, case_id)[0]
        started = status not in {S.RECEIVED, S.WITHDRAWN}  # somebody had taken it: a stop is for good
        expected = now if step is None or (action is Action.CASE_RESUMED and started) else step.target
        assert after is expected, (action, now)


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: step.action.value)
def test_every_move_has_words_for_the_person(step):
    """Where it leads is said on their page; what they may read of it stands in their timeline."""
    assert f'"{PHASES[step.target].value}": {{"title"' in PUBLIC
    silent = step.action not in VISIBLE_TO_PERSON
    assert silent or f'"{step.action.value}": N_("' in PUBLIC
    moved = {PHASES[source] for source in step.sources} != {PHASES[step.target]}
    assert moved or silent, "what the person does not notice is nothing to tell them of"
