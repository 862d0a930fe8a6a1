"""A first visit on a slow phone. `make bench` prints the medians of more pages; a test has to hold on a busy machine."""

import pytest
from playwright.sync_api import Browser

from tests.builders.first_view import Goal, first_view
from tests.builders.running import Running

TRIES = 5  # the best of these counts: what the page can do, not how busy the machine is


@pytest.mark.check(
    24,
    "Chromium's largest paint, blocking beyond 50 ms and layout shift, on slow 4G with a processor four times slower; "
    "best of 5 here, medians in bench/first_view.py",
)
@pytest.mark.parametrize("path", ["/", "/policies/confidentiality", "/would-you-tell", "/q/1"])
def test_a_first_view_comes_fast_blocks_nothing_and_does_not_jump(
    path: str, chromium: Browser, candour: Running
) -> None:
    views = [first_view(chromium, candour.address + path) for _ in range(TRIES)]
    best = Goal().missed_by(min(views, key=lambda view: view.largest_ms))
    assert [name for name in best if name != "blocked_ms"] == [], views
    assert min(view.blocked_ms for view in views) <= Goal().blocked_ms, views
    assert max(view.shifted for view in views) <= Goal().shifted, views
