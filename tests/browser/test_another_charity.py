"""What differs with another charity's pack: its words, its rules, its services, its lines."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from portal import ROOT
from tests.builders.browsers import a_person_at, browsers
from tests.builders.elsewhere import ADDRESS
from tests.builders.inspector import Inspector
from tests.builders.rules_on_screen import another_charity
from tests.builders.running import Running, start


@pytest.fixture(scope="session")  # made before the browser, which occupies the event loop
def another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A portal without a demo."""
    pack = ROOT / "content" / "maggies"
    with start(tmp_path_factory.mktemp("another"), pack=pack, exit_url=ADDRESS) as running:
        yield running


@pytest.mark.check(1, "axe on a phone, with another charity's pack")
@pytest.mark.check(18, "width of the page at 320 px, with another charity's words")
@pytest.mark.check(26, "the block with another charity's lines")
def test_the_pages_of_another_charity_keep_every_promise(another: Running, chromium: Browser) -> None:
    inspector = Inspector(another.app.extensions["candour"].pack.organisation.crisis_lines)
    with browsers(chromium, another.address) as open_one:
        person = a_person_at(another, open_one, "Demo Kite")
        inspector.prepare(person.page)
        for name in another_charity(person):
            inspector.look(person.page, name, public=True)
    assert inspector.report() == ""
