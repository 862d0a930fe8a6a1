"""Slips of the pen in the few words that matter most. Pure."""

from collections.abc import Mapping

SHORTEST = 5  # letters: a slip in a shorter word makes another word


def corrected(word: str, known: Mapping[str, int]) -> str:
    """The known word that was meant, within as many slips as it allows; else the word as it was typed."""
    if len(word) < SHORTEST or word in known:
        return word
    for meant, most in known.items():
        could_be = abs(len(word) - len(meant)) <= most and len(set(meant) - set(word)) <= most  # a cheap look first
        if could_be and slips(word, meant) <= most:
            return meant
    return word


def slips(one: str, other: str) -> int:
    """How many letters were left out, added, changed or swapped with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
