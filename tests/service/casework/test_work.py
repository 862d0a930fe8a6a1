"""Notes, tasks, hand-overs, links, presence and care."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.audit import AuditEvent
from portal.cases import service
from portal.cases.queries import of_request
from portal.cases.states import Status
from portal.casework import care, handing, linking, notes, presence, queries, task_mails, tasks
from portal.casework.kinds import Band, Erased, LinkReason, Topic
from portal.casework.models import CaseNote, HardLook
from portal.casework.rules import Confidence
from portal.casework.states import TaskMove, TaskState
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, NotFound, RuleBroken, SomebodyElseChangedIt
from portal.notifications.ports import Ports
from portal.outbox.models import Job
from portal.requests.kinds import IdentifierKind, Right
from portal.vault import KeyDestroyed, vault_of
from tests.builders.casework import NOBODY, a_link, a_note, a_task, in_team, knows, of_team
from tests.builders.desk import AT, ENGLAND, a_case, a_flag, a_worker

DAY = timedelta(days=1)
TODAY = local_date(AT)
PORTS = Ports(mail=object())  # claiming hands nothing over


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def colleague(session):
    return a_worker(session, Role.CASEWORKER, name="Demo Colleague")


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


@pytest.fixture
def case(session, caseworker):
    case = a_case(session)
    service.take(session, case, actor=caseworker, at=AT)
    return case


def said(session, case, verb):
    rows = session.scalars(select(AuditEvent).where(AuditEvent.subject == case.id).order_by(AuditEvent.number))
    return [(event.action.value, event.facts) for event in rows if event.action.value.startswith(verb)]


def test_a_note_is_sealed_under_a_key_of_its_own(session, case, caseworker):
    note = a_note(session, case, caseworker, "zanzibar")
    assert note.key_id != case.request.key_id
    assert b"zanzibar" not in session.scalar(text("SELECT body FROM case_notes"))
    assert [n.words for n in notes.of_case(session, case.id, actor=caseworker)] == ["zanzibar"]
    assert said(session, case, "note:") == [("note:written", {"entry": str(note.id)})]


def test_an_erased_note_is_gone_in_every_copy_and_leaves_a_trace(session, case, caseworker, approver, colleague):
    note = a_note(session, case, caseworker, "zanzibar")
    copy, place = note.body, note.key_id
    with pytest.raises(NotAllowed):
        notes.erase(session, case, note.id, Erased.MISTAKE, actor=colleague, at=AT)
    notes.erase(session, case, note.id, Erased.TOO_MUCH, actor=approver, at=AT)
    note.body = copy  # a back-up brought the row back: without its key it says nothing
    with pytest.raises(KeyDestroyed):
        vault_of(session).box(place).get(note, "body")
    shown = notes.of_case(session, case.id, actor=caseworker)[0]
    assert (shown.words, shown.may_erase, shown.row.author_id) == (None, False, caseworker.id)
    assert said(session, case, "note:erased")[0][1] == {"entry": str(note.id), "reason": "too-much"}
    with pytest.raises(RuleBroken, match="already"):
        notes.erase(session, case, note.id, Erased.MISTAKE, actor=caseworker, at=AT)


def test_a_note_is_erased_on_its_own_case_only(session, case, caseworker):
    note, other = a_note(session, case, caseworker), a_case(session, "other.otter")
    for where, note_id in ((other, note.id), (case, NOBODY)):
        with pytest.raises(NotFound):
            notes.erase(session, where, note_id, Erased.MISTAKE, actor=caseworker, at=AT)


@pytest.mark.parametrize(("words", "message"), [("  ", "Write something"), ("x" * 2001, "2,000")])
def test_a_note_has_words_and_not_too_many(session, case, caseworker, words, message):
    with pytest.raises(RuleBroken, match=message):
        notes.write(session, case, words, submission="a" * 32, actor=caseworker, at=AT)


def test_two_presses_make_one_note_and_one_task(session, case, caseworker):
    for _ in range(2):
        try:
            notes.write(session, case, "Once.", submission="a" * 32, actor=caseworker, at=AT)
            tasks.ask(session, case, "Once.", due_on=TODAY, whom="IT", submission="a" * 32, actor=caseworker, at=AT)
        except notes.AlreadyNoted:
            with pytest.raises(tasks.AlreadyAsked):
                tasks.ask(session, case, "Once.", due_on=TODAY, whom="IT", submission="a" * 32, actor=caseworker, at=AT)
    assert len(notes.of_case(session, case.id, actor=caseworker)) == 1
    assert len(tasks.of_case(session, case, today=TODAY)) == 1


def test_a_task_is_asked_chased_escalated_and_done(session, case, caseworker):
    task = a_task(session, case, caseworker)
    for step, state in (
        (TaskMove.CHASE, TaskState.CHASED), (TaskMove.CHASE, TaskState.CHASED),
        (TaskMove.ESCALATE, TaskState.ESCALATED), (TaskMove.FINISH, TaskState.DONE),
    ):  # fmt: skip
        tasks.move(session, case, task.id, step, seen_version=task.version, actor=caseworker, at=AT)
        assert task.state is state
    assert task.closed_at == AT
    entry = {"entry": str(task.id)}
    verbs = ("asked", "chased", "chased", "escalated", "done")
    assert said(session, case, "task:") == [(f"task:{verb}", entry) for verb in verbs]
    row = session.execute(text("SELECT what, whom FROM case_tasks")).one()
    assert b"boards" not in row.what.lower() and b"Boards" not in row.whom


def test_a_task_that_somebody_else_moved_is_not_moved_again(session, case, caseworker):
    task, other = a_task(session, case, caseworker), a_case(session, "other.otter")
    old = task.version
    tasks.move(session, case, task.id, TaskMove.CHASE, seen_version=old, actor=caseworker, at=AT)
    with pytest.raises(SomebodyElseChangedIt):
        tasks.move(session, case, task.id, TaskMove.FINISH, seen_version=old, actor=caseworker, at=AT)
    with pytest.raises(NotFound):
        tasks.move(session, other, task.id, TaskMove.FINISH, seen_version=task.version, actor=caseworker, at=AT)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 1001}, "what"),
        ({"whom": ""}, "whom"),
        ({"whom": "x" * 201}, "whom"),
        ({"due_on": TODAY - DAY}, "due"),
        ({"worker_id": NOBODY}, "to_worker"),
    ],
)
def test_a_task_says_what_of_whom_and_by_when(session, case, caseworker, changes, field):
    given = {"what": "Send it.", "whom": "IT", "due_on": TODAY, "submission": "a" * 32} | changes
    with pytest.raises(RuleBroken) as refused:
        tasks.ask(session, case, given.pop("what"), **given, actor=caseworker, at=AT)
    assert refused.value.field == field


def test_nobody_who_knows_the_person_is_asked_or_chased(session, case, caseworker, colleague):
    task = a_task(session, case, caseworker, of=colleague)
    knows(session, case, colleague)
    assert task_mails.claim(session, {"task_id": str(task.id)}, ports=PORTS, at=AT) is None
    with pytest.raises(RuleBroken) as refused:
        a_task(session, case, caseworker, of=colleague)
    assert refused.value.field == "to_worker"


def test_an_overdue_task_is_chased_once_by_itself_and_mailed_once(session, case, caseworker, colleague):
    task = a_task(session, case, caseworker, of=colleague, due_on=TODAY)
    assert tasks.chase_overdue(session, at=AT) == 0
    assert [tasks.chase_overdue(session, at=AT + DAY) for _ in range(2)] == [1, 0]
    assert (task.state, task.chased_on) == (TaskState.CHASED, TODAY + DAY)
    assert session.scalars(select(Job.ids).where(Job.name == task_mails.MAIL)).all() == [{"task_id": str(task.id)}]
    ids = {"task_id": str(task.id)}
    address = session.get_one(Worker, colleague.id).email
    claimed = [task_mails.claim(session, ids, ports=PORTS, at=AT + DAY) for _ in range(2)]
    assert [one and one.address for one in claimed] == [address, None]
    shown = tasks.of_case(session, case, today=TODAY + 4 * DAY)[0]
    assert (shown.overdue, shown.to_escalate) == (True, True)


def test_a_closed_task_stands_last_and_mails_nobody(session, case, caseworker, colleague):
    first = a_task(session, case, caseworker, of=colleague, due_on=TODAY)
    second = a_task(session, case, caseworker, due_on=TODAY + 9 * DAY)
    tasks.move(session, case, first.id, TaskMove.CANCEL, seen_version=first.version, actor=caseworker, at=AT)
    assert [one.row.id for one in tasks.of_case(session, case, today=TODAY)] == [second.id, first.id]
    assert tasks.chase_overdue(session, at=AT + DAY) == 0
    assert task_mails.claim(session, {"task_id": str(first.id)}, ports=PORTS, at=AT) is None


def test_a_case_is_handed_over_without_a_reason_and_taken_back(session, case, caseworker, colleague):
    handing.hand_over(session, case, str(colleague.id), actor=caseworker, at=AT)
    assert case.owner_id == colleague.id
    assert not handing.can_take_back(session, case, colleague, at=AT)
    handing.take_back(session, case, actor=caseworker, at=AT + DAY)
    assert case.owner_id == caseworker.id
    handing.hand_over(session, case, handing.ALL, actor=caseworker, at=AT + 2 * DAY)
    assert case.owner_id is None
    handing.take_over(session, case, actor=colleague, at=AT + 2 * DAY)
    assert case.owner_id == colleague.id
    with pytest.raises(RuleBroken):
        handing.take_over(session, case, actor=caseworker, at=AT + 2 * DAY)
    facts = [facts for _, facts in said(session, case, "case:handed-over")]
    assert facts == [{"outcome": "colleague"}, {"outcome": "all"}]


def test_a_case_goes_only_to_whoever_may_have_it(session, case, caseworker, colleague, approver):
    knows(session, case, colleague)
    for to in (colleague, approver, caseworker):
        with pytest.raises(RuleBroken, match="cannot take this case"):
            handing.hand_over(session, case, str(to.id), actor=caseworker, at=AT)
    for to in ("", "nonsense", "team:nowhere"):
        with pytest.raises(RuleBroken):
            handing.hand_over(session, case, to, actor=caseworker, at=AT)
    with pytest.raises(NotAllowed):
        handing.hand_over(session, case, handing.ALL, actor=approver, at=AT)
    assert case.owner_id == caseworker.id


def test_a_case_given_to_a_team_is_that_teams(session, case, caseworker, colleague):
    in_team(session, colleague, "night-desk")
    handing.hand_over(session, case, "team:night-desk", actor=caseworker, at=AT)
    assert (case.team, case.owner_id) == ("night-desk", None)
    assert queries.may_open(session, colleague, case, at=AT)
    assert not queries.may_open(session, caseworker, case, at=AT)
    assert not handing.can_take_back(session, case, caseworker, at=AT)
    assert [worker.id for worker in queries.colleagues(session, case)] == [colleague.id]
    assert said(session, case, "case:team-set") == [("case:team-set", {"team": "night-desk"})]


def test_a_closed_case_is_handed_to_nobody(session, case, caseworker):
    case.status = Status.ANSWERED
    with pytest.raises(RuleBroken, match="closed"):
        handing.hand_over(session, case, handing.ALL, actor=caseworker, at=AT)
    assert not handing.can_take_over(case)


def test_other_cases_of_the_person_are_found_and_only_what_opens_is_told(session, caseworker, colleague):
    mine = a_case(session, identifiers=((IdentifierKind.USER_NAME, "one"), (IdentifierKind.EMAIL, "a@demo.invalid")))
    sure = a_case(session, identifiers=((IdentifierKind.USER_NAME, "One"), (IdentifierKind.EMAIL, "A@demo.invalid")))
    maybe = a_case(session, "one")
    other_kind = a_case(session, identifiers=((IdentifierKind.NICKNAME, "one"),))
    hidden = of_team(session, a_case(session, "one"))
    sibling = service.open_case(session, mine.request, Right.ACCESS, calendar=ENGLAND, actor=caseworker, at=AT)
    kin = linking.relatives(session, mine, actor=caseworker, at=AT)
    assert [one.id for one in kin.siblings] == [sibling.id]
    assert [(hint.case.id, hint.confidence) for hint in kin.hints] == [
        (sure.id, Confidence.LIKELY), (maybe.id, Confidence.POSSIBLE),
    ]  # fmt: skip
    assert {other_kind.id, hidden.id}.isdisjoint(hint.case.id for hint in kin.hints)
    link = a_link(session, mine, sure, caseworker)
    kin = linking.relatives(session, mine, actor=caseworker, at=AT)
    assert ([one.case.id for one in kin.linked], [hint.case.id for hint in kin.hints]) == ([sure.id], [maybe.id])
    assert linking.relatives(session, sure, actor=caseworker, at=AT).linked[0].case.id == mine.id
    linking.unlink(session, sure, link.id, LinkReason.NOT_THEM, actor=caseworker, at=AT)
    assert linking.relatives(session, mine, actor=caseworker, at=AT).linked == ()
    assert said(session, mine, "case:unlinked") == [("case:unlinked", {"entry": str(sure.id), "reason": "not-them"})]


def test_a_link_needs_a_case_that_opens_and_a_reason(session, case, caseworker):
    hidden, other = of_team(session, a_case(session, "x")), a_case(session, "y")
    sibling = service.open_case(session, case.request, Right.ACCESS, calendar=ENGLAND, actor=caseworker, at=AT)
    for number in (hidden.number, "ZZZZZZZZ", ""):
        with pytest.raises(RuleBroken, match=linking.UNKNOWN):
            linking.link(session, case, number, LinkReason.THEY_SAID_SO, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="same request"):
        linking.link(session, case, sibling.number, LinkReason.THEY_SAID_SO, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="how you know"):
        linking.link(session, case, other.number, LinkReason.NOT_THEM, actor=caseworker, at=AT)
    link = a_link(session, case, other, caseworker)
    with pytest.raises(RuleBroken, match="already"):
        a_link(session, other, case, caseworker)
    with pytest.raises(RuleBroken, match="Say why"):
        linking.unlink(session, case, link.id, LinkReason.SAME_FACTS, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="any more"):
        linking.unlink(session, hidden, link.id, LinkReason.NOT_THEM, actor=caseworker, at=AT)


def test_who_else_has_it_open_is_known_for_a_quarter_of_an_hour(session, case, caseworker, colleague):
    for minutes in (0, 10):
        service.note_opened(session, case, actor=colleague, at=AT + timedelta(minutes=minutes))
    service.note_opened(session, case, actor=caseworker, at=AT)

    def here(minutes):
        at = AT + timedelta(minutes=minutes)
        return [(one.worker_id, one.since) for one in presence.present(session, case.id, besides=caseworker.id, at=at)]

    assert here(11) == [(colleague.id, AT)]
    assert here(16) == [(colleague.id, AT + timedelta(minutes=10))]
    assert here(25) == []


def test_topics_are_marked_and_danger_marks_itself(session, case, caseworker):
    assert care.topics_of(session, case.request_id) == ()
    care.mark(session, case, [Topic.LOSS, Topic.ABUSE, Topic.DANGER], actor=caseworker, at=AT)
    assert care.topics_of(session, case.request_id) == (Topic.ABUSE, Topic.LOSS)
    care.mark(session, case, [], actor=caseworker, at=AT)
    assert care.topics_of(session, case.request_id) == ()
    assert care.topics_of(session, a_flag(session, user_name="other").request_id) == (Topic.DANGER,)
    assert said(session, case, "case:topics")[0][1] == {}


def test_words_are_folded_unless_the_worker_opened_every_topic(session, caseworker):
    everything = care.choice_of(session, caseworker.id)
    assert care.is_folded((Topic.LOSS,), everything) and not care.is_folded((), everything)
    care.choose(session, [Topic.LOSS], 3, actor=caseworker)
    chosen = care.choice_of(session, caseworker.id)
    assert (chosen.cap, care.is_folded((Topic.LOSS,), chosen)) == (3, False)
    assert care.is_folded((Topic.LOSS, Topic.ABUSE), chosen)
    for cap in (0, 51):
        with pytest.raises(RuleBroken):
            care.choose(session, [], cap, actor=caseworker)


def test_a_limit_asks_before_the_next_one_but_never_before_a_flag(session, caseworker):
    hard = []
    for number in range(3):
        case = a_case(session, f"hard.{number}")
        care.mark(session, case, [Topic.LOSS], actor=caseworker, at=AT)
        hard.append(case)
    care.choose(session, [], 2, actor=caseworker)
    for case in (*hard[:2], hard[0]):
        assert not care.is_too_much(session, case, caseworker, at=AT)
        care.note_look(session, case, actor=caseworker, at=AT)
    assert care.is_too_much(session, hard[2], caseworker, at=AT)
    assert not care.is_too_much(session, hard[1], caseworker, at=AT)  # it was opened today: no second question
    assert not care.is_too_much(session, hard[2], caseworker, at=AT + DAY)
    plain, flag = a_case(session, "plain"), a_flag(session, user_name="danger")
    for case in (plain, *of_request(session, flag.request_id)):
        assert not care.is_too_much(session, case, caseworker, at=AT)
    care.note_look(session, plain, actor=caseworker, at=AT)
    assert care.bands_of(session, caseworker.worker_id, "", today=TODAY) == care.Bands("", Band.MUCH, Band.SOME)


def test_the_lead_sees_bands_and_after_a_week_nobody_sees_anything(session, case, caseworker, approver):
    lead = a_worker(session, Role.SAFEGUARDING)
    care.mark(session, case, [Topic.LOSS], actor=caseworker, at=AT)
    care.note_look(session, case, actor=caseworker, at=AT)
    seen = {one.name: one.week for one in care.bands_of_all(session, actor=lead, today=TODAY)}
    assert seen["Demo Worker"] in set(Band)
    with pytest.raises(NotAllowed):
        care.bands_of_all(session, actor=approver, today=TODAY)
    care.sweep_old(session, at=AT + 6 * DAY)
    assert session.scalars(select(HardLook)).all() != []
    care.sweep_old(session, at=AT + 7 * DAY)
    assert session.scalars(select(HardLook)).all() == []


def test_a_key_that_is_gone_before_its_row_knows_is_an_erased_note(session, case, caseworker):
    note = a_note(session, case, caseworker)
    vault_of(session).shred(note.key_id)
    assert notes.of_case(session, case.id, actor=caseworker)[0].words is None
    assert session.scalars(select(CaseNote.erased_at)).all() == [None]
