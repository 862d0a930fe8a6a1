"""Inviting somebody; setting up; losing the second factor."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from portal.accounts import factors, invitations, passwords, queries, recovery, resets, second_factor, sessions, sign_in
from portal.accounts.actor import SYSTEM, worker_actor
from portal.accounts.factors import App, Key
from portal.accounts.invitations import InvitationRefused
from portal.accounts.kinds import Audience
from portal.accounts.models import RecoveryCode, Worker
from portal.accounts.passkeys import PasskeyRefused, Registered
from portal.accounts.permissions import Role
from portal.accounts.recovery import RecoveryRefused
from portal.accounts.sign_in import SignInRefused, TooManyTries
from portal.audit import AuditEvent, verify
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from tests.builders.staff import PASSWORD, a_worker, code_at

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = timedelta(hours=72)
MADE = Registered("f" * 64, b"credential", 0)


@pytest.fixture
def admin(session):
    row = a_worker(session, Role.ADMIN, name="Demo Admin")
    return worker_actor(row.id, row.trusted_with)


def other_admin(session):
    row = a_worker(session, Role.ADMIN, name="Demo Other Admin")
    return worker_actor(row.id, row.trusted_with)


def invite(session, admin, **changed):
    told = {"name": "Demo Heron", "email": "heron@candour.example", "roles": [Role.CASEWORKER], **changed}
    return invitations.invite(session, **told, actor=admin, at=T0)


def finish(session, one, factor=None, *, worker_id=None, at=T0):
    return invitations.finish(
        session, one.id, worker_id=worker_id or uuid.uuid4(), password_hash=passwords.hash_secret(PASSWORD),
        factor=factor or App(second_factor.new_secret()), at=at,
    )  # fmt: skip


def own(worker):
    return worker_actor(worker.id, worker.trusted_with)


def trail(session, subject):
    events = session.scalars(select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.number))
    return [event.action.value for event in events]


def test_an_invited_worker_sets_up_and_can_sign_in(session, admin):
    one, code = invite(session, admin)
    assert invitations.check_code(session, one.id, code.lower().replace("-", " "), at=T0) is one
    secret, worker_id = second_factor.new_secret(), uuid.uuid4()
    worker, codes = finish(session, one, App(secret), worker_id=worker_id)
    assert (worker.id, worker.name, worker.roles) == (worker_id, "Demo Heron", ["caseworker"])
    assert passwords.verify_secret(worker.password_hash, PASSWORD)
    later = T0 + timedelta(minutes=1)
    assert second_factor.accept_code(session, worker, code_at(secret, later), at=later)
    assert len(set(codes)) == 10
    assert trail(session, worker.id)[:2] == ["worker:added", "worker:app-set"]
    assert trail(session, one.id) == ["worker:invited"]
    assert verify(session).ok


def test_the_code_that_was_typed_at_set_up_does_not_sign_in_as_well(session, admin):
    one, _ = invite(session, admin)
    secret = second_factor.new_secret()
    worker, _ = finish(session, one, App(secret))
    assert not second_factor.accept_code(session, worker, code_at(secret, T0), at=T0)


def test_no_code_stands_in_a_table(session, admin):
    one, code = invite(session, admin)
    _, codes = finish(session, one)
    for table in ("invitations", "recovery_codes", "jobs", "audit_events", "worker_mails"):
        said = repr(session.execute(text(f"SELECT * FROM {table}")).all())
        assert not [secret for secret in (code, *codes) if secret in said or secret.replace("-", "") in said]


@pytest.mark.parametrize("at", [T0 + LATER, T0 + LATER * 2])
def test_an_invitation_ends_after_72_hours(session, admin, at):
    one, code = invite(session, admin)
    with pytest.raises(InvitationRefused):
        invitations.check_code(session, one.id, code, at=at)
    with pytest.raises(InvitationRefused):
        finish(session, one, at=at)


def test_wrong_used_revoked_and_unknown_get_one_answer(session, admin):
    used, used_code = invite(session, admin)
    finish(session, used)
    revoked, revoked_code = invite(session, admin, email="b@candour.example")
    invitations.revoke(session, revoked, actor=admin, at=T0)
    waiting, _ = invite(session, admin, email="c@candour.example")
    tries = [(used.id, used_code), (revoked.id, revoked_code), (waiting.id, revoked_code), (uuid.uuid4(), "")]
    answers = set()
    for one, code in tries:
        with pytest.raises(InvitationRefused) as refused:
            invitations.check_code(session, one, code, at=T0)
        answers.add(refused.value.message)
    assert len(answers) == 1
    with pytest.raises(InvitationRefused):
        finish(session, used)


def test_an_invitation_sent_again_has_a_new_code_and_new_hours(session, admin):
    one, old = invite(session, admin)
    later = T0 + LATER
    new = invitations.renew(session, one, actor=admin, at=later)
    with pytest.raises(InvitationRefused):
        invitations.check_code(session, one.id, old, at=later)
    assert invitations.check_code(session, one.id, new, at=later) is one


def test_only_admins_invite_and_nobody_is_invited_twice(session, admin):
    with pytest.raises(NotAllowed):
        invite(session, worker_actor(uuid.uuid4(), frozenset({Role.APPROVER})))
    invite(session, admin)
    with pytest.raises(RuleBroken, match="invited already"):
        invite(session, admin, email=" HERON@candour.example")
    a_worker(session, email="there@candour.example")
    with pytest.raises(RuleBroken, match="there already"):
        invite(session, admin, email="there@candour.example")


def test_the_sixth_try_of_a_code_waits(session, admin):
    one, _ = invite(session, admin)
    for _ in range(5):
        invitations.count_try(session, one.id, came_from="192.0.2.7", at=T0)
    with pytest.raises(TooManyTries):
        invitations.count_try(session, one.id, came_from="192.0.2.8", at=T0)


def test_one_place_trying_many_invitations_is_slowed(session):
    for _ in range(30):
        invitations.count_try(session, uuid.uuid4(), came_from="192.0.2.7", at=T0)
    with pytest.raises(TooManyTries):
        invitations.count_try(session, uuid.uuid4(), came_from="192.0.2.7", at=T0)


def test_names_of_people_who_never_came_are_forgotten_after_a_month(session, admin):
    used, _ = invite(session, admin)
    finish(session, used)
    old, _ = invite(session, admin, email="old@candour.example")
    revoked, _ = invite(session, admin, email="revoked@candour.example")
    invitations.revoke(session, revoked, actor=admin, at=T0)
    month = T0 + timedelta(days=30)
    assert invitations.sweep_ended(session, at=month - timedelta(seconds=1)) == 0
    assert invitations.sweep_ended(session, at=month) == 1
    assert invitations.list_waiting(session) == [old]
    assert invitations.sweep_ended(session, at=month + LATER) == 1
    assert invitations.get(session, used.id) is used


# --- factors


def test_the_last_second_factor_stays(session):
    worker = a_worker(session)
    with pytest.raises(RuleBroken, match="only second factor"):
        factors.remove_app(session, worker, actor=own(worker), at=T0)
    key = factors.add_passkey(session, worker, Key(MADE, " My phone "), actor=own(worker), at=T0)
    assert [one.name for one in factors.passkeys_of(session, worker)] == ["My phone"]
    assert factors.kinds_of(session, [worker]) == {worker.id: ["app", "passkey"]}
    factors.remove_app(session, worker, actor=own(worker), at=T0)
    assert not second_factor.accept_code(session, worker, "123456", at=T0)
    with pytest.raises(RuleBroken, match="only second factor"):
        factors.remove_passkey(session, worker, key.id, actor=own(worker), at=T0)


def test_a_passkey_belongs_to_one_worker_and_has_a_name(session):
    first, second = a_worker(session), a_worker(session)
    key = factors.add_passkey(session, first, Key(MADE, "Laptop"), actor=own(first), at=T0)
    assert b"Laptop" not in key.name
    with pytest.raises(PasskeyRefused):
        factors.add_passkey(session, second, Key(MADE, "Laptop"), actor=own(second), at=T0)
    with pytest.raises(NotFound):
        factors.remove_passkey(session, second, key.id, actor=own(second), at=T0)
    with pytest.raises(NotAllowed):
        factors.remove_passkey(session, first, key.id, actor=own(second), at=T0)
    for name in ("", " ", "x" * 61):
        with pytest.raises(RuleBroken) as refused:
            factors.checked_name(name)
        assert refused.value.field == "name"


def test_nobody_sets_the_factor_of_another(session, admin):
    worker = a_worker(session)
    for act in (
        lambda: factors.set_app(session, worker, App("A" * 32), actor=admin, at=T0),
        lambda: factors.make_codes(session, worker, actor=admin, at=T0),
        lambda: factors.remove_app(session, worker, actor=SYSTEM, at=T0),
    ):
        with pytest.raises(NotAllowed):
            act()


# --- recovery codes


def test_a_recovery_code_works_once_and_sets_one_new_factor(session):
    worker = a_worker(session)
    factors.add_passkey(session, worker, Key(MADE, "Lost phone"), actor=own(worker), at=T0)
    made = factors.make_codes(session, worker, actor=own(worker), at=T0)
    token = sessions.open_session(session, Audience.WORKER, worker_id=worker.id, at=T0)
    assert recovery.spend(session, worker.id, made[0].lower(), password_given_at=T0, at=T0) is worker
    assert factors.codes_left(session, worker.id) == 9
    with pytest.raises(RecoveryRefused):
        recovery.spend(session, worker.id, made[0], password_given_at=T0, at=T0)
    secret = second_factor.new_secret()
    recovery.finish(session, worker.id, App(secret), at=T0)
    assert factors.passkeys_of(session, worker) == []
    assert sessions.load(session, token, audience=Audience.WORKER, at=T0) is None
    assert second_factor.secret_of(session, worker) == secret
    assert worker.last_seen_on == T0.date()


def test_somebody_elses_code_an_old_one_and_a_late_one_are_refused(session):
    worker, other = a_worker(session), a_worker(session)
    old = factors.make_codes(session, worker, actor=own(worker), at=T0)
    mine = factors.make_codes(session, worker, actor=own(worker), at=T0)
    theirs = factors.make_codes(session, other, actor=own(other), at=T0)
    for code in (old[0], theirs[0], ""):
        with pytest.raises(RecoveryRefused):
            recovery.spend(session, worker.id, code, password_given_at=T0, at=T0)
    with pytest.raises(SignInRefused):
        recovery.spend(session, worker.id, mine[0], password_given_at=T0, at=T0 + timedelta(minutes=6))
    assert session.scalars(select(RecoveryCode.used_at).where(RecoveryCode.used_at.is_not(None))).all() == []


def test_the_sixth_try_of_a_recovery_code_waits(session):
    worker = a_worker(session)
    for _ in range(5):
        recovery.count_try(session, worker.id, at=T0)
    with pytest.raises(TooManyTries):
        recovery.count_try(session, worker.id, at=T0)


# --- reset by two


def test_a_reset_takes_two_admins_ends_sessions_and_the_worker_sets_up_again(session, admin):
    worker = a_worker(session)
    second = other_admin(session)
    resets.ask(session, worker, actor=admin, at=T0)
    token = sessions.open_session(session, Audience.WORKER, worker_id=worker.id, at=T0)
    with pytest.raises(NotAllowed):
        resets.confirm(session, worker, actor=admin, at=T0)
    one, code = resets.confirm(session, worker, actor=second, at=T0)
    assert sessions.load(session, token, audience=Audience.WORKER, at=T0) is None
    assert factors.kinds_of(session, [worker]) == {worker.id: []}
    assert invitations.check_code(session, one.id, code, at=T0) is one
    again, _ = finish(session, one)
    assert again is worker
    assert trail(session, worker.id)[-5:] == [
        "worker:reset-asked", "worker:reset-confirmed", "worker:app-set", "worker:codes-made", "worker:set-up",
    ]  # fmt: skip


def test_nobody_resets_themself_and_an_ask_ends_after_a_week(session, admin):
    me = queries.get(session, admin.worker_id)
    with pytest.raises(NotAllowed):
        resets.ask(session, me, actor=admin, at=T0)
    worker, second = a_worker(session), other_admin(session)
    resets.ask(session, worker, actor=admin, at=T0)
    with pytest.raises(RuleBroken, match="waits already"):
        resets.ask(session, worker, actor=second, at=T0)
    with pytest.raises(RuleBroken, match="No reset waits"):
        resets.confirm(session, worker, actor=second, at=T0 + timedelta(days=7))
    resets.refuse(session, worker, actor=admin, at=T0)
    with pytest.raises(RuleBroken, match="No reset waits"):
        resets.confirm(session, worker, actor=second, at=T0)


def test_a_worker_who_left_is_not_set_up_again(session, admin):
    from portal.accounts import workers

    worker, second = a_worker(session), other_admin(session)
    resets.ask(session, worker, actor=admin, at=T0)
    one, _ = resets.confirm(session, worker, actor=second, at=T0)
    workers.disable_worker(session, worker, actor=admin, at=T0)
    with pytest.raises(InvitationRefused):
        finish(session, one)
    with pytest.raises(RuleBroken, match="deactivated"):
        resets.ask(session, worker, actor=admin, at=T0)


def test_the_password_is_asked_again_and_counted(session):
    worker = a_worker(session)
    sign_in.check_again(session, worker, PASSWORD, at=T0)
    with pytest.raises(RuleBroken) as refused:
        sign_in.check_again(session, worker, "wrong", at=T0)
    assert refused.value.field == "password"
    for _ in range(5):
        sign_in.count_again(session, worker.id, at=T0)
    with pytest.raises(TooManyTries):
        sign_in.count_again(session, worker.id, at=T0)


def test_the_table_of_workers_says_when_somebody_was_here(session):
    worker = a_worker(session)
    assert worker.last_seen_on is None
    sign_in.note_signed_in(session, worker, at=T0)
    assert session.scalar(select(Worker.last_seen_on).where(Worker.id == worker.id)) == T0.date()
