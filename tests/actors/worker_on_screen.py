"""A worker at a real browser: what they press and type, with or without JavaScript."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pyotp
from playwright.sync_api import Page, expect

from tests.builders.watching import Watch

SECONDS_FOR_A_FILE = 30


@dataclass
class WorkerOnScreen:
    """Somebody of the staff, with a password and a second factor."""

    page: Page
    home: str
    email: str
    password: str
    totp_secret: str
    watch: Watch | None = field(default=None, repr=False)

    def opens(self, path: str) -> None:
        """Type an address of the desk."""
        self.page.goto(self.home + path)

    def presses(self) -> None:
        """Press the first button of the page's own words."""
        self.page.locator("main form button").first.click()
        self.page.wait_for_load_state()

    @property
    def text(self) -> str:
        """The page's own words, in one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    def signs_in(self) -> None:
        """Password, then the code of the app."""
        self.opens("/staff/sign-in")
        self.page.fill("[name=email]", self.email)
        self.page.fill("[name=password]", self.password)
        self.presses()
        self.page.fill("[name=code]", pyotp.TOTP(self.totp_secret).now())
        self.presses()

    def logs_a_disclosure(self, user_name: str) -> None:
        """Write down, a few days late, that an ambulance was called for somebody; and then what came of it."""
        self.opens("/staff/register")
        self.page.locator('main a[href="/staff/register/log"]').click()
        day = (date.today() - timedelta(days=40)).isoformat()  # noqa: DTZ011  # a day long past in any zone
        self.answers(decision="shared", urgency="emergency", service="chat", when="earlier")
        self.answers(decided_on=day, decided_time="21:10", late_reason="I was not on duty.", shared_when="other")
        self.answers(shared_on=day, shared_time="21:14")
        self.goes_on()
        self.answers(clause="confidentiality:3:plan-now", why="You had a plan to end your life that night.")
        self.goes_on()
        self.answers(recipients_0_kind="ambulance", recipients_0_name="Demo Ambulance Control")
        self.answers(recipients_0_sent_by="phone")
        self.goes_on()
        self.page.check('[name="pieces-0-told"]')
        self.answers(pieces_0_what="your first name", left_out="We did not share your chat.")
        self.goes_on()
        self.answers(user_name=user_name, person_group="child", consent="not-asked")
        self.answers(no_consent_reason="not-reasonable", told="after")
        self.goes_on()
        self.presses()
        self.page.locator("summary", has_text="Write down what you heard").click()
        self.answers(feedback="told-us", feedback_words="A crew came and made sure you were safe.")
        self.page.get_by_role("button", name="Write it down").first.click()
        self.page.wait_for_load_state()

    def answers(self, **given: str) -> None:
        """Pick a choice by its label, or type into a box, as a finger would: only what can be seen is there."""
        for name, value in given.items():
            field = name.replace("_0_", "-0-")
            box = self.page.locator(f'[name="{field}"]')
            if box.first.get_attribute("type") == "radio":
                self.page.locator(f'[name="{field}"][value="{value}"]').check()
            else:
                box.fill(value)

    def goes_on(self) -> None:
        """Press Continue."""
        self.page.get_by_role("button", name="Continue", exact=True).last.click()
        self.page.wait_for_load_state()

    def due_dates(self) -> list[datetime]:
        """The column "Due" of the queue, from the top."""
        self.opens("/staff/?tab=open")
        dates = self.page.locator('main td[data-label="Due"] strong').all_inner_texts()
        return [datetime.strptime(day, "%d %B %Y") for day in dates]  # noqa: DTZ007  # days, not moments

    def finds_the_case_of(self, user_name: str) -> None:
        """Go through the queue until a case is about that user name. What has just come is due last."""
        self.opens("/staff/?tab=open")
        addresses = self.addresses_here()
        while (further := self.page.locator('main a[rel="next"]')).count():
            further.first.click()
            self.page.wait_for_load_state()
            addresses += self.addresses_here()
        for address in reversed(addresses):
            self.opens(address)
            if user_name in self.text:
                return
        raise AssertionError(f"{len(addresses)} cases, none of them theirs")

    def addresses_here(self) -> list[str]:
        """Where the cases of this page of the queue are."""
        links = self.page.locator('main td a[href*="/staff/cases/"]')
        return list(links.evaluate_all("all => all.map(a => a.pathname)"))

    def takes_it(self) -> None:
        """Take the case that is open."""
        self.page.locator('form[action$="/take"] button').click()
        self.page.wait_for_load_state()

    def knows_them(self, case: str) -> None:
        """From the page of a case: they asked from their own account. Then back to the case."""
        self.page.locator('main a[href$="/who"]').click()
        self.page.locator("button[name=channel][value=account]").click()
        self.page.locator(".tag", has_text="It is them").wait_for()
        self.page.goto(case)

    def confirms_the_match(self) -> None:
        """Say that the suggested entry is about them."""
        self.page.locator('button[name=decision][value="confirmed"]').first.click()

    def opens_the_answer(self) -> None:
        """From the case to its answer."""
        self.page.locator('main a[href$="/answer"]').first.click()

    def writes(self, letter: str) -> None:
        """Write the letter and have the file made."""
        self.page.fill("[name=letter]", letter)
        self.page.locator("button[name=prepare]").click()

    def presses_draft(self) -> None:
        """Save the letter as it is."""
        self.page.locator("main form").filter(has=self.page.locator("[name=letter]")).locator("button").last.click()

    def waits_for_the_file(self) -> None:
        """Look again until the worker process has made it."""
        self.looks_again_until(lambda: bool(self.page.locator('main a[href$="/document.pdf"]').count()))

    def looks_again_until(self, there: Callable[[], bool]) -> None:
        """Open the page anew until a worker process has done its part."""
        until = time.monotonic() + SECONDS_FOR_A_FILE
        while not there():
            assert time.monotonic() < until, f"it never came: {self.text[:300]}"
            self.page.reload()

    def approves(self) -> None:
        """Say yes to the exact file."""
        self.page.locator('form[action$="/approve"] button').click()

    def releases(self) -> None:
        """Let the person read it. At an hour at which nobody is there, say that they asked for it."""
        if self.page.locator("[name=odd_hour]").count():
            self.page.check("[name=odd_hour][value=they-asked]")
        self.page.check("[name=contact_confirmed]")
        self.page.locator('form[action$="/release"] button').click()

    def takes_the_release_back(self) -> None:
        """Undo, while it waits."""
        self.page.locator('form[action$="/undo"] button').click()
        self.page.wait_for_load_state()

    def cannot(self, move: str) -> None:
        """There is no button for this move."""
        expect(self.page.locator(f'form[action$="/{move}"]')).to_have_count(0)

    def looks_up(self, user_name: str, words: str = "") -> None:
        """Type what somebody goes by, and open their case; of several the one whose row says `words`."""
        self.searches(user_name)
        if self.page.locator("main tbody tr").filter(has_text=words).locator('a[href*="/staff/cases/"]').count():
            self.page.locator("main tbody tr").filter(has_text=words).locator("a").first.click()
            self.page.wait_for_load_state()

    def searches(self, wanted: str) -> None:
        """Type into the box of Today, and press Find."""
        self.opens("/staff/today")
        self.page.fill("[name=wanted]", wanted)
        self.page.get_by_role("button", name="Find", exact=True).click()
        self.page.wait_for_load_state()

    def fills_and_presses(self, form: str, **fields: str) -> None:
        """Fill the form that is sent to an address with that end, and press its first button."""
        node = self.page.locator(f'form[action$="/{form}"]')
        for name, value in fields.items():
            node.locator(f"[name={name}]").fill(value)
        node.locator("button").first.click()
        self.page.wait_for_load_state()

    def sends_a_letter(self, kind: str, *, pick: str = "", **boxes: str) -> None:
        """Open one of the letters that fit, fill its boxes, look at it and send it."""
        if not self.page.locator(f'button[name=kind][value="{kind}"]').count():
            self.page.locator('main a[href$="/letters"]').first.click()
        self.page.locator(f'button[name=kind][value="{kind}"]').first.click()
        if pick:
            self.page.check(f'[name=outcome][value="{pick}"]')
        for name, words in boxes.items():
            self.page.fill(f"[name={name}]", words)
        self.page.locator("button[name=preview]").click()
        expect(self.page.locator("#preview")).to_be_visible()
        self.page.locator("button[name=send]").click()
        self.page.wait_for_load_state()

    def writes_down(self, summary: str, form: str, **values: str) -> None:
        """Open a line of the answer page and fill its form."""
        self.page.locator("summary", has_text=summary).click()
        node = self.page.locator(f'form[action$="/{form}"]')
        for name, value in values.items():
            control = node.locator(f"[name={name}]")
            if control.first.get_attribute("type") in {"radio", "checkbox"}:
                node.locator(f'[name={name}][value="{value}"]').check()
            elif control.first.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        node.locator("button").first.click()
        self.page.wait_for_load_state()

    def asks_for_new_words(self, how: str) -> None:
        """Write down how somebody who lost their words was recognised."""
        self.page.locator("summary", has_text="They lost their words").click()
        self.page.check(f"[name=recognised][value={how}]")
        self.page.locator('form[action$="/words/ask"] button').click()
        self.page.wait_for_load_state()
