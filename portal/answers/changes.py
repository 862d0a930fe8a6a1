"""What changed in a prepared answer since a worker last looked at it, word by word, part by part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.answers.models import Answer, Look
from portal.core.formatting import long_date
from portal.disclosures.letters import AnswerDocument, Part, Share
from portal.policies.word_diff import Kind, word_diff
from portal.requests import queries as requests
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part with other words than before: its title, and the pieces of both in reading order."""

    title: str
    pieces: tuple[tuple[Kind, str], ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since that moment. No part: only what stands on the front changed."""

    seen_at: datetime
    parts: tuple[ChangedPart, ...]


def since_last_look(session: Session, answer: Answer, *, actor: Actor) -> Since | None:
    """What changed since this worker last saw other words; None when they never did. Raises KeyDestroyed."""
    look = session.scalar(select(Look).where(Look.answer_id == answer.id, Look.worker_id == actor.id))
    if look is None or look.before is None or look.before_at is None:
        return None
    box = vault_of(session).box(requests.get(session, answer.case.request_id).key_id)
    before, now = (AnswerDocument.from_json(box.get(look, name)) for name in ("before", "seen"))
    return Since(look.before_at, tuple(compare(before, now)))


def compare(before: AnswerDocument, now: AnswerDocument) -> Iterator[ChangedPart]:
    """The parts of two documents that do not say the same words."""
    old, new = ({part.id: (part.title, plain(document, part)) for part in document.parts} for document in (before, now))
    for name in dict.fromkeys((*new, *old)):
        was, said = old.get(name, ("", "")), new.get(name, ("", ""))
        if was != said:
            # a title that stayed is the heading; one that changed is a word like the others
            first = 1 if was[0] == said[0] else 0
            old_text, new_text = ("\n\n".join(filter(None, one[first:])) for one in (was, said))
            yield ChangedPart(said[0] or was[0], tuple(word_diff(old_text, new_text)))


def plain(document: AnswerDocument, part: Part) -> str:
    """The words of a part as plain text, in reading order, an empty line between two pieces."""
    return "\n\n".join(filter(None, _words(document, part)))


def as_text(document: AnswerDocument) -> str:
    """All parts as plain text, each under its title."""
    return "\n\n\n".join(f"{part.title}\n\n{plain(document, part)}" for part in document.parts)


def _words(document: AnswerDocument, part: Part) -> Iterator[str]:
    if part.share is not None:
        return _of_share(part.share)
    found: dict[str, Iterable[str]] = {
        "letter": (*document.letter, *document.searched),
        "nothing": (document.nothing,),
        "rights": (line for right in document.rights for line in (right.heading, *right.text)),
        "decided": (line for one in document.decided for line in (one.what, one.decision, *one.why, one.until)),
        "done": (
            line
            for one in document.done
            for line in (one.where, f"{one.what} It was on {long_date(one.done_on)}.", one.words)
        ),
        "others": (line for one in document.others for line in (one.heading, one.who, one.what, one.why, one.named)),
        "told": (line for one in document.told_of_change for line in (one.who, one.said)),
        "afterwards": document.afterwards,
    }
    return iter(found[part.kind])


def _of_share(share: Share) -> Iterator[str]:
    yield from (share.heading, share.sentence, share.when, *share.who)
    yield from (line for item in share.items for line in (item.what, item.why, item.agreed))
    yield from (share.why, share.rule, share.rule_day, share.told, share.left_out, share.next, *share.corrections)
    yield from (line for fact in share.whole for line in (fact.question, fact.answer))
