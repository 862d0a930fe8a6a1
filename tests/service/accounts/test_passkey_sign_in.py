"""Signing in with a passkey alone."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts import factors, passkey_sign_in, passkeys, workers
from portal.accounts.actor import SYSTEM, worker_actor
from portal.accounts.factors import Key
from portal.accounts.passkeys import PasskeyRefused, party_of
from portal.accounts.sign_in import TooManyTries
from portal.audit import Action, AuditEvent
from tests.builders.authenticator import Authenticator
from tests.builders.staff import a_worker

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SITE = party_of("https://candour.test")


def with_passkey(session, *, counts=0):
    worker, key = a_worker(session), Authenticator("https://candour.test", "candour.test", counts=counts)
    question = passkeys.ask_for_new(SITE, worker.id, worker.email)
    made = passkeys.read_new(SITE, question.state, key.makes(question.options))
    own = worker_actor(worker.id, worker.trusted_with)
    row = factors.add_passkey(session, worker, Key(made, "Demo phone"), actor=own, at=T0)
    return worker, key, row


def signs_in(session, key, *, at=T0, **changed):
    question = passkeys.ask_to_sign_in(SITE)
    answer = key.signs(question.options, **changed)
    return passkey_sign_in.check_passkey(session, SITE, question.state, answer, at=at)


def refusals(session):
    query = select(AuditEvent).where(AuditEvent.action == Action.WORKER_SIGN_IN_REFUSED)
    return [event.facts["reason"] for event in session.scalars(query.order_by(AuditEvent.number))]


def test_the_worker_whose_passkey_it_is_comes_in(session):
    worker, key, row = with_passkey(session, counts=4)
    with_passkey(session)
    key.counts = 5
    assert signs_in(session, key) is worker
    assert (row.sign_count, row.last_used_on, worker.last_seen_on) == (5, T0.date(), T0.date())


def test_a_count_that_goes_back_is_refused_and_written_down(session):
    _, key, row = with_passkey(session, counts=4)
    for count in (4, 3, 0):
        key.counts = count
        with pytest.raises(PasskeyRefused):
            signs_in(session, key)
    assert row.sign_count == 4
    assert refusals(session) == ["wrong-passkey"] * 3


def test_a_removed_or_unknown_passkey_and_a_worker_who_left_are_refused(session):
    worker, key, row = with_passkey(session)
    gone, gones_key, _ = with_passkey(session)
    factors.remove_passkey(session, worker, row.id, actor=worker_actor(worker.id, worker.trusted_with), at=T0)
    workers.disable_worker(session, gone, actor=SYSTEM, at=T0)
    for one in (key, gones_key):
        with pytest.raises(PasskeyRefused):
            signs_in(session, one)
    assert refusals(session) == ["nobody-active"] * 2


def test_one_place_trying_often_is_slowed(session):
    for _ in range(30):
        passkey_sign_in.count_try(session, came_from="192.0.2.7", at=T0)
    with pytest.raises(TooManyTries):
        passkey_sign_in.count_try(session, came_from="192.0.2.7", at=T0)
    passkey_sign_in.count_try(session, came_from="192.0.2.7", at=T0 + timedelta(minutes=15))
