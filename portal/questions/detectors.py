"""What must not stand in words for everybody: anything by which one person could be found. Pure.

A detector looks for shapes, so it finds too much rather than too little, and it never finds all: a second person reads
every wording before it is published. Nothing here gives back what it found in a message.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from portal.core.reading import mail_ends
from portal.core.values import SHORT_NUMBERS

YOUNGEST = 5  # years: nobody who writes to us was born after that, so a later date is no date of birth
MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"

WRITTEN_EMAIL = re.compile(r"\b\w+ ?[\[(]?\bat\b[\])]? ?\w+ ?[\[(]?\bdot\b[\])]? ?\w+", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w@])@\w[\w.-]+")
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
DATES = (
    re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?P<year>\d{4}|\d{2})\b"),
    re.compile(r"\b(?P<year>\d{4})[./-]\d{1,2}[./-]\d{1,2}\b"),
    re.compile(rf"\b{DAY}(?: of)? {MONTH},? (?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b{MONTH} {DAY},? (?P<year>\d{{4}})\b", re.IGNORECASE),
)
BORN = re.compile(rf"\b(?:born|birthday)\b.{{0,12}}\b(?:\d{{4}}|{DAY}(?: of)? {MONTH}|{MONTH} {DAY})\b", re.IGNORECASE)
PHONE = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().\-]*\d){2,}")
LONG_RUN = 5
PHONE_DIGITS = 7

NAME = re.compile(r"(?<=[\w,;:)\"'\u2019\u201d] )[\"'\u201c\u2018(]*(?P<word>[A-Z][^\W\d_]+)")
MIXED = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*\d)\w{3,}\b")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s|am|pm)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of thing that has to go, and how to say so."""

    kind: str
    words: str


SAID = {
    "email": "an email address",
    "handle": "a user name with @",
    "postcode": "a postcode",
    "birth": "a date of birth",
    "phone": "a phone number",
    "digits": "a long number",
}


def hard(text: str, *, today: date) -> list[Found]:
    """Kinds of things that block the text, each once, in a fixed order. `today` tells old dates from new ones."""
    plain = _plain(text)
    kinds = ["email"] if _has_email(plain) else []
    kinds += [kind for kind, pattern in (("handle", HANDLE), ("postcode", POSTCODE)) if pattern.search(plain)]
    if _has_birth(plain, today):
        kinds.append("birth")
    kinds += _numbers(_without_dates(plain))
    return [Found(kind, SAID[kind]) for kind in kinds]


def soft(text: str) -> list[str]:
    """Words that could name somebody: a capital in the middle of a sentence, or letters and digits in one word."""
    plain = _plain(text)
    names = [match["word"] for match in NAME.finditer(plain)]
    mixed = [word for word in MIXED.findall(plain) if not ORDINAL.fullmatch(word)]
    return list(dict.fromkeys([*names, *mixed]))


def _plain(text: str) -> str:
    """One width for letters and digits, no invisible characters between them, one blank between words."""
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return re.sub(r"[^\S\n]+", " ", "".join(seen))


def _has_email(plain: str) -> bool:
    return any(mail_ends(chunk) for chunk in plain.split()) or bool(WRITTEN_EMAIL.search(plain))


def _has_birth(plain: str, today: date) -> bool:
    years = (match["year"] for pattern in DATES for match in pattern.finditer(plain))
    return bool(BORN.search(plain)) or any(len(year) < 4 or int(year) <= today.year - YOUNGEST for year in years)  # noqa: PLR2004


def _without_dates(plain: str) -> str:
    for pattern in DATES:
        plain = pattern.sub(" ¦ ", plain)
    return plain


def _numbers(plain: str) -> list[str]:
    """Phone numbers and long runs; the short numbers that everybody may call are no person's."""
    kinds = []
    for match in PHONE.finditer(plain):
        digits = "".join(c for c in match[0] if c.isdigit())
        if digits in SHORT_NUMBERS:
            continue
        if len(digits) >= PHONE_DIGITS:
            kinds.append("phone")
        elif re.search(rf"\d{{{LONG_RUN},}}", match[0]):
            kinds.append("digits")
    return list(dict.fromkeys(kinds))
