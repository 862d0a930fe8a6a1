"""The desk's own part of the case page, gathered before it is drawn: who has it, what is next, notes, tasks, links."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names, teams
from portal.answers import queries as answers
from portal.cases.states import CLOSED
from portal.casework import care, handing, notes, presence, queries, tasks
from portal.casework.care import Bands
from portal.casework.checklist import Facts, Step, steps
from portal.casework.kinds import Topic
from portal.casework.linking import Relatives, relatives
from portal.core import clock
from portal.requests.queries import OpenedRequest

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case
    from portal.casework.models import BrokenGlass, Conflict

DUE_IN = timedelta(days=5)
ME, NOBODY = "me", "none"


@dataclass(frozen=True, slots=True)
class Work:
    """Everything on the case page that the person never sees."""

    topics: tuple[Topic, ...]
    folded: bool
    bands: Bands
    present: tuple[presence.Present, ...]
    steps: tuple[Step, ...]
    notes: tuple[notes.OpenedNote, ...]
    tasks: tuple[tasks.OpenedTask, ...]
    relatives: Relatives
    conflicts: "Sequence[Conflict]"
    glass: "BrokenGlass | None"
    names: dict[uuid.UUID, str]
    receivers: tuple[tuple[str, str], ...]
    helpers: tuple[tuple[str, str], ...]
    everybody: tuple[tuple[str, str], ...]
    due_in: str
    can_take_over: bool
    can_take_back: bool
    may_hand_over: bool
    may_note: bool
    may_work: bool
    may_review: bool

    @property
    def open_tasks(self) -> int:
        """How many tasks wait for somebody."""
        return sum(task.is_open for task in self.tasks)


def case_work(
    session: "Session", case: "Case", actor: Actor, *, request: OpenedRequest, open_flags: int, undecided: int,
    at: datetime,
) -> Work:  # fmt: skip
    """Gather it. `undecided`: entries of the register that wait for a decision. Raises KeyDestroyed."""
    topics, today = care.topics_of(session, case.request_id), clock.local_date(at)
    opened_notes = notes.of_case(session, case.id, actor=actor)
    opened_tasks = tasks.of_case(session, case, today=today)
    here = presence.present(session, case.id, besides=actor.id, at=at)
    conflicts = queries.conflicts_of(session, case.request_id)
    last = queries.last_hand_over(session, case.id)
    workers = {
        *(note.row.author_id for note in opened_notes), *(note.row.erased_by_id for note in opened_notes),
        *(task.row.worker_id for task in opened_tasks), *(one.worker_id for one in here),
        *(one.worker_id for one in conflicts), *(one.said_by_id for one in conflicts), case.owner_id,
        *((last.from_id, last.by_id) if last else ()),
    }  # fmt: skip
    works = actor.may(Permission.CASE_WORK)
    colleagues = queries.colleagues(session, case)
    return Work(
        topics=topics,
        folded=care.is_folded(topics, care.choice_of(session, actor.worker_id)),
        bands=care.bands_of(session, actor.worker_id, "", today=today),
        present=here,
        steps=steps(_facts(session, case, request, (open_flags, undecided), opened_tasks), actor.permissions),
        notes=opened_notes,
        tasks=opened_tasks,
        relatives=relatives(session, case, actor=actor, at=at),
        conflicts=conflicts,
        glass=queries.open_glass(session, actor.worker_id, case.id, at=at),
        names=get_names(session, {worker for worker in workers if worker}),
        receivers=_receivers(session, case, [(str(w.id), w.name) for w in colleagues if w.id != case.owner_id]),
        helpers=((NOBODY, "Somebody else, named below"), *((str(w.id), w.name) for w in colleagues)),
        everybody=((ME, "I do"), *_others(session, actor)),
        due_in=(today + DUE_IN).isoformat(),
        can_take_over=works and handing.can_take_over(case),
        can_take_back=works and handing.can_take_back(session, case, actor, at=at),
        may_hand_over=works and case.status not in CLOSED and case.owner_id is not None,
        may_note=actor.may(Permission.CASE_NOTE),
        may_work=works,
        may_review=actor.may(Permission.CASE_REVIEW),
    )


def _facts(
    session: "Session", case: "Case", request: OpenedRequest, waiting: tuple[int, int],
    opened: Sequence[tasks.OpenedTask],
) -> Facts:  # fmt: skip
    """What the checklist is made from. `waiting`: open flags, and entries without a decision."""
    answer = answers.find(session, case.id)
    return Facts(
        right=case.right,
        status=case.status,
        open_flags=waiting[0],
        needs_authority=request.asking.is_somebody_else,
        has_authority=case.request.authority is not None,
        undecided=waiting[1],
        tasks=len(opened),
        open_tasks=sum(task.is_open for task in opened),
        has_letter=answer is not None and answer.letter is not None,
        acknowledged=case.acknowledged_at is not None,
        is_resting=request.resting_since is not None,
    )


def _receivers(session: "Session", case: "Case", names: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    others = [team for team in teams(session) if team != case.team]
    to_teams = [(handing.TEAM + team, f"The team {team.replace('-', ' ')}") for team in others]
    return ((handing.ALL, "All: whoever is free"), *names, *to_teams)


def _others(session: "Session", actor: Actor) -> list[tuple[str, str]]:
    return [(str(w.id), f"{w.name} does") for w in queries.others_at_the_desk(session, besides=actor.id)]
