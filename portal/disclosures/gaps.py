"""What nobody wrote down in an entry: said with its reason where the fact would stand, and listed before it leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.disclosures.letters import Share

NOT_RECORDED = "Not recorded."


@dataclass(frozen=True, slots=True)
class Gap:
    """One fact that is missing: the question it would answer, and what the person reads instead."""

    question: str
    said: str


def missing(reason: str) -> str:
    """What stands in the place of a fact that nobody wrote down."""
    return f"{NOT_RECORDED} {reason}"


def gaps_of(share: Share) -> tuple[Gap, ...]:
    """What is missing in one entry, in the order in which the person meets it."""
    return tuple(Gap(question, said) for question, said in _cells(share) if not said or said.startswith(NOT_RECORDED))


def count_gaps(shares: Iterable[Share]) -> int:
    """How many facts are missing in all of them."""
    return sum(len(gaps_of(share)) for share in shares)


def _cells(share: Share) -> Iterator[tuple[str, str]]:
    yield from (("When was this?", share.when), *(("Who did we tell?", name) for name in share.who))
    for item in share.items:
        yield from (("What did we tell them?", item.what), (f"Why: {item.what}", item.why), (item.what, item.agreed))
    yield from (
        ("Why did we decide that?", share.why),
        ("Which of our rules was it?", share.rule),
        ("Did that rule count then?", share.rule_day),
        ("Did we tell you?", share.told),
        ("What did we leave out?", share.left_out),
        ("What happened next?", share.next),
        *((fact.question, fact.answer) for fact in share.whole),
    )
