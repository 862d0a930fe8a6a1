"""A site of one's own, and processes that start in a moment."""

import pytest

from tests.builders.faults import open_site
from tests.builders.installed import restore
from tests.builders.nursery import Nursery


@pytest.fixture(scope="session")
def nursery():
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def site(nursery, databases, template, tmp_path):
    """An installation on its first day, beside the app of the other tests. Nothing of it runs yet."""
    folder = tmp_path / "site"
    restore(template, folder)
    with databases.apart(folder) as url, open_site(nursery, folder, url) as site:
        yield site
