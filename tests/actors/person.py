"""The young person: what they do on screen, in their words."""

from dataclasses import dataclass, field

from tests.actors.browser import Browser, Page


@dataclass
class Person:
    """Somebody who asks what was shared about them."""

    browser: Browser
    user_name: str = "quiet.otter"
    reference: str = ""
    words: list[str] = field(default_factory=list)

    def asks(self, card: dict[str, str] | None = None, **find: str) -> Page:
        """Go through the questions and send."""
        self.browser.open("/q/1")
        self.browser.press()
        self.browser.press({"ways": ["chat", "call"]})
        self.browser.press({"user_name": self.user_name, **find})
        self.browser.press(card or {"way": "code"})
        page = self.browser.press()
        self.reference = "".join(page.texts("[data-reference]"))
        self.words = page.texts("[data-word]")
        return page

    def comes_back(self) -> Page:
        """Type the code and the words."""
        self.browser.open("/back")
        return self.browser.press({"reference": self.reference, "words": " ".join(self.words)})

    def leaves(self) -> None:
        """Press Exit without JavaScript."""
        self.browser.client.get("/leave", base_url="https://candour.test")
