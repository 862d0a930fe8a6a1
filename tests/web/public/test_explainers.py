"""What is true of every explainer of every pack: easy to read, light, alone, the same for everyone, nothing left behind."""

import gzip
import re

import pytest

from portal import ROOT, create_app
from portal.core.reading import MAX_AGE, MAX_SENTENCE, faults, main_text, measure
from tests.actors.browser import HOME, Browser
from tests.builders.explainers import explainer_paths
from tests.builders.ground import an_empty_database
from tests.builders.installed import let_go, make_settings, migrate

LOADED = re.compile(r'<(?:link|script|img|source)\b[^>]*?(?:href|src)="([^"]+)"')
MOST_BYTES, MOST_REQUESTS = 50_000, 6


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


def test_there_are_explainers_of_every_kind(app):
    first = {path.split("/")[1] for path in explainer_paths(app)}
    assert first >= {
        "",
        "policies",
        "would-you-tell",
        "what-we-keep",
        "words",
        "find",
        "hide-your-visit",
        "cookies",
        "easy-read",
    }
    assert len(explainer_paths(app)) >= 25


@pytest.mark.check(10, "Set-Cookie of every explainer of both packs")
@pytest.mark.check(25, "reading age and sentences of every explainer of both packs")
def test_each_is_easy_to_read_whole_and_quiet(app):
    """Reading age, sentence lengths, valid HTML with one title; no cookie; all in one walk, and every fault named."""
    wrong = {}
    for path in explainer_paths(app):
        page = Browser(app).open(path)
        page.is_good()
        found = faults(measure(main_text(page.html)))
        found += ["sets a cookie"] if page.response.headers.getlist("Set-Cookie") else []
        found += [] if page.status == 200 else [str(page.status)]
        found += ["shouts"] if "!" in page.main else []
        if found:
            wrong[path] = found
    assert wrong == {}


def test_the_figures_of_each_stand_in_the_docs_and_keep_the_limits(app):
    """docs/reading-age-pages.md, which `make docs` writes: one row a page, none left out, none that is gone."""
    organisation = app.extensions["candour"].organisation
    text = (ROOT / "docs" / "reading-age-pages.md").read_text()
    part = text.split(f"## {organisation.name}\n")[1].split("\n## ")[0]
    rows = {
        path: cells
        for path, *cells in re.findall(r"^\| `([^`]+)` \| (\S+) \| (\d+) \| (\S+) \| (\d+) \|$", part, re.MULTILINE)
    }
    assert set(rows) == set(explainer_paths(app))
    assert [path for path, (age, *_) in rows.items() if age != "-" and float(age) > MAX_AGE] == []
    assert [path for path, (*_, longest) in rows.items() if int(longest) > MAX_SENTENCE] == []


@pytest.mark.check(12, "every address that an explainer of either pack loads")
@pytest.mark.check(23, "packed bytes and requests of every explainer of both packs")
def test_each_is_light_and_asks_nobody_else(app):
    client, wrong = app.test_client(), {}
    for path in explainer_paths(app):
        html = client.get(path, base_url=HOME).data
        loaded = LOADED.findall(html.decode())
        sizes = [len(client.get(one, base_url=HOME, headers={"Accept-Encoding": "gzip"}).data) for one in loaded]
        elsewhere = [one for one in loaded if not one.startswith("/") or one.startswith("//")]
        total = len(gzip.compress(html)) + sum(sizes)
        if total > MOST_BYTES or len(loaded) + 1 > MOST_REQUESTS or elsewhere:
            wrong[path] = (total, len(loaded) + 1, elsewhere)
    assert wrong == {}


@pytest.mark.check(13, "bytes of every explainer of both packs, asked for twice")
def test_each_is_the_same_bytes_for_everyone_and_is_sent_once(app):
    wrong = []
    for path in explainer_paths(app):
        one, other = (app.test_client().get(path, base_url=HOME) for _ in range(2))
        tag = one.headers.get("ETag")
        again = app.test_client().get(path, base_url=HOME, headers={"If-None-Match": tag or ""})
        if one.data != other.data or not tag or (again.status_code, again.data) != (304, b""):
            wrong.append(path)
    assert wrong == []


@pytest.mark.parametrize("path", ["/", "/policies/confidentiality"])
def test_somebody_who_is_asking_something_reads_the_same_bytes(app, path):
    """An explainer never shows whether a request is under way in this browser."""
    asking = Browser(app)
    asking.open("/q/1")
    asking.press()
    assert asking.open(path).html == Browser(app).open(path).html
