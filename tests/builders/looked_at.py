"""Pictures of a story, for whoever wants to see it: `CANDOUR_LOOK=folder` keeps one of each screen at two widths."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.builders.browsers import DESK, PHONE


def picture(page: Page, name: str) -> None:
    """Keep the page as it looks on a phone and at a desk, if anybody asked for it."""
    if folder := os.environ.get("CANDOUR_LOOK"):
        before = page.viewport_size
        for size in (PHONE, DESK):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
        page.set_viewport_size(before or PHONE)  # type: ignore[arg-type]
