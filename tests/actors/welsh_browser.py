"""A browser of somebody who reads Welsh: every page it opens must be a Welsh page, whichever test opened it."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from portal.core.reading import MAX_SENTENCE, VOID, main_text, measure
from tests.actors.browser import NO_CONTENT, Browser, Page

WELSH = "/cy"
SAID_BY_ATTRIBUTES = ("aria-label", "alt", "title")
SILENT = ("script", "style")
# Words that every English sentence of ours has one of, and no Welsh one.
ENGLISH = re.compile(
    r"\b(the|you|your|we|what|when|where|who|this|that|and|not|with|for|our|have|was|they|would|there|any|can|if|it"
    r"|will|did|do|my|me|been|from|about|are|something|ask|send|back|page|error|new|continue|start|yes|other|rules?)\b",
    re.IGNORECASE,
)

# Words of our Welsh that nothing English of a pack or of staff has.
WELSH_WORDS = re.compile(r"\b(rydyn|dydyn|gelli|dewisa|wyt|nid|mae|oedd|dydw|gyda|neu|sy’n|yn)\b", re.IGNORECASE)


class Spoken(HTMLParser):
    """Every text of a page that is read or read out, with the language it is marked with."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        self.said += [(language, given[name] or "") for name in SAID_BY_ATTRIBUTES if name in given]
        if tag == "meta" and (given.get("property") or "").startswith("og:"):
            self.said.append((language, given.get("content") or ""))
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in SILENT:
            self.said.append((self._open[-1][1], " ".join(data.split())))


def english_left(html: str, *, typed: Iterable[str] = (), names: Iterable[str] = ()) -> list[str]:
    """What a page says in English without saying that it is English.

    `typed`: what the person wrote. `names`: of the charity, and of its rules where they stand in the title of a page,
    which has room for words and for no mark.
    """
    page = Spoken()
    page.feed(html)
    left = []
    for language, text in page.said:
        said = text
        for name in names:
            said = said.replace(name, "")
        if language == "cy" and ENGLISH.search(said) and not any(text in one for one in typed):
            left.append(text)
    return left


def welsh_called_english(html: str) -> list[str]:
    """What a page says in Welsh, and calls English: a voice that reads it out would make no sense of it."""
    page = Spoken()
    page.feed(html)
    return [text for language, text in page.said if language == "en" and WELSH_WORDS.search(text)]


class WelshBrowser(Browser):
    """Opens the same addresses in Welsh. What its person types may be in any language."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.typed: set[str] = set()
        pack = self.app.extensions["candour"].pack
        self.names = [
            pack.organisation.contact,
            pack.organisation.name,
            *(v.title for policy in pack.policies for v in policy.versions),
        ]

    def open(self, path: str, **options: Any) -> Page:
        return super().open(path if path.startswith(f"{WELSH}/") else WELSH + path, **options)

    def press(self, values: dict[str, Any] | None = None, *, form: int = 0, to: str = "", **more: Any) -> Page:
        self.typed |= {value for value in ({**(values or {}), **more}).values() if isinstance(value, str) and value}
        return super().press(values, form=form, to=to, **more)

    def _seen(self, response: Any) -> Page:
        page = super()._seen(response)
        if response.mimetype == "text/html" and response.status_code != NO_CONTENT:
            self.must_be_welsh(page)
        return page

    def must_be_welsh(self, page: Page) -> None:
        """It says that it is Welsh, is Welsh, stays Welsh, and has no sentence that is too long."""
        assert page.path.startswith(WELSH), page.path
        assert page.dom.query("html")[0].attrs["lang"] == "cy", page.path
        left = english_left(page.html, typed=self.typed, names=self.names)
        assert left == [], (page.path, left)
        wrong = welsh_called_english(page.html)
        assert wrong == [], (page.path, wrong)
        assert "!" not in page.main, page.path
        assert measure(main_text(page.html)).longest_sentence <= MAX_SENTENCE, page.path
        left = [link for link in page.links() if link.startswith("/") and not link.startswith(f"{WELSH}/")]
        assert left == [node.attrs["href"] for node in page.dom.query("a[hreflang=en]")], (page.path, left)
