"""Which rows are known already, which look like another, and which may be two people with one name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.core.clock import local_date
from portal.disclosures.entry import Entry
from portal.disclosures.importing.building import Built, Problem
from portal.disclosures.importing.kinds import RowState
from portal.disclosures.importing.models import RegisterImport, RegisterImportRow
from portal.disclosures.importing.reading import Row
from portal.disclosures.models import Disclosure, DisclosureIdentifier
from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind
from portal.vault import KeyDestroyed, Vault, vault_of

SEP = "\x1f"
SAME = 58  # digits of the HMAC: the rest of a mark counts the rows that say the very same
SAME_ROW, ALIKE, NAMESAKES, WHO = (f"register-import-{kind}" for kind in ("row", "alike", "namesake", "who"))
REGISTER = "register:"  # with the kind of a handle: its blind index among entries (`queries.register_index`)
WHOLE_ROW = "The whole row"
LIKE_A_ROW = "The same day, person and recipient as row {number}"
LIKE_AN_ENTRY = "The same day, person and recipient as an entry of the register"
NAMESAKE = "The same first name and birthday as row {number}, and nothing shows that it is one person"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a row is compared by: made with our key, so that a copy of the table tells nothing."""

    same: str
    alike: str | None = None
    namesake: str | None = None
    who: str | None = None
    handles: tuple[str, ...] = ()


def marks_of(vault: Vault, rows: Sequence[tuple[Row, Built]]) -> list[Marks]:
    """The marks of many rows, in one look at the key."""
    spoken = [_spoken(row, built) for row, built in rows]
    made = iter(vault.blind_all([pair for pairs in spoken for pair in pairs]))
    marks = []
    for pairs in spoken:
        named: dict[str, str] = {}
        handles = []
        for (kind, _), mark in zip(pairs, made, strict=False):
            named[kind] = mark
            if kind.startswith(REGISTER):
                handles.append(mark)
        same = named[SAME_ROW][:SAME]
        marks.append(Marks(same, named.get(ALIKE), named.get(NAMESAKES), named.get(WHO), tuple(handles)))
    return marks


def _spoken(row: Row, built: Built) -> list[tuple[str, str]]:
    """What is marked of a row: the kind of each mark, and what goes into it."""
    pairs = [(SAME_ROW, SEP.join(row.cells))]
    entry = built.entry
    if entry is None:
        return pairs
    handles = {kind: spelling for kind, typed in entry.identifiers if (spelling := normalise(kind, typed))}
    pairs += [(f"{REGISTER}{kind.value}", spelling) for kind, spelling in handles.items()]
    if main := next(iter(handles.items()), None):
        pairs.append((ALIKE, SEP.join((_day(entry), *main, _recipient(entry)))))
    name = handles.pop(IdentifierKind.NICKNAME, "")
    if name and built.birthday:
        pairs.append((NAMESAKES, f"{name}{SEP}{built.birthday}"))
        if handles:
            pairs.append((WHO, SEP.join(f"{kind}:{spelling}" for kind, spelling in sorted(handles.items()))))
    return pairs


def mark_of(session: Session, imported: RegisterImport, same: str) -> str:
    """The mark of a row among all imports. Rows that say the very same are told apart by their order."""
    last = session.scalar(
        select(RegisterImportRow.mark)
        .where(
            RegisterImportRow.import_id == imported.id,
            RegisterImportRow.mark >= f"{same}-",
            RegisterImportRow.mark < f"{same}.",
        )
        .order_by(RegisterImportRow.mark.desc())
        .limit(1)
    )
    return f"{same}-{int(last[SAME + 1 :]) + 1 if last else 0:05}"


def is_in_register(session: Session, mark: str) -> bool:
    """Whether an import before this one took the very same row."""
    return session.scalar(select(Disclosure.id).where(Disclosure.submission == mark)) is not None


def flags(session: Session, imported: RegisterImport, entry: Entry, marks: Marks) -> list[Problem]:
    """What somebody has to look at before the row is taken."""
    found = []
    if (number := _row_alike(session, imported, marks)) is not None:
        found.append(LIKE_A_ROW.format(number=number))
    elif entry_alike(session, entry, marks):
        found.append(LIKE_AN_ENTRY)
    if marks.namesake and (other := session.scalar(_namesakes(imported, marks).limit(1))):
        found.append(NAMESAKE.format(number=other.number))
    return [Problem("", WHOLE_ROW, reason) for reason in found]


def flag_the_others(session: Session, imported: RegisterImport, marks: Marks, number: int) -> None:
    """Both of two namesakes are looked at, also the one that came first and had been fine."""
    if marks.namesake is None:
        return
    for row in session.scalars(_namesakes(imported, marks).where(RegisterImportRow.state == RowState.FINE)):
        row.state = RowState.FLAGGED
        row.problems = [*row.problems, Problem("", WHOLE_ROW, NAMESAKE.format(number=number)).to_json()]


def entry_alike(session: Session, entry: Entry, marks: Marks) -> bool:
    """Whether the register has an entry of that day, about a person with such a handle, with that recipient."""
    vault = vault_of(session)
    rows = session.scalars(
        select(Disclosure).where(
            Disclosure.id.in_(
                select(DisclosureIdentifier.disclosure_id).where(DisclosureIdentifier.blind_index.in_(marks.handles))
            )
        )
    )
    day, recipient = _day(entry), _recipient(entry)
    return any(
        local_date(row.shared_at or row.decided_at).isoformat() == day and _has_recipient(vault, row, recipient)
        for row in rows
    )


def _has_recipient(vault: Vault, row: Disclosure, recipient: str) -> bool:
    if not row.recipients:
        return recipient == ""
    box = vault.box(row.key_id)
    try:
        return any(recipient in {_plain(box.get(one, "name")), one.kind.value} for one in row.recipients)
    except KeyDestroyed:
        return False


def _row_alike(session: Session, imported: RegisterImport, marks: Marks) -> int | None:
    if marks.alike is None:
        return None
    return session.scalar(
        select(RegisterImportRow.number)
        .where(RegisterImportRow.import_id == imported.id, RegisterImportRow.alike == marks.alike)
        .order_by(RegisterImportRow.number)
        .limit(1)
    )


def _namesakes(imported: RegisterImport, marks: Marks) -> Select[RegisterImportRow]:
    """Rows before with that first name and birthday, of which nobody can say that they are the same person."""
    rows = select(RegisterImportRow).where(
        RegisterImportRow.import_id == imported.id, RegisterImportRow.namesake == marks.namesake
    )
    if marks.who is not None:
        rows = rows.where(or_(RegisterImportRow.who.is_(None), RegisterImportRow.who != marks.who))
    return rows.order_by(RegisterImportRow.number)


def _day(entry: Entry) -> str:
    return local_date(entry.shared_at or entry.decided_at).isoformat()


def _recipient(entry: Entry) -> str:
    """The name of the first recipient, or its kind where it has none."""
    if not entry.recipients:
        return ""
    first = entry.recipients[0]
    return _plain(first.name) or first.kind.value


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
