"""The language stands in the path, and nowhere else: no cookie, no header, no guess.

A leading `/cy` moves from the path to the root of the application before anything looks at the path. So each route
works in both languages, and `url_for` keeps the language by itself. What is the same for everybody, and what is for
workers, has no Welsh address: there `/cy` stays in the path, and no such page is found.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from flask import Flask, g, request
from flask.globals import request_ctx
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from portal.core.words import (
    ENGLISH,
    LANGUAGES,
    N_,
    WELSH,
    gettext,
    is_said_in_english_only,
    language,
    ngettext_unfilled,
    speaking,
)

PREFIX = f"/{WELSH}"
ONE_ADDRESS = ("staff", "static", "favicon.ico", "healthz", "readyz")
HTML_LANG = {ENGLISH: "en-GB", WELSH: WELSH}
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def in_their_language(app: Wsgi) -> Wsgi:
    """Wrap the application, so that it speaks the language of the path."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        rest = path.removeprefix(PREFIX)
        is_welsh = path.startswith(PREFIX) and rest[:1] in {"", "/"}
        if not is_welsh or rest.lstrip("/").split("/")[0] in ONE_ADDRESS:
            return app(environ, start_response)
        moved = {**environ, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + PREFIX, "PATH_INFO": rest or "/"}
        with speaking(WELSH):
            return app(moved, start_response)

    return serve


def init_languages(app: Flask) -> None:
    """Hear the language in the path, and say it in templates."""
    teach_templates(app)
    app.wsgi_app = in_their_language(app.wsgi_app)  # type: ignore[method-assign, assignment]


def teach_templates(app: Flask) -> None:
    """Teach templates `_`, `{% trans %}`, and how to mark what is there in English only."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(gettext, ngettext_unfilled, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        N_=N_, english=english, html_lang=html_lang, other_language=other_language,
        has_english=lambda: bool(g.get("has_english")),
    )  # fmt: skip
    app.jinja_env.filters.update(english=in_english, english_html=english_html, own=own, spoken=spoken)


def html_lang() -> str:
    """What `<html lang>` says."""
    return HTML_LANG[language()]


def without_language(address: str) -> str:
    """The address of what is the same in every language, from one that `url_for` made."""
    root = request.script_root
    if language() == ENGLISH or not address.startswith(root):
        return address
    return root.removesuffix(PREFIX) + address.removeprefix(root)


def english() -> Markup:
    """The attribute for an element whose words are there in English only; nothing on an English page."""
    if language() == ENGLISH:
        return Markup()
    g.has_english = True
    return Markup(' lang="en"')


def in_english(words: Any) -> Any:
    """Words that are there in English only, inside of a sentence of ours."""
    if language() == ENGLISH or not words:
        return words
    return Markup("<span{}>{}</span>").format(english(), words)


def english_html(html: Any) -> Any:
    """The same for a piece of HTML that holds whole paragraphs."""
    if language() == ENGLISH or not html:
        return html
    root = request.script_root  # links of a pack name no language
    led = re.sub(rf'<a href="(?=/)(?!{re.escape(root)}/)', f'<a href="{root}', str(html))
    return Markup("<div{}>{}</div>").format(english(), Markup(led))  # noqa: S704  # it was HTML before


def own(words: Any) -> Any:
    """Words of ours that stand inside of something English."""
    return words if language() == ENGLISH else Markup('<span lang="{}">{}</span>').format(language(), words)


def spoken(words: str) -> Any:
    """Say words of ours, or of a pack: what the catalogue does not know is marked as English.

    What a template has said already is Markup, and stays as it is.
    """
    if isinstance(words, Markup):
        return words
    return in_english(words) if is_said_in_english_only(words) else gettext(words)


def other_language() -> dict[str, str]:
    """The same page in the other language: its address, and the code and the name of that language.

    For an answer to a form, the page on which the form stands; for what is no page, the first one.
    """
    other = ENGLISH if language() == WELSH else WELSH
    root = request.script_root.removesuffix(PREFIX) if other == ENGLISH else request.script_root + PREFIX
    here = quote(request.path) if _is_a_page() else "/"
    asked = request.query_string.decode("ascii", "ignore") if request.method == "GET" and here != "/" else ""
    return {"href": f"{root}{here}{'?' if asked else ''}{asked}", "name": LANGUAGES[other], "lang": other}


def _is_a_page() -> bool:
    """Whether this address can be opened, and not only sent to."""
    adapter = request_ctx.url_adapter
    try:
        return adapter is not None and bool(adapter.match(method="GET"))
    except HTTPException:
        return False
