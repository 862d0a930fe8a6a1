"""What a message may be. Pure. No message of an error repeats what was written."""

from portal.core.errors import RuleBroken
from portal.core.reading import faults, measure
from portal.core.words import N_

LONGEST = 2000  # characters
LONGEST_LETTER = 10_000
MOST_A_DAY = 30  # from one person, in one request: nobody can fill the store through one code
FOLD_AFTER = 20  # the latest that stand open on a page; older ones are folded


def tidy(text: str, *, field: str, may_be_empty: bool = False) -> str:
    """The words without what stands around them. Raises RuleBroken when there are none, or too many."""
    text = text.replace("\r\n", "\n").strip()  # a browser sends two characters for each end of a line
    if not text and not may_be_empty:
        raise RuleBroken(N_("Write something first"), field=field)
    if len(text) > LONGEST:
        raise RuleBroken(N_("Use 2,000 letters or fewer"), field=field)
    return text


def must_be_easy(text: str, *, field: str) -> None:
    """Raise RuleBroken for words of staff that are too hard for a young reader."""
    if hard := faults(measure(text)):
        raise RuleBroken(f"Too hard to read: {'; '.join(hard)}.", field=field)
