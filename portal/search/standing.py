"""Whether a rule that was found counts today, counted before, or is still to come.

The day decides, not the day on which the search was filled: a version starts at midnight, and nobody fills it then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.policies.queries import standing
from portal.search.kinds import EntryKind
from portal.search.models import SearchEntry

# Where rules stand. Paths of the public pages, which never change: people have written them down.
POLICY, OLD_POLICY = "/policies/{}", "/policies/{}/{}"
RULES = frozenset({EntryKind.RULE, EntryKind.OLD_RULE})


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry as it stands today."""

    id: int
    kind: EntryKind
    key: str
    title: str
    body: str
    address: str


def rule_address(slug: str, number: int, clause: str, *, is_of_today: bool) -> str:
    """Where a clause is read: on the page of the rules of today, or on that of its version."""
    return f"{POLICY.format(slug) if is_of_today else OLD_POLICY.format(slug, number)}#{clause}"


def as_of(session: Session, entries: Iterable[SearchEntry], today: date) -> Iterator[Hit]:
    """The entries as they stand on that day. Rules that are still to come are left out: they do not count yet."""
    numbers: dict[str, int] = {}
    for entry in entries:
        kind, address = entry.kind, entry.address
        slug, number, clause = _parts(entry)
        if kind in RULES and number:
            if slug not in numbers:
                numbers[slug] = _number(session, slug, today)
            now = numbers[slug]
            if now and number > now:
                continue
            kind = EntryKind.OLD_RULE if number < now else EntryKind.RULE
            address = rule_address(slug, number, clause, is_of_today=kind is EntryKind.RULE)
        yield Hit(entry.id, kind, entry.key, entry.title, entry.body, address)


def _parts(entry: SearchEntry) -> tuple[str, int, str]:
    slug, _, rest = entry.key.partition(":")
    number, _, clause = rest.partition(":")
    return slug, int(number) if number.isdigit() else 0, clause


def _number(session: Session, slug: str, today: date) -> int:
    try:
        return standing(session, slug, today).now.number
    except NotFound:
        return 0
