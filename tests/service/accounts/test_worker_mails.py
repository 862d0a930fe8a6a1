"""E-mails to workers: fixed words, no secret, at most once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.accounts import invitations, worker_mails
from portal.accounts.actor import SYSTEM
from portal.accounts.kinds import MailState
from portal.accounts.models import WorkerMail
from portal.accounts.permissions import Role
from portal.notifications.errors import NotSent
from portal.notifications.ports import Ports
from portal.notifications.to_workers import hand_over
from portal.outbox import Job

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Post:
    def __init__(self, error=None):
        self.sent, self.error = [], error

    def send(self, to, subject, body):
        if self.error:
            raise self.error
        self.sent.append((to, subject, body))


@pytest.fixture
def promised(session):
    one, code = invitations.invite(
        session, name="Demo Heron", email="heron@candour.example", roles=[Role.EDITOR], actor=SYSTEM, at=T0
    )
    job = session.scalars(select(Job).where(Job.name == worker_mails.SEND)).one()
    return one, code, job.ids


def ports(post):
    return Ports(mail=post, site="https://candour.test")


def state(session):
    row = session.scalars(select(WorkerMail)).one()
    return row.state, row.last_error


def test_it_says_where_to_go_and_neither_code_nor_name(session, promised):
    one, code, ids = promised
    post = Post()
    claimed = worker_mails.claim(session, ids, ports=ports(post), at=T0)
    worker_mails.keep(session, ids, hand_over(claimed, ports(post)), at=T0)
    [(to, subject, body)] = post.sent
    assert (to, subject) == ("heron@candour.example", "Your account")
    assert f"https://candour.test/staff/set-up/{one.id}\n" in body
    assert not [word for word in (code, "Heron", "editor", "Candour") if word in body]
    assert "heron@" not in repr(claimed)
    assert state(session) == (MailState.SENT, None)


def test_it_leaves_once_even_when_a_process_dies_over_it(session, promised):
    _, _, ids = promised
    assert worker_mails.claim(session, ids, ports=ports(Post()), at=T0)
    assert worker_mails.claim(session, ids, ports=ports(Post()), at=T0) is None
    assert state(session) == (MailState.GIVEN_UP, "WorkerDied")
    assert worker_mails.claim(session, ids, ports=ports(Post()), at=T0) is None


def test_without_a_mail_server_or_after_a_revocation_nothing_leaves(session, promised):
    one, _, ids = promised
    invitations.revoke(session, one, actor=SYSTEM, at=T0)
    assert worker_mails.claim(session, ids, ports=ports(Post()), at=T0) is None
    assert state(session) == (MailState.GIVEN_UP, None)


def test_where_nothing_is_set_up_it_is_given_up_at_once(session, promised):
    assert worker_mails.claim(session, promised[2], ports=Ports(), at=T0) is None
    assert state(session) == (MailState.GIVEN_UP, "NotSetUp")


def test_what_went_wrong_is_kept_by_name(session, promised):
    ids, post = promised[2], Post(NotSent())
    claimed = worker_mails.claim(session, ids, ports=ports(post), at=T0)
    worker_mails.keep(session, ids, hand_over(claimed, ports(post)), at=T0)
    assert state(session) == (MailState.GIVEN_UP, "NotSent")
