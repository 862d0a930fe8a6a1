"""A browser without a screen: every page it opens must be a good page, whichever test opened it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from justhtml import JustHTML

HOME = "https://candour.test"
NO_CONTENT = 204
FREE = {"hidden", "submit", "button"}


class Page:
    """A page that was opened, and what a person can see and press on it."""

    def __init__(self, response: Any, path: str) -> None:
        self.response, self.path = response, path
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.dom = JustHTML(self.html, sanitize=False, collect_errors=True)

    def texts(self, selector: str) -> list[str]:
        return [node.to_text(separator=" ", strip=True) for node in self.dom.query(selector)]

    @property
    def title(self) -> str:
        return "".join(self.texts("head title"))

    @property
    def heading(self) -> str:
        return "".join(self.texts("h1"))

    @property
    def main(self) -> str:
        return " ".join(" ".join(self.texts("main")).split())

    @property
    def errors(self) -> list[str]:
        return self.texts(".govuk-error-summary a, .govuk-error-summary li")

    def links(self) -> list[str]:
        return [node.attrs.get("href", "") for node in self.dom.query("a")]

    def forms(self) -> list[Any]:
        return list(self.dom.query("main form"))

    def is_good(self) -> None:
        """Valid HTML, a title, one h1, unique ids, a name for every control."""
        assert not self.dom.errors, (self.path, [str(e) for e in self.dom.errors])
        assert self.title, self.path
        assert len(self.dom.query("h1")) == 1, (self.path, self.texts("h1"))
        ids = [node.attrs["id"] for node in self.dom.query("[id]")]
        assert len(ids) == len(set(ids)), (self.path, sorted(i for i in ids if ids.count(i) > 1))
        labelled = {node.attrs.get("for") for node in self.dom.query("label")}
        for control in self.dom.query("input, select, textarea"):
            if control.attrs.get("type") not in FREE:
                assert control.attrs.get("id") in labelled, (self.path, control.attrs)


@dataclass
class Browser:
    """Opens pages, fills forms, presses buttons."""

    app: Flask
    client: Any = None
    pages: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def open(self, path: str, **options: Any) -> Page:
        return self._seen(self.client.get(path, base_url=HOME, follow_redirects=True, **options))

    def press(self, values: dict[str, Any] | None = None, *, form: int = 0, to: str = "", **more: Any) -> Page:
        """Fill the form of the page that is open, and send it."""
        page = self.pages[-1]
        node = page.forms()[form] if not to else next(f for f in page.forms() if to in (f.attrs.get("action") or ""))
        data = {**self.filled(node), **(values or {}), **more}
        action = node.attrs.get("action") or page.path
        headers = {"Referer": HOME + page.path}
        return self._seen(self.client.post(action, base_url=HOME, data=data, headers=headers, follow_redirects=True))

    @staticmethod
    def filled(node: Any) -> dict[str, Any]:
        """What the form would send as it stands, its buttons left out."""
        data: dict[str, Any] = {}
        for control in node.query("input, textarea, select"):
            name, kind = control.attrs.get("name"), control.attrs.get("type")
            if not name or (kind in {"checkbox", "radio"} and "checked" not in control.attrs):
                continue
            if control.name == "select":
                options = control.query("option")
                chosen = [o for o in options if "selected" in o.attrs] or options[:1]
                data[name] = chosen[0].attrs.get("value", "")
            elif control.name == "textarea":
                data[name] = control.to_text()
            else:
                data[name] = control.attrs.get("value") or ""
        return data

    def _seen(self, response: Any) -> Page:
        page = Page(response, urlsplit(response.request.url).path)
        if response.mimetype == "text/html" and response.status_code != NO_CONTENT:
            page.is_good()
            self.pages.append(page)
        return page
