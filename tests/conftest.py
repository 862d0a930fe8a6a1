"""The app on a real database, a real vault and real files; a fresh copy for each test."""

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
from tests.builders.installed import Databases, let_go, make_settings, migrate, restore

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


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the keys, the files and, on SQLite, the database of the app under test lie."""
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def portal(databases: Databases, template: Path, folder: Path) -> Iterator[Flask]:
    """The portal, whole, built once; building it compiles every template."""
    restore(template, folder)
    app = create_app(make_settings(folder, databases.fresh(folder)))
    yield app
    let_go(app)


@pytest.fixture
def app(databases: Databases, template: Path, folder: Path, portal: Flask) -> Flask:
    """The portal as it was on its first day: database, keys and files are those of the template again."""
    let_go(portal)
    restore(template, folder)
    databases.fresh(folder)
    return portal


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
