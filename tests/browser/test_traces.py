"""What a visit leaves behind: cookies, headers, bytes. Acceptance checks 10, 13 and 23."""

import gzip
import re
from collections.abc import Callable

import pytest

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.road_on_screen import EXPLAINERS, case_of, code_of
from tests.builders.running import Running
from tests.builders.wire import Answer, send

# ux part C, word for word.
ALWAYS = {
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
PERSONAL = {**ALWAYS, "Cache-Control": "no-store", "Pragma": "no-cache", "X-Robots-Tag": "noindex, nofollow, noarchive"}
EXPLAINER = {**ALWAYS, "Cache-Control": "no-cache", "Pragma": None, "X-Robots-Tag": None}
A_COOKIE = re.compile(r"__Host-s=[\w-]{20,}; Secure; HttpOnly; Path=/; SameSite=Lax")
MOST_BYTES, MOST_REQUESTS = 50_000, 6

by_explainer = pytest.mark.parametrize("path", EXPLAINERS.values(), ids=EXPLAINERS.keys())


def cookie_of(person: PersonOnScreen | WorkerOnScreen) -> str:
    """Every cookie of the browser, as it would send them."""
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in person.page.context.cookies())


def said(answer: Answer, names: dict[str, str | None]) -> dict[str, str | None]:
    """What the answer says under these names."""
    return {name: answer.one(name) for name in names}


@pytest.mark.check(10, "Set-Cookie of every explainer, over the wire")
@pytest.mark.check(13, "every header of an explainer")
@by_explainer
def test_explainers_set_no_cookie_and_carry_their_headers(path: str, candour: Running) -> None:
    answer = send(candour.address, path)
    assert answer.status == 200
    assert answer.all("Set-Cookie") == []
    assert said(answer, EXPLAINER) == EXPLAINER


@pytest.mark.check(13, "bytes and headers for a stranger, somebody with a draft, a worker and a phone in Welsh")
def test_explainers_are_the_same_bytes_for_everyone(
    person: PersonOnScreen, a_worker: Callable[..., WorkerOnScreen], candour: Running
) -> None:
    person.answers_the_questions()
    everyone = {
        "nobody": {},
        "somebody with a draft": {"cookie": cookie_of(person)},
        "a worker": {"cookie": cookie_of(a_worker(Role.CASEWORKER))},
        "a phone in Welsh": {"Accept-Language": "cy", "User-Agent": "A phone", "Referer": "https://weather.test/"},
    }
    for path in EXPLAINERS.values():
        answers = {who: send(candour.address, path, **how) for who, how in everyone.items()}
        assert len({answer.body for answer in answers.values()}) == 1, path
        headers = {who: [h for h in answer.headers if h[0] != "Date"] for who, answer in answers.items()}
        assert [who for who in everyone if headers[who] != headers["nobody"]] == [], path


@pytest.mark.check(10, "the whole Set-Cookie line of a form")
def test_forms_set_one_cookie_that_goes_when_the_browser_closes(candour: Running) -> None:
    for path in ("/q/1", "/back"):
        (cookie,) = send(candour.address, path).all("Set-Cookie")
        assert A_COOKIE.fullmatch(cookie), path


@pytest.mark.check(10, "what the browser keeps, and document.cookie")
def test_a_browser_holds_that_one_cookie_and_scripts_cannot_read_it(person: PersonOnScreen, candour: Running) -> None:
    person.types_the_code(*code_of(candour, "demo-otter"))
    (cookie,) = person.page.context.cookies()
    assert cookie["name"] == "__Host-s"
    assert cookie["expires"] == -1
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert person.page.evaluate("document.cookie") == ""


@pytest.mark.check(13, "every header of each personal page, over the wire")
def test_personal_pages_carry_every_header_of_a_personal_page(person: PersonOnScreen, candour: Running) -> None:
    person.answers_the_questions()
    draft = cookie_of(person)
    pages = {path: send(candour.address, path, cookie=draft) for path in ("/q/1", "/q/2", "/q/3", "/q/4", "/q/5")}
    person.types_the_code(*code_of(candour, "demo-otter"))
    inside = cookie_of(person)
    for path in ("/back", "/mine", "/mine/answer", "/mine/answer/1", "/mine/save", "/mine/document.pdf"):
        pages[path] = send(candour.address, path, cookie=inside)
    pages |= {path: send(candour.address, path) for path in ("/mine", "/leave", "/away", "/not-a-page", "/staff/")}
    leaving = {**PERSONAL, "Referrer-Policy": "no-referrer"}
    for path, answer in pages.items():
        assert said(answer, PERSONAL) == (leaving if path == "/leave" else PERSONAL), path


@pytest.mark.check(13, "every header at the desks")
def test_staff_pages_carry_every_header_of_a_personal_page(
    a_worker: Callable[..., WorkerOnScreen], candour: Running
) -> None:
    cookie = cookie_of(a_worker(Role.APPROVER))
    case = case_of(candour, "demo-willow")
    for path in ("/staff/", case, f"{case}/answer", f"{case}/answer/document.pdf", "/staff/register", "/staff/account"):
        answer = send(candour.address, path, cookie=cookie)
        assert answer.status == 200
        assert said(answer, PERSONAL) == PERSONAL, path


@pytest.mark.check(23, "bytes and requests that the browser itself counted, and fonts")
@by_explainer
def test_a_first_view_is_light(path: str, person: PersonOnScreen) -> None:
    """Counted by the browser: every byte that came over the wire, headers too."""
    page = person.page
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    person.opens(path)
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES
    assert len(sizes) >= 3  # page, style, script: a count of nothing would please too
    assert page.evaluate("[...document.fonts].length") == 0


@pytest.mark.check(23, "packing and caching of style and script")
def test_the_browser_is_sent_packed_style_and_script(candour: Running) -> None:
    page = send(candour.address, "/").text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        packed = send(candour.address, address, **{"Accept-Encoding": "gzip"})
        assert packed.one("Content-Encoding") == "gzip"
        assert packed.one("Cache-Control") == "public, max-age=31536000, immutable"
        assert gzip.decompress(packed.body) == send(candour.address, address).body
