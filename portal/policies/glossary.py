"""Words that need a word. Shapes of `words.yml`."""

import re
from itertools import groupby

from pydantic import Field, model_validator

from portal.core.sources import Source, SourceLines
from portal.core.values import Frozen, Id, Text


class Word(Frozen):
    """One word and what it means. `also` are spellings that find it; `page`: it has a page of its own."""

    id: Id
    word: Text
    means: Text
    more: Text | None = None
    also: tuple[Text, ...] = ()
    page: bool = False
    policy: Id | None = None
    clause: Id | None = None
    source: SourceLines

    @model_validator(mode="after")
    def _is_whole(self) -> "Word":
        if self.page and not self.more:
            raise ValueError("a word with a page of its own needs `more`: write it, or take `page` out")
        if self.clause and not self.policy:
            raise ValueError("say in which `policy` the clause stands")
        return self

    @property
    def sorted_by(self) -> str:
        """Where it stands in the alphabet: small letters, and no quotes before the first of them."""
        return re.sub(r"^\W+", "", self.word.casefold())


class Option(Frozen):
    """One way to answer a question of the check."""

    id: Id
    title: Text
    right: bool = False


class Check(Frozen):
    """A question that checks whether our words worked. `if_missed` says it better."""

    id: Id
    ask: Text
    options: tuple[Option, ...] = Field(min_length=2)
    clause: Id
    if_missed: Text

    @model_validator(mode="after")
    def _has_one_right_option(self) -> "Check":
        if sum(option.right for option in self.options) != 1:
            raise ValueError("exactly one option has to be right: write `right: true` at that one only")
        if len({option.id for option in self.options}) < len(self.options):
            raise ValueError("two options have one id: give one of them another")
        return self


class Glossary(Frozen):
    """The whole of `words.yml`, in the order of the file."""

    sources: dict[str, Source] = Field(min_length=1)
    words: tuple[Word, ...] = Field(min_length=1)
    check: tuple[Check, ...] = Field(min_length=3, max_length=3)

    def find(self, name: str) -> Word | None:
        """The word with that id."""
        return next((word for word in self.words if word.id == name), None)

    def by_letter(self) -> dict[str, list[Word]]:
        """All words under their first letters, in the order of the alphabet. Numbers come first, under `0 to 9`."""
        in_order = sorted(self.words, key=lambda word: word.sorted_by)
        return {letter: list(words) for letter, words in groupby(in_order, key=_letter)}


def _letter(word: Word) -> str:
    first = word.sorted_by[:1]
    return first.upper() if first.isalpha() else "0 to 9"
