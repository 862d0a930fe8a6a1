"""Everything the audit trail can say: a closed vocabulary with the grammar `subject:verb`.

`SCHEMA` names the facts an entry must carry, no more and no fewer; `FACTS` says what each fact may look like.
A fact is an id, a code, a date, a count or a hash, never free text: the trail outlives the data it tells about.
"""

from enum import StrEnum


class Action(StrEnum):
    """One thing that happened. The verb stands in the past, because it did."""

    REQUEST_RECEIVED = "request:received"
    REQUEST_CODE_REPLACED = "request:code-replaced"
    REQUEST_OPENED = "request:opened"
    REQUEST_AUTHORITY_DECIDED = "request:authority-decided"
    REQUEST_CONTACT_CHANGED = "request:contact-changed"
    REQUEST_RESTED = "request:rested"
    REQUEST_WOKEN = "request:woken"
    REQUEST_WORDS_ASKED = (
        "request:words-asked"  # a worker says that the person lost their words; another makes new ones
    )
    REQUEST_WORDS_REFUSED = "request:words-refused"  # the person came with the old words and said: that was not me

    MESSAGE_SENT = "message:sent"
    MESSAGE_SEEN = "message:seen"

    CASE_OPENED = "case:opened"  # a worker looked into a personal file
    CASE_TAKEN = "case:taken"
    CASE_DEADLINE_SET = "case:deadline-set"
    CASE_WITHDRAWN = "case:withdrawn"
    CASE_RESUMED = "case:resumed"

    CASE_ASSIGNED = "case:assigned"  # somebody gave it to a worker
    CASE_AGE_NOTED = "case:age-noted"
    SEARCH_MADE = "search:made"  # by a worker; never what they typed
    LIST_EXPORTED = "list:exported"
    CALENDAR_MADE = "calendar:made"  # an address for a worker's calendar program
    CALENDAR_ENDED = "calendar:ended"

    COMPLAINT_RECEIVED = "complaint:received"
    COMPLAINT_ACKNOWLEDGED = "complaint:acknowledged"
    COMPLAINT_ANSWERED = "complaint:answered"

    DISCLOSURE_LOGGED = "disclosure:logged"
    DISCLOSURE_OPENED = "disclosure:opened"
    DISCLOSURE_MATCHED = "disclosure:matched"
    DISCLOSURE_MATCH_REFUSED = "disclosure:match-refused"

    ANSWER_DRAFTED = "answer:drafted"
    ANSWER_PREPARED = "answer:prepared"
    ANSWER_RENDERED = "answer:rendered"
    ANSWER_APPROVED = "answer:approved"
    ANSWER_SENT_BACK = "answer:sent-back"
    ANSWER_VOIDED = "answer:voided"
    ANSWER_RELEASED = "answer:released"
    ANSWER_OPENED = "answer:opened"
    ANSWER_DOWNLOADED = "answer:downloaded"

    QUESTION_RECEIVED = "question:received"
    QUESTION_OPENED = "question:opened"  # a worker looked at what a person asked, or at a wording made from it
    QUESTION_ANSWERED = "question:answered"
    QUESTION_CORRECTED = "question:corrected"  # the answer to the person was put right
    QUESTION_DRAFTED = "question:drafted"
    QUESTION_SENT_BACK = "question:sent-back"  # the wording, by its second person
    QUESTION_PUBLISHED = "question:published"
    QUESTION_WITHDRAWN = "question:withdrawn"
    QUESTION_CLOSED = "question:closed"

    NOTIFICATION_PLANNED = "notification:planned"
    NOTIFICATION_SENT = "notification:sent"
    NOTIFICATION_GIVEN_UP = "notification:given-up"
    NOTIFICATION_CANCELLED = "notification:cancelled"

    FLAG_RAISED = "flag:raised"  # words of danger in what a person sent
    FLAG_SEEN = "flag:seen"  # a worker opened it
    FLAG_CLOSED = "flag:closed"

    WORKER_ADDED = "worker:added"
    WORKER_SIGNED_IN = "worker:signed-in"
    WORKER_SIGN_IN_REFUSED = "worker:sign-in-refused"
    WORKER_SIGNED_OUT = "worker:signed-out"
    WORKER_SIGNED_OUT_EVERYWHERE = "worker:signed-out-everywhere"
    WORKER_ROLES_CHANGED = "worker:roles-changed"
    WORKER_DISABLED = "worker:disabled"

    POLICY_LOADED = "policy:loaded"
    POLICY_DRAFTED = "policy:drafted"
    POLICY_CHANGED = "policy:changed"
    POLICY_READIED = "policy:readied"
    POLICY_PUBLISHED = "policy:published"
    POLICY_SENT_BACK = "policy:sent-back"
    POLICY_DROPPED = "policy:dropped"
    POLICY_RESUMED = "policy:resumed"  # a dropped draft was taken up again

    JOB_DEAD = "job:dead"
    JOB_RETRIED = "job:retried"

    VAULT_ROTATED = "vault:rotated"


DAY = r"\d{4}-\d{2}-\d{2}"
CODE = r"[a-z0-9]+(?:-[a-z0-9]+)*"
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# What each fact may look like; `int` stands for a whole number that is not negative.
FACTS: dict[str, str | type[int]] = {
    "attempts": int,
    "channel": CODE,
    "day": DAY,
    "due_on": rf"{DAY}|none",  # a clock that has not started gives no date
    "entry": UUID,
    "found": int,
    "error": r"[A-Za-z_][A-Za-z0-9_]*",  # the name of a class of error, never its message
    "job": CODE,
    "keys": int,
    "outcome": CODE,
    "kind": CODE,
    "pack": CODE,
    "paused_days": int,
    "policy": CODE,
    "reason": CODE,
    "received_on": DAY,
    "roles": rf"{CODE}(?:,{CODE})*",
    "sha256": r"[0-9a-f]{64}",
    "state": CODE,
    "to": UUID,
    "version": int,
    "way": CODE,  # text or email; never where to
}

_NONE: frozenset[str] = frozenset()
_WITH: dict[Action, frozenset[str]] = {
    Action.REQUEST_RECEIVED: frozenset({"channel", "received_on"}),
    Action.REQUEST_OPENED: frozenset({"day"}),
    Action.REQUEST_AUTHORITY_DECIDED: frozenset({"reason"}),
    Action.REQUEST_WORDS_ASKED: frozenset({"reason"}),
    Action.MESSAGE_SENT: frozenset({"kind"}),
    Action.COMPLAINT_RECEIVED: frozenset({"received_on"}),
    Action.CASE_DEADLINE_SET: frozenset({"due_on", "state", "paused_days"}),
    Action.CASE_ASSIGNED: frozenset({"to"}),
    Action.SEARCH_MADE: frozenset({"kind", "found"}),
    Action.DISCLOSURE_MATCHED: frozenset({"entry"}),
    Action.DISCLOSURE_MATCH_REFUSED: frozenset({"entry"}),
    Action.ANSWER_RENDERED: frozenset({"sha256"}),
    Action.ANSWER_APPROVED: frozenset({"sha256"}),
    Action.ANSWER_SENT_BACK: frozenset({"reason"}),
    Action.ANSWER_RELEASED: frozenset({"sha256"}),
    Action.QUESTION_RECEIVED: frozenset({"policy", "version"}),
    Action.QUESTION_PUBLISHED: frozenset({"entry"}),
    Action.QUESTION_WITHDRAWN: frozenset({"entry"}),
    Action.NOTIFICATION_PLANNED: frozenset({"way"}),
    Action.NOTIFICATION_SENT: frozenset({"way"}),
    Action.NOTIFICATION_GIVEN_UP: frozenset({"way", "error"}),
    Action.NOTIFICATION_CANCELLED: frozenset({"way"}),
    Action.FLAG_RAISED: frozenset({"entry"}),
    Action.FLAG_SEEN: frozenset({"entry"}),
    Action.FLAG_CLOSED: frozenset({"entry", "outcome"}),
    Action.WORKER_ADDED: frozenset({"roles"}),
    Action.WORKER_SIGN_IN_REFUSED: frozenset({"reason"}),
    Action.WORKER_ROLES_CHANGED: frozenset({"roles"}),
    Action.POLICY_LOADED: frozenset({"pack", "policy", "version"}),
    Action.POLICY_DRAFTED: frozenset({"policy", "version"}),
    Action.POLICY_CHANGED: frozenset({"policy", "version"}),
    Action.POLICY_READIED: frozenset({"policy", "version"}),
    Action.POLICY_PUBLISHED: frozenset({"policy", "version", "sha256"}),
    Action.POLICY_SENT_BACK: frozenset({"policy", "version"}),
    Action.POLICY_DROPPED: frozenset({"policy", "version"}),
    Action.POLICY_RESUMED: frozenset({"policy", "version"}),
    Action.JOB_DEAD: frozenset({"job", "attempts", "error"}),
    Action.JOB_RETRIED: frozenset({"job"}),
    Action.VAULT_ROTATED: frozenset({"keys"}),
}

SCHEMA: dict[Action, frozenset[str]] = {action: _WITH.get(action, _NONE) for action in Action}

# What the person may read in their own timeline, in words that the templates give. Nothing of a flag stands there: it
# could frighten somebody who meant no danger, and tip off somebody who reads over a shoulder that help was called.
VISIBLE_TO_PERSON: frozenset[Action] = frozenset(
    {
        Action.REQUEST_RECEIVED,
        Action.REQUEST_CODE_REPLACED,
        Action.CASE_TAKEN,
        Action.CASE_DEADLINE_SET,
        Action.CASE_WITHDRAWN,
        Action.ANSWER_RELEASED,
        Action.ANSWER_OPENED,
        Action.ANSWER_DOWNLOADED,
        Action.QUESTION_ANSWERED,
        Action.REQUEST_CONTACT_CHANGED,
        Action.REQUEST_RESTED,
        Action.REQUEST_WOKEN,
        Action.REQUEST_WORDS_ASKED,
        Action.REQUEST_WORDS_REFUSED,
        Action.MESSAGE_SENT,
        Action.CASE_RESUMED,
        Action.COMPLAINT_RECEIVED,
        Action.COMPLAINT_ACKNOWLEDGED,
        Action.COMPLAINT_ANSWERED,
        Action.QUESTION_CORRECTED,
    }
)

# When a person looks at their own things, the day is enough: the hours of a visit are nobody's business.
DAY_ONLY: frozenset[Action] = frozenset(
    {Action.REQUEST_OPENED, Action.ANSWER_OPENED, Action.ANSWER_DOWNLOADED, Action.MESSAGE_SEEN}
)
