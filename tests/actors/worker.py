"""A worker: what they do at the desk."""

from dataclasses import dataclass

import pyotp

from tests.actors.browser import Browser, Page


@dataclass
class Worker:
    """Somebody of the staff, with a password and a second factor."""

    browser: Browser
    email: str
    password: str
    totp_secret: str

    def signs_in(self) -> Page:
        self.browser.open("/staff/sign-in")
        self.browser.press({"email": self.email, "password": self.password})
        return self.browser.press({"code": pyotp.TOTP(self.totp_secret).now()})

    def opens_case(self, number: str = "") -> Page:
        """Open the first case of the queue, or the one with that number."""
        page = self.browser.open("/staff/")
        links = {"".join(n.to_text()).strip(): n.attrs["href"] for n in page.dom.query("main td a")}
        return self.browser.open(links[number] if number else next(iter(links.values())))

    def knows_them(self, case: str) -> Page:
        """Decide that it is them, because they asked from their own account; then back to the case."""
        self.browser.open(f"{case}/who")
        self.browser.press({"channel": "account"}, to="/who/known")
        return self.browser.open(case)

    def opens_case_in(self, tab: str) -> Page:
        """Open the first case of another tab."""
        page = self.browser.open(f"/staff/?tab={tab}")
        return self.browser.open(page.dom.query("main td a")[0].attrs["href"])
