"""What makes sessions on this test's database, and its engine: for tests with two of them at once."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from portal.extensions import db


@pytest.fixture
def sessions_of(app: Flask) -> Iterator[sessionmaker[Session]]:
    with app.app_context():
        yield db.sessionmaker


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    with app.app_context():
        yield db.engine
