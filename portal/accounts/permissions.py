"""Who may do what: one table, read by the access decorator, the buttons and the tests."""

from enum import StrEnum


class Role(StrEnum):
    """What a worker is trusted with. A worker may have several."""

    CASEWORKER = "caseworker"
    SAFEGUARDING = "safeguarding"
    APPROVER = "approver"
    EDITOR = "editor"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """One thing that may be done. Routes, moves and buttons name these, never roles."""

    QUEUE_READ = "queue:read"
    CASE_READ = "case:read"
    CASE_WORK = "case:work"
    CASE_ASSIGN = "case:assign"
    CASES_EXPORT = "cases:export"
    ANSWER_PREPARE = "answer:prepare"
    ANSWER_APPROVE = "answer:approve"
    ANSWER_RELEASE = "answer:release"
    REGISTER_READ = "register:read"
    REGISTER_LOG = "register:log"
    REGISTER_LOCKED = "register:locked"
    FLAGS_READ = "flags:read"
    FLAGS_CLOSE = "flags:close"
    QUESTIONS_READ = "questions:read"
    QUESTIONS_ANSWER = "questions:answer"
    QUESTIONS_PUBLISH = "questions:publish"
    POLICIES_READ = "policies:read"
    POLICIES_WRITE = "policies:write"
    POLICIES_PUBLISH = "policies:publish"  # and never what one changed last oneself
    JOBS_READ = "jobs:read"
    JOBS_RETRY = "jobs:retry"
    WORKERS_MANAGE = "workers:manage"
    OWN_ACCOUNT = "own-account"
    OWN_REQUEST = "own-request"  # a person's, never a worker's


P = Permission
_READ = frozenset({P.QUEUE_READ, P.CASE_READ, P.REGISTER_READ, P.OWN_ACCOUNT})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASEWORKER: _READ
    | {P.CASE_ASSIGN}
    | {P.CASE_WORK, P.ANSWER_PREPARE, P.ANSWER_RELEASE, P.QUESTIONS_READ, P.QUESTIONS_ANSWER}
    | {P.FLAGS_READ},
    Role.SAFEGUARDING: _READ | {P.REGISTER_LOG, P.REGISTER_LOCKED, P.POLICIES_READ} | {P.FLAGS_READ, P.FLAGS_CLOSE},
    Role.APPROVER: _READ
    | {P.CASE_ASSIGN, P.CASES_EXPORT}
    | {P.ANSWER_APPROVE, P.ANSWER_RELEASE, P.QUESTIONS_PUBLISH, P.POLICIES_READ, P.POLICIES_PUBLISH}
    | {P.JOBS_READ, P.JOBS_RETRY},
    Role.EDITOR: frozenset({P.OWN_ACCOUNT})
    | {
        P.QUESTIONS_READ,
        P.QUESTIONS_ANSWER,
        P.QUESTIONS_PUBLISH,
        P.POLICIES_READ,
        P.POLICIES_WRITE,
        P.POLICIES_PUBLISH,
    },
    Role.ADMIN: frozenset({P.OWN_ACCOUNT, P.WORKERS_MANAGE, P.JOBS_READ, P.JOBS_RETRY}),
    Role.AUDITOR: frozenset({P.QUEUE_READ, P.CASES_EXPORT, P.POLICIES_READ, P.JOBS_READ, P.OWN_ACCOUNT}),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Add up what these roles may do together."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
