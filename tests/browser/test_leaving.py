"""Leaving. A person presses Exit because somebody came into the room: acceptance checks 5 to 9.

Not run in Firefox and WebKit: only Debian's Chromium is at hand. It keeps left pages in memory here, as it does for
people, and the first test proves that.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from portal.accounts.models import ServerSession
from portal.accounts.sessions import name_of
from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.elsewhere import ADDRESS, Elsewhere
from tests.builders.first_view import SLOW_4G
from tests.builders.road_on_screen import code_of
from tests.builders.running import Running
from tests.builders.wire import send

PersonMaker = Callable[..., PersonOnScreen]
SECRETS = ("Demo Kite", "Demo Ambulance", "lantern")
TRIES = 8  # the best of these counts: what the page can do, not how busy the machine is

# Notes the moment of the click, of the first frame in which nothing of the page is left, and every frame after.
STOPWATCH = """
addEventListener('click', () => {
  const pressed = performance.now()
  told(['pressed', Date.now()])
  const watch = () => document.querySelector('main') ? requestAnimationFrame(watch)
    : requestAnimationFrame(() => told(['blank after', performance.now() - pressed]))
  requestAnimationFrame(watch)
}, true)
"""
EVERY_FRAME = """
const words = () => [document.title, document.body ? document.body.innerText : '',
  ...[...document.querySelectorAll('input, textarea')].map(box => box.value)].join(' ')
const look = () => { told([location.pathname, words()]); requestAnimationFrame(look) }
look()
addEventListener('pageshow', event => told([location.pathname, event.persisted ? 'FROM MEMORY' : '']))
"""


@pytest.fixture
def told(person: PersonOnScreen) -> list[Any]:
    """What scripts in the page said."""
    said: list[Any] = []
    person.page.context.expose_binding("told", lambda _source, what: said.append(what))
    return said


def has_typed(person: PersonOnScreen) -> None:
    """The page shows who it is, and the visit has a history."""
    person.opens("/")
    person.answers_the_questions()
    assert person.user_name in person.text


def go(page: Page, method: str) -> None:
    """Back or Forward. A page from memory loads nothing, so there is no end to wait for."""
    getattr(page, method)(wait_until="commit")
    page.wait_for_timeout(250)


def all_words(page: Page) -> str:
    """Everything the page shows or holds in a field."""
    return page.evaluate(
        "[document.title, document.body.innerText, ...[...document.querySelectorAll('input, textarea')].map(b => b.value)]"
        ".join(' ')"
    )


def cookie_of(page: Page) -> str:
    """The one cookie, as the browser would send it."""
    (cookie,) = page.context.cookies()
    return f"{cookie['name']}={cookie['value']}"


def session_row(candour: Running, cookie: str) -> ServerSession | None:
    """What the store has for that cookie."""
    with candour.session() as session:
        return session.scalar(select(ServerSession).where(ServerSession.id_hash == name_of(cookie.partition("=")[2])))


def visit_is_cleared(person: PersonOnScreen, candour: Running, cookie: str) -> None:
    """The request that clears the visit outlives the page; nobody waits for it, apart from this."""
    for _ in range(100):
        if session_row(candour, cookie) is None:
            return
        person.page.wait_for_timeout(100)
    raise AssertionError("the session is still there")


@pytest.mark.check(8, "that left pages do come from memory in this browser")
def test_the_browser_of_these_tests_keeps_left_pages_in_memory(person: PersonOnScreen, told: list[Any]) -> None:
    person.page.context.add_init_script(EVERY_FRAME)
    person.opens("/")
    person.opens("/cookies")
    go(person.page, "go_back")
    assert ["/", "FROM MEMORY"] in told


@pytest.mark.check(
    5, "milliseconds to the first blank frame and to the request for the other site, with the server stopped; best of 8"
)
@pytest.mark.parametrize("server", ["answers", "is silent"])
def test_exit_blanks_the_page_at_once_and_goes_even_when_our_server_is_silent(
    server: str, person: PersonOnScreen, told: list[Any], candour: Running, elsewhere: Elsewhere, monkeypatch: Any
) -> None:
    monkeypatch.setattr(elsewhere, "seconds_to_answer", 0.4)  # so that the blank page is seen before the other comes
    person.page.context.add_init_script(STOPWATCH)
    times = [leaves_and_is_timed(person, told, candour if server == "is silent" else None) for _ in range(TRIES)]
    assert min(blank for blank, _ in times) <= 100, times
    assert min(gone for _, gone in times) <= 300, times


def leaves_and_is_timed(person: PersonOnScreen, told: list[Any], silent: Running | None) -> tuple[float, float]:
    """Milliseconds until the page is blank, and until the other site is asked for."""
    has_typed(person)
    cookie = cookie_of(person.page)
    told.clear()
    with person.page.expect_request(ADDRESS) as asked:
        if silent:
            with silent.web_gone_silent():
                person.leaves()
                person.page.wait_for_url(ADDRESS)
        else:
            person.leaves()
            person.page.wait_for_url(ADDRESS)
    said = dict(told)
    if silent:
        visit_is_cleared(person, silent, cookie)
    return said["blank after"], asked.value.timing["startTime"] - said["pressed"]


@pytest.mark.check(6, "redirects, milliseconds to the other site on slow 4G (best of 8), what the other site was told")
def test_exit_without_javascript_takes_one_redirect_and_says_nothing_of_where_from(
    a_person: PersonMaker, elsewhere: Elsewhere
) -> None:
    person = a_person(java_script_enabled=False)
    elsewhere.visits.clear()
    times = [leaves_on_a_slow_phone(person) for _ in range(TRIES)]
    assert min(times) <= 1000, times
    arrivals = [headers for path, headers in elsewhere.visits if path == "/today"]
    assert len(arrivals) == TRIES
    assert not [headers for headers in arrivals if "referer" in headers]


def leaves_on_a_slow_phone(person: PersonOnScreen) -> float:
    """Milliseconds from the press to the first byte of the other site."""
    has_typed(person)
    network = person.page.context.new_cdp_session(person.page)
    network.send("Network.emulateNetworkConditions", SLOW_4G)
    with person.page.expect_response("**/leave") as left, person.page.expect_response(ADDRESS) as arrived:
        person.leaves()
    assert left.value.request.redirected_from is None
    assert arrived.value.request.redirected_from == left.value.request
    assert left.value.header_value("clear-site-data") == '"cookies", "storage"'
    network.detach()
    timing = arrived.value.request.timing
    return timing["startTime"] + timing["responseStart"] - left.value.request.timing["startTime"]


@pytest.mark.check(6, "the Clear-Site-Data header for either browser")
def test_no_page_sends_cache_to_a_browser_built_on_chromium_but_does_to_safari(candour: Running) -> None:
    chromium = (
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Mobile Safari/537.36"
    )
    safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
    leave = {agent: send(candour.address, "/leave", **{"User-Agent": agent}) for agent in (chromium, safari)}
    assert leave[chromium].one("Clear-Site-Data") == '"cookies", "storage"'
    assert leave[safari].one("Clear-Site-Data") == '"cache", "cookies", "storage"'
    assert {answer.status for answer in leave.values()} == {303}


LEFT, RIGHT = "ShiftLeft", "ShiftRight"


@pytest.mark.check(7, "three presses, left, right and mixed")
@pytest.mark.parametrize("keys", [(LEFT, LEFT, LEFT), (LEFT, RIGHT, LEFT), (RIGHT, LEFT, RIGHT)], ids="-".join)
def test_shift_three_times_leaves(keys: tuple[str, ...], person: PersonOnScreen) -> None:
    person.opens("/q/1")
    for key in keys:
        person.page.keyboard.press(key)
    person.page.wait_for_url(ADDRESS)


@pytest.mark.check(7, "capital letters, two presses, a letter in between")
@pytest.mark.parametrize(
    "keys", [("Shift+A", "Shift+B", "Shift+C"), (LEFT, LEFT), (LEFT, "a", LEFT, LEFT)], ids="-".join
)
def test_capital_letters_and_less_than_three_shifts_do_not_leave(keys: tuple[str, ...], person: PersonOnScreen) -> None:
    person.opens("/back")
    person.page.focus("[name=words]")
    for key in keys:
        person.page.keyboard.press(key)
    person.page.wait_for_timeout(300)
    assert person.page.url.endswith("/back")
    assert person.heading


@pytest.mark.check(7, "three presses in more than 5 s, on a clock of the test")
def test_three_slow_shifts_do_not_leave(person: PersonOnScreen) -> None:
    person.page.clock.install()
    person.opens("/back")
    for _ in range(3):
        person.page.keyboard.press(LEFT)
        person.page.clock.run_for(2600)
    assert person.page.url.endswith("/back")
    assert person.heading


@pytest.mark.check(
    8, "title, text and fields at every frame, Back five times and Forward five times, with and without JavaScript"
)
@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
@pytest.mark.parametrize("place", ["questions", "answer"])
def test_after_exit_neither_back_nor_forward_shows_anything(
    script: bool, place: str, a_person: PersonMaker, candour: Running
) -> None:
    person = a_person(java_script_enabled=script)
    said: list[Any] = []
    if script:
        person.page.context.expose_binding("told", lambda _source, what: said.append(what))
        person.page.context.add_init_script(EVERY_FRAME)
    visits(person, place, candour)
    assert any(secret in all_words(person.page) for secret in SECRETS)
    person.leaves()
    person.page.wait_for_url(ADDRESS)
    said.clear()
    shown = []
    for method in ["go_back"] * 5 + ["go_forward"] * 5:
        go(person.page, method)
        shown.append(all_words(person.page))
    frames = [words for _path, words in said] + shown
    assert len(frames) >= 10 * (10 if script else 1)
    assert [words for words in frames for secret in SECRETS if secret in words] == []


def visits(person: PersonOnScreen, place: str, candour: Running) -> None:
    """Leave a history of personal pages behind."""
    has_typed(person)
    if place == "answer":
        person.types_the_code(*code_of(candour, "demo-otter"))
        person.follows("/mine/answer")
        person.reads_on(1)
        person.reads_on(2)


@pytest.mark.check(9, "the answer to the old cookie sent by hand, and the row in the store")
def test_after_exit_a_stolen_cookie_opens_nothing_and_the_draft_is_gone(
    person: PersonOnScreen, candour: Running
) -> None:
    has_typed(person)
    cookie = cookie_of(person.page)
    assert person.user_name in send(candour.address, "/q/5", cookie=cookie).text
    assert session_row(candour, cookie) is not None
    person.leaves()
    person.page.wait_for_url(ADDRESS)
    visit_is_cleared(person, candour, cookie)
    assert person.page.context.cookies() == []
    replayed = send(candour.address, "/q/5", cookie=cookie)
    assert (replayed.status, replayed.one("Location")) == (
        302,
        "/away/after",
    )  # it may have been the page with the code
    away = send(candour.address, "/away/after", cookie=cookie)
    assert "If you did not, nothing was sent, and we cleared what you typed." in away.text
    assert person.user_name not in away.text
