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
    REQUEST_LOG = "request:log"  # write down a request that came by another way than the portal
    CASE_NOTE = "case:note"
    CASE_BREAK_GLASS = "case:break-glass"  # a case of another team, for an hour, with a reason
    CASE_REVIEW = "case:review"  # and never what one opened oneself
    CARE_READ = "care:read"  # bands of who read much that is hard to read
    CASE_ASSIGN = "case:assign"
    CASES_EXPORT = "cases:export"
    ANSWER_PREPARE = "answer:prepare"
    ANSWER_APPROVE = "answer:approve"
    ANSWER_RELEASE = "answer:release"
    REGISTER_READ = "register:read"
    REGISTER_LOG = "register:log"
    REGISTER_LOCKED = "register:locked"
    REGISTER_TELL = "register:tell"  # the duty to tell the person of an entry, or to say why not yet
    REGISTER_SIGN = "register:sign"  # the second signature, and never on what one said oneself
    REGISTER_JOIN = "register:join"  # which entries are of one person; only with register:locked
    SHARES_LOG = "shares:log"  # sets of many people at once that go outside
    SHARES_CLOSE = "shares:close"  # and never what one asked to be closed oneself
    REGISTER_IMPORT = "register:import"  # bring an old log in, and undo that within a day
    FLAGS_READ = "flags:read"
    FLAGS_CLOSE = "flags:close"
    QUESTIONS_READ = "questions:read"
    QUESTIONS_ANSWER = "questions:answer"
    QUESTIONS_PUBLISH = "questions:publish"
    POLICIES_READ = "policies:read"
    POLICIES_WRITE = "policies:write"
    POLICIES_PUBLISH = "policies:publish"  # and never what one changed last oneself
    NUMBERS_PUBLISH = "numbers:publish"  # and never what one prepared oneself
    CALENDAR_CHANGE = "calendar:change"  # which days are bank holidays: it moves due dates of many cases at once
    JOBS_READ = "jobs:read"
    JOBS_RETRY = "jobs:retry"
    WORKERS_MANAGE = "workers:manage"
    WORKERS_REVIEW = "workers:review"  # say whether colleagues keep what they are trusted with, and never for oneself
    TEAM_READ = "team:read"  # figures of the desk; they name nobody
    OWN_ACCOUNT = "own-account"
    OWN_REQUEST = "own-request"  # a person's, never a worker's


P = Permission
_READ = frozenset({P.QUEUE_READ, P.CASE_READ, P.CASE_NOTE, P.REGISTER_READ, P.OWN_ACCOUNT})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASEWORKER: _READ
    | {P.CASE_ASSIGN}
    | {P.CASE_WORK, P.ANSWER_PREPARE, P.ANSWER_RELEASE, P.QUESTIONS_READ, P.QUESTIONS_ANSWER}
    | {P.FLAGS_READ, P.REQUEST_LOG, P.REGISTER_LOG}
    | {P.REGISTER_TELL},
    Role.SAFEGUARDING: _READ
    | {P.REQUEST_LOG}
    | {P.REGISTER_LOG, P.REGISTER_LOCKED, P.REGISTER_JOIN, P.POLICIES_READ}
    | {P.REGISTER_TELL, P.REGISTER_SIGN, P.REGISTER_IMPORT}
    | {P.SHARES_LOG, P.SHARES_CLOSE}
    | {P.FLAGS_READ, P.FLAGS_CLOSE}
    | {P.NUMBERS_PUBLISH, P.CASE_BREAK_GLASS, P.CARE_READ},
    Role.APPROVER: _READ
    | {P.CASE_ASSIGN, P.CASES_EXPORT}
    | {P.ANSWER_APPROVE, P.ANSWER_RELEASE, P.QUESTIONS_PUBLISH, P.POLICIES_READ, P.POLICIES_PUBLISH}
    | {P.JOBS_READ, P.JOBS_RETRY, P.NUMBERS_PUBLISH}
    | {P.WORKERS_REVIEW, P.TEAM_READ}
    | {P.REGISTER_SIGN}
    | {P.SHARES_LOG, P.SHARES_CLOSE}
    | {P.CASE_BREAK_GLASS, P.CASE_REVIEW, P.CALENDAR_CHANGE},
    Role.EDITOR: frozenset({P.OWN_ACCOUNT})
    | {
        P.QUESTIONS_READ,
        P.QUESTIONS_ANSWER,
        P.QUESTIONS_PUBLISH,
        P.POLICIES_READ,
        P.POLICIES_WRITE,
        P.POLICIES_PUBLISH,
    },
    Role.ADMIN: frozenset({P.OWN_ACCOUNT, P.WORKERS_MANAGE, P.JOBS_READ, P.JOBS_RETRY})
    | {P.WORKERS_REVIEW, P.TEAM_READ},
    Role.AUDITOR: frozenset({P.QUEUE_READ, P.CASES_EXPORT, P.POLICIES_READ, P.JOBS_READ, P.OWN_ACCOUNT})
    | {P.TEAM_READ},
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Add up what these roles may do together."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
