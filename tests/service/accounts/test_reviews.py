"""The access review, and who may leave."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.accounts import queries, reviews, workers
from portal.accounts.actor import SYSTEM, worker_actor
from portal.accounts.kinds import ReviewVerdict
from portal.accounts.permissions import Role
from portal.audit import Action, record, verify
from portal.audit.counting import first_since
from portal.cases import letting_go
from portal.cases import service as cases
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from tests.builders import desk
from tests.builders.staff import a_worker

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FAR = datetime(2090, 3, 1, 10, 0, tzinfo=UTC)  # after whatever stands in the trail of a new installation
KEEP = ReviewVerdict.KEEP


def an_actor(session, *roles, name="Demo Worker"):
    row = a_worker(session, *roles, name=name)
    return worker_actor(row.id, row.trusted_with)


@pytest.fixture
def admin(session):
    return an_actor(session, Role.ADMIN, name="Demo Admin")


@pytest.fixture
def approver(session):
    return an_actor(session, Role.APPROVER, name="Demo Approver")


def opens(session, worker, at):
    subject = uuid.uuid4()
    record(session, Action.CASE_OPENED, actor_kind="worker", actor_id=worker.id, subject=subject, at=at)


def test_a_review_holds_every_active_worker_as_they_stood(session, admin, approver):
    gone = a_worker(session, name="Demo Gone")
    workers.disable_worker(session, gone, actor=SYSTEM, at=T0)
    opens(session, approver, FAR - timedelta(days=91))
    for day in (89, 1):
        opens(session, approver, FAR - timedelta(days=day))
    review = reviews.start(session, actor=admin, at=FAR)
    workers.change_roles(session, queries.get(session, approver.id), [Role.EDITOR], actor=admin, at=T0)
    found = [(name, row.roles, row.opened, row.broke_glass) for row, name in reviews.rows_of(session, review)]
    assert found == [("Demo Admin", ["admin"], 0, 0), ("Demo Approver", ["approver"], 2, 0)]


def test_nobody_reviews_themself_and_a_second_person_is_needed_to_finish(session, admin, approver):
    review = reviews.start(session, actor=admin, at=T0)
    rows = {row.worker_id: row.id for row, _ in reviews.rows_of(session, review)}
    with pytest.raises(RuleBroken, match="Nobody reviews themself"):
        reviews.decide(session, review, rows[admin.id], KEEP, actor=admin, at=T0)
    reviews.decide(session, review, rows[approver.id], KEEP, actor=admin, at=T0)
    with pytest.raises(RuleBroken, match="1 row is"):
        reviews.finish(session, review, actor=admin, at=T0)
    reviews.decide(session, review, rows[admin.id], ReviewVerdict.CHANGE, actor=approver, at=T0)
    reviews.finish(session, review, actor=approver, at=T0)
    assert reviews.open_review(session) is None
    assert reviews.list_finished(session) == [review]
    with pytest.raises(RuleBroken, match="finished"):
        reviews.decide(session, review, rows[admin.id], KEEP, actor=approver, at=T0)
    assert verify(session).ok


def test_one_review_at_a_time_and_only_by_those_who_may(session, admin, approver):
    with pytest.raises(NotAllowed):
        reviews.start(session, actor=an_actor(session, Role.CASEWORKER), at=T0)
    first = reviews.start(session, actor=approver, at=T0)
    with pytest.raises(RuleBroken, match="under way"):
        reviews.start(session, actor=admin, at=T0)
    with pytest.raises(NotFound):
        reviews.decide(session, first, uuid.uuid4(), KEEP, actor=admin, at=T0)
    with pytest.raises(NotFound):
        reviews.get(session, uuid.uuid4())


def test_the_next_one_is_due_three_months_after_the_last(session, admin, approver):
    assert reviews.due_on(session, months=3, today=T0.date()) == date(2027, 2, 2)  # after the first worker came
    review = reviews.start(session, actor=admin, at=T0)
    for row, _ in reviews.rows_of(session, review):
        reviews.decide(session, review, row.id, KEEP, actor=approver if row.worker_id == admin.id else admin, at=T0)
    reviews.finish(session, review, actor=admin, at=T0)
    assert reviews.due_on(session, months=3, today=T0.date()) == date(2027, 2, 23)


@pytest.mark.parametrize("entries", [0, 1, 2, 7, 30])
def test_the_end_of_the_trail_is_found_by_halving(session, admin, entries):
    start = first_since(session, FAR)
    for hour in range(entries):
        opens(session, admin, FAR + timedelta(hours=hour))
    for hour in range(-1, entries + 1):
        assert first_since(session, FAR + timedelta(hours=hour)) == start + max(0, hour)


# --- leaving


def test_the_last_admin_stays_and_nobody_lets_themself_go(session, admin):
    row = queries.get(session, admin.id)
    for act in (
        lambda: workers.disable_worker(session, row, actor=SYSTEM, at=T0),
        lambda: workers.change_roles(session, row, [Role.EDITOR], actor=SYSTEM, at=T0),
    ):
        with pytest.raises(RuleBroken, match="only admin"):
            act()
    second = an_actor(session, Role.ADMIN)
    for act in (
        lambda: workers.disable_worker(session, row, actor=admin, at=T0),
        lambda: workers.change_roles(session, row, [Role.EDITOR, Role.ADMIN], actor=admin, at=T0),
    ):
        with pytest.raises(RuleBroken, match="themself"):
            act()
    workers.disable_worker(session, row, actor=second, at=T0)
    workers.enable_worker(session, row, actor=second, at=T0)
    with pytest.raises(RuleBroken, match="active"):
        workers.enable_worker(session, row, actor=second, at=T0)
    assert queries.find_active(session, row.id) is row


def test_whoever_leaves_gives_their_open_cases_back(session, admin):
    caseworker = an_actor(session, Role.CASEWORKER)
    mine, done, others = desk.a_case(session), desk.a_case(session), desk.a_case(session)
    cases.take(session, mine, actor=caseworker, at=T0)
    cases.take(session, done, actor=caseworker, at=T0)
    done.status = done.status.ANSWERED
    cases.take(session, others, actor=an_actor(session, Role.CASEWORKER), at=T0)
    session.flush()
    row = queries.get(session, caseworker.id)
    assert letting_go.in_hand(session, row.id) == [mine]
    assert letting_go.let_go(session, row, actor=admin, at=T0) == 1
    assert (mine.owner_id, mine.status.value, done.owner_id) == (None, "in-progress", caseworker.id)
    assert others.owner_id is not None


def test_workers_come_by_the_page_and_are_found_by_letters(session):
    made = [a_worker(session, name=f"Demo {n:02d}", email=f"demo-{n:02d}@candour.example") for n in range(30)]
    first = queries.page_of(session)
    second = queries.page_of(session, after=first.next_after)
    assert [*first.workers, *second.workers] == made
    assert second.next_after is None
    assert queries.search(session, " dEMO 07 ").workers == [made[7]]
    assert queries.search(session, "29@CANDOUR").workers == [made[29]]
    assert queries.search(session, "%").workers == []
    with pytest.raises(NotFound):
        queries.page_of(session, after=uuid.uuid4())
