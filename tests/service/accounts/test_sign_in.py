"""Both steps of signing in, and what they tell an attacker: nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import argon2
import pytest
from argon2.profiles import CHEAPEST
from sqlalchemy import select

from portal.accounts import passwords, sign_in, workers
from portal.accounts.actor import SYSTEM
from portal.accounts.models import Worker
from portal.accounts.sign_in import CodeRefused, SignInRefused, TooManyTries
from portal.audit import THE_PORTAL, Action, AuditEvent
from tests.builders.staff import PASSWORD, a_worker, a_worker_with_secret, code_at

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def try_password(session, email, password=PASSWORD, *, came_from="192.0.2.7", at=T0):
    attempt = sign_in.count_password_try(session, email, came_from=came_from, at=at)
    return sign_in.check_password(session, attempt, password, at=at)


def try_code(session, worker, code, *, at=T0, given_at=T0):
    sign_in.count_code_try(session, worker.id, at=at)
    return sign_in.check_code(session, worker.id, code, password_given_at=given_at, at=at)


def trail(session):
    told = (Action.WORKER_SIGNED_IN, Action.WORKER_SIGN_IN_REFUSED)
    events = session.scalars(select(AuditEvent).where(AuditEvent.action.in_(told)).order_by(AuditEvent.number))
    return [(e.action, e.subject, e.facts.get("reason")) for e in events]


def test_password_then_code_lets_a_worker_in(session):
    worker, secret = a_worker_with_secret(session)
    assert try_password(session, f" {worker.email.upper()} ") == worker.id
    assert try_code(session, worker, code_at(secret, T0)) is worker
    assert trail(session) == [(Action.WORKER_SIGNED_IN, worker.id, None)]


def test_wrong_password_unknown_address_and_disabled_worker_get_one_answer(session):
    worker, gone = a_worker(session), a_worker(session)
    workers.disable_worker(session, gone, actor=SYSTEM, at=T0)
    tries = [(worker.email, "wrong"), ("nobody@candour.example", PASSWORD), (gone.email, PASSWORD)]
    answers = []
    for email, password in tries:
        with pytest.raises(SignInRefused) as refused:
            try_password(session, email, password)
        answers.append((refused.value.message, refused.value.field))
    assert len(set(answers)) == 1


def test_a_refusal_is_in_the_trail_with_a_code_and_without_an_address(session):
    worker = a_worker(session)
    for email in (worker.email, "nobody@candour.example"):
        with pytest.raises(SignInRefused):
            try_password(session, email, "wrong")
    refused = Action.WORKER_SIGN_IN_REFUSED
    assert trail(session) == [(refused, worker.id, "wrong-password"), (refused, THE_PORTAL, "nobody-active")]


def test_the_sixth_try_waits_even_with_the_right_password(session):
    worker = a_worker(session)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            try_password(session, worker.email, "wrong")
    with pytest.raises(TooManyTries) as refused:
        try_password(session, worker.email)
    assert refused.value.message == "Too many tries. Wait 15 minutes, then try again."
    assert try_password(session, worker.email, at=T0 + timedelta(minutes=15)) == worker.id


def test_an_unknown_address_is_slowed_like_a_known_one(session):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            try_password(session, "nobody@candour.example")
    with pytest.raises(TooManyTries):
        try_password(session, "nobody@candour.example")


def test_one_place_trying_many_addresses_is_slowed(session):
    for n in range(30):
        with pytest.raises(SignInRefused):
            try_password(session, f"nobody-{n}@candour.example")
    with pytest.raises(TooManyTries):
        try_password(session, "nobody-31@candour.example")
    with pytest.raises(SignInRefused):
        try_password(session, "nobody-32@candour.example", came_from="192.0.2.8")


def test_reaching_the_limit_is_written_down_once_a_window(session):
    worker = a_worker(session)
    for _ in range(9):
        with pytest.raises((SignInRefused, TooManyTries)):
            try_password(session, worker.email, "wrong")
    assert [reason for _, _, reason in trail(session)].count("too-many-tries") == 1


def test_a_right_password_starts_the_count_again(session):
    worker = a_worker(session)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused):
                try_password(session, worker.email, "wrong")
        try_password(session, worker.email)


def test_a_right_password_is_hashed_anew_when_the_parameters_were_raised(session):
    worker = a_worker(session)
    before = worker.password_hash
    passwords.configure(argon2.Parameters(argon2.Type.ID, 19, 16, 32, time_cost=2, memory_cost=64, parallelism=1))
    try:
        try_password(session, worker.email)
        assert worker.password_hash != before
        assert try_password(session, worker.email) == worker.id
    finally:
        passwords.configure(CHEAPEST)


def test_a_wrong_code_is_refused_and_the_fifth_is_the_last(session):
    worker, secret = a_worker_with_secret(session)
    for _ in range(5):
        with pytest.raises(CodeRefused):
            try_code(session, worker, "000000")
    with pytest.raises(TooManyTries):
        try_code(session, worker, code_at(secret, T0))


def test_guesses_of_the_code_are_counted_over_new_sign_ins(session):
    worker = a_worker(session)
    for _ in range(5):
        try_password(session, worker.email)
        with pytest.raises(CodeRefused):
            try_code(session, worker, "000000")
    try_password(session, worker.email)
    with pytest.raises(TooManyTries):
        try_code(session, worker, "000000")


@pytest.mark.parametrize(("minutes", "in_time"), [(5, True), (5.1, False)])
def test_the_code_has_to_come_within_five_minutes_of_the_password(session, minutes, in_time):
    worker, secret = a_worker_with_secret(session)
    at = T0 + timedelta(minutes=minutes)
    if in_time:
        assert try_code(session, worker, code_at(secret, at), at=at)
    else:
        with pytest.raises(SignInRefused, match="Start again"):
            try_code(session, worker, code_at(secret, at), at=at)


def test_a_worker_who_was_disabled_after_the_password_does_not_get_in(session):
    worker, secret = a_worker_with_secret(session)
    workers.disable_worker(session, worker, actor=SYSTEM, at=T0)
    with pytest.raises(SignInRefused):
        try_code(session, worker, code_at(secret, T0))


def test_twenty_passwords_at_once_get_five_looks_at_most(sessions_of):
    with sessions_of() as session:
        email = a_worker(session).email
        session.commit()

    def looked(n):
        with sessions_of() as session:
            try:
                attempt = sign_in.count_password_try(session, email, came_from=f"192.0.2.{n}", at=T0)
            except TooManyTries:
                return 0
            finally:
                session.commit()
            with pytest.raises(SignInRefused):
                sign_in.check_password(session, attempt, "wrong", at=T0)
            session.commit()
            return 1

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(looked, range(20))) == 5


def test_no_transaction_is_open_while_the_password_is_hashed(sessions_of, monkeypatch):
    with sessions_of() as session:
        email = a_worker(session).email
        session.commit()
        attempt = sign_in.count_password_try(session, email, came_from="192.0.2.7", at=T0)
        session.commit()
        seen = []
        verify = passwords.verify
        monkeypatch.setattr(passwords, "verify", lambda *a: seen.append(session.in_transaction()) or verify(*a))
        sign_in.check_password(session, attempt, PASSWORD, at=T0)
    assert seen == [False]


def test_the_name_of_a_worker_is_nowhere_in_the_trail(session):
    worker, secret = a_worker_with_secret(session, name="Demo Unmistakable")
    try_password(session, worker.email)
    try_code(session, worker, code_at(secret, T0))
    written = repr([e.facts for e in session.scalars(select(AuditEvent))])
    assert "Unmistakable" not in written
    assert session.get_one(Worker, worker.id).email not in written
