"""How sure what was shown makes us, and what may be decided then. Pure: codes in, a finding out."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from portal.core.calendars import Nation
from portal.identity.kinds import ClimbReason, CodeWord, Confidence, Rung, Understanding

ORDER = tuple(Confidence)
ENOUGH_FACTS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of one rung. `right` and `wrong` count facts of different kinds; `fits` is about a document."""

    rung: Rung
    code_word: CodeWord = CodeWord.NOT_ASKED
    seen_by_others: bool = False
    right: int = 0
    wrong: int = 0
    fits: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """How sure we are, and why, in words of staff. `is_clash`: something belongs to somebody else."""

    confidence: Confidence
    why: tuple[str, ...]
    is_clash: bool = False


def worked_out(shown: Sequence[Shown]) -> Finding:
    """Put together what all rungs showed.

    Something that belongs to somebody else outweighs everything. Two rungs that each are good make it certain.
    """
    if not shown:
        return Finding(Confidence.NONE, ("Nothing was shown yet.",))
    each = [_of_one(one) for one in shown]
    why = tuple(reason for finding in each for reason in finding.why)
    if any(finding.is_clash for finding in each):
        return Finding(Confidence.NONE, why, is_clash=True)
    best = max((finding.confidence for finding in each), key=ORDER.index)
    strong = {one.rung for one, finding in zip(shown, each, strict=True) if finding.confidence in YES}
    return Finding(Confidence.CERTAIN if len(strong) > 1 else best, why)


def may_say_yes(finding: Finding) -> bool:
    """Whether "it is them" may be decided on this."""
    return finding.confidence in YES and not finding.is_clash


def rungs_open(now: AbstractSet[Rung], ever: AbstractSet[Rung]) -> tuple[Rung, ...]:
    """The rungs that may be tried: none twice in one check, and a document only after things they know were asked."""
    return tuple(rung for rung in Rung if rung not in now and (rung is not Rung.DOCUMENT or Rung.TWO_FACTS in ever))


def reasons_for(rung: Rung) -> tuple[ClimbReason, ...]:
    """The reasons that can carry this rung. A document is asked for only where facts were not enough or did not fit."""
    if rung is Rung.DOCUMENT:
        return (ClimbReason.NOT_ENOUGH, ClimbReason.DOES_NOT_FIT)
    return tuple(ClimbReason)


def views_in(nation: Nation) -> tuple[Understanding, ...]:
    """What may be written down about understanding. Only Scots law presumes it, from 12 (s.208 DPA 2018)."""
    return tuple(view for view in Understanding if view is not Understanding.PRESUMED or nation is Nation.SCOTLAND)


YES = frozenset({Confidence.GOOD, Confidence.CERTAIN})


def _of_one(shown: Shown) -> Finding:
    return {Rung.KNOWN_CHANNEL: _channel, Rung.TWO_FACTS: _facts, Rung.DOCUMENT: _paper}[shown.rung](shown)


def _channel(shown: Shown) -> Finding:
    if shown.code_word is CodeWord.WRONG:
        return Finding(Confidence.NONE, ("The code word was not the one on the card.",), is_clash=True)
    has_word = shown.code_word is CodeWord.RIGHT
    word = "They gave the code word." if has_word else "No code word was asked for."
    if shown.seen_by_others:
        level = Confidence.GOOD if has_word else Confidence.LOW
        return Finding(level, ("They used a way we know, which somebody else may use too.", word))
    level = Confidence.CERTAIN if has_word else Confidence.GOOD
    return Finding(level, ("They used a way by which we already talk.", word))


def _facts(shown: Shown) -> Finding:
    said = f"{shown.right} of {shown.right + shown.wrong} things that only they would know fitted."
    if shown.right >= ENOUGH_FACTS and not shown.wrong:
        return Finding(Confidence.GOOD, (said,))
    # people misremember: what does not fit makes us less sure, and is never held against them
    return Finding(Confidence.LOW if shown.right else Confidence.NONE, (said,))


def _paper(shown: Shown) -> Finding:
    if not shown.fits:
        return Finding(Confidence.NONE, ("The document is not in their name.",), is_clash=True)
    return Finding(Confidence.GOOD, ("A document was seen, and it is in their name.",))
