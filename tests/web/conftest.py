"""People with browsers."""

import pytest

from tests.actors.browser import Browser
from tests.actors.person import Person
from tests.builders.staffed import Staff


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def person(app):
    return Person(Browser(app))


@pytest.fixture
def staff(app):
    return Staff(app)


@pytest.fixture
def run_jobs(app):
    """Run what is due, as the worker process does."""
    from portal.extensions import db
    from portal.jobs.worker import Worker

    def run():
        with app.app_context():
            return Worker(db.sessionmaker).run_due()

    return run
