"""What the page shows on which a draft lies beside what is published, gathered before it is drawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts.queries import get_names
from portal.policies import drafting
from portal.policies.changes import FactChange, clauses_changed, facts_changed
from portal.policies.drafting import Piece
from portal.policies.drafts.places import Told
from portal.policies.drafts.queries import checked
from portal.policies.kinds import Reader
from portal.policies.pack import Version
from portal.policies.pack.policy_file import NAMES
from portal.policies.queries import as_version, get_policy, get_version
from portal.policies.word_diff import Kind, word_diff
from portal.web.staff.draft_pages import all_told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.policies.models import PolicyDraft

READERS = {Reader.FROM_13: "13 to 17", **NAMES}


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
