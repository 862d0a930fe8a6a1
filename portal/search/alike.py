"""Words people use for things that a rule calls by another name. Pure.

Whoever looks for the word on the left also finds what has one of the words on the right; never the other way round.
"""

ALIKE: dict[str, tuple[str, ...]] = {
    word: others
    for words, others in {
        "suicide suicidal kill killing die dying dead": ("life", "suicide"),
        "mum mom dad mother father carer carers family nan gran": ("parents",),
        "teacher teachers college": ("school",),
        "cop cops feds": ("police",),
        "ambulance": ("999", "emergency"),
        "abuse abused rape raped hit hits beaten": ("hurt", "harm", "abuse"),
        "erase remove wipe": ("delete",),
        "secret secrets confidential confidentiality anonymous": ("private",),
        "share shared grass snitch": ("tell",),
        "solicitor lawyer magistrate": ("court", "judge"),
        "homelessness eviction evicted": ("home", "homeless"),
        "bot ai robot": ("chatbot",),
    }.items()
    for word in words.split()
}


def also(word: str) -> tuple[str, ...]:
    """The word, then those that mean the same in a rule."""
    return tuple(dict.fromkeys((word, *ALIKE.get(word, ()))))
