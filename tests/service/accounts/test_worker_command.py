"""`flask worker` on the command line, for people and for scripts."""

import json
import re
import uuid

import pyotp
import pytest

from portal.accounts import queries, sign_in
from portal.accounts.sign_in import SignInRefused
from portal.core import clock
from portal.extensions import db
from portal.jobs.worker_command import worker
from tests.builders.staff import PASSWORD

EMAIL = "demo@candour.example"
ROLES = ["--role", "caseworker", "--role", "approver"]
ADD = ["add", "--name", "Demo Worker", "--email", EMAIL, *ROLES, "--password-stdin"]


@pytest.fixture
def run(app):
    def run(*arguments, password=PASSWORD):
        return app.test_cli_runner().invoke(worker, arguments, input=f"{password}\n")

    return run


def has_password(app, password):
    with app.app_context():
        attempt = sign_in.count_password_try(db.session, EMAIL, came_from="", at=clock.now())
        try:
            sign_in.check_password(db.session, attempt, password, at=clock.now())
        except SignInRefused:
            return False
        return True


def test_an_added_worker_can_sign_in_with_that_password(app, run):
    assert run(*ADD).exit_code == 0
    assert has_password(app, PASSWORD)
    assert not has_password(app, PASSWORD + "\n")


def test_the_json_carries_everything_a_script_needs_once(run):
    told = json.loads(run(*ADD, "--json").stdout)
    assert told["email"] == EMAIL
    assert told["roles"] == ["caseworker", "approver"]
    assert pyotp.parse_uri(told["otpauth"]).secret == told["totp_secret"]
    assert told["totp_secret"] not in run("list", "--json").stdout


def test_the_words_carry_the_secret_and_never_the_password(run):
    result = run(*ADD)
    assert "Demo Worker <demo@candour.example>: caseworker, approver" in result.stdout
    assert "otpauth://totp/Candour:" in result.stdout
    assert PASSWORD not in result.output


def test_a_refusal_goes_to_standard_error_with_exit_code_two(run):
    result = run(*ADD, password="short")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "A password has at least 12 characters.\n"


def test_a_refused_worker_is_not_there(app, run):
    run(*ADD, password="short")
    with app.app_context():
        assert queries.find_by_email(db.session, EMAIL) is None


def test_an_unknown_role_is_refused_with_the_list_of_roles(run):
    result = run("add", "--name", "Demo", "--email", EMAIL, "--role", "magician")
    assert result.exit_code == 2
    assert "safeguarding" in result.stderr


def test_a_worker_is_added_once(run):
    run(*ADD)
    assert run(*ADD).exit_code == 2


def test_a_disabled_worker_is_listed_as_such_and_cannot_sign_in(app, run):
    run(*ADD)
    assert run("disable", EMAIL).exit_code == 0
    assert not has_password(app, PASSWORD)
    assert f"disabled on {clock.today().isoformat()}" in run("list").stdout
    assert json.loads(run("list", "--json").stdout)["workers"][0]["disabled_on"] == clock.today().isoformat()


def test_nobody_to_disable_is_an_error(run):
    result = run("disable", "nobody@candour.example")
    assert (result.exit_code, result.stderr) == (2, "No worker has this e-mail address.\n")


def test_the_password_is_asked_for_twice_without_showing_it(app):
    arguments = [word for word in ADD if word != "--password-stdin"]
    result = app.test_cli_runner().invoke(worker, arguments, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert has_password(app, PASSWORD)


def test_where_there_is_one_admin_the_machine_resets_a_second_factor(app, run):
    from portal.accounts import factors, invitations

    run(*ADD)
    result = run("reset", EMAIL)
    assert result.exit_code == 0
    address, code = re.search(r"/staff/set-up/(\S+)\nCode, shown once: (\S+)", result.stdout).groups()
    with app.app_context():
        row = queries.get_by_email(db.session, EMAIL)
        assert factors.kinds_of(db.session, [row]) == {row.id: []}
        one = invitations.check_code(db.session, uuid.UUID(address), code, at=clock.now())
        assert one.worker_id == row.id
    assert run("reset", "nobody@candour.example").exit_code == 2


def test_a_worker_is_put_into_a_team_and_out_of_it(run):
    run(*ADD)
    assert run("team", EMAIL, "night-desk").stdout == "In the team night-desk.\n"
    assert json.loads(run("list", "--json").stdout)["workers"][0]["team"] == "night-desk"
    assert run("team", EMAIL).stdout == "In no team.\n"
    assert json.loads(run("list", "--json").stdout)["workers"][0]["team"] is None


@pytest.mark.parametrize("team", ["Night Desk", "-x", "a" * 41])
def test_a_team_is_a_short_code(run, team):
    run(*ADD)
    result = run("team", EMAIL, "--", team)
    assert result.exit_code == 2 and "short name" in result.stderr
