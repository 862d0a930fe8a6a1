"""The migrations make exactly what the models say, whole or not at all, and can be taken back."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from portal import create_app
from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Role
from portal.audit import THE_PORTAL, Action, record, triggers, verify
from portal.cases.counts import differences
from portal.cases.models import Case
from portal.cases.shelves import Shelf
from portal.cases.states import Status
from portal.core import clock
from portal.core.base import Base
from portal.extensions import alembic, db
from portal.policies.service import load_pack_into
from portal.requests.kinds import Right
from portal.search import full_text
from tests.builders.desk import a_case, a_request, a_worker
from tests.builders.ground import an_empty_database
from tests.builders.installed import let_go, make_settings
from tests.builders.queue import a_row

VERSIONS = {"alembic_version"}
NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
EXPECTED = {
    "sqlite": set(triggers.SQLITE_TRIGGERS) | full_text.SQLITE_TRIGGERS,
    "postgresql": set(triggers.POSTGRESQL_TRIGGERS),
}


@pytest.fixture
def open_app(databases, tmp_path):
    """Open the app on a database that has no tables at first; a new app each time, on the same database."""
    with an_empty_database(databases, tmp_path) as url:
        apps = []

        def open_app():
            apps.append(create_app(make_settings(tmp_path, url)))
            return apps[-1]

        yield open_app
        for app in apps:
            let_go(app)


@pytest.fixture
def empty(open_app):
    return open_app()


@pytest.fixture
def migrated(empty):
    step(empty, alembic.upgrade)
    return empty


def step(app, do, *arguments):
    """One command: it has its connection for itself and lets go of it at the end."""
    with app.app_context():
        return do(*arguments)


def tables(app) -> set[str]:
    """The tables that the models name, and any other; what full text makes beside them is tried below."""
    with app.app_context():
        return {name for name in inspect(db.engine).get_table_names() if not full_text.is_ours(name)}


def found_triggers(app) -> set[str]:
    with app.app_context(), db.engine.connect() as connection:
        return set(connection.scalars(text(NAMES[db.engine.dialect.name])))


def test_a_new_database_is_brought_to_the_newest_revision(migrated):
    assert tables(migrated) == set(Base.metadata.tables) | VERSIONS
    assert not step(migrated, alembic.needs_upgrade)
    assert len(step(migrated, alembic.heads)) == 1


def test_the_newest_revision_is_what_the_models_say(migrated):
    assert step(migrated, alembic.compare_metadata) == []


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ("DROP TABLE throttle_counters", {"add_table", "add_index"}),
        ("DROP INDEX ix_jobs_state_run_after", {"add_index"}),
        ("ALTER TABLE jobs DROP COLUMN last_error", {"add_column"}),
        ("CREATE TABLE forgotten (id INTEGER)", {"remove_table"}),
    ],
)
def test_what_differs_from_the_models_is_noticed(migrated, change, noticed):
    """The comparison above can fail."""
    with migrated.app_context(), db.engine.begin() as connection:
        connection.execute(text(change))
    assert {change[0] for change in step(migrated, alembic.compare_metadata)} == noticed


def test_every_revision_can_be_taken_back_to_nothing_and_made_again(migrated, open_app):
    step(migrated, alembic.downgrade, "base")
    assert tables(migrated) - VERSIONS == set()
    with migrated.app_context():
        assert not [name for name in inspect(db.engine).get_table_names() if full_text.is_ours(name)]
    assert found_triggers(migrated) == set()
    again = open_app()
    step(again, alembic.upgrade)
    assert tables(again) == set(Base.metadata.tables) | VERSIONS
    assert step(again, alembic.compare_metadata) == []
    assert found_triggers(again) in EXPECTED.values()


def test_a_second_upgrade_changes_nothing(migrated):
    with migrated.app_context():
        a_case(db.session)
        db.session.commit()
    step(migrated, alembic.upgrade)
    with migrated.app_context(), db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM cases")) == 1


def test_an_upgrade_that_breaks_off_leaves_nothing_and_can_be_repeated(open_app, monkeypatch):
    def breaks_off(_connection):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(triggers, "create_triggers", breaks_off)
        broken = open_app()
        with pytest.raises(RuntimeError, match="power cut"):
            step(broken, alembic.upgrade)
        assert tables(broken) - VERSIONS == set()
    again = open_app()
    step(again, alembic.upgrade)
    assert step(again, alembic.compare_metadata) == []


def test_the_pack_and_a_request_fit_into_a_new_database(migrated):
    with migrated.app_context():
        load_pack_into(db.session, migrated.extensions["candour"].pack, actor=SYSTEM, at=clock.now())
        a_case(db.session)
        db.session.commit()
        assert verify(db.session).ok


def test_the_triggers_of_the_audit_trail_are_there(migrated):
    with migrated.app_context():
        kind = db.engine.dialect.name
    assert found_triggers(migrated) == EXPECTED[kind]


FORBIDDEN = [
    "UPDATE audit_events SET action = 'case:taken'",
    "UPDATE audit_events SET hash = previous_hash WHERE number = 1",
    "DELETE FROM audit_events",
    "DELETE FROM audit_events WHERE number = 1",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET number = 0",
    "INSERT INTO audit_head (id, number, hash) VALUES (2, 0, 'x')",
]
FORBIDDEN_THERE = {
    "sqlite": [
        "INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events WHERE number = 1",
        "REPLACE INTO audit_head (id, number, hash) VALUES (1, 0, 'x')",
    ],
    "postgresql": ["TRUNCATE audit_events", "TRUNCATE audit_head"],
}


def test_nobody_with_the_database_open_changes_the_trail(migrated):
    with migrated.app_context():
        for _ in range(2):
            record(
                db.session, Action.VAULT_ROTATED, actor_kind="system", actor_id=None, subject=THE_PORTAL,
                at=clock.now(), keys=1,
            )  # fmt: skip
        db.session.commit()
        for statement in FORBIDDEN + FORBIDDEN_THERE[db.engine.dialect.name]:
            with pytest.raises(DBAPIError, match=triggers.REFUSAL), db.engine.begin() as connection:
                connection.execute(text(statement))
        verdict = verify(db.session)
    assert (verdict.ok, verdict.checked) == (True, 2)


@pytest.mark.parametrize("whose", ["a worker", "nobody"])
def test_cases_that_were_there_before_are_counted_as_the_domain_counts(migrated, whose):
    """What 0013 wrote for them is what counting gives today."""
    with migrated.app_context(), db.sessionmaker() as session:
        load_pack_into(session, migrated.extensions["candour"].pack, actor=SYSTEM, at=clock.now())
        owner = a_worker(session, Role.CASEWORKER).id if whose == "a worker" else None
        request, _ = a_request(session)
        for status in Status:
            a_row(session, request, status=status, owner_id=owner)
        a_row(session, request, due=None)
        a_row(session, request, right=Right.COMPLAINT)
        session.commit()
    step(migrated, alembic.downgrade, "0010")
    step(migrated, alembic.upgrade)
    with migrated.app_context(), db.sessionmaker() as session:
        assert differences(session) == {}
        assert {(case.status, case.shelf) for case in session.query(Case)} >= {(Status.WITHDRAWN, Shelf.WITHDRAWN)}
