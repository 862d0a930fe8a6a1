"""What somebody typed, as words: no sign, no quotation mark, nothing that a query could trip over. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from portal.search.alike import SHOWN, joined

MOST_WORDS = 12
LONGEST_WORD = 40
PREFIX_FROM = 3  # shorter words have to stand there whole: "is" must not find "island"
NEAR_FROM = 4  # shorter words are near to too many others
NEAR = 0.78
LONG = 8  # letters: a long word may lack two of them
WORD = re.compile(r"[^\W_]+")

# Words that stand everywhere and find nothing; PostgreSQL leaves the same ones out.
EVERYWHERE = frozenset(
    """
    a about above after again against all am an and any are as at be because been before being below between
    both but by can did do does doing don down during each few for from further had has have having he her here
    hers herself him himself his how i if in into is it its itself just me more most my myself no nor not now of
    off on once only or other our ours ourselves out over own s same she should so some such t than that the
    their theirs them themselves then there these they this those through to too under until up very was we were
    what when where which while who whom why will with would you your yours yourself yourselves
    """.split()  # noqa: SIM905  # a list of words reads best as one
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The words to look for, and the line "did you mean" where one of them was taken for another; else empty."""

    words: tuple[str, ...]
    meant: str = ""


def words_in(text: str) -> list[str]:
    """Every word of a text, in small letters, in its order."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2019", "'").casefold()
    return [word for word in WORD.findall(plain) if len(word) <= LONGEST_WORD]


def terms_of(typed: str) -> tuple[str, ...]:
    """The words worth looking for, each once, and no more than a few. Words that mean one thing together are one."""
    return _worth(joined(words_in(typed)))


def words_worth(typed: str) -> tuple[str, ...]:
    """The same words as they were typed, to light them up where they stand."""
    return _worth(words_in(typed))


def _worth(words: Iterable[str]) -> tuple[str, ...]:
    wanted = (word for word in words if word not in EVERYWHERE and (len(word) > 1 or word.isdigit()))
    return tuple(dict.fromkeys(wanted))[:MOST_WORDS]


def near(word: str, vocabulary: Iterable[str]) -> str | None:
    """The word of the vocabulary that this one is likely to be a slip of; None when there is none."""
    if len(word) < NEAR_FROM or not word.isalpha():
        return None
    vocabulary = set(vocabulary)
    # two letters in the wrong order are the commonest slip, and in a short word they look far apart
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    if turned := next((other for other in swapped if other in vocabulary), None):
        return turned
    most = 2 if len(word) >= LONG else 1
    alike = [known for known in sorted(vocabulary) if known.isalpha() and abs(len(known) - len(word)) <= most]
    return next(iter(get_close_matches(word, alike, n=1, cutoff=NEAR)), None)


def mended(words: tuple[str, ...], unknown: Collection[str], vocabulary: Collection[str]) -> Terms:
    """The terms with each unknown word replaced by a near one. Then words that nobody knows are left out.

    A line that asks "did you mean" and then repeats a slip would be no help.
    """
    instead = {word: found for word in unknown if (found := near(word, vocabulary))}
    if not instead:
        return Terms(words)
    known = (word for word in words if word in instead or word not in unknown)
    meant = tuple(dict.fromkeys(instead.get(word, word) for word in known))
    return Terms(meant, " ".join(SHOWN.get(word, word) for word in meant))
