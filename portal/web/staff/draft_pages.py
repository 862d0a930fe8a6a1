"""What the pages of a draft show, gathered before they are drawn."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from portal.accounts.queries import get_names
from portal.audit import Action, AuditEvent, timeline
from portal.core.formatting import long_date
from portal.core.values import NOT_PUBLISHED
from portal.policies import drafting
from portal.policies.drafting import Piece
from portal.policies.drafts.places import Told, told
from portal.policies.drafts.queries import checked, published_in
from portal.policies.kinds import DraftState
from portal.policies.marks import Marks, marks_of
from portal.policies.pack.policy_file import VersionFile
from portal.policies.queries import get_version

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.policies.models import PolicyDraft

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One clause of the list."""

    piece: Piece
    part: str
    marks: Marks
    problems: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Happened:
    """The same thing, done by one person one or more `times` in one hour; `at` is the last time."""

    action: Action
    actor_id: uuid.UUID | None
    at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything on the page of a draft. `problems` are those that stand in no clause; `taken_out` are published."""

    draft: "PolicyDraft"
    file: VersionFile
    rows: Sequence[Row]
    taken_out: Sequence[Piece]
    problems: Sequence[Told]
    happened: Sequence[Happened]
    names: dict[uuid.UUID, str]

    @property
    def writer(self) -> str:
        """Who changed it last."""
        return self.names.get(self.draft.updated_by_id, "")

    def day(self, name: str) -> str:
        """A day at the top, in words; as it was typed when it is none."""
        typed = self.facts.get(name, "")
        try:
            return long_date(date.fromisoformat(typed))
        except ValueError:
            return "Start day not known" if typed == NOT_PUBLISHED and name == "effective_on" else typed

    @property
    def facts(self) -> dict[str, str]:
        """The facts at the top, as text."""
        data = self.file.front.data
        return {name: str(value) for name, value in data.items()} if isinstance(data, dict) else {}


def draft_page(session: "Session", draft: "PolicyDraft") -> DraftPage:
    """Gather the page of a draft."""
    file = checked(session, draft)
    every = all_told(draft, file)
    rows = [_row(file, every, placed) for placed in drafting.placed_in(draft.text)]
    inside = {problem for row in rows for problem in row.problems}
    published = [get_version(session, draft.slug, draft.number).id] if draft.state is DraftState.PUBLISHED else []
    happened = joined(timeline(session, [draft.id, *published]))
    here = {row.piece.code for row in rows}
    workers = {draft.updated_by_id} | {one.actor_id for one in happened if one.actor_id}
    return DraftPage(
        draft=draft, file=file, rows=rows, taken_out=[p for p in published_in(session, draft) if p.code not in here],
        problems=[one for one in every if one not in inside], happened=happened,
        names=get_names(session, workers),
    )  # fmt: skip


def joined(events: Sequence[AuditEvent]) -> list[Happened]:
    """What happened, newest first; what one person did again and again within an hour is one line."""
    found: list[Happened] = []
    for event in reversed(events):
        last = found[-1] if found else None
        is_again = last and (last.action, last.actor_id) == (event.action, event.actor_id)
        if last and is_again and last.at - event.at < HOUR:
            found[-1] = replace(last, times=last.times + 1)
        else:
            found.append(Happened(event.action, event.actor_id, event.at, 1))
    return found


def problems_of(every: Sequence[Told], placed: drafting.Placed) -> list[Told]:
    """The problems that stand in the lines of one clause."""
    return [one for one in every if placed.first < one.line <= placed.end]


def all_told(draft: "PolicyDraft", file: VersionFile) -> list[Told]:
    """Every problem, by the box in which it is mended."""
    return [told(file, draft.text, problem) for problem in file.problems]


def _row(file: VersionFile, every: Sequence[Told], placed: drafting.Placed) -> Row:
    section = next(found for found in file.sections if found.line == placed.first + 1)
    data = section.facts.data
    part = str(data.get("part", "")) if isinstance(data, dict) else ""
    marks = marks_of(placed.piece.words, title=placed.piece.title)
    return Row(placed.piece, part, marks, problems_of(every, placed))
