"""The commands of the ground, in the whole app."""

import json
import threading

import pytest
from sqlalchemy import select, text

from portal.audit import Action, AuditEvent
from portal.audit.triggers import drop_triggers
from portal.core import clock
from portal.jobs.handlers import HANDLERS
from portal.outbox import enqueue
from portal.vault import Keyring


@pytest.fixture
def flask(app):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=list(words))


@pytest.fixture
def ran(monkeypatch):
    ran = []

    def note(session, ids, *, at):
        assert session.info["vault"]
        ran.append(ids["of"])

    monkeypatch.setitem(HANDLERS, "note", note)
    return ran


def promise(session, name="note"):
    enqueue(session, name, at=clock.now(), of="a")
    session.commit()


def test_jobs_run_once_runs_what_is_due_with_the_vault_at_hand(flask, session, ran):
    promise(session)
    result = flask("jobs", "run", "--once")
    assert (result.exit_code, result.output.strip(), ran) == (0, "1 run", ["a"])


def test_jobs_list_shows_what_waits_and_why(flask, session):
    promise(session, "nobody-knows")
    flask("jobs", "run", "--once")
    told = json.loads(flask("jobs", "list", "--json").output)
    assert told["counts"] == {"pending": 1, "dead": 0}
    assert [(job["name"], job["attempts"], job["last_error"]) for job in told["jobs"]] == [
        ("nobody-knows", 1, "UnknownJob")
    ]
    assert "nobody-knows" in flask("jobs", "list").output


def test_audit_verify_says_that_the_chain_is_whole(flask):
    result = flask("audit", "verify", "--json")
    assert result.exit_code == 0
    told = json.loads(result.output)
    assert told["ok"]
    assert told["checked"] > 0
    assert "whole" in flask("audit", "verify").output


def test_audit_verify_fails_and_names_the_first_broken_entry(flask, session):
    drop_triggers(session.connection())
    session.execute(text("UPDATE audit_events SET actor_kind = 'worker' WHERE number = 1"))
    session.commit()
    result = flask("audit", "verify", "--json")
    assert result.exit_code == 1
    assert json.loads(result.output) == {"ok": False, "checked": 0, "first_broken": 1}
    assert flask("audit", "verify").exit_code == 1


def test_vault_new_key_prints_a_key_that_works(flask):
    Keyring.from_text(flask("vault", "new-key").output)


def test_vault_rotate_is_in_the_trail(flask, session):
    result = flask("vault", "rotate")
    assert result.exit_code == 0
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
    assert (last.action, last.facts) == (Action.VAULT_ROTATED, {"keys": 0})


def test_a_commit_in_the_app_wakes_a_worker(app, session):

    stop = threading.Event()
    assert not app.extensions["wake"].wait(0.3, stop)
    promise(session)
    assert app.extensions["wake"].wait(2, stop)
