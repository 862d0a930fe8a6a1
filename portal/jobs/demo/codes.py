"""Codes of demo people: each has a reference of its own, and all have the same words, so that they are hashed once."""

from portal.requests.code import ReturnCode, new_reference
from portal.requests.service import FreshCode


def another_code(words: FreshCode) -> FreshCode:
    """Another reference with these words."""
    return FreshCode(ReturnCode(new_reference(), words.code.words), words.words_hash)
