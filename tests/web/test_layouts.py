"""The two layouts, and the pages that are nothing but words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from portal.core.reading import faults, main_text, measure
from tests.builders.face import (
    CONTROLS,
    EXIT,
    ORGANISATION,
    SITE,
    Everything,
    face_app,
    html_of,
    one,
    page,
    read,
    sent,
    words,
)

OUR_PAGES = ["public/home.html", "public/hide-your-visit.html", "public/cookies.html"]
OUR_ERRORS = [f"errors/{name}.html" for name in ("400", "403", "404", "429", "500", "503", "you-left")]


@pytest.fixture(scope="module")
def app() -> Flask:
    return face_app()


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/q/1"):
        yield


def test_the_summary_says_the_same_words_as_the_fields_and_leads_to_them() -> None:
    form = sent()
    form.form_errors = ["The whole of it is wrong."]
    dom = page("{% for name in names %}{{ field(form[name]) }}{% endfor %}", form=form, names=CONTROLS)

    assert words(one(dom, "title")) == f"Error: Question 1 of 3 {SITE}"
    assert words(one(dom, ".govuk-error-summary h2")) == "There is a problem"
    assert "Nothing has been sent yet." in words(one(dom, ".govuk-error-summary"))
    links = dom.query(".govuk-error-summary a")
    beside = [re.sub("^Error: ", "", words(node)) for node in dom.query(".govuk-error-message")]
    assert [words(link) for link in links] == beside
    assert {"Say a name.", "Pick one.", "Say when."} <= set(beside)
    for link in links:
        assert one(dom, link.attrs["href"]).name in {"input", "select", "textarea"}
    assert words(dom.query(".govuk-error-summary li")[-1]) == "The whole of it is wrong."


def test_a_page_can_say_that_something_was_sent_before() -> None:
    dom = page("", form=sent(), head="{% set sent_note = false %}")
    assert "Nothing has been sent yet." not in words(one(dom, "main"))


def test_without_errors_there_is_no_summary() -> None:
    dom = page("{{ field(form.name) }}", form=Everything())
    assert not dom.query(".govuk-error-summary")
    assert words(one(dom, "title")) == f"Question 1 of 3 {SITE}"


@pytest.mark.check(4, "the place of the way out in the layout")
def test_the_way_out_is_the_second_stop_of_the_tab_key_and_there_is_only_one() -> None:
    dom = page("")
    first, second = dom.query("a, button, input")[:2]
    assert (words(first), first.attrs["href"]) == ("Skip to main content", "#main")
    assert words(second) == "Exit this page"
    exit_link = one(dom, "a[data-exit]").attrs
    assert exit_link["href"] == "/leave"
    assert exit_link["data-exit-url"] == EXIT
    assert set(exit_link["rel"].split()) == {"nofollow", "noreferrer"}


@pytest.mark.check(26, "the block in the layout of each audience")
def test_help_is_the_same_on_every_page_in_the_packs_order() -> None:
    blocks = [one(page(body), "#help-now") for body in ("", "<p>Other</p>")]
    assert blocks[0].to_html() == blocks[1].to_html()
    shown = [(words(link), link.attrs["href"]) for link in blocks[0].query("a")]
    assert shown == [(line.how, line.href) for line in ORGANISATION.crisis_lines]
    assert {link.attrs["href"] for link in page("").query("header a")} >= {"#help-now"}


def test_no_page_carries_a_script_or_a_style_of_its_own() -> None:
    for dom in (
        page("", form=sent(), personal=True, idle_minutes=20, idle_url="/away", still_url="/still-here"),
        page("", layout="staff"),
    ):
        assert [node.attrs.get("src", "")[:8] for node in dom.query("script")] == ["/static/"]
        assert not dom.query("style, [style]")
        addresses = [node.attrs.get("href") or node.attrs.get("src") for node in dom.query("link, script, img")]
        assert all(address.startswith("/static/") for address in addresses)


@pytest.mark.parametrize(
    ("context", "is_personal"),
    [({}, False), ({"form": None}, True), ({"personal": True}, True), ({"form": None, "personal": False}, False)],
)
def test_a_page_with_a_form_is_personal_unless_it_says_otherwise(context: dict[str, Any], is_personal: bool) -> None:
    body = one(page("", idle_minutes=20, idle_url="/away", still_url="/still-here", **context), "body").attrs
    assert ("data-personal" in body) is is_personal
    assert body.get("data-idle-minutes") == ("20" if is_personal else None)


def test_more_time_can_be_asked_for_where_time_runs_out() -> None:
    dom = page("", personal=True, idle_minutes=20, idle_url="/away", still_url="/still-here")
    body = one(dom, "body").attrs
    assert (body["data-idle-url"], body["data-still-url"]) == ("/away", "/still-here")
    assert one(dom, "[data-idle]").attrs["role"] == "status"
    assert "I need more time" in dom.to_html()
    assert not page("", personal=True).query("[data-idle]")


def test_the_desk_has_no_way_out_and_is_always_personal() -> None:
    worker = type("W", (), {"name": "Demo Caseworker"})
    nav = [{"text": "Queue", "href": "/staff/", "current": True}, {"text": "Register", "href": "/r", "current": False}]
    dom = page("", layout="staff", worker=worker, staff_nav=nav, sign_out_url="/staff/sign-out")
    assert not dom.query("[data-exit]")
    assert "data-personal" in one(dom, "body").attrs
    assert words(one(dom, "nav [aria-current=page]")) == "Queue"
    out = one(dom, "header form")
    assert (out.attrs["method"], out.attrs["action"]) == ("post", "/staff/sign-out")
    assert one(out, "input[name=csrf_token]").attrs["value"]
    assert "Demo Caseworker" in words(out)


def test_before_signing_in_the_desk_shows_no_menu() -> None:
    dom = page("", layout="staff")
    assert not dom.query("nav, header form")


@pytest.mark.parametrize("path", ["/nowhere", "/staff/nowhere"])
@pytest.mark.parametrize("template", OUR_ERRORS)
def test_an_error_page_is_whole_and_wears_the_face_of_its_audience(app: Flask, template: str, path: str) -> None:
    with app.test_request_context(path):
        dom = read(html_of(app, template))
    assert len(dom.query("h1")) == 1
    assert bool(dom.query("[data-exit]")) is (path == "/nowhere")
    assert words(one(dom, "title")).endswith(f" {SITE}")


def test_whoever_was_away_is_told_that_nothing_was_sent(app: Flask) -> None:
    dom = read(html_of(app, "errors/you-left.html"))
    assert "You were away, so we cleared it. Nothing was sent." in words(one(dom, "main"))


def test_whoever_is_lost_is_shown_every_way_in(app: Flask) -> None:
    ways = []
    for template in ("public/home.html", "errors/404.html"):
        dom = read(html_of(app, template))
        links = [(words(link), link.attrs["href"]) for link in dom.query(".door a")]
        asked = [(words(button), button.attrs["value"]) for button in dom.query(".door form button")]
        ways.append((links, asked))
    assert ways[0] == ways[1]
    doors = ["/policies/confidentiality", "/would-you-tell", "/what-we-keep", "/q", "/back", "/hide-your-visit"]
    assert [href for _, href in ways[0][0]] == doors
    assert [right for _, right in ways[0][1]] == ["shared", "access", "erasure", "remove"]


@pytest.mark.parametrize("template", OUR_PAGES + OUR_ERRORS)
def test_our_pages_are_easy_to_read(app: Flask, template: str) -> None:
    html = html_of(app, template)
    assert not faults(measure(main_text(html)))
    title = words(one(read(html), "title"))
    assert re.fullmatch(f".+ {SITE}", title)
    assert ORGANISATION.name not in title
