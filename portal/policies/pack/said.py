"""Plain words in the YAML of a pack: each has to be easy to read, and every source has to be named at the top."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.core import reading
from portal.core.sources import SourceLine
from portal.policies.markdown import to_html
from portal.policies.pack.lined import Lined
from portal.policies.pack.prose import markup_problems, text_problems, tokens_of

Place = tuple[str | int, ...]


def check_words(lined: Lined, keys: frozenset[str], place: Place = ()) -> None:
    """Note every long sentence and hard word under one of `keys`, anywhere in the data below `place`."""
    for at, text in _texts(_at(lined.data, place), keys, place):
        for problem in text_problems(text):
            lined.problem(problem, *at)


def check_markup(lined: Lined) -> None:
    """Note HTML, pictures, code and unsafe links anywhere in the data: any text may be shown to somebody."""
    for at, text in _texts(lined.data, frozenset(), (), inside=True):
        for _, problem in markup_problems(tokens_of(text)):
            lined.problem(problem, *at)


def check_age(lined: Lined, keys: frozenset[str], place: Place) -> None:
    """Note when all words below `place` together are too hard for a young reader."""
    # a list or a heading in it ends its sentences as it does on the page
    texts = [reading.main_text(to_html(text)) for _, text in _texts(_at(lined.data, place), keys, place)]
    for fault in reading.faults(reading.measure("\n".join(texts))):
        if not fault.startswith("the longest"):  # that one was named at its own line
            lined.problem(f"{fault}: use shorter sentences and shorter words", *place)


def check_sources(lined: Lined, lines: Iterable[SourceLine], known: Iterable[str], *place: str | int) -> None:
    """Note every source that is not in the list at the top of the file."""
    for index, line in enumerate(lines):
        if line.source not in known:
            lined.problem(f"the source `{line.source}` is not in the list at the top: add it there", *place, index)


def check_twice(lined: Lined, ids: Iterable[str], *place: str | int) -> None:
    """Note every id that stands twice in the list at `place`."""
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            lined.problem(f"the id `{name}` stands here twice: give one of them another", *place, index)
        seen.add(name)


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


def _texts(data: Any, keys: frozenset[str], place: Place, *, inside: bool = False) -> Iterator[tuple[Place, str]]:
    if isinstance(data, str) and inside:
        yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, keys, (*place, key), inside=inside or key in keys)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, keys, (*place, index), inside=inside)
