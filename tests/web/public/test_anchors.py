"""A link to a place on a page leads to that place: on every explainer, in every answer, in all that can be found."""

from itertools import product

import pytest
from sqlalchemy import select

from portal import ROOT, create_app
from portal.extensions import db
from portal.policies.kinds import AgeBand
from portal.policies.replies import NOT_YET
from portal.search.models import SearchEntry
from portal.search.service import refill
from tests.actors.browser import HOME, Browser, Page
from tests.builders.explainers import explainer_paths
from tests.builders.ground import an_empty_database
from tests.builders.installed import let_go, make_settings, migrate


@pytest.fixture(scope="module", params=["the-mix", "maggies"])
def app(request, databases, tmp_path_factory):
    """The portal of each charity whose pack comes with it. Nothing here writes, so one serves all tests."""
    folder = tmp_path_factory.mktemp("charity")
    with an_empty_database(databases, folder) as url:
        settings = make_settings(folder, url, pack=ROOT / "content" / request.param)
        migrate(settings)
        app = create_app(settings)
        yield app
        let_go(app)


class Places:
    """The ids of pages, each opened once."""

    def __init__(self, app):
        self.browser, self.known = Browser(app), {}

    def miss(self, here, links):
        """Those of the links, as they stand on the page at `here`, that lead to no place."""
        places = {(path or here, name) for path, mark, name in (link.partition("#") for link in links) if mark and name}
        return {f"{path}#{name}" for path, name in places if name not in self.ids(path)}

    def ids(self, path):
        if path not in self.known:
            page = self.browser.open(path)
            self.known[path] = {node.attrs["id"] for node in page.dom.query("[id]")} if page.status == 200 else set()
        return self.known[path]


def local(links):
    return [link for link in links if link.startswith(("/", "#"))]


def test_every_link_of_every_explainer_lands(app):
    places, wrong = Places(app), {}
    for path in explainer_paths(app):
        if missed := places.miss(path, local(Browser(app).open(path).links())):
            wrong[path] = missed
    assert wrong == {}


def test_every_link_of_every_answer_lands(app):
    client, places, wrong, links = app.test_client(), Places(app), {}, set()
    situations = app.extensions["candour"].pack.situations.ids
    for situation, age, (place, when) in product(
        situations, AgeBand, [(NOT_YET, "now"), ("chatbot", "now"), (NOT_YET, "before")]
    ):
        picked = {"situation": situation, "age": age, "place": place, "when": when}
        page = Page(client.post("/would-you-tell", base_url=HOME, data=picked), "/would-you-tell")
        ids = {node.attrs["id"] for node in page.dom.query("[id]")}
        here = {link[1:] for link in page.links() if link.startswith("#")}
        if here - ids:
            wrong[situation, age, place] = here - ids
        links |= {link for link in page.links() if link.startswith("/")}
    assert wrong == {}
    assert places.miss("", links) == set()
    assert any("/for/" in link and "#" in link for link in links)


def test_everything_that_can_be_found_lands(app):
    with app.app_context(), db.sessionmaker() as session:
        refill(session, app.extensions["candour"].pack)
        addresses = list(session.scalars(select(SearchEntry.address)))
        session.rollback()
    assert len(addresses) > 30
    assert Places(app).miss("", addresses) == set()


def test_a_rule_that_is_linked_to_stands_in_a_box_whose_line_opens(app):
    """The box around the line has the id, so that every browser finds it; style and script open what lies in it."""
    page = Browser(app).open("/policies/confidentiality")
    for node in page.dom.query(".lands"):
        (line,) = [child for child in node.children if child.name == "details"]
        assert "open" not in line.attrs
