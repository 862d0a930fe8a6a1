"""Collect every sentence that is said to a young person into the catalogue of each language.

    python -m scripts.catalogue           adds what is new with an empty translation, drops what is gone
    python -m scripts.catalogue --check   says what is missing, and changes nothing

Nothing is guessed: a sentence that changed by one letter is a new one, and waits for somebody to translate it.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from portal.core.words import ENGLISH, LANGUAGES, po_file

ROOT = Path(__file__).resolve().parents[1]
JINJA = "jinja2.ext:babel_extract"
METHODS = [("portal/**.py", "python"), ("templates/**.html", JINJA), ("templates/**.txt", JINJA)]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
FOLDERS = ("portal", "templates")
HEADER = """\
# What the portal says to young people, in their other language.
# `make words` keeps it whole; docs/welsh.md says how to change it and who has to read it."""
PLACE = re.compile(r"%\([a-z_]+\)s")
TAG = re.compile(r"</?[a-z]+[^>]*>")


def extracted() -> Catalog:
    """Every sentence that the source marks, with the files it stands in."""
    found = Catalog()
    for folder in FOLDERS:
        messages = extract_from_dir(
            ROOT / folder, [(p.removeprefix(f"{folder}/"), m) for p, m in METHODS if p.startswith(folder)],
            {p.removeprefix(f"{folder}/"): o for p, o in OPTIONS.items() if p.startswith(folder)}, KEYWORDS,
            directory_filter=lambda _path: True,
        )  # fmt: skip
        for file, _line, message, _comments, _context in messages:
            found.add(message, locations=[(f"{folder}/{file}", 0)])
    return found


def kept(code: str) -> Catalog:
    """The catalogue of a language as it lies there; an empty one when there is none."""
    if not po_file(code).exists():
        return Catalog(locale=code)
    with po_file(code).open("rb") as file:
        return read_po(file, locale=code)


def renewed(code: str) -> Catalog:
    """What is there and still said, with what is new still empty, in the order of the source."""
    before, fresh = kept(code), Catalog(locale=code, fuzzy=False)
    for message in extracted():
        if message.id:
            known = before.get(message.id)
            fresh.add(message.id, known.string if known else "", message.locations)
    return fresh


def as_text(catalog: Catalog) -> str:
    """The catalogue as a file: no dates and no line numbers, so that only words change it."""
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True, include_lineno=False, sort_by_file=True)
    forms = f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
    header = "\n".join(
        ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=utf-8\\n"',
         f'"Language: {catalog.locale}\\n"', f'"Plural-Forms: {forms}\\n"']
    )  # fmt: skip
    return f"{HEADER}\n{header}\n\n{out.getvalue().decode()}"


def problems(code: str) -> Iterator[str]:
    """What is wrong with a catalogue, sentence by sentence."""
    catalog, wanted = kept(code), {_key(message.id) for message in extracted() if message.id}
    there = {_key(message.id) for message in catalog if message.id}
    yield from (f"not collected: {one}" for one in sorted(wanted - there))
    yield from (f"not said any more: {one}" for one in sorted(there - wanted))
    for message in catalog:
        if not message.id:
            continue
        said, ids = _forms(message.string), _forms(message.id)
        if message.fuzzy or not all(said):
            yield f"not translated: {ids[0]}"
        elif wrong := _differs(ids, said):
            yield f"{wrong}: {ids[0]}"


def _key(message_id: str | tuple[str, ...] | list[str]) -> str:
    return _forms(message_id)[0]


def _forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _differs(ids: tuple[str, ...], said: tuple[str, ...]) -> str:
    """Places and tags have to be those of the English, in any order. A plural form may leave its count out."""
    for one in said:
        places = [set(PLACE.findall(text)) - ({"%(count)s"} if len(ids) > 1 else set()) for text in (ids[-1], one)]
        if places[0] != places[1]:
            return "other places to fill"
        if sorted(TAG.findall(ids[-1])) != sorted(TAG.findall(one)):
            return "other tags"
        if ids[-1].count("%") != one.count("%") and len(ids) == 1:
            return "a stray per cent sign"
    return ""


def main(arguments: list[str]) -> int:
    """Renew the catalogues, or check them."""
    codes = [code for code in LANGUAGES if code != ENGLISH]
    if "--check" in arguments:
        found = [f"{code}: {problem}" for code in codes for problem in problems(code)]
        print("\n".join(found), end="\n" if found else "")
        return 1 if found else 0
    for code in codes:
        catalog = renewed(code)
        po_file(code).parent.mkdir(parents=True, exist_ok=True)
        po_file(code).write_text(as_text(catalog), encoding="utf-8")
        empty = sum(
            1
            for message in catalog
            if message.id and not all(message.string if isinstance(message.string, tuple) else [message.string])
        )
        print(f"{po_file(code).relative_to(ROOT)}: {len(catalog)} sentences, {empty} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
