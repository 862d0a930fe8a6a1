"""Taking on workers and letting them go."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from portal.accounts import queries, sessions, workers
from portal.accounts.actor import SYSTEM, worker_actor
from portal.accounts.kinds import Audience
from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent, verify
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from tests.builders.staff import PASSWORD, a_worker

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ADMIN = worker_actor(uuid.uuid4(), frozenset({Role.ADMIN}))
GOOD = {"name": "Demo Worker", "email": "demo@candour.example", "password": PASSWORD, "roles": [Role.EDITOR]}


def add(session, *, actor=SYSTEM, **changed):
    return workers.add_worker(session, **{**GOOD, **changed}, actor=actor, at=T0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 201),
        ("email", ""),
        ("email", "demo"),
        ("email", "@candour.example"),
        ("email", "two@at@candour.example"),
        ("email", "a blank@candour.example"),
        ("email", "x" * 250 + "@a.example"),
        ("password", "eleven char"),
        ("roles", []),
    ],
)
def test_a_worker_with_something_missing_is_refused_at_that_field(session, field, value):
    with pytest.raises(RuleBroken) as refused:
        add(session, **{field: value})
    assert refused.value.field == field
    assert not str(value).strip() or str(value) not in refused.value.message


def test_one_address_belongs_to_one_worker_whatever_its_capitals(session):
    add(session, email=" Demo@Candour.Example ")
    with pytest.raises(RuleBroken, match="there already"):
        add(session, email="demo@candour.example")


def test_roles_are_kept_once_each_in_the_order_of_the_table(session):
    worker, _ = add(session, roles=[Role.ADMIN, Role.EDITOR, Role.ADMIN])
    assert worker.roles == ["editor", "admin"]
    assert worker.trusted_with == {Role.EDITOR, Role.ADMIN}


def test_a_role_the_portal_no_longer_knows_gives_nothing(session):
    worker = a_worker(session)
    worker.roles = ["caseworker", "magician"]
    assert worker.trusted_with == {Role.CASEWORKER}


def test_the_table_holds_no_password(session):
    add(session)
    assert PASSWORD not in repr(session.execute(text("SELECT * FROM workers")).all())


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMIN])
def test_only_an_admin_among_the_workers_manages_workers(session, role):
    with pytest.raises(NotAllowed):
        add(session, actor=worker_actor(uuid.uuid4(), frozenset({role})))
    add(session, actor=ADMIN)


def test_a_disabled_worker_is_not_found_active_and_is_signed_out_everywhere(session):
    worker = a_worker(session)
    token = sessions.open_session(session, Audience.WORKER, worker_id=worker.id, at=T0)
    workers.disable_worker(session, worker, actor=SYSTEM, at=T0)
    assert queries.find_active(session, worker.id) is None
    assert sessions.load(session, token, audience=Audience.WORKER, at=T0) is None
    assert queries.get_by_email(session, worker.email) is worker


def test_nobody_is_disabled_twice(session):
    worker = a_worker(session)
    workers.disable_worker(session, worker, actor=ADMIN, at=T0)
    with pytest.raises(RuleBroken):
        workers.disable_worker(session, worker, actor=ADMIN, at=T0)


def test_an_unknown_address_is_not_found(session):
    with pytest.raises(NotFound):
        queries.get_by_email(session, "nobody@candour.example")


def test_what_happened_to_a_worker_is_in_the_trail_without_their_name(session):
    worker, _ = add(session)
    workers.change_roles(session, worker, [Role.APPROVER], actor=ADMIN, at=T0)
    workers.disable_worker(session, worker, actor=ADMIN, at=T0)
    about_them = select(AuditEvent).where(AuditEvent.subject == worker.id).order_by(AuditEvent.number)
    trail = session.scalars(about_them).all()
    assert [(e.action, e.actor_kind, e.facts) for e in trail] == [
        (Action.WORKER_ADDED, "system", {"roles": "editor"}),
        (Action.WORKER_ROLES_CHANGED, "worker", {"roles": "approver"}),
        (Action.WORKER_DISABLED, "worker", {}),
    ]
    assert verify(session).ok


def test_workers_are_listed_by_name(session):
    second, first = a_worker(session, name="Demo B"), a_worker(session, name="Demo A")
    assert queries.list_workers(session) == [first, second]
    assert queries.get_names(session, {first.id}) == {first.id: "Demo A"}
