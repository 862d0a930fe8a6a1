"""The young person at a real browser: what they press and type, with or without JavaScript."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.builders.watching import Watch


@dataclass
class PersonOnScreen:
    """Somebody who asks what was shared about them."""

    page: Page
    watch: Watch
    home: str
    user_name: str = "Demo Kite"
    reference: str = ""
    words: list[str] = field(default_factory=list)

    def opens(self, path: str) -> None:
        """Type an address of the site."""
        self.page.goto(self.home + path)

    def presses(self) -> None:
        """Press the first button of the page's own words."""
        self.page.locator("main form button").first.click()
        self.page.wait_for_load_state()

    def follows(self, path: str) -> None:
        """Press the first link of the page's own words that leads there."""
        self.page.locator(f'main a[href="{path}"]').first.click()
        self.page.wait_for_load_state()

    @property
    def path(self) -> str:
        """Where in the site this is."""
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        """The one big line of the page."""
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """The page's own words, in one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    def reads_a_policy(self) -> None:
        """From the first page to the rules."""
        self.opens("/")
        self.follows("/policies/confidentiality")

    def answers_the_questions(self) -> None:
        """Up to the page that shows what will be sent."""
        self.opens("/q/1")
        self.presses()
        self.page.check("[name=ways][value=chat]")
        self.presses()
        self.page.fill("[name=user_name]", self.user_name)
        self.presses()
        self.page.check("[name=way][value=code]")
        self.presses()

    def sends(self) -> None:
        """Send, and write down the code and the words."""
        self.presses()
        self.writes_the_code_down()

    def writes_the_code_down(self) -> None:
        """From the page that shows them once."""
        self.reference = self.page.locator("[data-reference]").inner_text()
        self.words = self.page.locator("[data-word]").all_inner_texts()

    def proves_the_words(self) -> None:
        """Say "I have written it down", then type the words."""
        self.follows("/q/6")
        self.page.fill("[name=words]", " ".join(self.words))
        self.presses()

    def types_the_code(self, reference: str = "", words: str = "") -> None:
        """Come back with the code that was written down, or with another."""
        self.opens("/back")
        self.page.fill("[name=reference]", reference or self.reference)
        self.page.fill("[name=words]", words or " ".join(self.words))
        self.presses()

    def reads_on(self, part: int) -> str:
        """Turn to a part of the answer and read it."""
        self.follows(f"/mine/answer/{part}")
        return self.text

    def downloads(self, path: str) -> bytes:
        """The bytes of a file, with this browser's cookie."""
        answer = self.page.context.request.get(self.home + path)
        assert answer.ok, answer.status
        return answer.body()

    def leaves(self) -> None:
        """Press Exit."""
        self.page.locator("a[data-exit]").click()

    def writes(self, text: str) -> None:
        """Write to the organisation."""
        self.opens("/mine/messages")
        self.page.fill("[name=message]", text)
        self.presses()

    def is_not_happy(self, about: str, text: str) -> None:
        """Three screens from where it is now: form, check, done."""
        self.opens("/mine")
        self.follows("/mine/not-happy")
        self.page.check(f"[name=about][value={about}]")
        self.page.fill("[name=message]", text)
        self.presses()
        self.presses()
