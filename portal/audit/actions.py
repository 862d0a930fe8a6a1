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
    REQUEST_CONTACT_CONFIRMED = "request:contact-confirmed"  # a worker heard that it is still right
    REQUEST_RESTED = "request:rested"
    REQUEST_WOKEN = "request:woken"
    REQUEST_WORDS_ASKED = (
        "request:words-asked"  # a worker says that the person lost their words; another makes new ones
    )
    REQUEST_WORDS_REFUSED = "request:words-refused"  # the person came with the old words and said: that was not me

    REQUEST_HANDLE_LINKED = "request:handle-linked"  # a name or an address that a worker found to be theirs
    REQUEST_HANDLE_UNLINKED = "request:handle-unlinked"
    IDENTITY_CLIMBED = "identity:climbed"  # more was asked than the lowest rung, for this reason
    IDENTITY_SHOWN = "identity:shown"
    IDENTITY_DOCUMENT_ALLOWED = "identity:document-allowed"
    IDENTITY_DOCUMENT_REFUSED = "identity:document-refused"
    IDENTITY_DECIDED = "identity:decided"
    IDENTITY_REOPENED = "identity:reopened"
    IDENTITY_EVIDENCE_DELETED = "identity:evidence-deleted"
    IDENTITY_CAPACITY_NOTED = "identity:capacity-noted"

    MESSAGE_SENT = "message:sent"
    MESSAGE_SEEN = "message:seen"

    CASE_OPENED = "case:opened"  # a worker looked into a personal file
    CASE_TAKEN = "case:taken"
    CASE_DEADLINE_SET = "case:deadline-set"
    CASE_WITHDRAWN = "case:withdrawn"
    CASE_RESUMED = "case:resumed"
    CASE_RETURNED = "case:returned"  # to everybody, because the worker who had it left

    CASE_CLOSED = "case:closed"  # with an answer: what came of it, and why it was late
    CASE_REFUSED = "case:refused"  # a worker asked for something that is shut for them
    CASE_CONFLICT_SAID = "case:conflict-said"  # a worker knows the person
    CASE_CONFLICT_LIFTED = "case:conflict-lifted"
    CASE_GLASS_BROKEN = "case:glass-broken"  # a worker opened a case of another team, with a reason
    CASE_GLASS_READ = "case:glass-read"
    CASE_GLASS_REVIEWED = "case:glass-reviewed"
    CASE_HANDED_OVER = "case:handed-over"
    CASE_TAKEN_BACK = "case:taken-back"
    CASE_TAKEN_OVER = "case:taken-over"
    CASE_TEAM_SET = "case:team-set"
    CASE_LINKED = "case:linked"
    CASE_UNLINKED = "case:unlinked"
    CASE_TOPICS_MARKED = "case:topics-marked"

    DEBRIEF_OPENED = "debrief:opened"  # a lead read what a colleague left; whose it is stands nowhere
    DEBRIEF_DONE = "debrief:done"

    NOTE_WRITTEN = "note:written"
    NOTE_ERASED = "note:erased"

    TASK_ASKED = "task:asked"
    TASK_CHASED = "task:chased"
    TASK_ESCALATED = "task:escalated"
    TASK_DONE = "task:done"
    TASK_CANCELLED = "task:cancelled"
    CASE_GATE_ASKED = "case:gate-asked"  # identity, authority or a fee has to come before the month starts
    CASE_GATE_MET = "case:gate-met"
    CASE_QUESTION_ASKED = "case:question-asked"  # the clock stops
    CASE_QUESTION_ANSWERED = "case:question-answered"
    CASE_QUESTION_REMINDED = "case:question-reminded"
    CASE_WAITED_LONG = "case:waited-long"  # nobody answered: answer as far as possible
    CASE_EXTENDED = "case:extended"
    CASE_CLOCK_TAKEN_BACK = "case:clock-taken-back"
    CALENDAR_CHANGED = "calendar:changed"

    CASE_ASSIGNED = "case:assigned"  # somebody gave it to a worker
    CASE_AGE_NOTED = "case:age-noted"
    SEARCH_MADE = "search:made"  # by a worker; never what they typed
    LIST_EXPORTED = "list:exported"
    CALENDAR_MADE = "calendar:made"  # an address for a worker's calendar program
    CALENDAR_ENDED = "calendar:ended"

    COMPLAINT_RECEIVED = "complaint:received"
    COMPLAINT_ACKNOWLEDGED = "complaint:acknowledged"
    COMPLAINT_FILED = "complaint:filed"  # staff said which case it is about, and whom it names
    COMPLAINT_PROGRESS_TOLD = "complaint:progress-told"
    COMPLAINT_PROPOSED = "complaint:proposed"  # an outcome, to a second person
    COMPLAINT_SENT_BACK = "complaint:sent-back"
    COMPLAINT_ANSWERED = "complaint:answered"

    DISCLOSURE_LOGGED = "disclosure:logged"
    DISCLOSURE_OPENED = "disclosure:opened"
    DISCLOSURE_MATCHED = "disclosure:matched"
    DISCLOSURE_MATCH_REFUSED = "disclosure:match-refused"
    DISCLOSURE_DRAFT_BEGUN = "disclosure:draft-begun"  # an entry that is being written; nothing of it counts yet
    DISCLOSURE_DRAFT_OPENED = "disclosure:draft-opened"
    DISCLOSURE_DRAFT_DROPPED = "disclosure:draft-dropped"
    DISCLOSURE_FEEDBACK_NOTED = "disclosure:feedback-noted"
    DISCLOSURE_AMENDED = "disclosure:amended"  # a mistake in an entry was put right; the old words stay
    DISCLOSURE_CORRECTION_SENT = "disclosure:correction-sent"  # to somebody who had been told
    DISCLOSURE_FILE_ADDED = "disclosure:file-added"
    DISCLOSURE_FILE_OPENED = "disclosure:file-opened"
    DISCLOSURE_FILE_REMOVED = "disclosure:file-removed"

    TELLING_BEGUN = "telling:begun"  # an entry was logged: the duty to tell the person of it begins
    TELLING_SENT = "telling:sent"  # to the person, in a message
    TELLING_SPOKEN = "telling:spoken"  # somebody told them by voice, or where they talk with us
    TELLING_ANSWERED = "telling:answered"  # they read it in an answer
    TELLING_NOT_YET = "telling:not-yet"
    TELLING_SIGNED = "telling:signed"
    TELLING_SENT_BACK = "telling:sent-back"
    TELLING_NO_WAY = "telling:no-way"
    TELLING_CORRECTED = "telling:corrected"  # they were not told after all
    LOCK_PROPOSED = "lock:proposed"
    LOCK_SET = "lock:set"
    LOCK_REFUSED = "lock:refused"
    LOCK_RENEWAL_PROPOSED = "lock:renewal-proposed"
    LOCK_RENEWED = "lock:renewed"
    LOCK_RENEWAL_REFUSED = "lock:renewal-refused"
    LOCK_LIFT_PROPOSED = "lock:lift-proposed"
    LOCK_LIFTED = "lock:lifted"
    LOCK_LIFT_REFUSED = "lock:lift-refused"
    PEOPLE_JOINED = "people:joined"  # two people of the register are one, says a worker
    PEOPLE_SPLIT = "people:split"
    PEOPLE_SAID_APART = "people:said-apart"  # two who share something are two
    PEOPLE_UNDONE = "people:undone"

    SHARE_BEGUN = "share:begun"  # a set of many people was written down
    SHARE_OPENED = "share:opened"  # a worker looked into it
    SHARE_FILLED = "share:filled"
    SHARE_MEMBER_OUT = "share:member-out"
    SHARE_CHECKED = "share:checked"  # everybody who opted out was taken out
    SHARE_PROPOSED = "share:proposed"
    SHARE_SENT_BACK = "share:sent-back"
    SHARE_CLOSED = "share:closed"  # it went out
    SHARE_DROPPED = "share:dropped"
    SHARE_LATE_TOLD = "share:late-told"  # whoever got it was told of an opt-out that came later
    SHARE_MATCHED = "share:matched"
    SHARE_MATCH_REFUSED = "share:match-refused"
    OPT_OUT_NOTED = "optout:noted"
    OPT_OUT_LIFTED = "optout:lifted"
    RECIPIENT_TOLD = "recipient:told"  # that something was put right, deleted or frozen (Art 19)
    RECIPIENT_NOT_TOLD = "recipient:not-told"
    RECIPIENT_REOPENED = "recipient:reopened"
    RECIPIENT_PROOF_OPENED = "recipient:proof-opened"
    DISCLOSURE_REMOVED = "disclosure:removed"  # with the whole import that it came from, within a day

    IMPORT_STARTED = "import:started"  # an old log came, with so many rows
    IMPORT_OPENED = "import:opened"  # a worker looked at what stands in it
    IMPORT_CHECKED = "import:checked"
    IMPORT_CONFIRMED = "import:confirmed"  # a worker said: take these
    IMPORT_TAKEN = "import:taken"
    IMPORT_EXPORTED = "import:exported"  # a worker took the rows that were left, with their words
    IMPORT_FINISHED = "import:finished"
    IMPORT_DROPPED = "import:dropped"
    IMPORT_FORGOTTEN = "import:forgotten"  # its time was over
    IMPORT_UNDO_PRESSED = "import:undo-pressed"
    IMPORT_UNDONE = "import:undone"

    ANSWER_DRAFTED = "answer:drafted"
    ANSWER_PREPARED = "answer:prepared"
    ANSWER_DECIDED = "answer:decided"  # about one thing that was asked for
    ANSWER_DEED_NOTED = "answer:deed-noted"  # something was done by hand in one system
    ANSWER_PIECE_REMOVED = "answer:piece-removed"  # a decision or a deed was taken out again
    ANSWER_RELEASE_PRESSED = "answer:release-pressed"  # it waits, and can be taken back
    ANSWER_RELEASE_STOPPED = "answer:release-stopped"
    ANSWER_HELD = "answer:held"  # a lead looks at it before it leaves: picked by chance, or not
    ANSWER_LET_GO = "answer:let-go"
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
    FLAG_TOLD = "flag:told"  # an e-mail to a worker left
    FLAG_NOT_TOLD = "flag:not-told"  # it was given up

    WORKER_ADDED = "worker:added"
    WORKER_SIGNED_IN = "worker:signed-in"
    WORKER_SIGN_IN_REFUSED = "worker:sign-in-refused"
    WORKER_SIGNED_OUT = "worker:signed-out"
    WORKER_SIGNED_OUT_EVERYWHERE = "worker:signed-out-everywhere"
    WORKER_ROLES_CHANGED = "worker:roles-changed"
    WORKER_TEAM_CHANGED = "worker:team-changed"
    WORKER_DISABLED = "worker:disabled"
    WORKER_ENABLED = "worker:enabled"
    WORKER_INVITED = "worker:invited"
    WORKER_INVITATION_RENEWED = "worker:invitation-renewed"
    WORKER_INVITATION_REVOKED = "worker:invitation-revoked"
    WORKER_SET_UP = "worker:set-up"  # password, second factor and recovery codes, by the worker themself
    WORKER_PASSWORD_CHANGED = "worker:password-changed"  # noqa: S105  # the name of an act
    WORKER_APP_SET = "worker:app-set"
    WORKER_APP_REMOVED = "worker:app-removed"
    WORKER_PASSKEY_ADDED = "worker:passkey-added"
    WORKER_PASSKEY_REMOVED = "worker:passkey-removed"
    WORKER_CODES_MADE = "worker:codes-made"
    WORKER_CODE_SPENT = "worker:code-spent"
    WORKER_RESET_ASKED = "worker:reset-asked"
    WORKER_RESET_CONFIRMED = "worker:reset-confirmed"
    WORKER_RESET_REFUSED = "worker:reset-refused"
    WORKER_SESSIONS_ENDED = "worker:sessions-ended"  # by an admin
    WORKER_MAIL_REPEATED = "worker:mail-repeated"  # an e-mail to a worker that did not leave
    REVIEW_STARTED = "review:started"
    REVIEW_DECIDED = "review:decided"
    REVIEW_FINISHED = "review:finished"

    POLICY_LOADED = "policy:loaded"
    POLICY_DRAFTED = "policy:drafted"
    POLICY_CHANGED = "policy:changed"
    POLICY_READIED = "policy:readied"
    POLICY_PUBLISHED = "policy:published"
    POLICY_SENT_BACK = "policy:sent-back"
    POLICY_DROPPED = "policy:dropped"
    POLICY_RESUMED = "policy:resumed"  # a dropped draft was taken up again

    NUMBERS_PREPARED = "numbers:prepared"
    NUMBERS_PUBLISHED = "numbers:published"
    NUMBERS_DROPPED = "numbers:dropped"

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
    "late": CODE,
    "pack": CODE,
    "paused_days": int,
    "policy": CODE,
    "reason": CODE,
    "received_on": DAY,
    "roles": rf"{CODE}(?:,{CODE})*",
    "sha256": r"[0-9a-f]{64}",
    "state": CODE,
    "team": CODE,
    "to": UUID,
    "version": int,
    "year": int,
    "way": CODE,  # text or email, or a rung of the ladder; never where to
}

_NONE: frozenset[str] = frozenset()
_WITH: dict[Action, frozenset[str]] = {
    Action.REQUEST_RECEIVED: frozenset({"channel", "received_on"}),
    Action.REQUEST_OPENED: frozenset({"day"}),
    Action.REQUEST_AUTHORITY_DECIDED: frozenset({"reason"}),
    Action.REQUEST_CONTACT_CONFIRMED: frozenset({"way"}),
    Action.REQUEST_WORDS_ASKED: frozenset({"reason"}),
    Action.REQUEST_HANDLE_LINKED: frozenset({"kind"}),
    Action.REQUEST_HANDLE_UNLINKED: frozenset({"kind"}),
    Action.IDENTITY_CLIMBED: frozenset({"way", "reason"}),
    Action.IDENTITY_SHOWN: frozenset({"way", "state"}),
    Action.IDENTITY_DECIDED: frozenset({"outcome", "state"}),
    Action.IDENTITY_CAPACITY_NOTED: frozenset({"reason"}),
    Action.MESSAGE_SENT: frozenset({"kind"}),
    Action.COMPLAINT_RECEIVED: frozenset({"received_on"}),
    Action.CASE_DEADLINE_SET: frozenset({"due_on", "state", "paused_days"}),
    Action.CASE_REFUSED: frozenset({"reason"}),
    Action.CASE_CONFLICT_SAID: frozenset({"entry"}),
    Action.CASE_CONFLICT_LIFTED: frozenset({"entry"}),
    Action.CASE_GLASS_READ: frozenset({"entry"}),
    Action.CASE_GLASS_REVIEWED: frozenset({"entry", "outcome"}),
    Action.CASE_HANDED_OVER: frozenset({"outcome"}),
    Action.CASE_TEAM_SET: frozenset({"team"}),
    Action.CASE_LINKED: frozenset({"entry", "reason"}),
    Action.CASE_UNLINKED: frozenset({"entry", "reason"}),
    Action.NOTE_WRITTEN: frozenset({"entry"}),
    Action.NOTE_ERASED: frozenset({"entry", "reason"}),
    Action.TASK_ASKED: frozenset({"entry"}),
    Action.TASK_CHASED: frozenset({"entry"}),
    Action.TASK_ESCALATED: frozenset({"entry"}),
    Action.TASK_DONE: frozenset({"entry"}),
    Action.TASK_CANCELLED: frozenset({"entry"}),
    Action.WORKER_TEAM_CHANGED: frozenset({"team"}),
    Action.CASE_GATE_ASKED: frozenset({"kind", "day"}),
    Action.CASE_GATE_MET: frozenset({"kind", "day"}),
    Action.CASE_QUESTION_ASKED: frozenset({"day"}),
    Action.CASE_QUESTION_ANSWERED: frozenset({"day"}),
    Action.CASE_QUESTION_REMINDED: frozenset({"day"}),
    Action.CASE_WAITED_LONG: frozenset({"day"}),
    Action.CASE_EXTENDED: frozenset({"day"}),
    Action.CASE_CLOCK_TAKEN_BACK: frozenset({"day", "entry"}),
    Action.CALENDAR_CHANGED: frozenset({"day", "kind"}),
    Action.CASE_ASSIGNED: frozenset({"to"}),
    Action.SEARCH_MADE: frozenset({"kind", "found"}),
    Action.DISCLOSURE_MATCHED: frozenset({"entry"}),
    Action.DISCLOSURE_MATCH_REFUSED: frozenset({"entry"}),
    Action.DISCLOSURE_FEEDBACK_NOTED: frozenset({"outcome"}),
    Action.DISCLOSURE_AMENDED: frozenset({"kind"}),
    Action.DISCLOSURE_CORRECTION_SENT: frozenset({"entry"}),
    Action.DISCLOSURE_FILE_ADDED: frozenset({"entry"}),
    Action.DISCLOSURE_FILE_OPENED: frozenset({"entry"}),
    Action.DISCLOSURE_FILE_REMOVED: frozenset({"entry"}),
    **dict.fromkeys((a for a in Action if a.startswith(("telling:", "lock:"))), frozenset({"state"})),
    Action.PEOPLE_JOINED: frozenset({"entry", "reason"}),
    Action.PEOPLE_SPLIT: frozenset({"entry", "reason"}),
    Action.PEOPLE_SAID_APART: frozenset({"entry", "reason"}),
    Action.PEOPLE_UNDONE: frozenset({"entry"}),
    Action.SHARE_BEGUN: frozenset({"kind"}),
    Action.SHARE_FILLED: frozenset({"found"}),
    Action.SHARE_CHECKED: frozenset({"found"}),
    Action.SHARE_MATCHED: frozenset({"entry"}),
    Action.SHARE_MATCH_REFUSED: frozenset({"entry"}),
    Action.OPT_OUT_NOTED: frozenset({"kind"}),
    Action.OPT_OUT_LIFTED: frozenset({"kind", "reason"}),
    Action.RECIPIENT_TOLD: frozenset({"entry"}),
    Action.RECIPIENT_NOT_TOLD: frozenset({"entry", "reason"}),
    Action.RECIPIENT_REOPENED: frozenset({"entry"}),
    Action.RECIPIENT_PROOF_OPENED: frozenset({"entry"}),
    Action.IMPORT_STARTED: frozenset({"found"}),
    Action.IMPORT_CHECKED: frozenset({"found"}),
    Action.IMPORT_CONFIRMED: frozenset({"found"}),
    Action.IMPORT_TAKEN: frozenset({"found"}),
    Action.IMPORT_EXPORTED: frozenset({"found"}),
    Action.IMPORT_UNDONE: frozenset({"found"}),
    Action.ANSWER_RENDERED: frozenset({"sha256"}),
    Action.ANSWER_APPROVED: frozenset({"sha256"}),
    Action.ANSWER_SENT_BACK: frozenset({"reason"}),
    Action.ANSWER_RELEASE_STOPPED: frozenset({"reason"}),
    Action.CASE_CLOSED: frozenset({"outcome", "late"}),
    Action.COMPLAINT_SENT_BACK: frozenset({"reason"}),
    Action.COMPLAINT_ANSWERED: frozenset({"outcome"}),
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
    Action.FLAG_TOLD: frozenset({"entry", "kind"}),
    Action.FLAG_NOT_TOLD: frozenset({"entry", "kind", "error"}),
    Action.WORKER_ADDED: frozenset({"roles"}),
    Action.WORKER_INVITED: frozenset({"roles"}),
    Action.WORKER_SET_UP: frozenset({"roles"}),
    Action.WORKER_MAIL_REPEATED: frozenset({"kind"}),
    Action.REVIEW_DECIDED: frozenset({"entry", "outcome"}),
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
    Action.NUMBERS_PREPARED: frozenset({"year", "version", "sha256"}),
    Action.NUMBERS_PUBLISHED: frozenset({"year", "version", "sha256"}),
    Action.NUMBERS_DROPPED: frozenset({"year", "version"}),
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
        Action.COMPLAINT_PROGRESS_TOLD,
        Action.QUESTION_CORRECTED,
    }
)

# When a person looks at their own things, the day is enough: the hours of a visit are nobody's business.
DAY_ONLY: frozenset[Action] = frozenset(
    {Action.REQUEST_OPENED, Action.ANSWER_OPENED, Action.ANSWER_DOWNLOADED, Action.MESSAGE_SEEN}
)
