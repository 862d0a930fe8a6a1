"""What the duty to tell puts on the page of today, for each worker what they may see and did not ask for themselves."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import url_for

from portal.accounts.actor import Actor
from portal.answers.holding import count_held
from portal.core import clock
from portal.disclosures.duty import piles
from portal.disclosures.duty.piles import Pile
from portal.web.need_to_know import shut_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SAID: dict[Pile, str] = {
    Pile.LOCKS_TO_DECIDE: "Locks to decide on",
    Pile.LOCKS_TO_REVIEW: "Locks to look at again",
    Pile.WAY_FOUND: "Found a way to tell them",
    Pile.LOOK_AGAIN: "Look again: not told yet",
    Pile.SENT_BACK: "Not told yet: sent back",
    Pile.TO_SIGN: "Not told yet: waiting for a second signature",
}
URGENT = frozenset({Pile.LOCKS_TO_DECIDE, Pile.LOOK_AGAIN, Pile.LOCKS_TO_REVIEW})


def telling_today(session: "Session", actor: Actor) -> Iterator[tuple[int, str, str, bool]]:
    """So many, in which words, behind which address, and whether it comes first."""
    shut = shut_for(actor)
    yield (
        count_held(session, actor=actor, shut=shut),
        "Answers to look at before they leave",
        url_for("telling_lists.leaving"),
        True,
    )
    for pile, words in SAID.items():
        count = piles.count(session, pile, actor=actor, today=clock.today(), shut=shut)
        yield count, words, url_for(f"telling_lists.{pile.name.lower()}"), pile in URGENT
