"""The tasks on the page of today. A task that has nothing waiting is not there."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from flask import url_for

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission as P
from portal.cases.counts import Counts
from portal.casework import debriefs
from portal.core import clock
from portal.outbox import JobState
from portal.outbox.queries import count_unfinished
from portal.questions.queries import count_asked
from portal.safeguarding.queries import waiting
from portal.web.staff.queue_page import counts_for, desk_of
from portal.web.staff.task import Task
from portal.web.staff.tasks_of_register import tasks_of_register
from portal.web.staff.worker_mails import failed_mails
from portal.web.waiting import to_publish

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MANY = 100  # more are not counted


def tasks_today(session: "Session", actor: Actor) -> Sequence[Task]:
    """What waits for this worker, what was promised soonest first."""
    return [task for task in _tasks(session, actor) if task.count]


def _tasks(session: "Session", actor: Actor) -> Iterator[Task]:
    if actor.may(P.FLAGS_READ):
        flags = waiting(session, at=clock.now())
        yield Task(flags.count, "Words of danger to look at", url_for("flags.list"), bool(flags.late))
    if actor.may(P.QUEUE_READ):
        counts = counts_for(session, desk_of(actor))
        yield from _of_cases(counts, actor)
    yield from tasks_of_register(session, actor)
    yield from _of_words(session, actor)
    yield from _of_colleagues(session, actor)


def _of_words(session: "Session", actor: Actor) -> Iterator[Task]:
    if actor.may(P.QUESTIONS_ANSWER):
        yield Task(count_asked(session), "Questions to answer", url_for("staff_questions.list"))
    if actor.may(P.QUESTIONS_PUBLISH) or actor.may(P.POLICIES_PUBLISH):
        yield Task(to_publish(actor), "Answers and rules to publish", url_for("publishing.list"))


def _of_colleagues(session: "Session", actor: Actor) -> Iterator[Task]:
    if actor.may(P.CARE_READ):
        talks, notes = debriefs.count_waiting(session, actor=actor)
        yield Task(talks, "Debriefs asked for", url_for("debriefs.list"))
        yield Task(notes, "Notes from colleagues, about how it goes", url_for("debriefs.list"))
    if actor.may(P.JOBS_READ):
        yield Task(count_unfinished(session)[JobState.DEAD], "Jobs that were given up", url_for("jobs.list"))
    if actor.may(P.WORKERS_MANAGE):
        yield Task(len(failed_mails(None, MANY)), "E-mails to workers that did not leave", url_for("worker_mails.list"))


def _of_cases(counts: Counts, actor: Actor) -> Iterator[Task]:
    if actor.may(P.CASE_WORK):
        yield Task(counts.mine_late, "Late cases of yours", _list(tab="mine", due="late"), urgent=True)
    yield Task(counts.late, "Late cases", _list(tab="late"), urgent=True)
    if actor.may(P.CASE_WORK):
        yield Task(counts.news, "New messages", _list(tab="news"))
        yield Task(counts.paused_with_news, "Paused cases in which an answer came", _list(tab="paused", news="yes"))
        yield Task(
            counts.to_acknowledge, "Complaints to acknowledge", _list(tab="open", right="complaint", due="dated")
        )
    yield Task(counts.soon, "Cases due in the next 5 working days", _list(tab="in-time", due="week"))
    if actor.may(P.CASE_WORK) or actor.may(P.CASE_ASSIGN):
        yield Task(counts.new, "New cases that nobody has", _list(tab="open", stage="received", owner="nobody"))
    if actor.may(P.ANSWER_APPROVE):
        yield Task(counts.checking_by_others, "Answers to approve", _list(tab="checking"))
    if actor.may(P.ANSWER_RELEASE):
        yield Task(counts.approved, "Approved answers to release", _list(tab="open", stage="approved"))


def _list(**codes: Any) -> str:
    return url_for("queue.list", **codes)
