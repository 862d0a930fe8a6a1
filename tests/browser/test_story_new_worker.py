"""Somebody is invited, sets up with a passkey, signs in with it, and is let go: all in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from portal.accounts.permissions import Role
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.browsers import DESK, BrowserMaker, a_worker_at, browsers
from tests.builders.running import Running, start

PASSWORD = "lantern otter boat"
NAMED = "Demo laptop"


@pytest.fixture(scope="session")  # before the browser starts, which occupies this thread
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An installation whose address is a name: browsers make no passkeys for bare numbers."""
    folder: Path = tmp_path_factory.mktemp("named")
    with start(folder, host="localhost") as running:
        yield running


@pytest.fixture
def open_there(chromium: Browser, named: Running) -> Iterator[BrowserMaker]:
    with browsers(chromium, named.address) as open_one:
        yield open_one


@pytest.fixture
def admin(open_there: BrowserMaker, named: Running) -> WorkerOnScreen:
    worker = a_worker_at(named, open_there, Role.ADMIN)
    worker.signs_in()
    return worker


@pytest.fixture
def newcomer(open_there: BrowserMaker, named: Running) -> Page:
    """Somebody at a computer that knows their finger."""
    page, _ = open_there(viewport=DESK)
    finger = page.context.new_cdp_session(page)
    finger.send("WebAuthn.enable")
    finger.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    return page


def invites(admin: WorkerOnScreen, name: str, role: str) -> tuple[str, str]:
    """The address and the code, as the admin reads them."""
    page = admin.page
    admin.opens("/staff/workers")
    page.get_by_role("link", name="Invite somebody").click()
    page.fill("[name=name]", name)
    page.fill("[name=email]", f"{name.lower().replace(' ', '.')}@demo.invalid")
    page.check(f"[value={role}]")
    page.get_by_role("button", name="Invite").click()
    return page.locator(".hash").inner_text(), page.locator(".code").inner_text()


def comes_to_the_factor(page: Page, address: str, code: str) -> None:
    page.goto(address)
    page.fill("[name=code]", code)
    page.get_by_role("button", name="Continue").click()
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.get_by_role("button", name="Continue").click()


def signs_in_by_finger(page: Page, named: Running) -> None:
    page.goto(f"{named.address}/staff/sign-in")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Use your passkey").click()


def test_invited_set_up_with_a_passkey_signed_in_with_it_and_let_go(
    admin: WorkerOnScreen, newcomer: Page, named: Running
) -> None:
    comes_to_the_factor(newcomer, *invites(admin, "Demo Heron", "caseworker"))
    newcomer.fill("[name=name]", NAMED)
    newcomer.get_by_role("button", name="Make a passkey").click()
    expect(newcomer.locator("h1")).to_have_text("Recovery codes")
    expect(newcomer.locator(".codes li")).to_have_count(10)

    newcomer.get_by_role("link", name="I have kept them").click()
    expect(newcomer.locator("main")).to_contain_text(f"Passkey “{NAMED}”")
    newcomer.get_by_role("button", name="Sign out", exact=True).click()
    signs_in_by_finger(newcomer, named)
    expect(newcomer.locator("h1")).to_have_text("Today")

    admin.opens("/staff/workers")
    admin.page.get_by_role("link", name="Demo Heron").click()
    admin.page.get_by_role("link", name="Deactivate").click()
    admin.page.get_by_role("button", name="Deactivate").click()
    newcomer.reload()
    expect(newcomer.locator("h1")).to_have_text("Sign in")
    signs_in_by_finger(newcomer, named)
    expect(newcomer.locator("[data-errors]")).to_contain_text("That passkey was not accepted")


def test_without_javascript_an_app_does(admin: WorkerOnScreen, open_there: BrowserMaker) -> None:
    address, code = invites(admin, "Demo Plover", "editor")
    page, _ = open_there(java_script_enabled=False)
    comes_to_the_factor(page, address, code)
    expect(page.get_by_role("button", name="Make a passkey")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("Passkeys need JavaScript")
    expect(page.locator("svg.qr")).to_be_visible()
    page.locator("summary").click()
    secret = page.locator(".code--small").inner_text().replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")


def test_a_device_that_says_no_is_told_so_and_nothing_is_lost(admin: WorkerOnScreen, newcomer: Page) -> None:
    comes_to_the_factor(newcomer, *invites(admin, "Demo Curlew", "auditor"))
    newcomer.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    newcomer.fill("[name=name]", NAMED)
    newcomer.get_by_role("button", name="Make a passkey").click()
    expect(newcomer.locator("[data-said]")).to_have_text("Nothing was done. Press the button to try again.")
    expect(newcomer.locator("[name=name]")).to_have_value(NAMED)
