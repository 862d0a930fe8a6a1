"""Accounts at the desk: invited, set up, signed in another way, signed out, let go, looked at again."""

import json
import re

import pyotp
import pytest
from sqlalchemy import select

from portal.accounts import invitations, passkeys, queries
from portal.accounts.models import WorkerMail
from portal.accounts.permissions import Role
from portal.cases import service as cases
from portal.extensions import db
from portal.outbox import Job
from tests.actors.browser import Browser
from tests.builders.authenticator import Authenticator
from tests.builders.desk import PASSWORD, a_case
from tests.builders.staff import a_worker_with_secret, sign_in_as

OWN = "lantern otter boat"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
SHORT = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}(?![-0-9A-Z])")


@pytest.fixture
def admin(staff):
    return staff.signed_in(Role.ADMIN).browser


@pytest.fixture
def newcomer(app):
    return Browser(app)


def a_second_admin(app):
    with app.app_context(), db.sessionmaker() as session:
        worker, secret = a_worker_with_secret(session, Role.ADMIN, name="Demo Second", email="second@demo.invalid")
        session.commit()
    browser = Browser(app)
    signs_in(browser, "second@demo.invalid", "demo words for a worker", secret)
    return browser


def signs_in(browser, email, password, secret):
    browser.open("/staff/sign-in")
    browser.press(email=email, password=password)
    return browser.press(code=pyotp.TOTP(secret).now())


def invited(admin, **changed):
    """Invite somebody; give the path of the invitation and its code."""
    admin.open("/staff/workers/invitations/new")
    told = {"name": "Demo Heron", "email": "heron@demo.invalid", "roles": ["caseworker"], **changed}
    page = admin.press(told, to="/staff/workers/invitations")
    assert page.heading == "Code to hand over", page.errors
    return re.search(r"/staff/set-up/[0-9a-f-]{36}", page.main)[0], CODE.search(page.main)[0]


def shown_secret(page):
    return "".join(page.texts("main .code--small")).replace(" ", "")


def question(page):
    return json.loads(page.dom.query("[data-passkey]")[0].attrs["data-options"])


def device():
    return Authenticator("https://candour.test", "candour.test")


def to_the_factor(newcomer, path, code):
    newcomer.open(path)
    newcomer.press(code=code.lower())
    return newcomer.press(password=OWN, again=OWN)


def row_of(app, email):
    with app.app_context(), db.sessionmaker() as session:
        return queries.get_by_email(session, email)


def test_invited_set_up_with_an_app_and_at_the_desk(app, admin, newcomer):
    path, code = invited(admin)
    page = to_the_factor(newcomer, path, code)
    assert page.heading == "Choose a second factor"
    assert len(page.dom.query("svg.qr")) == 1
    wrong = newcomer.press({"code": "000000"}, to="/app")
    assert (wrong.status, shown_secret(wrong)) == (422, shown_secret(page))
    codes = newcomer.press({"code": pyotp.TOTP(shown_secret(page)).now()}, to="/app")
    assert codes.heading == "Recovery codes"
    assert len(set(SHORT.findall(codes.main))) == 10
    assert SHORT.findall(newcomer.open("/staff/account/recovery-codes").main) == []
    assert newcomer.open("/staff/").heading == "Cases"
    again = Browser(app)
    assert again.open(path).status == 200
    assert again.press(code=code).errors[0] == invitations.NOT_RIGHT


def test_a_code_is_shown_once_and_stands_in_no_address(admin):
    path, code = invited(admin)
    shown = admin.pages[-1].path
    assert code not in shown
    again = admin.open(shown)
    assert code not in again.html
    assert "shown once" in again.main


def test_a_set_up_with_a_passkey_and_signing_in_with_it(app, admin, newcomer):
    page = to_the_factor(newcomer, *invited(admin))
    key = device()
    codes = newcomer.press({"name": "Demo phone", "credential": key.makes(question(page))}, to="/passkey")
    assert codes.heading == "Recovery codes", codes.errors
    assert "Passkey “Demo phone”" in newcomer.open("/staff/account").main
    other = Browser(app)
    page = other.open("/staff/sign-in/passkey")
    answer = key.signs(question(page))
    assert other.press(credential=answer).heading == "Today"
    replayed = Browser(app)
    replayed.open("/staff/sign-in/passkey")
    refused = replayed.press(credential=answer)
    assert (refused.status, refused.errors[0]) == (422, passkeys.PasskeyRefused.message)
    assert replayed.press(credential=key.signs(question(refused))).heading == "Today"


def test_a_password_that_is_common_or_typed_two_ways_is_refused_beside_its_field(admin, newcomer):
    path, code = invited(admin)
    newcomer.open(path)
    newcomer.press(code=code)
    assert newcomer.press(password=OWN, again=OWN + "s").errors[0] == "The two are not the same."
    assert "Many people use this password" in newcomer.press(password="passwordpassword", again="passwordpassword").main
    page = newcomer.press(password=OWN, again=OWN)
    assert OWN not in page.html


def test_the_steps_cannot_be_skipped(newcomer):
    for path in ("/staff/set-up/password", "/staff/set-up/second-factor", "/staff/sign-in/recovery",
                 "/staff/sign-in/second-factor"):  # fmt: skip
        assert newcomer.open(path).path == "/staff/sign-in"


def test_guessing_codes_of_invitations_is_slowed(admin, newcomer):
    path, code = invited(admin)
    newcomer.open(path)
    for _ in range(5):
        newcomer.press(code="0000-0000-0000-0000")
    assert "Too many tries" in newcomer.press(code=code).main


def test_an_invitation_is_renewed_and_revoked(app, admin, newcomer):
    path, code = invited(admin)
    admin.open("/staff/workers")
    fresh = CODE.search(admin.press(to="/again").main)[0]
    newcomer.open(path)
    assert newcomer.press(code=code).status == 422
    admin.open("/staff/workers")
    assert "Revoked" in admin.press(to="/revoke").main
    newcomer.open(path)
    assert newcomer.press(code=fresh).status == 422


def test_a_worker_process_hands_the_mail_over_once_and_a_lost_one_is_no_harm(app, admin, run_jobs):
    invited(admin)
    run_jobs()
    with app.app_context(), db.sessionmaker() as session:
        assert [(mail.state.value, mail.last_error) for mail in session.scalars(select(WorkerMail))] == [
            ("given-up", "Refused")  # an address that ends in .invalid is nobody's
        ]
        assert session.scalars(select(Job.state).where(Job.name == "worker-mail")).all() == ["done"]


def test_a_bad_invitation_says_what_is_missing_and_keeps_what_was_typed(admin):
    admin.open("/staff/workers/invitations/new")
    page = admin.press({"name": "Demo Heron", "email": "heron", "roles": []}, to="/staff/workers/invitations")
    assert page.status == 422
    assert page.errors[0] == "Give an e-mail address, like name@example.org."
    assert page.dom.query("input[name=name]")[0].attrs["value"] == "Demo Heron"


def test_a_recovery_code_leads_to_a_new_factor_and_nowhere_else(app, staff):
    worker = staff.signed_in(Role.EDITOR)
    worker.browser.open("/staff/account")
    codes = SHORT.findall(worker.browser.press(to="/recovery-codes").main)
    lost = Browser(app)
    lost.open("/staff/sign-in")
    lost.press(email=worker.email, password=PASSWORD)
    lost.open("/staff/sign-in/recovery")
    assert lost.press(code="0000-0000-0000").status == 422
    page = lost.press(code=codes[3])
    assert page.heading == "Set a new second factor"
    assert lost.open("/staff/account").path == "/staff/sign-in"
    page = lost.open("/staff/sign-in/second-factor")
    done = lost.press({"code": pyotp.TOTP(shown_secret(page)).now()}, to="/app")
    assert done.heading == "Your account"
    assert "9 of 10 left" in done.main
    assert worker.browser.open("/staff/account").path == "/staff/sign-in"


def test_guessing_recovery_codes_is_slowed(app, staff):
    worker, guesser = staff.signed_in(Role.EDITOR), Browser(app)
    guesser.open("/staff/sign-in")
    guesser.press(email=worker.email, password=PASSWORD)
    guesser.open("/staff/sign-in/recovery")
    for _ in range(5):
        guesser.press(code="0000-0000-0000")
    assert "Too many tries" in guesser.press(code="0000-0000-0000").main


def test_whoever_was_away_types_the_password_again_before_factors_change(app, admin):
    page = to_the_factor(newcomer := Browser(app), *invited(admin))
    key = device()
    newcomer.press({"name": "Demo phone", "credential": key.makes(question(page))}, to="/passkey")
    other = Browser(app)
    other.press_from = other.open("/staff/sign-in/passkey")
    other.press(credential=key.signs(question(other.press_from)))
    assert other.open("/staff/account/second-factor").heading == "Your password again"
    assert other.press(password="wrong").errors[0] == "That is not your password."
    assert other.press(password=OWN).heading == "Add a second factor"
    other.open("/staff/account")
    assert "only second factor" in other.press(to=next(
        form.attrs["action"] for form in other.pages[-1].forms() if "/passkeys/" in form.attrs["action"]
    )).main  # fmt: skip


def test_a_new_password_ends_the_other_devices_and_keeps_this_one(app, staff):
    worker = staff.signed_in(Role.EDITOR).browser
    elsewhere = Browser(app)
    with app.app_context(), db.sessionmaker() as session:
        me = queries.get_by_email(session, "editor@demo.invalid")
        token = sign_in_as(elsewhere.client, session, me)
    elsewhere.client.set_cookie("__Host-w", token, domain="candour.test", path="/", secure=True)
    assert elsewhere.open("/staff/account").heading == "Your account"
    worker.open("/staff/account/password")
    assert "Your password is changed" in worker.press(password=OWN, again=OWN).main
    assert elsewhere.open("/staff/account").path == "/staff/sign-in"


def test_letting_somebody_go_shows_their_cases_gives_them_back_and_signs_them_out(app, staff, admin):
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session)
        cases.take(session, case, actor=staff.actors[Role.CASEWORKER], at=case.created_at)
        number = case.number
        session.commit()
    gone = staff.signed_in(Role.CASEWORKER).browser
    path = f"/staff/workers/{staff.actors[Role.CASEWORKER].id}"
    page = admin.open(f"{path}/leaving")
    assert number in page.main
    assert "Deactivated" in admin.press(to="/leaving").main
    assert gone.open("/staff/").path == "/staff/sign-in"
    again = Browser(app)
    again.open("/staff/sign-in")
    assert again.press(email="caseworker@demo.invalid", password=PASSWORD).status == 422
    assert "Nobody yet" in staff.signed_in(Role.APPROVER).browser.open("/staff/").main
    admin.open(path)
    assert "Active again" in admin.press(to="/back").main


def test_roles_change_with_the_next_click_and_never_ones_own(staff, admin):
    caseworker = staff.signed_in(Role.CASEWORKER).browser
    admin.open(f"/staff/workers/{staff.actors[Role.CASEWORKER].id}")
    admin.press({"roles": ["auditor"]}, to="/roles")
    assert caseworker.open("/staff/register").status == 403
    mine = admin.open(f"/staff/workers/{staff.actors[Role.ADMIN].id}")
    assert [form for form in mine.forms() if "roles" in form.attrs["action"]] == []
    assert "This is you" in mine.main


def test_signing_somebody_out_ends_their_sessions(staff, admin):
    caseworker = staff.signed_in(Role.CASEWORKER).browser
    admin.open(f"/staff/workers/{staff.actors[Role.CASEWORKER].id}")
    admin.press(to="/sign-out")
    assert caseworker.open("/staff/").path == "/staff/sign-in"


def test_a_reset_needs_a_second_admin_and_the_worker_is_told_without_a_secret(app, staff, admin, newcomer):
    path = f"/staff/workers/{staff.actors[Role.EDITOR].id}"
    admin.open(path)
    waits = admin.press(to="/reset")
    assert [f.attrs["action"] for f in waits.forms() if f.attrs["action"].endswith("/confirm")] == []
    second = a_second_admin(app)
    second.open(path)
    page = second.press(to="/reset/confirm")
    code = CODE.search(page.main)[0]
    with app.app_context(), db.sessionmaker() as session:
        [job] = session.scalars(select(Job).where(Job.name == "worker-mail"))
        assert code not in repr(job.ids)
    shown = to_the_factor(newcomer, re.search(r"/staff/set-up/[0-9a-f-]{36}", page.main)[0], code)
    newcomer.press({"code": pyotp.TOTP(shown_secret(shown)).now()}, to="/app")
    assert newcomer.open("/staff/policies").status == 200


def test_somebody_is_found_by_letters_and_their_name_stands_in_no_address(staff, admin):
    admin.open("/staff/workers")
    page = admin.press({"words": "approv"}, to="/search")
    assert page.texts("main tbody th") == ["Demo Approver"]
    assert page.path == "/staff/workers/search"


def test_a_review_is_made_by_two_and_kept_with_its_table(app, staff, admin):
    approver = staff.signed_in(Role.APPROVER).browser
    admin.open("/staff/access-reviews")
    page = admin.press(to="/staff/access-reviews")
    assert "This is you. Somebody else decides." in page.main
    for form in [f.attrs["action"] for f in page.forms() if "/rows/" in f.attrs["action"]]:
        admin.press({"verdict": "keep"}, to=form)
    path = admin.pages[-1].path
    page = approver.open(path)
    [mine] = [row for row in page.dom.query("tbody tr") if "Demo Admin" in row.query("th")[0].to_text()]
    action = mine.query("form")[0].attrs["action"]
    assert "Say whether" in approver.press({"verdict": "whatever"}, to=action).main
    approver.press({"verdict": "change"}, to=action)
    assert "finished and kept" in approver.press(to="/finish").main
    table = approver.open(f"{path}/table.csv").html.splitlines()
    assert len(table) == 1 + len(Role)
    assert any(line.startswith("Demo Admin,admin,") and ",change,Demo Approver," in line for line in table)


def test_the_desk_is_drawn_with_a_table_beside_it_and_nobodys_name(app, staff, admin):
    assert "Nothing was taken or answered" in admin.open("/staff/team").main
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session)
        cases.take(session, case, actor=staff.actors[Role.CASEWORKER], at=case.created_at)
        from portal.team.service import count_new
        from tests.builders.desk import ENGLAND

        count_new(session, calendar=ENGLAND)
        session.commit()
    page = admin.open("/staff/team?span=year&day=2026-11-23")
    assert "Half were taken within 0 working days 1 case taken" in page.main
    assert len(page.dom.query("svg.chart")) == len(page.dom.query(".drawn table")) == 4
    assert "No case was closed with an answer in this time." in page.main
    assert not [name for name in ("Demo Caseworker", "caseworker@") if name in page.main]
    for wrong in ("span=week", "day=x", "day=2999-01-01", "day=1999-12-31"):
        assert admin.open(f"/staff/team?{wrong}").status == 404
