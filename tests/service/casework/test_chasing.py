"""The e-mail of a chaser: to a colleague at the desk, once, and it says nothing of anybody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.accounts.actor import worker_actor
from portal.accounts.permissions import Role
from portal.casework import tasks
from portal.jobs.upkeep import sweep_old
from tests.builders import posting
from tests.builders.casework import a_task
from tests.builders.desk import AT, a_case, a_worker
from tests.builders.posting import led_to_sinks
from tests.builders.staff import a_worker as a_worker_at

DAY = timedelta(days=1)
CASEWORKER = frozenset({Role.CASEWORKER})


@pytest.fixture
def asked(session):
    """A task of a colleague that is due today; committed."""
    case, worker = a_case(session, note="zanzibar"), a_worker(session, Role.CASEWORKER)
    colleague = a_worker_at(session, Role.CASEWORKER, email="demo-colleague@candour.example")
    session.flush()
    task = a_task(session, case, worker, of=worker_actor(colleague.id, CASEWORKER), due_on=AT.date())
    session.commit()
    return task


def upkeep(session, at):
    """What a worker process does each minute; committed."""
    sweep_old(session, at)
    session.commit()


def test_the_upkeep_chases_and_one_neutral_email_leaves(app, session, asked):
    with led_to_sinks(app) as sinks:
        upkeep(session, AT)
        assert posting.work(app, AT) == 0
        for later in (DAY, DAY + timedelta(minutes=1), 2 * DAY):
            upkeep(session, AT + later)
            posting.work(app, AT + later)
        assert len(sinks.mails) == 1
    said = str(sinks.mails[0])
    assert "demo-colleague@candour.example" in said and "Something at the desk waits for you" in said
    for word in ("zanzibar", "boards", "quiet.otter", asked.case.number):
        assert word not in said


def test_without_a_mail_server_the_page_says_it_and_nothing_fails(app, session, asked, monkeypatch):
    here = app.extensions["candour"]
    monkeypatch.setitem(app.extensions, "candour", replace(here, ports=replace(here.ports, mail=None)))
    upkeep(session, AT + DAY)
    assert posting.work(app, AT + DAY) == 1
    session.expire_all()
    assert (asked.state.value, asked.mail_error) == ("chased", "NotSetUp")
    assert tasks.of_case(session, asked.case, today=(AT + DAY).date())[0].overdue


def test_a_server_that_refuses_breaks_nothing(app, session, asked):
    with led_to_sinks(app) as sinks:
        sinks.replies["RCPT"] = "550 no"
        upkeep(session, AT + DAY)
        assert posting.work(app, AT + DAY) == 1
        assert posting.work(app, AT + 2 * DAY) == 0
        assert sinks.mails == []
