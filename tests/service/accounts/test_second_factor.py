"""The code of the app: right, in time, once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from portal.accounts import second_factor
from portal.accounts.models import Worker
from tests.builders.staff import a_worker, a_worker_with_secret, code_at

T0 = datetime(2026, 11, 23, 10, 0, 15, tzinfo=UTC)  # the middle of a step


def seconds(count):
    return timedelta(seconds=count)


@pytest.mark.parametrize(("slip", "accepted"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_one_step_off_is_accepted_and_two_steps_off_is_not(session, slip, accepted):
    worker, secret = a_worker_with_secret(session)
    assert second_factor.accept_code(session, worker, code_at(secret, T0 + seconds(slip)), at=T0) == accepted


def test_a_code_is_accepted_once(session):
    worker, secret = a_worker_with_secret(session)
    code = code_at(secret, T0)
    assert second_factor.accept_code(session, worker, code, at=T0)
    assert not second_factor.accept_code(session, worker, code, at=T0 + seconds(1))


def test_an_earlier_code_is_refused_after_a_later_one_was_used(session):
    worker, secret = a_worker_with_secret(session)
    assert second_factor.accept_code(session, worker, code_at(secret, T0 + seconds(30)), at=T0)
    assert not second_factor.accept_code(session, worker, code_at(secret, T0), at=T0)


def test_the_next_code_is_accepted(session):
    worker, secret = a_worker_with_secret(session)
    for later in (0, 30, 60):
        at = T0 + seconds(later)
        assert second_factor.accept_code(session, worker, code_at(secret, at), at=at)


def test_of_two_requests_with_one_code_only_one_gets_in(sessions_of):
    with sessions_of() as setup:
        worker, secret = a_worker_with_secret(setup)
        setup.commit()
        worker_id = worker.id
    with sessions_of() as first, sessions_of() as second:
        seen_first = first.get_one(Worker, worker_id)
        first.rollback()  # both have read the worker before either writes
        seen_second = second.get_one(Worker, worker_id)
        second.rollback()
        code = code_at(secret, T0)
        assert second_factor.accept_code(first, seen_first, code, at=T0)
        first.commit()
        assert not second_factor.accept_code(second, seen_second, code, at=T0)


def test_another_workers_code_is_refused(session):
    worker, (_, others) = a_worker(session), a_worker_with_secret(session)
    assert not second_factor.accept_code(session, worker, code_at(others, T0), at=T0)


def test_spaces_and_dashes_do_not_matter(session):
    worker, secret = a_worker_with_secret(session)
    code = code_at(secret, T0)
    assert second_factor.accept_code(session, worker, f" {code[:3]}-{code[3:]} ", at=T0)


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "1234567", "١٢٣٤٥٦", "\x00"])
def test_what_is_not_a_code_is_refused(session, typed):
    assert not second_factor.accept_code(session, a_worker(session), typed, at=T0)


def test_the_secret_lies_sealed_in_the_table(session):
    _, secret = a_worker_with_secret(session)
    assert secret.encode() not in repr(session.execute(text("SELECT * FROM workers")).all()).encode()


def test_the_app_can_read_the_address_of_the_secret():
    uri = second_factor.provisioning_uri("demo@candour.example", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert uri.startswith("otpauth://totp/Candour:demo%40candour.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
