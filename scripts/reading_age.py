"""Write docs/reading-age.md: how old somebody has to be to read what the packs in content/ say with ease."""

import sys
from collections.abc import Iterable, Iterator

from portal.core.reading import ENOUGH_WORDS, MAX_AGE, MAX_MEAN, MAX_SENTENCE, Reading, measure
from portal.datamap.schedule import period
from portal.datamap.shapes import Kept, Service
from portal.policies.glossary import Word
from portal.policies.kinds import Reader
from portal.policies.pack import Pack
from portal.policies.pack.policy_file import whole_text
from portal.policies.pack.prose import readable
from scripts.generated import main, packs, table

NAME = "reading-age.md"
HEAD = f"""# Reading age

Made by `make docs` from the packs in content/. Change these, not this page.

Measured as [portal/core/reading.py](../portal/core/reading.py) says: the grade of Flesch and Kincaid plus 5; every
heading and list item counts as a sentence, numbers and addresses do not count. From {ENOUGH_WORDS} words on, the age
may be {MAX_AGE:g} and the mean {MAX_MEAN:g} words a sentence at the most. Below that the formula swings, so there is
a dash. No sentence may have more than {MAX_SENTENCE} words. Whole pages are measured
[page by page](reading-age-pages.md).
"""
COLUMNS = ("Reading age", "Words", "Mean sentence", "Longest sentence")
ORIGINALS = """## The organisations' own texts

The texts that the facts come from are not part of this repository. Each was measured once, on 22 November 2026, by the
same rules; every line of a text counts as a sentence of its own, which makes it look easier than it is.
"""
# (text, reading age, words, mean and longest sentence in words): `measure` of each text on 2026-11-22
MEASURED = (
    ("The Mix: its older rules about what it keeps private, as pasted on its boards", 14.2, 363, 11.7, 34),
    ("The Mix: its page about what it keeps private", 14.3, 435, 15.5, 37),
    ("The Mix: its post that explains the new rules, with answers", 12.8, 3144, 16.0, 61),
    ("The Mix: its page about the data it keeps", 15.6, 4502, 16.1, 43),
    ("Maggie's Online Centre: its page about what it keeps private", 13.9, 617, 14.0, 37),
)


def page() -> str:
    """The whole page: for each pack its policies, services and words, then the texts that the facts come from."""
    originals = ([name, str(age), str(words), str(mean), str(longest)] for name, age, words, mean, longest in MEASURED)
    own = [part for pack in packs() for part in _of_pack(pack)]
    return "\n".join([HEAD, *own, ORIGINALS, table(["Text", *COLUMNS], originals)])


def texts_of(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Everything a pack says to a young person: (what it is, who reads it, its plain text)."""
    for policy in pack.policies:
        for version in policy.versions:
            for reader in Reader:
                yield (
                    f"{version.title} (`{policy.slug}`, version {version.number})",
                    reader,
                    whole_text(version, reader),
                )
    for service in pack.datamap.services:
        yield f"{service.title} (`{service.id}`)", "everybody", _lines(_of_service(service))
    for word in pack.glossary.words:
        if word.page:
            yield f"{word.word} (`{word.id}`)", "everybody", _of_word(word)


def _of_pack(pack: Pack) -> Iterator[str]:
    yield f"## {pack.organisation.name}\n"
    rows = ([what, reader, *row_of(measure(text))] for what, reader, text in texts_of(pack))
    yield table(["What", "For", *COLUMNS], rows)


def row_of(found: Reading) -> list[str]:
    """The figures of one text, as cells; a dash where the text is too short to tell."""
    is_enough = found.words >= ENOUGH_WORDS
    age, mean = (str(found.age), str(found.mean_sentence)) if is_enough else ("-", "-")
    return [age, str(found.words), mean, str(found.longest_sentence)]


def _of_service(service: Service) -> Iterator[str]:
    yield from (service.title, service.lead, *service.what, *service.private_topics, *service.why, service.basis)
    yield from (*service.sees, *service.gets)
    for kept in service.kept:
        yield from (kept.what, _how_long(kept), kept.then_words)
    yield from (service.no_period_why or "", *service.choices, *service.good_to_know)


def _how_long(kept: Kept) -> str:
    return f"{period(kept.months)} from {kept.from_words}" if kept.months else f"until {kept.until}"


def _of_word(word: Word) -> str:
    return readable(word.word, f"{word.means}\n\n{word.more}")


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line if line.endswith((".", "?")) else f"{line}." for line in lines if line)


if __name__ == "__main__":
    sys.exit(main(NAME, page, sys.argv[1:]))
