"""A release that waits: taken back or carried out, never half; odd hours; what a closing has to say."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.answers import queries, service
from portal.answers.changes import since_last_look
from portal.answers.kinds import Late, OddHour, Outcome, Stopped
from portal.audit import Action, AuditEvent, verify
from portal.cases import service as cases
from portal.cases.models import Case
from portal.cases.resting import rest
from portal.cases.states import Status
from portal.core.calendars import Calendar, Nation
from portal.core.errors import NotAllowed, RuleBroken, SomebodyElseChangedIt
from portal.extensions import db
from portal.jobs.handlers import HANDLERS
from portal.jobs.worker import Worker
from portal.outbox import Job
from tests.builders.desk import AT, LETTER, a_disclosure, a_made_answer, a_worker, make, prepare
from tests.builders.lettering import WINDOW, a_part_refusal

SCOTLAND = Calendar(Nation.SCOTLAND)
ENGLAND = Calendar(Nation.ENGLAND_AND_WALES)
MINUTE = timedelta(minutes=1)
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


@pytest.fixture
def approved(session, caseworker, approver):
    case, answer = a_made_answer(session, caseworker)
    service.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    session.commit()
    return case, answer


def release(session, case, actor, *, at=AT, window=WINDOW, calendar=ENGLAND, **closing):
    return service.release(
        session, case, contact_confirmed=True, closing=service.Closing(**closing), calendar=calendar, window=window,
        actor=actor, at=at,
    )  # fmt: skip


def run_jobs(app, at):
    """A worker process of our own: the real runner, the real handlers, told the time."""
    with app.app_context():
        return Worker(db.sessionmaker, HANDLERS, now=lambda: at).run_due()


def actions(session, case):
    query = select(AuditEvent.action).where(AuditEvent.subject == case.id).order_by(AuditEvent.number)
    return [action.value for action in session.scalars(query)]


def test_nothing_is_seen_before_it_leaves_and_the_job_lets_it_go(app, session, approved, caseworker):
    case, answer = approved
    assert release(session, case, caseworker) == AT + WINDOW
    session.commit()
    run_jobs(app, AT + WINDOW - MINUTE)
    session.expire_all()
    assert (case.status, answer.released_at) == (Status.APPROVED, None)
    assert queries.released(session, case.request_id) == []
    session.commit()
    run_jobs(app, AT + WINDOW)
    session.expire_all()
    assert queries.released(session, case.request_id) == [answer]
    assert (answer.released_by_id, answer.released_at) == (caseworker.id, AT + WINDOW)
    assert (answer.press, answer.leaves_at, answer.outcome) == (None, None, Outcome.NOTHING)
    assert actions(session, case)[-3:] == ["answer:release-pressed", "answer:released", "case:closed"]
    closed = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.CASE_CLOSED)).one()
    assert closed.facts == {"outcome": "nothing", "late": "no"}


def test_taken_back_it_stays_approved_and_the_old_job_does_nothing(app, session, approved, caseworker):
    case, answer = approved
    release(session, case, caseworker)
    session.commit()
    service.undo_release(session, case, actor=caseworker, at=AT + MINUTE)
    session.commit()
    assert (case.status, answer.leaves_at, answer.stopped) == (Status.APPROVED, None, Stopped.TAKEN_BACK)
    # pressed again, it waits for its own time: the first job knows another press
    again = release(session, case, caseworker, at=AT + 20 * MINUTE)
    session.commit()
    run_jobs(app, AT + WINDOW)
    session.expire_all()
    assert case.status is Status.APPROVED and again == AT + 50 * MINUTE
    session.commit()
    run_jobs(app, again)
    session.expire_all()
    assert case.status is Status.ANSWERED
    with pytest.raises(RuleBroken, match="may have left"):
        service.undo_release(session, case, actor=caseworker, at=again)
    assert actions(session, case).count("answer:released") == 1


def test_undo_and_the_job_at_the_same_moment_are_one_or_the_other(app, session, caseworker, approver):
    """Many times over: somebody presses Undo while the worker process carries the release out."""
    found = set()
    for turn in range(8):
        case, answer = a_made_answer(session, caseworker, f"quiet.otter{turn}")
        service.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
        release(session, case, caseworker)
        case_id, told, start = case.id, [], threading.Barrier(2)
        session.commit()

        def undo(case_id=case_id, told=told, start=start, turn=turn):
            with app.app_context(), db.sessionmaker() as own:
                start.wait(10)
                if turn % 2:
                    threading.Event().wait(0.01 * turn)
                try:
                    service.undo_release(own, own.get(Case, case_id), actor=caseworker, at=AT + WINDOW)
                    own.commit()
                    told.append("taken back")
                except (RuleBroken, SomebodyElseChangedIt):
                    told.append("too late")

        thread = threading.Thread(target=undo)
        thread.start()
        start.wait(10)
        run_jobs(app, AT + WINDOW)
        thread.join(30)
        run_jobs(app, AT + WINDOW + timedelta(hours=2))  # whatever was put back to wait
        session.expire_all()
        seen = queries.released(session, case.request_id)
        assert told == (["too late"] if seen else ["taken back"])
        assert (case.status, answer.leaves_at, bool(answer.released_at)) == (
            Status.ANSWERED if seen else Status.APPROVED, None, bool(seen),
        )  # fmt: skip
        assert actions(session, case).count("answer:released") == len(seen)
        assert actions(session, case).count("answer:release-stopped") == 1 - len(seen)
        found.add(bool(seen))
        session.commit()
    assert not [job for job in session.scalars(select(Job)) if job.last_error and job.state.value == "dead"]
    assert verify(session).ok


@pytest.mark.parametrize("what", ["resting", "register", "withdrawn", "taken back to change"])
def test_what_changes_while_it_waits_stops_it(app, session, approved, caseworker, what):
    case, answer = approved
    release(session, case, caseworker)
    if what == "resting":
        rest(session, case.request, actor=person_actor(case.request_id), at=AT)
    elif what == "register":
        a_disclosure(session, a_worker(session, Role.SAFEGUARDING))
    elif what == "withdrawn":
        cases.withdraw(session, case, actor=person_actor(case.request_id), at=AT)
    else:
        service.take_back(session, case, actor=caseworker, at=AT)
    session.commit()
    run_jobs(app, AT + WINDOW)
    session.expire_all()
    assert queries.released(session, case.request_id) == [] and answer.released_at is None
    stopped = {"resting": Stopped.RESTING, "register": Stopped.REGISTER_CHANGED}.get(what)
    assert answer.stopped is stopped
    assert ("answer:release-stopped" in actions(session, case)) == (stopped is not None)
    assert not [job for job in session.scalars(select(Job)) if job.last_error]


def test_a_second_press_while_it_waits_changes_nothing(session, approved, caseworker):
    case, answer = approved
    release(session, case, caseworker)
    press = answer.press
    with pytest.raises(RuleBroken, match="waits to leave"):
        release(session, case, caseworker)
    assert answer.press == press


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.CASEWORKER, Role.APPROVER}])
def test_no_other_role_takes_it_back(session, approved, caseworker, role):
    case, _ = approved
    release(session, case, caseworker)
    with pytest.raises(NotAllowed):
        service.undo_release(session, case, actor=a_worker(session, role, name="Demo Other"), at=AT)


def test_it_never_becomes_late_by_waiting(session, approved, caseworker):
    case, _ = approved
    last = datetime(2026, 12, 23, 23, 50, tzinfo=UTC)
    assert release(session, case, caseworker, at=last) == datetime(2026, 12, 23, 23, 59, tzinfo=UTC)


# odd hours


@pytest.mark.parametrize(
    ("at", "calendar", "closing", "field"),
    [
        (FRIDAY - MINUTE, ENGLAND, {}, None),
        (FRIDAY, ENGLAND, {}, "odd_hour"),
        (FRIDAY, ENGLAND, {"odd_hour": OddHour.DUE_NOW}, "all_the_same"),
        (FRIDAY, ENGLAND, {"all_the_same": True}, "odd_hour"),
        (FRIDAY, ENGLAND, {"odd_hour": OddHour.DUE_NOW, "all_the_same": True}, None),
        (FRIDAY, ENGLAND, {"odd_hour": OddHour.THEY_ASKED}, None),  # they asked for it: that is yes enough
        (datetime(2026, 11, 30, 10, tzinfo=UTC), ENGLAND, {}, None),
        (datetime(2026, 11, 30, 10, tzinfo=UTC), SCOTLAND, {}, "odd_hour"),  # St Andrew's day
    ],
)
def test_an_odd_hour_needs_a_reason_and_a_second_yes(session, approved, caseworker, at, calendar, closing, field):
    case, answer = approved
    if field is None:
        release(session, case, caseworker, at=at, calendar=calendar, **closing)
        assert answer.leaves_at is not None and answer.odd_hour is closing.get("odd_hour")
        return
    with pytest.raises(RuleBroken) as refused:
        release(session, case, caseworker, at=at, calendar=calendar, **closing)
    assert refused.value.field == field
    assert answer.leaves_at is None


# closing


LATE = datetime(2026, 12, 29, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "closing", [{}, {"late": Late.MUCH_TO_READ}, {"late_words": "x"}, {"late": Late.NO, "late_words": "x"}]
)
def test_a_late_answer_without_its_reason_is_not_released(session, approved, caseworker, closing):
    case, _ = approved
    with pytest.raises(RuleBroken, match="It is late") as refused:
        release(session, case, caseworker, at=LATE, **closing)
    assert refused.value.field == "late"
    assert case.status is Status.APPROVED


def test_why_it_was_late_is_a_code_in_the_trail_and_words_under_seal(session, approved, caseworker):
    case, answer = approved
    release(
        session, case, caseworker, at=LATE, window=timedelta(0), late=Late.TOO_FEW_PEOPLE, late_words="Sam was ill."
    )
    closed = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.CASE_CLOSED)).one()
    assert closed.facts == {"outcome": "nothing", "late": "too-few-people"}
    assert b"Sam" not in answer.late_words


def test_an_outcome_that_the_answer_does_not_bear_out_is_refused(session, caseworker, approver):
    case, answer = a_part_refusal(session, caseworker)
    service.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    for outcome in (Outcome.GIVEN, Outcome.REFUSED, Outcome.NOTHING):
        with pytest.raises(RuleBroken) as refused:
            release(session, case, caseworker, outcome=outcome)
        assert refused.value.field == "outcome"
    release(session, case, caseworker, window=timedelta(0), outcome=Outcome.IN_PART)
    assert (case.status, answer.outcome) == (Status.ANSWERED, Outcome.IN_PART)


# what changed since the last look


def test_who_looks_again_sees_what_changed_and_who_never_looked_does_not(session, caseworker, approver):
    other = a_worker(session, Role.APPROVER, name="Demo Other")
    a_disclosure(session, a_worker(session, Role.SAFEGUARDING, name="Demo Lead"))
    case, answer = a_made_answer(session, caseworker)
    service.note_looked(session, answer, actor=approver, at=AT)
    service.note_looked(session, answer, actor=approver, at=AT + MINUTE)
    assert since_last_look(session, answer, actor=approver) is None
    service.take_back(session, case, actor=caseworker, at=AT + 2 * MINUTE)
    answer = prepare(session, case, caseworker, LETTER.replace("what others told", "x") + " We add this.")
    make(session, answer)
    for _ in range(2):  # drawn again, it is still compared with what was seen before
        service.note_looked(session, answer, actor=approver, at=AT + 3 * MINUTE)
        since = since_last_look(session, answer, actor=approver)
        assert since.seen_at == AT + MINUTE
        assert [part.title for part in since.parts] == ["Our letter to you"]
        assert "".join(text for kind, text in since.parts[0].pieces if kind == "added").strip() == "We add this."
    service.note_looked(session, answer, actor=other, at=AT + 3 * MINUTE)
    assert since_last_look(session, answer, actor=other) is None
