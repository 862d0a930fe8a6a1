"""The app on a real database, a real vault and real files; a fresh copy for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import profiles
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import create_app
from portal.accounts import passwords
from portal.extensions import db
from tests.builders.installed import Databases, make_settings, migrate

SECURE = {"base_url": "https://candour.test"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="the business database")


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> None:
    """The same algorithm with the least work: a suite that takes a second for each sign-in is not run."""
    passwords.configure(profiles.CHEAPEST)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where databases come from: files, or a PostgreSQL server of our own."""
    kind = request.config.getoption("--database")
    with Databases.start(kind, tmp_path_factory.mktemp("databases")) as started:
        yield started


@pytest.fixture(scope="session")
def template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated installation with its pack loaded, made once."""
    folder = tmp_path_factory.mktemp("template")
    migrate(make_settings(folder, databases.template_url))
    databases.freeze()
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """This test's own copy of keys and files."""
    shutil.copytree(template, tmp_path / "instance")
    return tmp_path / "instance"


@pytest.fixture
def database_url(databases: Databases, folder: Path) -> Iterator[str]:
    """This test's own copy of the database."""
    with databases.copy(folder) as url:
        yield url


@pytest.fixture
def app(folder: Path, database_url: str) -> Iterator[Flask]:
    """The portal, whole."""
    app = create_app(make_settings(folder, database_url))
    app.testing = False  # errors become pages, as they do for people
    yield app
    with app.app_context():
        db.engine.dispose()
    app.extensions["candour"].vault.close()
    app.extensions["wake"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser."""
    client = app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    return client


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session on the app's database, as the domain gets it."""
    with app.app_context(), db.sessionmaker() as session:
        yield session
