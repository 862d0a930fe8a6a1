"""How much it says that an entry and a request share something. Pure: kinds in, words out. Never a guess.

A user name, an e-mail address or a phone number is strong: few share one. A nickname, or a first name with a birthday,
is weak: it is shown as "could be somebody else", and whoever says yes has to say how they know. A first name alone, or
a birthday alone, is not even shown: at a hundred thousand entries it fits hundreds.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.requests.kinds import COMMON, STRONG, IdentifierKind

K = IdentifierKind
NAMED = {
    K.USER_NAME: "user name",
    K.NICKNAME: "nickname",
    K.EMAIL: "email",
    K.PHONE: "phone",
    K.FIRST_NAME: "first name",
    K.DATE_OF_BIRTH: "birthday",
}


class Confidence(StrEnum):
    """How sure the handles alone make us. A worker decides in every case; nothing is ever chosen beforehand."""

    VERY_LIKELY = "very-likely"
    LIKELY = "likely"
    SOMEBODY_ELSE = "could-be-somebody-else"
    CLASH = "clash"


class HowKnown(StrEnum):
    """How a worker knows that it is them although only weak things fit."""

    THEY_SAID_SO = "they-said-so"
    SAME_FACTS = "same-facts"
    COLLEAGUE_WAS_THERE = "colleague-was-there"


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an entry fits, and why, in words of staff."""

    confidence: Confidence
    why: str

    @property
    def is_weak(self) -> bool:
        """Whether a yes needs more than what fits."""
        return self.confidence is Confidence.SOMEBODY_ELSE


def fit(met: Collection[IdentifierKind], differs: Collection[IdentifierKind] = ()) -> Fit | None:
    """What it says that these kinds are the same, and `differs` are known on both sides and not the same.

    None: too little to show. A birthday that differs beats everything else: nobody has two.
    """
    same, strong = frozenset(met), frozenset(met) & STRONG
    if not is_shown(same):
        return None
    words = f"the same {said(same)}"
    if K.DATE_OF_BIRTH in differs and not strong:
        return Fit(Confidence.SOMEBODY_ELSE, f"Only {words}, and another birthday.")
    if K.DATE_OF_BIRTH in differs:
        return Fit(Confidence.CLASH, f"{_capital(words)}, but another birthday. It may be two people.")
    if not strong:
        return Fit(Confidence.SOMEBODY_ELSE, f"Only {words}. Many people share that.")
    if len(strong) > 1 or same >= COMMON:
        return Fit(Confidence.VERY_LIKELY, f"{_capital(words)}.")
    family = " A family may share a phone." if strong == {K.PHONE} else ""
    return Fit(Confidence.LIKELY, f"{_capital(words)}.{family}")


def is_shown(met: Collection[IdentifierKind]) -> bool:
    """Whether these kinds together are enough to look at an entry at all."""
    same = frozenset(met)
    return bool(same - COMMON) or same >= COMMON


def said(kinds: Collection[IdentifierKind]) -> str:
    """`user name and phone`, in the order of the list."""
    *most, last = [NAMED[kind] for kind in NAMED if kind in kinds]
    return f"{', '.join(most)} and {last}" if most else last


@dataclass(frozen=True, slots=True)
class Met:
    """An entry that a strong handle of the request led to, and the person whose it is in the register.

    `others`: how many more entries of that person the asker can see.
    """

    entry: uuid.UUID
    person: uuid.UUID
    others: int


def leads_to_two(met: Collection[Met], apart: Collection[frozenset[uuid.UUID]]) -> bool:
    """Whether the handles of one request lead to two people.

    They are two when a worker said so, or when each is a person whose entries were joined. An entry that nobody joined
    to anything may be anybody's, so it makes no second person by itself.
    """
    joined = {one.person for one in met if one.others}
    people = {one.person for one in met}
    return len(joined) > 1 or any(pair <= people for pair in apart)


def shared_kinds(
    mine: Mapping[IdentifierKind, Collection[str]], theirs: Mapping[IdentifierKind, Collection[str]]
) -> tuple[frozenset[IdentifierKind], frozenset[IdentifierKind]]:
    """Kinds of which both have the same one, and kinds that both have without a common one."""
    both = mine.keys() & theirs.keys()
    same = frozenset(kind for kind in both if set(mine[kind]) & set(theirs[kind]))
    return same, frozenset(both) - same


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
