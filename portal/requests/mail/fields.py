"""Lines such as "Name: Demo Kite", as the regulator's tool writes them: found, shown to a worker, never trusted.

The tool gives at least a name and an e-mail address; a date of birth, a telephone number and reference numbers may be
there too (privacy notice of the regulator's subject access request service). Its exact layout is not published, so
labels are looked for and not places.
"""

import re
from dataclasses import dataclass

from portal.requests.mail.plain import line

LABELS = {
    "name": r"(?:your |full |first and last )?name(?: of (?:the )?(?:requester|person))?",
    "email": r"(?:your |contact )?e-?mail(?: address)?",
    "birth": r"date of birth|dob|birth date",
    "phone": r"(?:your |contact )?(?:tele)?phone(?: number)?|mobile(?: number)?|contact number",
    "references": r"(?:customer |account |your )?reference(?: number)?(?:s|\(s\))?|(?:customer|account) numbers?",
}
PATTERNS = {
    name: re.compile(rf"^[ \t>*•-]*(?:{label})[ \t]*(?:[:\u2013-]|\t)[ \t]*(.{{0,300}})$", re.IGNORECASE)
    for name, label in LABELS.items()
}
BARE = {name: re.compile(rf"^[ \t>*•-]*(?:{label})[ \t]*[:?]?$", re.IGNORECASE) for name, label in LABELS.items()}
REGULATOR = ("ico.org.uk",)
ITS_WORDS = re.compile(r"subject access request", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fields:
    """What stood behind the labels, one line each; empty where there was none."""

    name: str = ""
    email: str = ""
    birth: str = ""
    phone: str = ""
    references: str = ""


def fields_in(text: str) -> Fields:
    """The first value behind each label, on the same line or on the next that is not empty."""
    lines = [one for one in text.split("\n") if one.strip()]
    found: dict[str, str] = {}
    for number, one in enumerate(lines):
        for name in LABELS:
            if name in found:
                continue
            if BARE[name].match(one):
                after = lines[number + 1] if number + 1 < len(lines) else ""
                value = "" if _is_label(after) else line(after)
            elif match := PATTERNS[name].match(one):
                value = line(match[1])
            else:
                continue
            if value:
                found[name] = value
    return Fields(**found)


def is_from_the_regulator(sender: str, text: str, fields: Fields) -> bool:
    """Whether it looks like a mail of the regulator's tool. A sender can be forged, so this only picks a choice."""
    domain = sender.rpartition("@")[2].casefold()
    is_theirs = any(domain == one or domain.endswith(f".{one}") for one in REGULATOR)
    return bool(fields.email and fields.name) and (is_theirs or bool(ITS_WORDS.search(text)))


def _is_label(text: str) -> bool:
    return any(BARE[name].match(text) or PATTERNS[name].match(text) for name in LABELS)
