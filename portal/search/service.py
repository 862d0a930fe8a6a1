"""Keeping what can be found up to date. Copies only: all of it can be made again from the pack and the database."""

import uuid
from collections.abc import Iterable, Iterator

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.core.reading import main_text
from portal.policies.markdown import to_html
from portal.policies.models import PolicyVersion
from portal.policies.pack import Pack
from portal.policies.queries import list_policies, list_versions
from portal.policies.situations import TELLING
from portal.search.alike import ABOUT
from portal.search.kinds import EntryKind
from portal.search.models import SearchEntry, SearchWord
from portal.search.standing import rule_address
from portal.search.terms import LONGEST_WORD, words_in

# Where things stand. Paths of the public pages, which never change: people have written them down.
ANSWERS = "/policies/{}/answers"
SITUATIONS, WORDS = "/would-you-tell", "/words#{}"
UNSEEN = "\n\N{INVISIBLE SEPARATOR}"  # what stands behind it is looked in, and never shown


def refill(session: Session, pack: Pack) -> int:
    """Make everything anew but published answers, which no pack holds. Gives how many entries there are of it.

    Call it after the pack was published (`load_pack_into`), in the same transaction.
    """
    session.flush()
    session.execute(delete(SearchEntry).where(SearchEntry.kind != EntryKind.ANSWER))
    entries = [*_rules(session, pack), *_situations(pack), *_words(pack)]
    session.add_all(entries)
    _learn_words(session)
    return len(entries)


def put_answer(session: Session, answer_id: uuid.UUID, slug: str, question: str, answer: str) -> None:
    """Let a published answer be found."""
    address = f"{ANSWERS.format(slug)}?from={answer_id}#{anchor_of(answer_id)}"
    session.add(_entry(EntryKind.ANSWER, str(answer_id), question, answer, address))
    _learn_words(session)


def remove_answer(session: Session, answer_id: uuid.UUID) -> None:
    """Let a withdrawn answer be found no more."""
    session.execute(delete(SearchEntry).where(SearchEntry.kind == EntryKind.ANSWER, SearchEntry.key == str(answer_id)))
    _learn_words(session)


def anchor_of(answer_id: uuid.UUID) -> str:
    """The id of a published answer on its page."""
    return f"answer-{answer_id.hex[:8]}"


def _rules(session: Session, pack: Pack) -> Iterator[SearchEntry]:
    for newest in list_policies(session):
        for version in list_versions(session, newest.slug):
            yield from _of_version(version, pack, is_newest=version.number == newest.number)


def _of_version(version: PolicyVersion, pack: Pack, *, is_newest: bool) -> Iterator[SearchEntry]:
    about = _about(version, pack)
    kind = EntryKind.RULE if is_newest else EntryKind.OLD_RULE
    for clause in version.clauses:
        key = f"{version.slug}:{version.number}:{clause.code}"
        body = _with_unseen(main_text(clause.html), about.get(clause.code, []))
        address = rule_address(version.slug, version.number, clause.code, is_of_today=is_newest)
        yield _entry(kind, key, clause.title, body, address)


def _about(version: PolicyVersion, pack: Pack) -> dict[str, list[str]]:
    """The words that people have for the grounds of a version: those for the situations that rest on them."""
    rules = pack.situations.versions.get(version.number) if version.slug == pack.situations.policy else None
    found: dict[str, list[str]] = {}
    for rule in rules.rules if rules else ():
        for code in {rule.clause if rule.outcome in TELLING else rule.beside, rule.beside} - {None}:
            found.setdefault(str(code), []).extend(ABOUT.get(rule.situation, ()))
    return found


def _situations(pack: Pack) -> Iterator[SearchEntry]:
    groups = {group.id: group.title for group in pack.situations.groups}
    for situation in pack.situations.situations:
        body = _with_unseen(groups[situation.group], ABOUT.get(situation.id, ()))
        yield _entry(EntryKind.SITUATION, situation.id, situation.title, body, SITUATIONS)


def _words(pack: Pack) -> Iterator[SearchEntry]:
    for word in pack.glossary.words:
        more = main_text(to_html(word.more)) if word.more else ""
        body = "\n".join(part for part in (word.means, more, ", ".join(word.also)) if part)
        yield _entry(EntryKind.WORD, word.id, word.word, body, WORDS.format(word.id))


def _with_unseen(body: str, words: Iterable[str]) -> str:
    return UNSEEN.join(filter(None, (body, " ".join(dict.fromkeys(words)))))


def _entry(kind: EntryKind, key: str, title: str, body: str, address: str) -> SearchEntry:
    return SearchEntry(kind=kind, key=key, title=title, body=body, address=address)


def _learn_words(session: Session) -> None:
    """The vocabulary of what can be found now, and no word of what was taken away."""
    session.flush()
    known: set[str] = set()
    for title, body in session.execute(select(SearchEntry.title, SearchEntry.body)):
        known.update(words_in(f"{title} {body}"))
    session.execute(delete(SearchWord))
    if known:
        session.execute(insert(SearchWord), [{"word": word[:LONGEST_WORD]} for word in sorted(known)])
