"""The tasks on the page of today. A task that has nothing waiting is not there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission as P
from portal.cases.counts import Counts
from portal.casework import debriefs
from portal.core import clock
from portal.disclosures.drafts import count_lying
from portal.outbox import JobState
from portal.outbox.queries import count_unfinished
from portal.questions.queries import count_asked
from portal.safeguarding.queries import waiting
from portal.shares import queries as shares
from portal.shares.recipients import count_open
from portal.web.need_to_know import my_sight
from portal.web.staff.queue_page import counts_for, desk_of
from portal.web.staff.telling_today import telling_today
from portal.web.staff.worker_mails import failed_mails
from portal.web.waiting import to_publish

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MANY = 100  # more are not counted


# how a task is called when there is one of it, where that is another word
ONE = {
    "Late cases of yours": "Late case of yours",
    "Late cases": "Late case",
    "New messages": "New message",
    "Paused cases in which an answer came": "Paused case in which an answer came",
    "Complaints to acknowledge": "Complaint to acknowledge",
    "Cases due in the next 5 working days": "Case due in the next 5 working days",
    "New cases that nobody has": "New case that nobody has",
    "Answers to approve": "Answer to approve",
    "Approved answers to release": "Approved answer to release",
    "Questions to answer": "Question to answer",
    "Answers and rules to publish": "Answer or rule to publish",
    "Jobs that were given up": "Job that was given up",
}


@dataclass(frozen=True, slots=True)
class Task:
    """So many of these wait, behind this address. `urgent`: somebody was promised sooner."""

    count: int
    words: str
    href: str
    urgent: bool = False

    @property
    def said(self) -> str:
        """The words that go with the count."""
        return ONE.get(self.words, self.words) if self.count == 1 else self.words


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
    if actor.may(P.REGISTER_LOG):
        lying = count_lying(session, actor=actor, at=clock.now())
        yield Task(lying, "Drafts of yours that are not logged yet", url_for("register.list"))
    for count, words, href, urgent in telling_today(session, actor):
        yield Task(count, words, href, urgent)
    if actor.may(P.CASE_WORK):
        tell = count_open(session, my_sight(actor))
        yield Task(tell, "Cases with recipients to tell of a change", url_for("recipients_waiting.list"))
    if actor.may(P.SHARES_CLOSE):
        locked = actor.may(P.REGISTER_LOCKED)
        second = shares.count_waiting(session, besides=actor.worker_id, locked=locked)
        yield Task(second, "Sets that wait for a second person", url_for("shares.list"))
        late = shares.count_late_sets(session, locked=locked)
        yield Task(late, "Sets whose receivers have to hear of an opt-out", url_for("shares.list"), urgent=True)
    if actor.may(P.QUESTIONS_ANSWER):
        yield Task(count_asked(session), "Questions to answer", url_for("staff_questions.list"))
    if actor.may(P.QUESTIONS_PUBLISH) or actor.may(P.POLICIES_PUBLISH):
        yield Task(to_publish(actor), "Answers and rules to publish", url_for("publishing.list"))
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
