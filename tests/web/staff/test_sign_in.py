"""Signing in and out at the desk: two steps, one answer to every stranger, and sessions that end."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, text, update

from portal.accounts import passwords, queries, sessions, workers
from portal.accounts.actor import SYSTEM
from portal.accounts.kinds import Audience
from portal.accounts.models import ServerSession, Worker
from portal.accounts.permissions import Role
from portal.accounts.sessions import name_of
from portal.extensions import db
from portal.web.access import safe_next
from tests.actors.browser import HOME, Browser
from tests.builders.staff import PASSWORD, a_worker_with_secret, code_at

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
EMAIL = "demo-desk@candour.example"
COOKIE = "__Host-w"


@pytest.fixture
def clock():
    with time_machine.travel(T0, tick=False) as traveller:
        yield traveller


@pytest.fixture
def secret(app, clock):
    with app.app_context():
        _, secret = a_worker_with_secret(db.session, email=EMAIL, at=T0)
        db.session.commit()
    return secret


@pytest.fixture
def desk(app, secret):
    """A browser that is open at the sign-in page."""
    browser = Browser(app)
    browser.open("/staff/sign-in")
    return browser


def change_worker(app, act):
    with app.app_context():
        act(queries.get_by_email(db.session, EMAIL))
        db.session.commit()


def signed_in(app, secret, clock=None):
    browser = Browser(app)
    browser.open("/staff/sign-in")
    browser.press(email=EMAIL, password=PASSWORD)
    browser.press(code=code_at(secret, datetime.now(UTC)))
    return browser


def token(browser):
    cookie = browser.client.get_cookie(COOKIE, domain="candour.test")
    return cookie.value if cookie else None


def names_of_sessions(app):
    with app.app_context():
        return set(db.session.scalars(select(ServerSession.id_hash)))


def test_password_and_code_lead_to_what_waits_today(desk, secret):
    step = desk.press(email=EMAIL, password=PASSWORD)
    assert (step.path, step.heading) == ("/staff/sign-in/code", "Code from your app")
    page = desk.press(code=code_at(secret, T0))
    assert (page.status, page.path, page.heading) == (200, "/staff/today", "Today")


def test_the_password_alone_opens_nothing(desk):
    desk.press(email=EMAIL, password=PASSWORD)
    assert desk.open("/staff/").path == "/staff/sign-in"


def test_the_code_cannot_come_before_the_password(desk, secret):
    assert desk.open("/staff/sign-in/code").path == "/staff/sign-in"
    data = {**desk.filled(desk.pages[-1].forms()[0]), "code": code_at(secret, T0)}
    desk.client.post("/staff/sign-in/code", base_url=HOME, data=data, headers={"Referer": HOME})
    assert desk.open("/staff/").path == "/staff/sign-in"


def test_a_worker_lands_where_they_wanted_to_go(app, secret):
    browser = Browser(app)
    assert browser.open("/staff/account").path == "/staff/sign-in"
    browser.press(email=EMAIL, password=PASSWORD)
    assert browser.press(code=code_at(secret, T0)).path == "/staff/account"


@pytest.mark.parametrize(
    ("target", "is_ours"),
    [
        ("/staff", True),
        ("/staff/", True),
        ("/staff/cases/1?tab=late", True),
        ("", False),
        ("/", False),
        ("/mine", False),
        ("/staffing", False),
        ("//evil.example/staff/", False),
        ("https://evil.example/staff/", False),
        ("/\\evil.example/staff/", False),
        ("/staff/\\evil.example", False),
        ("/staff/../leave", False),
        ("/staff/%0d%0aSet-Cookie", True),  # stays encoded
        ("/staff/\r\nSet-Cookie: x", False),
        ("javascript:/staff/", False),
        ("/staff/sign-in", False),
        ("/staff/sign-out", False),
        ("http://[", False),
    ],
)
def test_nobody_is_sent_to_a_strangers_address(target, is_ours):
    assert (safe_next(target) == target) is is_ours


@pytest.mark.parametrize("target", ["//evil.example/staff/", "/leave"])
def test_a_strange_address_in_the_link_is_ignored(app, secret, target):
    browser = Browser(app)
    browser.open("/staff/sign-in", query_string={"next": target})
    browser.press(email=EMAIL, password=PASSWORD)
    assert browser.press(code=code_at(secret, T0)).path == "/staff/today"


def test_an_editor_who_has_no_cases_lands_on_today_too(app, clock):
    with app.app_context():
        _, secret = a_worker_with_secret(db.session, Role.EDITOR, email=EMAIL)
        db.session.commit()
    assert signed_in(app, secret).pages[-1].path == "/staff/today"


def test_unknown_address_wrong_password_and_disabled_worker_get_the_same_bytes(app, secret):
    with app.app_context():
        gone, _ = a_worker_with_secret(db.session, email="demo-gone@candour.example")
        workers.disable_worker(db.session, gone, actor=SYSTEM, at=T0)
        db.session.commit()
    tries = [(EMAIL, "wrong"), ("nobody@candour.example", PASSWORD), ("demo-gone@candour.example", PASSWORD)]
    answers = set()
    for email, password in tries:
        browser = Browser(app)
        browser.open("/staff/sign-in")
        page = browser.press(email=email, password=password)
        assert page.errors[:1] == ["The e-mail address or the password is not right."]
        body = re.sub(r'name="csrf_token" value="[^"]+"', "", page.html).replace(email, "")
        headers = {k: v for k, v in page.response.headers if k not in {"Set-Cookie", "Content-Length"}}
        answers.add((page.status, body, repr(headers)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 422


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"email": "", "password": PASSWORD}, "Type your e-mail address."),
        ({"email": EMAIL, "password": ""}, "Type your password."),
        ({"email": "x" * 300, "password": "x"}, "That is too long."),
    ],
)
def test_what_is_missing_is_said_at_its_field(desk, typed, error):
    page = desk.press(**typed)
    assert page.status == 422
    assert error in page.errors
    assert page.title.startswith("Error: ")


def test_a_typed_password_never_comes_back_to_the_page(desk):
    assert "wrong words" not in desk.press(email=EMAIL, password="wrong words").html


@pytest.mark.parametrize("email", [EMAIL, "nobody@candour.example"])
def test_the_sixth_try_waits_in_whichever_browser(app, secret, email):
    for _ in range(5):
        browser = Browser(app)
        browser.open("/staff/sign-in")
        assert "not right" in browser.press(email=email, password="wrong").errors[0]
    browser = Browser(app)
    browser.open("/staff/sign-in")
    page = browser.press(email=email, password=PASSWORD)
    assert page.errors[:1] == ["Too many tries. Wait 15 minutes, then try again."]
    assert browser.open("/staff/").path == "/staff/sign-in"


def test_tries_are_counted_although_the_answer_is_no(app, desk):
    desk.press(email=EMAIL, password="wrong")
    with app.app_context():
        assert db.session.scalars(text("SELECT count FROM throttle_counters")).all() == [1, 1]


def test_no_lock_is_held_while_the_password_is_hashed(desk, monkeypatch):
    seen, verify = [], passwords.verify
    monkeypatch.setattr(passwords, "verify", lambda *given: seen.append(db.session.in_transaction()) or verify(*given))
    desk.press(email=EMAIL, password=PASSWORD)
    assert seen == [False]


def test_a_code_opens_the_door_once(app, secret):
    signed_in(app, secret)
    other = Browser(app)
    other.open("/staff/sign-in")
    other.press(email=EMAIL, password=PASSWORD)
    page = other.press(code=code_at(secret, T0))
    assert page.status == 422
    assert page.errors[:1] == ["That code is not right. Wait until your app shows a new one, then type that."]


def test_a_code_that_comes_too_late_starts_again(desk, secret, clock):
    desk.press(email=EMAIL, password=PASSWORD)
    clock.shift(timedelta(minutes=6))
    page = desk.press(code=code_at(secret, T0 + timedelta(minutes=6)))
    assert page.errors[:1] == ["That took too long. Start again."]
    assert desk.open("/staff/sign-in/code").path == "/staff/sign-in"


def test_signing_in_changes_the_token_and_leaves_nothing_of_before(app, desk, secret):
    before = token(desk)
    csrf = desk.filled(desk.pages[-1].forms()[0])["csrf_token"]
    desk.press(email=EMAIL, password=PASSWORD)
    desk.press(code=code_at(secret, T0))
    assert token(desk) != before
    assert names_of_sessions(app) == {name_of(token(desk))}
    with app.app_context():
        kept = sessions.load(db.session, token(desk), audience=Audience.WORKER, at=T0).data
    assert set(kept) <= {"_user_id", "_fresh", "_id", "csrf_token", "proved"}
    assert kept.get("_id") is None  # flask-login would put a hash of address and browser here
    assert kept.get("csrf_token", "").encode() not in csrf.encode()


def test_a_token_planted_before_signing_in_opens_nothing_afterwards(app, secret):
    victim, thief = Browser(app), Browser(app)
    thief.open("/staff/sign-in")
    victim.client.set_cookie(COOKIE, token(thief), domain="candour.test", secure=True)
    victim.open("/staff/sign-in")
    victim.press(email=EMAIL, password=PASSWORD)
    assert victim.press(code=code_at(secret, T0)).path == "/staff/today"
    assert thief.open("/staff/").path == "/staff/sign-in"


def test_fifteen_idle_minutes_sign_a_worker_out_and_the_page_says_so(app, secret, clock):
    browser = signed_in(app, secret)
    clock.shift(timedelta(minutes=14, seconds=59))
    assert browser.open("/staff/account").path == "/staff/account"
    clock.shift(timedelta(minutes=15))
    page = browser.open("/staff/account")
    assert page.path == "/staff/sign-in"
    assert "You were signed out" in page.main
    browser.press(email=EMAIL, password=PASSWORD)
    assert browser.press(code=code_at(secret, datetime.now(UTC))).path == "/staff/account"


def test_a_first_visit_is_not_told_about_being_signed_out(desk):
    assert "You were signed out" not in desk.pages[-1].main


def test_a_disabled_worker_is_out_at_once(app, secret):
    browser = signed_in(app, secret)
    change_worker(app, lambda worker: workers.disable_worker(db.session, worker, actor=SYSTEM, at=T0))
    assert browser.open("/staff/").path == "/staff/sign-in"


def test_a_worker_disabled_behind_the_portals_back_is_out_too(app, secret):
    browser = signed_in(app, secret)
    with app.app_context():
        db.session.execute(update(Worker).values(disabled_at=T0))
        db.session.commit()
    assert browser.open("/staff/").path == "/staff/sign-in"


def test_a_changed_role_counts_from_the_next_click(app, secret):
    browser = signed_in(app, secret)
    assert browser.open("/staff/jobs").status == 403
    change_worker(app, lambda w: workers.change_roles(db.session, w, [Role.APPROVER], actor=SYSTEM, at=T0))
    assert browser.open("/staff/jobs").status == 200
    change_worker(app, lambda w: workers.change_roles(db.session, w, [Role.EDITOR], actor=SYSTEM, at=T0))
    assert browser.open("/staff/register").status == 403


def test_signing_out_ends_the_session_for_good(app, secret):
    browser = signed_in(app, secret)
    old = token(browser)
    sign_out(browser)
    assert token(browser) != old
    browser.client.set_cookie(COOKIE, old, domain="candour.test", secure=True)
    assert browser.open("/staff/").path == "/staff/sign-in"


def test_signing_out_everywhere_ends_the_other_device_too(app, secret, clock):
    here = signed_in(app, secret)
    clock.shift(timedelta(seconds=30))
    there = signed_in(app, secret)
    clock.shift(timedelta(minutes=3))
    page = here.open("/staff/account")
    assert {"Another device", "This device"} <= set(page.texts("main tbody th"))
    assert here.press(to="sign-out-everywhere").path == "/staff/sign-in"
    assert there.open("/staff/").path == "/staff/sign-in"


def test_the_account_page_names_the_roles_and_no_address(app, secret):
    page = signed_in(app, secret).open("/staff/account")
    assert "Caseworker" in page.main
    assert "127.0.0.1" not in page.html


def test_a_worker_who_is_signed_in_is_not_asked_again(app, secret):
    assert signed_in(app, secret).open("/staff/sign-in").path == "/staff/today"


def test_a_forged_sign_out_does_nothing(app, secret):
    browser = signed_in(app, secret)
    browser.client.post("/staff/sign-out", base_url=HOME)
    assert browser.open("/staff/account").path == "/staff/account"


def test_a_worker_is_nobody_on_the_young_peoples_pages(app, secret):
    browser = signed_in(app, secret)
    response = browser.client.get("/mine", base_url=HOME)
    assert response.status_code == 303
    assert "Set-Cookie" not in response.headers


def test_a_session_row_of_another_worker_does_not_carry_over(app, secret):
    with app.app_context():
        other, _ = a_worker_with_secret(db.session)
        told = {"_user_id": str(uuid.uuid4()), "_fresh": True}
        forged = sessions.open_session(db.session, Audience.WORKER, data=told, worker_id=other.id, at=T0)
        db.session.commit()
    browser = Browser(app)
    browser.client.set_cookie(COOKIE, forged, domain="candour.test", secure=True)
    assert browser.open("/staff/").path == "/staff/sign-in"


def sign_out(browser):
    page = browser.open("/staff/account")
    form = page.dom.query("form.desk__me")[0]
    browser.client.post(form.attrs["action"], base_url=HOME, data=browser.filled(form), headers={"Referer": HOME})
