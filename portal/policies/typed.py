"""What an editor typed, made fit to stand in a pack file without changing what stands around it. Pure.

A browser sends lines that end with CR LF, and people paste characters nobody sees; a line that looks like a heading, a
fence or an HTML comment would end the clause it was typed into. Such a line gets a backslash: it stays readable, and
stays words. Nothing that was typed is left out but characters that cannot be seen.
"""

import re
import unicodedata

from portal.policies.pack.prose import tokens_of

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they turn the direction of all that follows, unseen
BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")
CONTAINER = r"^(?P<before>[ \t>*+\-]*(?:\d{1,9}[.)][ \t>*+\-]*)*)"  # marks of quotations and lists, inside each other
MARKS = r"#{1,6}(?=[ \t]|$)|`{3}|~{3}|<(?=[!?]|(?:script|pre|style|textarea)\b)"
LOOKALIKE = re.compile(f"{CONTAINER}(?P<mark>{MARKS})", re.MULTILINE | re.IGNORECASE)
DEFINITION = re.compile(r"^(?P<before> {0,3})(?=\[(?:\\.|[^\]\\]){0,999}\]:)", re.MULTILINE)  # of a link: no words
UNDERLINE = re.compile(r"^(?P<before>[ \t>]*)(?P<mark>=+|-+)(?=[ \t]*$)", re.MULTILINE)
ENDLESS_HTML = re.compile(r"\s*<(?:[!?]|(?:script|pre|style|textarea)\b)", re.IGNORECASE)
END_OF_FRONT = re.compile(r"^(?=-{3,}\s*$)", re.MULTILINE)
END_OF_FENCE = re.compile(r"^(?= {0,3}`{3,}[ \t]*$)", re.MULTILINE)


def turns(typed: str) -> bool:
    """Whether a character stands there that lets words be read in another order than they are kept."""
    return bool(TURNING.search(typed))


def plain_lines(typed: str) -> str:
    """The text with lines that end with LF only, and without characters that cannot be seen."""
    seen = UNSEEN.sub("", BREAK.sub("\n", typed))
    return seen if seen.isascii() else "".join(letter for letter in seen if unicodedata.category(letter) != "Cf")


def one_line(typed: str) -> str:
    """A title: one line, single spaces."""
    return " ".join(plain_lines(typed).split())


def words(typed: str) -> str:
    """Markdown that holds no heading, no fence and no HTML without an end: it cannot leave its clause."""
    text = DEFINITION.sub(r"\g<before>\\", plain_lines(typed).strip())
    if any(_breaks_out(token.type, token.content) for token in tokens_of(text)):
        text = LOOKALIKE.sub(r"\g<before>\\\g<mark>", text)
    if any(token.type == "heading_open" for token in tokens_of(text)):
        text = UNDERLINE.sub(r"\g<before>\\\g<mark>", text)
    return text


def facts(typed: str) -> str:
    """The YAML of a clause. A line that would close its block becomes a comment."""
    return END_OF_FENCE.sub("# ", plain_lines(typed).strip("\n").rstrip())


def front(typed: str) -> str:
    """The YAML at the top of a file. A line that would end it becomes a comment."""
    return END_OF_FRONT.sub("# ", plain_lines(typed).strip("\n").rstrip())


def _breaks_out(kind: str, content: str) -> bool:
    return kind in {"heading_open", "fence"} or (kind == "html_block" and bool(ENDLESS_HTML.match(content)))
