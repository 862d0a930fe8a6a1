"""What a pair of thumbs does on a phone, counted: two minutes are promised for an emergency.

A tap takes a second and a half, a key a third of a second, and reading a screen five: that is slow for somebody who does
this every day.
"""

from dataclasses import dataclass, field

from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.browsers import PHONE
from tests.builders.looked_at import picture

SMALLEST = {"width": 320, "height": 568}
SECONDS_A_TAP, SECONDS_A_KEY, SECONDS_A_SCREEN = 1.5, 0.34, 5
# what a finger has to hit: the label of a choice counts with it, and a link inside a sentence does not
SMALL = """() => [...document.querySelectorAll('.thumb button, .thumb a.button, .thumb input, .thumb select, .thumb textarea, .thumb summary, .thumb .thumb__quiet')]
  .filter(one => one.checkVisibility() && one.tabIndex >= 0 && one.type !== 'hidden')
  .map(one => [one, one.closest('.govuk-radios__item, .govuk-checkboxes__item') || one])
  .filter(([, box]) => box.getBoundingClientRect().height < 44)
  .map(([one, box]) => `${one.tagName} ${one.name || one.textContent.trim()} ${box.getBoundingClientRect().height}`)"""


@dataclass
class Fingers:
    """What a pair of thumbs does, counted."""

    worker: WorkerOnScreen
    taps: int = 0
    keys: int = 0
    screens: list[str] = field(default_factory=list)

    def sees(self, name: str) -> None:
        """A screen is read. Nothing on it is too small, and nothing sticks out of a small phone."""
        page = self.worker.page
        self.screens.append(name)
        assert page.evaluate(SMALL) == [], name
        page.set_viewport_size(SMALLEST)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        page.set_viewport_size(PHONE)
        picture(page, f"log-{len(self.screens)}-{name}")

    def taps_on(self, selector: str, text: str = "") -> None:
        """One tap."""
        self.worker.page.locator(selector, has_text=text or None).locator("visible=true").last.click()
        self.worker.page.wait_for_load_state()
        self.taps += 1

    def picks(self, name: str, value: str) -> None:
        """One tap on a choice."""
        self.worker.page.locator(f'[name="{name}"][value="{value}"]').check()
        self.taps += 1

    def types(self, name: str, words: str) -> None:
        """One tap into the box, and a key for each letter."""
        self.worker.page.locator(f'[name="{name}"]').fill(words)
        self.taps += 1
        self.keys += len(words)

    def goes_on(self) -> None:
        """One tap on Continue."""
        self.worker.goes_on()
        self.taps += 1

    @property
    def seconds(self) -> float:
        """How long that takes."""
        return self.taps * SECONDS_A_TAP + self.keys * SECONDS_A_KEY + len(self.screens) * SECONDS_A_SCREEN
