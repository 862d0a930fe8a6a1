"""The closed lists: what is told, by which way, at which hours, and where it stands."""

from enum import StrEnum


class NotificationKind(StrEnum):
    """What a notification says. Each has one text in templates/mail and one in templates/text, and no other words."""

    SOMETHING_NEW = "something-new"


class WorkerMailKind(StrEnum):
    """What an e-mail to a worker says. Each has one text in templates/mail_workers, and no other words."""

    FLAG_RAISED = "flag-raised"
    FLAG_LATE = "flag-late"
    INVITED = "worker-invited"
    RESET = "worker-reset"
    TASK_LATE = "task-late"


class Way(StrEnum):
    """The ways the portal can send by itself."""

    TEXT = "text"
    EMAIL = "email"


class SafeTime(StrEnum):
    """When somebody said it is safe to reach them, in the time of the United Kingdom. Several may hold at once."""

    ANY = "any"
    MORNINGS = "mornings"
    AFTERNOONS = "afternoons"
    EVENINGS = "evenings"
    WEEKENDS = "weekends"


class NotificationState(StrEnum):
    """Where a notification stands."""

    WAITING = "waiting"  # for its hour
    SENDING = "sending"  # a worker process has it in hand, or died with it in hand
    SENT = "sent"  # taken by the next machine; nobody can know more
    FAILED = "failed"  # it did not leave; it is tried again
    GIVEN_UP = "given-up"  # it is not tried again; staff see why
    CANCELLED = "cancelled"  # nobody wants it any more
