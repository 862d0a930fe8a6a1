"""What is wrong with a letter's text: fields, routes, and how hard it is to read. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from portal.core.reading import MAX_SENTENCE, faults, measure
from portal.letters.fields import OF_KIND, ROUTES, Fields, Routes, names_of, routes_for
from portal.letters.kinds import FOR_ADULTS, LetterKind
from portal.letters.texts import Letters, LetterText, write

SHORTER = "use shorter sentences and shorter words"
LOOKS_LIKE_ONE = re.compile(r"\{[^{}\n]*\}?|\}")
DAY = date(2026, 11, 23)
SAMPLE_ROUTES = routes_for("help@demo.invalid", "the Demo Regulator", "https://demo.invalid/", "0303 123 1113")
# words as a worker would write them: what is measured is the text around them
SAMPLE = {
    "asked": "A copy of what we have",
    "when": "You will hear from us by 23 December 2026.",
    "question": "Do you mean the chat in May?",
    "why": "You wrote to us in a few places. We want to look in the right one.",
    "waiting": "The days until you answer do not count.",
    "because": "There is a lot to read, and we want to get it right.",
    "given": "Your chat notes: We did this.",
    "reasons": "The note about your call: We did not do this. It is about other people too, and it is theirs to share.",
    "one_more_way": "Tell us your user name, and the month in which you first wrote to us.",
    "so_far": "We read what you sent us, and we asked the team.",
    "next_step": "We look at our notes of that day.",
    "outcome": "You were right. We got this wrong, and we are sorry.",
    "found": "We sent our answer four days late.",
    "mended": "We changed how we keep our dates.",
}


def sample_of(kind: LetterKind, routes: Routes = SAMPLE_ROUTES) -> Fields:
    """Typical values for a letter of that kind."""
    values: dict[str, object] = {name: SAMPLE.get(name, DAY) for name in names_of(kind)}
    values |= {name: getattr(routes, name) for name in ROUTES}
    values.pop("nothing", None)
    return OF_KIND[kind](**values)  # type: ignore[arg-type]  # each kind has its own names


def problems_of(text: LetterText) -> Iterator[tuple[int, str]]:
    """Find what is wrong: (line from 0 of the body, what is wrong). Nothing found: every letter from it can go out."""
    known, found = names_of(text.kind), list(_stray(text))
    for name in known:
        if name not in text.names:
            said = f"the field `{{{name}}}` is missing: every {text.kind} letter has to say it"
            found.append((0, f"a route is missing: write `{{{name}}}`" if name in ROUTES else said))
    yield from found
    if not found:
        yield from _hard(text)


def _stray(text: LetterText) -> Iterator[tuple[int, str]]:
    known = names_of(text.kind)
    for line, words in enumerate(text.body.split("\n")):
        for match in LOOKS_LIKE_ONE.finditer(words):
            name = match[0].strip("{}")
            if match[0] != f"{{{name}}}" or name not in known:
                yield line, f"there is no field `{match[0]}` in this letter: write one of {', '.join(known)}"


def _hard(text: LetterText) -> Iterator[tuple[int, str]]:
    for line, words in enumerate(text.body.split("\n")):
        longest = measure(words).longest_sentence
        if longest > MAX_SENTENCE:
            yield line, f"a sentence has {longest} words, and {MAX_SENTENCE} is the most: make two of it"
    if text.kind in FOR_ADULTS:
        return
    for fault in faults(measure(write({text.kind: text}, sample_of(text.kind)).text)):
        if not fault.startswith("the longest"):  # that one was named at its own line
            yield 0, f"{fault}: {SHORTER}"


def hard_with(texts: Letters, routes: Routes) -> Iterator[tuple[LetterKind, str]]:
    """Find the letters that an organisation's own routes make too hard: an address can be as long as a letter."""
    for kind in LetterKind:
        if kind not in FOR_ADULTS:
            for fault in faults(measure(write(texts, sample_of(kind, routes)).text)):
                yield kind, fault
