"""The portal's database before anything was published: one copy for all tests, each rolled back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, delete
from sqlalchemy.orm import Session

from portal.core.engine import prepare_engine
from portal.extensions import db
from portal.policies.models import Policy, PolicyClause, PolicyVersion
from tests.builders.installed import Databases, make_settings


def _forget_policies(engine: Engine) -> None:
    with engine.begin() as connection:
        for kind in (PolicyClause, PolicyVersion, Policy):
            connection.execute(delete(kind.__table__))


@pytest.fixture(scope="module")
def empty_engine(databases: Databases, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("policies") / "instance"
    shutil.copytree(template, folder)
    with databases.apart(folder) as url:
        engine = create_engine(make_settings(folder, url).sqlalchemy_url)
        prepare_engine(engine)
        _forget_policies(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def connection(empty_engine: Engine) -> Iterator[Connection]:
    with empty_engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def empty_app(app: Flask) -> Flask:
    """The whole portal, without the policies that every test installation starts with."""
    with app.app_context():
        _forget_policies(db.engine)
    return app
