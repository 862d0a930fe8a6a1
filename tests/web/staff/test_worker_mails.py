"""E-mails to workers that did not leave: seen by admins, about nobody, sent again with one press."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts import invitations, worker_mails
from portal.accounts.actor import worker_actor
from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.casework import task_mails, tasks
from portal.core import clock
from portal.extensions import db
from portal.outbox import Job
from portal.safeguarding import telling
from portal.safeguarding.models import FlagNotice, SafeguardingFlag
from tests.builders import posting
from tests.builders.casework import a_task
from tests.builders.desk import a_case, a_flag
from tests.builders.posting import led_to_sinks
from tests.builders.staff import a_worker


@pytest.fixture
def failed(app, staff):
    """One of each of the three, promised where no mail server answers."""
    now = clock.now()
    with app.app_context(), db.sessionmaker() as session:
        asker = staff.actors[Role.CASEWORKER]
        colleague = a_worker(session, Role.CASEWORKER, email="demo-colleague@candour.example")
        case = a_case(session, "loud.badger", at=now - timedelta(days=3))
        own = worker_actor(colleague.id, frozenset({Role.CASEWORKER}))
        a_task(session, case, asker, of=own, due_on=(now - timedelta(days=1)).date(), at=now - timedelta(days=2))
        tasks.chase_overdue(session, at=now)
        invitations.invite(
            session, name="Demo Heron", email="heron@candour.example", roles=[Role.EDITOR],
            actor=staff.actors[Role.ADMIN], at=now,
        )  # fmt: skip
        session.get_one(Worker, staff.actors[Role.SAFEGUARDING].id).email = "lead@candour.example"
        a_flag(session, at=now)
        session.commit()
    with led_to_sinks(app) as sinks:
        sinks.replies["RCPT"] = "550 no"
        posting.work(app, now)
    return staff.signed_in(Role.ADMIN).browser


def kinds(page):
    return sorted(page.texts("tbody th"))


def test_an_admin_sees_each_of_them_and_nothing_of_anybody(app, failed):
    assert "E-mails to workers that did not leave" in failed.open("/staff/today").main
    page = failed.open("/staff/mails")
    assert {"Invitation", "A task is late", "Words of danger wait"} == set(kinds(page))
    assert "Demo Heron" in page.main and "look at the address" in page.main
    for word in ("quiet.otter", "loud.badger", "want to die", "heron@"):
        assert word not in page.html


def test_one_press_sends_it_again_and_it_stands_there_no_more(app, failed):
    before = kinds(failed.open("/staff/mails"))
    for _ in before:
        failed.open("/staff/mails")
        assert "on its way again" in failed.press(form=0).main
    assert "Every e-mail to a worker left" in failed.open("/staff/mails").main
    with led_to_sinks(app) as sinks:
        posting.work(app, clock.now())
        assert len(sinks.mails) == len(before)
    assert "Every e-mail to a worker left" in failed.open("/staff/mails").main
    with app.app_context(), db.sessionmaker() as session:
        told = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.WORKER_MAIL_REPEATED)).all()
        assert {event.facts["kind"] for event in told} == {"flag-raised", "task-late", "worker-invited"}


def test_what_nobody_waits_for_is_neither_shown_nor_sent(app, failed):
    page = failed.open("/staff/mails")
    form = next(f for f in page.forms() if "/again" in (f.attrs.get("action") or ""))
    with app.app_context(), db.sessionmaker() as session:
        for flag in session.scalars(select(SafeguardingFlag)):
            flag.seen_at = clock.now()
        for one in session.scalars(select(invitations.Invitation)):
            one.ended_at = clock.now()
        for task in session.scalars(select(task_mails.CaseTask)):
            task.state = "done"
        jobs = session.query(Job).count()
        session.commit()
    page = failed.press(to=form.attrs["action"])
    assert "Nobody waits for it any more" in page.main and "Every e-mail to a worker left" in page.main
    with app.app_context(), db.sessionmaker() as session:
        assert session.query(Job).count() == jobs


def test_they_stand_in_one_order_page_by_page(app, failed, monkeypatch):
    from portal.web.staff import worker_mails as screen

    whole = failed.open("/staff/mails").texts("tbody th")
    monkeypatch.setattr(screen, "PAGE", 1)
    seen, page = [], failed.open("/staff/mails")
    while True:
        seen += page.texts("tbody th")
        links = [link for link in page.links() if "before=" in link]
        if not links:
            break
        page = failed.open(links[0])
    assert seen == whole
    for wrong in ("x", "2026-11-23_x", "_"):
        assert failed.open(f"/staff/mails?before={wrong}").status == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_sees_them(staff, role):
    assert staff.signed_in(role).browser.open("/staff/mails").status == 403


def test_one_that_left_is_not_sent_again(app, session):
    for again in (telling.send_again, worker_mails.send_again, task_mails.send_again):
        a_flag(session, user_name=f"otter.{again.__module__}")
        for row in session.scalars(select(FlagNotice)):
            assert again(session, row.id, at=clock.now()) is None
