"""Where a line may end on paper. Adds nothing that is seen or read, and the twin does without: a browser breaks lines.

* Not after a hyphen: readers of the PDF's text take a hyphen at the end of a line for a broken word, drop it and join
  the halves, so "self-harm" would be read as "selfharm".
* Inside a word longer than a line, often: without that, the time to lay a long word out grows with its square.
* A text as long as a book is laid out in stretches, for the same reason.
"""

import re

from markupsafe import Markup, escape

NO_BREAK, BREAK, KEPT_SPACE = "\u2060", "\u200b", "\xa0"
AFTER_HYPHEN = re.compile(r"(?<=[-\u2010\u2013\u2014/])(?=[\S\xa0])")
SPACE_AFTER_HYPHEN = re.compile(r"(?<=-) (?=\S)")
LONG_WORD = re.compile(r"\S{50,}")
PIECE = re.compile(rf".{{7,15}}?[^-{NO_BREAK}](?=.)|.{{16}}(?=.)")
BOOK, STRETCH = 10_000, re.compile(rf"(?s).{{1,5000}}(?:[\s{BREAK}]|\Z)|.{{1,5000}}")


def with_breaks(text: str) -> Markup:
    """Escape the text for the PDF maker, with its good and bad places to end a line marked."""
    kept = AFTER_HYPHEN.sub(NO_BREAK, SPACE_AFTER_HYPHEN.sub(KEPT_SPACE, text))
    kept = LONG_WORD.sub(lambda word: PIECE.sub(rf"\g<0>{BREAK}", word[0]), kept)
    if len(kept) <= BOOK:
        return escape(kept)
    stretches = (escape(stretch) for stretch in STRETCH.findall(kept))
    return Markup("").join(Markup('<span class="stretch">{}</span>').format(stretch) for stretch in stretches)
