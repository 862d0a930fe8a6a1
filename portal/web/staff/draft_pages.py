"""What the pages of a draft show, gathered before they are drawn."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from portal.accounts.queries import get_names
from portal.audit import Action, AuditEvent, timeline
from portal.core.formatting import long_date
from portal.core.values import NOT_PUBLISHED
from portal.policies import drafting
from portal.policies.changes import FactChange, clauses_changed, facts_changed
from portal.policies.drafting import Piece
from portal.policies.drafts.places import Told, told
from portal.policies.drafts.queries import checked, published_in
from portal.policies.kinds import DraftState, Reader
from portal.policies.marks import Marks, marks_of
from portal.policies.pack import Version
from portal.policies.pack.policy_file import NAMES, VersionFile
from portal.policies.queries import as_version, get_policy, get_version
from portal.policies.word_diff import Kind, word_diff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.policies.models import PolicyDraft

HOUR = timedelta(hours=1)
READERS = {Reader.FROM_13: "13 to 17", **NAMES}


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


@dataclass(frozen=True, slots=True)
class Pair:
    """One text that is another now: whose words (or the title), and the pieces of the difference."""

    whose: str
    pieces: list[tuple[Kind, str]]


@dataclass(frozen=True, slots=True)
class Compared:
    """One clause, before and now. `state`: same, changed, new, gone."""

    code: str
    title: str
    state: str
    pairs: list[Pair]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The draft beside what is published."""

    draft: "PolicyDraft"
    old_number: int
    new: Version | None
    clauses: Sequence[Compared]
    consequences: Sequence[FactChange]
    changed: Collection[str]
    problems: Sequence[Told]
    writer: str


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


def compare_page(session: "Session", draft: "PolicyDraft") -> ComparePage:
    """Gather the two texts side by side."""
    is_closed = not draft.is_open  # then it is held against what it came from, for the newest may be itself
    newest = get_version(session, draft.slug, draft.based_on) if is_closed else get_policy(session, draft.slug)
    file = checked(session, draft)
    before = {clause.id: Piece(clause.id, clause.title, "", clause.words, clause.readings)
              for clause in as_version(newest).clauses}  # fmt: skip
    now = {placed.piece.code: placed.piece for placed in drafting.placed_in(draft.text)}
    gone = [_compared(piece, None) for code, piece in before.items() if code not in now]
    return ComparePage(
        draft=draft, old_number=newest.number, new=file.version,
        clauses=[*(_compared(before.get(code), piece) for code, piece in now.items()), *gone],
        consequences=list(facts_changed(as_version(newest), file.version, now)) if file.version else [],
        changed=clauses_changed(as_version(newest), file.version) if file.version else frozenset(),
        problems=all_told(draft, file), writer=get_names(session, {draft.updated_by_id}).get(draft.updated_by_id, ""),
    )  # fmt: skip


def _row(file: VersionFile, every: Sequence[Told], placed: drafting.Placed) -> Row:
    section = next(found for found in file.sections if found.line == placed.first + 1)
    data = section.facts.data
    part = str(data.get("part", "")) if isinstance(data, dict) else ""
    marks = marks_of(placed.piece.words, title=placed.piece.title)
    return Row(placed.piece, part, marks, problems_of(every, placed))


def _compared(old: Piece | None, new: Piece | None) -> Compared:
    was, now = _texts(old), _texts(new)
    pairs = [Pair(whose, word_diff(was.get(whose, ""), now.get(whose, ""))) for whose in {**was, **now}]
    pairs = [pair for pair in pairs if any(kind != "same" for kind, _ in pair.pieces)]
    state = "new" if old is None else "gone" if new is None else "changed" if pairs else "same"
    shown = new or old
    return Compared(shown.code if shown else "", shown.title if shown else "", state, pairs)


def _texts(piece: Piece | None) -> dict[str, str]:
    if piece is None:
        return {}
    own = {READERS[reader]: piece.readings[reader] for reader in NAMES if reader in piece.readings}
    return {"Title": piece.title, READERS[Reader.FROM_13]: piece.words, **own}
