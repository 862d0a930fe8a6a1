"""Every staff page that a story comes past: axe looks at it, it is light, and address and title say nothing of anybody."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.inspector import AXE, RUN_AXE, WCAG

MOST_BYTES = 250_000  # a page with all that belongs to it, unpacked
WEIGHT = """[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""
AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class StaffPages:
    """`names`: what no title and no address may say. `seen`: the shapes of addresses that were looked at."""

    worker: WorkerOnScreen
    names: tuple[str, ...]
    seen: set[str] = field(default_factory=set)
    _so_far: int = 0

    def __post_init__(self) -> None:
        """Bring axe into every page from now on."""
        assert self.worker.watch is not None
        self.worker.page.add_init_script(AXE)
        self._so_far = len(self.worker.watch.screens)

    def look(self) -> None:
        """Look at the page that is open."""
        page = self.worker.page
        page.wait_for_load_state()
        faults = page.evaluate(RUN_AXE, ["tag", WCAG])
        assert faults == [], (page.url, faults)
        assert page.evaluate(WEIGHT) <= MOST_BYTES, page.url
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
        assert [name for name in self.names if name in page.title() or name in page.url] == []
        self.seen.add(shape_of(urlsplit(page.url).path))

    def none_was_missed(self) -> None:
        """Every page that was opened since the beginning has a shape that was looked at."""
        assert self.worker.watch is not None
        came_past = {shape_of(path) for path in self.worker.watch.screens[self._so_far :]}
        assert came_past <= self.seen, sorted(came_past - self.seen)


def shape_of(path: str) -> str:
    """An address without the ids in it."""
    return AN_ID.sub("…", path)
