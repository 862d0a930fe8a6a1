"""The components, drawn in an environment as strict as the portal's, and read back strictly."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from jinja2 import UndefinedError

from tests.builders.face import CONTROLS, draw, face_app, one, page, sent, words

HOSTILE = "<img src=x onerror=1> \"quoted\" & 'more'"


@pytest.fixture(scope="module")
def app() -> Flask:
    return face_app()


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/q/1"):
        yield


def test_nothing_typed_or_worded_becomes_markup() -> None:
    form = sent(name=HOSTILE, story=HOSTILE)
    for each in form:
        each.errors, each.description, each.label.text = [HOSTILE], HOSTILE, HOSTILE
    body = """
      {% for name in names %}{{ field(form[name], why=evil) }}{% endfor %}{{ button(evil) }}{{ status_tag(evil) }}
      {{ summary_list([{"key": evil, "value": evil, "href": "/q/2", "change": evil}]) }}{{ table([evil], [[evil]]) }}
      {% call details(evil) %}{{ evil }}{% endcall %}{% call notice(evil) %}{{ evil }}{% endcall %}
      {{ timeline([{"title": evil, "at": evil, "by": evil, "text": evil}]) }}
      {{ steps([{"text": evil, "state": "now"}]) }}"""
    dom = page(body, form=form, names=CONTROLS, evil=HOSTILE)
    assert not dom.query("img")
    assert not dom.query("[onerror]")
    assert one(dom, "textarea").to_text().strip() == HOSTILE


def test_a_button_is_a_button_and_a_link_is_a_link() -> None:
    dom = draw("{{ button('Send', name='move', value='send') }}{{ button('Go', href='/q/2', kind='secondary') }}")
    pressed, link = one(dom, "button").attrs, one(dom, "a").attrs
    assert (pressed["type"], pressed["name"], pressed["value"]) == ("submit", "move", "send")
    assert link["href"] == "/q/2"
    assert "role" not in link
    assert "button--secondary" in link["class"]


def test_a_summary_list_says_what_is_missing_and_what_can_be_changed() -> None:
    rows = [
        {"key": "When", "value": "", "href": "/q/3", "change": "the month"},
        {"key": "Where", "value": "Chat", "href": "/q/2"},
        {"key": "Who", "value": "You"},
    ]
    dom = draw("{{ summary_list(rows) }}", rows=rows)
    assert [words(node) for node in dom.query("dt")] == ["When", "Where", "Who"]
    assert words(dom.query("dd")[0]) == "Not given"
    assert [words(node) for node in dom.query("a")] == ["Change the month", "Change where"]


def test_a_table_names_its_columns_and_rows() -> None:
    dom = draw(
        "{{ table(['Where', 'What'], [['Call', 'A list'], ['Text', 'A word']], caption='Seen', first_head=true) }}"
    )
    assert [words(node) for node in dom.query("thead th[scope=col]")] == ["Where", "What"]
    assert [words(node) for node in dom.query("tbody th[scope=row]")] == ["Call", "Text"]
    assert {node.attrs["data-label"] for node in dom.query("td")} == {"What"}
    assert words(one(dom, "caption")) == "Seen"


def test_steps_say_in_words_what_is_drawn() -> None:
    states = [
        {"text": "Sent", "state": "done"},
        {"text": "We look", "state": "now"},
        {"text": "You read", "state": "later"},
    ]
    dom = draw("{{ steps(states) }}", states=states)
    assert [words(node) for node in dom.query("li")] == ["Done: Sent", "Now: We look", "Later: You read"]
    assert words(one(dom, "[aria-current=step]")) == "Now: We look"
    assert {node.attrs["aria-hidden"] for node in dom.query("svg")} == {"true"}


def test_a_timeline_takes_a_moment_or_words() -> None:
    moment = datetime(2026, 7, 1, 8, 5, tzinfo=UTC)
    entries = [
        {"title": "Released", "at": moment, "by": "Demo Approver", "text": "The letter."},
        {"title": "Sent", "at": "in June", "by": None, "text": None},
    ]
    dom = draw("{{ timeline(entries) }}", entries=entries)
    first, second = dom.query("li")
    assert words(first) == "Released 1 July 2026, 9:05am · Demo Approver The letter."
    assert words(second) == "Sent in June"


def test_a_component_fails_on_a_value_that_is_missing() -> None:
    with pytest.raises(UndefinedError):
        draw("{{ timeline([{'title': 'Sent', 'at': 'in June', 'by': none}]) }}")


@pytest.mark.parametrize(
    ("newer", "older", "shown"), [(None, None, []), (None, "/o", ["Older"]), ("/n", "/o", ["Newer", "Older"])]
)
def test_paging_offers_only_what_there_is(newer: str | None, older: str | None, shown: list[str]) -> None:
    dom = draw("{{ paging(newer, older) }}", newer=newer, older=older)
    assert [words(node) for node in dom.query("nav a")] == shown
    assert bool(dom.query("nav")) is bool(shown)


def test_details_notice_inset_and_back_link_hold_what_they_are_given() -> None:
    body = "{{ back_link('/q/1') }}{% call details('Why?') %}<p>So.</p>{% endcall %}"
    body += (
        "{% call notice('Ready', 'good') %}<p>Read it.</p>{% endcall %}{% call inset() %}<p>Set in.</p>{% endcall %}"
    )
    dom = draw(body)
    assert (words(one(dom, "a")), one(dom, "a").attrs["href"]) == ("Back", "/q/1")
    assert words(one(dom, "summary")) == "Why?"
    assert words(one(dom, "details p")) == "So."
    assert words(one(dom, ".notice--good h2")) == "Ready"
    assert words(one(dom, ".inset p")) == "Set in."
