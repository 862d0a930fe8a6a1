"""The demo: a desk that looks as on a busy day, everybody plainly made up, nothing that needs a person to see."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.audit import verify
from portal.cases.models import Case
from portal.cases.shelves import Shelf
from portal.cases.states import OPEN
from portal.casework.models import BrokenGlass, CaseNote, CaseTask, Conflict, RequestTopic
from portal.casework.states import TaskState
from portal.core import clock
from portal.core.clock import local_date
from portal.disclosures.kinds import Told
from portal.disclosures.models import Disclosure
from portal.extensions import db
from portal.jobs.demo.crowd import everybody
from portal.jobs.demo.stories import STORIES
from portal.messages.kinds import Sender
from portal.messages.models import RequestMessage
from portal.requests.kinds import Channel, Right
from portal.requests.models import Request
from portal.safeguarding.models import SafeguardingFlag


@pytest.fixture
def loaded(app, monkeypatch):
    here = app.extensions["candour"]
    own_machine = here.settings.model_copy(update={"public_url": "http://127.0.0.1:8000"})
    monkeypatch.setitem(app.extensions, "candour", replace(here, settings=own_machine))
    result = app.test_cli_runner().invoke(args=["demo", "load", "--json"])
    assert result.exit_code == 0, result.output
    with app.app_context(), db.sessionmaker() as session:
        yield session


def test_the_desk_is_busy(loaded):
    cases = loaded.scalars(select(Case).where(Case.status.in_(OPEN))).all()
    today = local_date(clock.now())
    assert 38 <= len(cases) <= 58
    assert {case.status for case in cases} == set(OPEN)
    assert {case.right for case in cases} == set(Right) - {Right.QUESTION}
    assert 2 <= sum(case.due_on < today for case in cases if case.due_on) <= 8
    assert len({case.due_on for case in cases}) >= 20
    complaints = [case for case in cases if case.right is Right.COMPLAINT]
    assert {case.acknowledged_at is None for case in complaints} == {True, False}
    assert loaded.scalar(select(func.count()).select_from(Request).where(Request.resting_since.is_not(None))) == 1
    assert set(loaded.scalars(select(RequestMessage.sender))) == set(Sender)
    assert len(loaded.scalars(select(SafeguardingFlag)).all()) == 1
    assert verify(loaded).ok


def test_the_staff_have_been_at_work_and_a_second_load_adds_nothing(loaded, app):
    """Every shelf, every clock, every kind of work among colleagues has something to look at."""
    workers = loaded.scalars(select(Worker)).all()
    assert {role for worker in workers for role in worker.roles} == {role.value for role in Role}
    assert sorted(worker.team for worker in workers if worker.team) == ["day-desk", "night-desk"]
    assert {worker.name[:5] for worker in workers} == {"Demo "}
    cases = loaded.scalars(select(Case)).all()
    assert {case.shelf for case in cases} == set(Shelf)
    assert {case.clock_state for case in cases} >= {"running", "stopped", "extended", "not-started"}
    assert {case.channel for case in cases} > {Channel.PORTAL, Channel.PHONE}
    assert {case.team for case in cases} == {None, "night-desk"}
    assert set(loaded.scalars(select(Disclosure.told))) == set(Told) - {Told.NO_WAY, Told.NOT_RECORDED}
    for table in (CaseNote, CaseTask, Conflict, BrokenGlass, RequestTopic):
        assert loaded.scalar(select(func.count()).select_from(table)) > 0, table
    today = clock.today()
    due = [task.due_on for task in loaded.scalars(select(CaseTask).where(CaseTask.state == TaskState.ASKED))]
    assert min(due) < today < max(due)
    adds_nothing_when_it_is_loaded_again(loaded, app)


def adds_nothing_when_it_is_loaded_again(loaded, app):
    tables = (Case, Worker, CaseNote, CaseTask, Disclosure, RequestMessage)
    before = [loaded.scalar(select(func.count()).select_from(table)) for table in tables]
    loaded.rollback()
    assert app.test_cli_runner().invoke(args=["demo", "load"]).exit_code == 0
    assert [loaded.scalar(select(func.count()).select_from(table)) for table in tables] == before


def test_nothing_lies_in_the_time_to_come(loaded):
    late = clock.now() + timedelta(seconds=1)
    assert loaded.scalar(select(func.max(RequestMessage.sent_at))) < late
    assert loaded.scalar(select(func.max(Request.received_at))) < late


def test_everybody_says_that_they_are_made_up():
    assert {one.user_name[:5] for one in (*STORIES, *everybody())} == {"demo-"}
    assert len({one.user_name for one in (*STORIES, *everybody())}) == len(STORIES) + len(list(everybody()))
