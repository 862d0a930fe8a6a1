"""The outbox: jobs promised in business transactions, leased by workers, given up visibly."""

from portal.outbox.models import Job, JobState
from portal.outbox.service import NotDead, enqueue, retry_dead

__all__ = ["Job", "JobState", "NotDead", "enqueue", "retry_dead"]
