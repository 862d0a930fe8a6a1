"""What a browser did, seen from outside: every request, every page, every complaint in the console."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

from tests.builders.elsewhere import HOST

# Addresses of a young person's journey say where in the site, never who, what or why.
PUBLIC_PATH = re.compile(
    r"(?:/cy)?(?:/|/policies/|/policies/[a-z-]+(/\d+(/for/[a-z0-9-]+|/document\.pdf)?|/changes/\d+/\d+|/which|/ask|/answers)?"
    r"|/would-you-tell(/list)?|/what-we-keep(/[a-z-]+(/when)?)?|/words(/[a-z-]+)?|/find|/easy-read(/\d)?|/hide-your-visit|/cookies"
    r"|/numbers(/\d{4}(/numbers\.csv|/document\.pdf)?)?"
    r"|/q(/\d)?|/back|/back/lost|/mine(/stop|/done|/save|/document\.pdf|/answer(/\d)?)?"
    r"|/mine/(messages(/answer)?|contact|wait|go-on|go-back|not-me|whole|how-are-you|not-happy(/check|/done)?|side/\d/\d)"
    r"|/mine/answers/\d(/\d|/whole|/save|/document\.pdf)?"
    r"|/leave|/away(/after)?|/still-here|/static/[a-z]+-[0-9a-f]{12}\.[a-z]+|/favicon\.ico|/not-a-page)"
)


@dataclass
class Watch:
    """Everything one browser asked for and was told."""

    home: str
    requests: list[Request] = field(default_factory=list)
    pages: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        """Listen from now on."""
        context.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108  # it wants a function
        context.on("response", self._note)
        context.on("console", self._hear)
        context.on("weberror", self._fault)

    @property
    def screens(self) -> list[str]:
        """Paths of the pages that were shown, in order; redirects show nothing."""
        return [urlsplit(page.url).path for page in self.pages]

    def strangers(self) -> set[str]:
        """Other hosts that were asked for anything, the exit address apart."""
        asked = {urlsplit(request.url) for request in self.requests}
        return {url.netloc for url in asked if url.scheme.startswith("http")} - {urlsplit(self.home).netloc, HOST}

    def telling_addresses(self) -> set[str]:
        """Addresses of the young person's pages that hold more than a place in the site."""
        ours = (urlsplit(r.url) for r in self.requests if r.url.startswith(self.home))
        public = [url for url in ours if not url.path.startswith("/staff")]
        return {url.geturl() for url in public if not PUBLIC_PATH.fullmatch(url.path) or url.query}

    def found_nothing_wrong(self) -> None:
        """Fail when any page asked a stranger, told something in its address, or made the browser complain."""
        assert not self.strangers()
        assert not self.telling_addresses()
        assert not self.complaints

    def _note(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and not 300 <= response.status < 400 and response.url.startswith(self.home):
            self.pages.append(response)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:  # a page with a status from 400
            self.complaints.append(message.text)

    def _fault(self, error: WebError) -> None:
        self.complaints.append(str(error.error))
