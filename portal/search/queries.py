"""Finding: typed words in, results with their hits out. Nothing of it is stored, logged or counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.search import full_text, terms
from portal.search.alike import ALIKE, also
from portal.search.kinds import EntryKind
from portal.search.marking import Piece, passage, pieces
from portal.search.models import SearchEntry, SearchWord
from portal.search.service import UNSEEN
from portal.search.standing import Hit, as_of
from portal.search.terms import Terms

PAGE = 10
OF_A_VERSION = frozenset({EntryKind.RULE, EntryKind.OLD_RULE})
MOST = 200  # results: nobody reads on after that, and nothing typed can make us read everything


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found, cut at its hits. `version` is the number of the rules it stands in, for rules only."""

    kind: EntryKind
    version: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results, best first. `total` counts all of them; `meant` is set where a word was taken for another."""

    results: Sequence[Result]
    total: int
    start: int
    meant: str = ""

    @property
    def next_start(self) -> int | None:
        """Where the next page starts, if there is one."""
        end = self.start + len(self.results)
        return end if end < self.total else None


def search(session: Session, typed: str, *, today: date = date.max, start: int = 0) -> Found:
    """Look for what somebody typed. `today` tells old rules from those that count; without it, every version has begun.

    What is called just that comes first, then whatever holds every word; an old rule after the rule of today.
    """
    words = terms.terms_of(typed)
    found = _look(session, words, today)
    wanted = Terms(words)
    if unknown := _unknown(session, words):
        mended = terms.mended(words, unknown, _vocabulary(session))
        if mended.meant:
            wanted, found = mended, _look(session, mended.words, today)
    name = terms.words_in(typed)
    found.sort(key=lambda entry: terms.words_in(entry.title) != name)
    shown = found[start : start + PAGE]
    hits = (*wanted.words, *terms.words_worth(typed))
    results = [_result(entry, hits) for entry in shown]
    return Found(results, len(found), start, wanted.meant)


def _vocabulary(session: Session) -> set[str]:
    """What a slip can be taken for: every word that stands somewhere, and every word that leads to one of those."""
    standing = set(session.scalars(select(SearchWord.word)))
    return standing | {word for word, others in ALIKE.items() if not standing.isdisjoint(others)}


def _look(session: Session, words: Collection[str], today: date) -> list[Hit]:
    groups = [also(word) for word in words]
    whole = full_text.find(session, groups, every=True, most=MOST)
    some = full_text.find(session, groups, every=False, most=MOST) if len(words) > 1 else []
    ids = list(dict.fromkeys([*whole, *some]))[:MOST]
    entries = {entry.id: entry for entry in session.scalars(select(SearchEntry).where(SearchEntry.id.in_(ids)))}
    kept = list(as_of(session, (entries[one] for one in ids if one in entries), today))
    newest = {_clause(entry) for entry in kept if entry.kind is EntryKind.RULE}
    has_all = set(whole)

    def order(entry: Hit) -> tuple[bool, bool, bool]:
        is_old = entry.kind is EntryKind.OLD_RULE
        return is_old and _clause(entry) in newest, entry.id not in has_all, is_old

    return sorted(kept, key=order)


def _clause(entry: Hit) -> tuple[str, str]:
    """Policy and clause: the same in every version."""
    slug, _, rest = entry.key.partition(":")
    return slug, rest.partition(":")[2]


def _unknown(session: Session, words: Collection[str]) -> list[str]:
    """The words that find nothing at all, in no form."""
    return [word for word in words if not full_text.find(session, [also(word)], every=True, most=1)]


def _result(entry: Hit, words: Collection[str]) -> Result:
    shown = [other for word in words for other in also(word)]
    return Result(
        kind=entry.kind,
        version=entry.key.partition(":")[2].partition(":")[0] if entry.kind in OF_A_VERSION else "",
        title=pieces(entry.title, shown),
        text=pieces(passage(entry.body.partition(UNSEEN)[0], shown), shown),
        address=entry.address,
    )
