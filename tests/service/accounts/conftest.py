"""This test's copy of the database, and its vault, without the app around them: accounts know nothing of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from portal.core.engine import prepare_engine
from portal.vault import Vault
from tests.builders.installed import make_settings


@pytest.fixture
def engine(folder: Path, database_url: str) -> Iterator[Engine]:
    engine = create_engine(make_settings(folder, database_url).sqlalchemy_url)
    prepare_engine(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions_of(engine: Engine, folder: Path) -> Iterator[sessionmaker[Session]]:
    settings = make_settings(folder)
    vault = Vault.from_settings(
        master_keys=settings.master_keys(), keys_url=settings.sqlalchemy_keys_url, files_url=settings.files_url
    )
    yield sessionmaker(engine, info={"vault": vault})
    vault.close()


@pytest.fixture
def session(sessions_of: sessionmaker[Session]) -> Iterator[Session]:
    with sessions_of() as session:
        yield session
