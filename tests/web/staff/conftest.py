"""Editors at their desk, and a small policy in their hands."""

import pytest

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.extensions import db
from tests.actors.browser import Browser
from tests.actors.worker import Worker
from tests.builders.desk import AT, PASSWORD
from tests.builders.drafts import a_small_policy

DESK = "/staff/policies"


@pytest.fixture
def small(app):
    with app.app_context(), db.sessionmaker() as session:
        a_small_policy(session)
        session.commit()


@pytest.fixture
def editor(staff, small):
    return staff.signed_in(Role.EDITOR)


@pytest.fixture
def second(app, staff):
    """Another editor."""
    with app.app_context(), db.sessionmaker() as session:
        _, secret = add_worker(
            session, name="Second Editor", email="second@demo.invalid", password=PASSWORD, roles=[Role.EDITOR],
            actor=SYSTEM, at=AT,
        )  # fmt: skip
        session.commit()
    worker = Worker(Browser(app), "second@demo.invalid", PASSWORD, secret)
    worker.signs_in()
    return worker


@pytest.fixture
def draft(editor):
    """The address of a draft that lacks nothing but its day."""
    editor.browser.open(DESK)
    return editor.browser.press(to="/small/drafts").path
