"""The one table of who may do what, read back as a grid."""

import uuid

import pytest

from portal.accounts.actor import SYSTEM, person_actor, worker_actor
from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Role, permissions_of
from portal.core.errors import NotAllowed

# columns: caseworker, safeguarding, approver, editor, admin, auditor
GRID = {
    "queue:read": "y y y - - y",
    "case:read": "y y y - - -",
    "case:work": "y - - - - -",
    "case:note": "y y y - - -",
    "case:assign": "y - y - - -",
    "cases:export": "- - y - - y",
    "request:log": "y y - - - -",
    "calendar:change": "- - y - - -",
    "numbers:publish": "- y y - - -",
    "case:break-glass": "- y y - - -",
    "case:review": "- - y - - -",
    "care:read": "- y - - - -",
    "answer:prepare": "y - - - - -",
    "answer:approve": "- - y - - -",
    "answer:release": "y - y - - -",
    "register:read": "y y y - - -",
    "register:log": "y y - - - -",
    "register:locked": "- y - - - -",
    "register:tell": "y y - - - -",
    "register:sign": "- y y - - -",
    "register:join": "- y - - - -",
    "shares:log": "- y y - - -",
    "shares:close": "- y y - - -",
    "register:import": "- y - - - -",
    "flags:read": "y y - - - -",
    "flags:close": "- y - - - -",
    "questions:read": "y - - y - -",
    "questions:answer": "y - - y - -",
    "questions:publish": "- - y y - -",
    "policies:read": "- y y y - y",
    "policies:write": "- - - y - -",
    "policies:publish": "- - y y - -",
    "jobs:read": "- - y - y y",
    "jobs:retry": "- - y - y -",
    "workers:manage": "- - - - y -",
    "workers:review": "- - y - y -",
    "team:read": "- - y - y y",
    "own-account": "y y y y y y",
    "own-request": "- - - - - -",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_do_what_the_grid_says_and_nothing_else(role, permission):
    says = dict(zip(Role, GRID[permission].split(), strict=True))[role]
    assert (permission in ROLE_PERMISSIONS[role]) == (says == "y")


def test_the_grid_names_every_permission():
    assert set(GRID) == set(Permission)


def test_every_role_has_a_row():
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_no_single_role_both_prepares_and_approves(role):
    assert not {Permission.ANSWER_PREPARE, Permission.ANSWER_APPROVE} <= ROLE_PERMISSIONS[role]


def test_two_roles_add_up():
    both = permissions_of(frozenset({Role.SAFEGUARDING, Role.AUDITOR}))
    assert both == ROLE_PERMISSIONS[Role.SAFEGUARDING] | ROLE_PERMISSIONS[Role.AUDITOR]


def test_no_role_gives_nothing():
    assert permissions_of(frozenset()) == frozenset()


def test_a_person_may_act_on_their_own_request_only():
    assert person_actor(uuid.uuid4()).permissions == {Permission.OWN_REQUEST}


def test_the_system_carries_no_permission():
    assert SYSTEM.permissions == frozenset()


def test_an_actor_without_the_permission_is_refused():
    with pytest.raises(NotAllowed):
        worker_actor(uuid.uuid4(), frozenset({Role.EDITOR})).must(Permission.CASE_READ)


@pytest.mark.parametrize("role", list(Role))
def test_what_may_meet_a_locked_entry_comes_only_with_the_sight_of_locks(role):
    """Joining shows what was joined, and an import says which rows are in the register: locked entries too."""
    mine = ROLE_PERMISSIONS[role]
    meets = mine & {Permission.REGISTER_JOIN, Permission.REGISTER_IMPORT}
    assert not meets or Permission.REGISTER_LOCKED in mine
