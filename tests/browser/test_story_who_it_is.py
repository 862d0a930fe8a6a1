"""Somebody rings, and a mail comes from the regulator's tool: both become requests. Who rang is found out by two things
only they know, and these things are gone when the job has run."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.core import clock
from portal.identity.evidence import forget_evidence
from portal.identity.models import IdentityCheck
from portal.vault import KeyDestroyed, vault_of
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.running import Running

WorkerMaker = Callable[..., WorkerOnScreen]
TOLD = ("Marchsecret, two years ago", "Robinsecret, on chat")


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_call_is_logged_who_rang_is_found_out_and_what_they_told_is_gone(
    script: bool, a_worker: WorkerMaker, candour: Running
) -> None:
    worker = a_worker(Role.CASEWORKER, java_script_enabled=script)
    day = clock.today() - timedelta(days=3)
    name = f"Demo Rings {script}"
    assert logs_a_call(worker, day, name)
    worker.page.locator('main a[href*="/staff/cases/"]').first.click()
    case = worker.page.url
    assert name in worker.text
    worker.takes_it()
    asks_for_two_things(worker)
    assert "Well enough" in worker.text
    worker.page.locator('form[action$="/it-is-them"] button').click()
    assert "Written down: it is them." in worker.text
    assert TOLD[0] in worker.text
    goes_away(candour)
    worker.page.reload()
    assert "Nobody can read it any more" in worker.text
    for told in TOLD:
        assert told not in worker.text
    assert "When they first spoke to us: fits" in worker.text
    worker.page.goto(case)
    assert "What they told us, so that we know them, was deleted" in worker.text


def logs_a_call(worker: WorkerOnScreen, day: date, name: str) -> list[str]:
    """Write the call down, from the day it came; gives the words to hand over."""
    worker.page.get_by_role("link", name="Log a request").click()
    worker.page.check("[name=channel][value=phone]")
    worker.page.fill("[name=received_on]", day.isoformat())
    worker.page.check("[name=rights][value=access]")
    worker.page.fill("[name=note]", "I would like to see my chats.")
    worker.page.fill("[name=user_name]", name)
    worker.page.locator('form[action$="/requests/new"] button').click()
    assert f"It came to us on {day.day} " in worker.text
    words = worker.page.locator("[data-word]").all_inner_texts()
    worker.page.reload()
    assert worker.page.locator("[data-word]").count() == 0
    return words


def asks_for_two_things(worker: WorkerOnScreen) -> None:
    """More than a known way is asked for, with the reason; then what they told, and that both fit."""
    page = worker.page
    page.locator('main a[href$="/who"]').click()
    page.locator("summary", has_text="They do not").click()
    page.check("[name=reason][value=new-channel]")
    page.fill("[name=words]", "They rang from a number that we do not know.")
    page.check("[name=ask_by][value=talk]")
    page.locator('form[action$="/who/ask"] button').click()
    for n, kind in enumerate(("first-time", "who-with")):
        page.select_option(f"[name=kind_{n}]", kind)
        page.fill(f"[name=told_{n}]", TOLD[n])
        page.check(f"[name=fits_{n}][value=yes]")
    page.locator('form[action$="/who/facts"] button').click()


def goes_away(candour: Running) -> None:
    """What the worker process does each minute, a week later: the key is destroyed, and nothing opens the words."""
    with candour.session() as session:
        check = session.scalars(select(IdentityCheck).order_by(IdentityCheck.opened_at.desc())).first()
        assert check is not None
        key, sealed = check.evidence_key_id, check.steps[0].evidence
        place = f"identity_steps.evidence:{check.steps[0].id}"
        assert key and sealed
        assert b"Marchsecret" in vault_of(session).box(key).open(place, sealed)
        forget_evidence(session, clock.now() + timedelta(days=7))
        with pytest.raises(KeyDestroyed):
            vault_of(session).box(key).open(place, sealed)


def test_a_mail_of_the_regulators_tool_becomes_a_request(a_worker: WorkerMaker, tmp_path: Path) -> None:
    worker = a_worker(Role.CASEWORKER)
    came = clock.now() - timedelta(days=2)
    eml = tmp_path / "request.eml"
    eml.write_text(
        f"Received: by in.demo.invalid; {came:%a, %d %b %Y %H:%M:%S} +0000\n"
        "From: Demo Tool <noreply@ico.org.uk>\nSubject: Subject access request\n"
        f"Date: {came:%a, %d %b %Y %H:%M:%S} +0000\nContent-Type: text/html; charset=utf-8\n\n"
        '<img src="https://track.demo.invalid/1.gif"><table><tr><td>Name</td><td>Demo Tern</td></tr>'
        "<tr><td>Email</td><td>tern@demo.invalid</td></tr></table><p>A copy, please.</p>\n"
    )
    page = worker.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    worker.opens("/staff/requests/new")
    page.locator("summary", has_text="It came as a mail").click()
    page.set_input_files("[name=eml]", eml)
    page.locator('form[action$="/mail"] button').click()
    assert "Check every line" in worker.text
    assert page.input_value("[name=email]") == "tern@demo.invalid"
    assert page.input_value("[name=received_on]") == clock.local_date(came).isoformat()
    page.check("[name=rights][value=access]")
    page.locator('form[action$="/requests/new"] button').click()
    assert f"It came to us on {clock.local_date(came).day} " in worker.text
    assert all(url.startswith(worker.home) for url in asked), "nothing in the mail is loaded"
