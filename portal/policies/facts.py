"""What the facts of a clause are in plain words: whom it is for, how fast, what makes us tell. Pure."""

from collections.abc import Collection

from portal.core.formatting import in_words
from portal.policies.kinds import ADULTS, EVERYBODY, UNDER_16, UNDER_18, AgeBand, Because, Reader, Urgency

READERS = {
    Reader.UNDER_13: "Under 13",
    Reader.FROM_13: "13 to 17",
    Reader.ADULT: "18 or over",
    Reader.AT_RISK: "Adult at risk",
    Reader.EASY_READ: "Easy Read",
}

# Whose rules a reader has to know. Easy Read is for every age.
BANDS_OF = {
    Reader.UNDER_13: frozenset({AgeBand.UNDER_13}),
    Reader.FROM_13: frozenset({AgeBand.FROM_13, AgeBand.FROM_16}),
    Reader.ADULT: frozenset({AgeBand.ADULT}),
    Reader.AT_RISK: frozenset({AgeBand.ADULT_AT_RISK}),
    Reader.EASY_READ: EVERYBODY,
}

BANDS = {
    AgeBand.UNDER_13: "people under 13",
    AgeBand.FROM_13: "people who are 13 to 15",
    AgeBand.FROM_16: "people who are 16 or 17",
    AgeBand.ADULT: "adults who are not at risk",
    AgeBand.ADULT_AT_RISK: "adults at risk",
}
# The widest first: what one of them covers is said in its words, the rest band by band.
GROUPS = ((UNDER_18, "people under 18"), (UNDER_16, "people under 16"), (ADULTS, "people who are 18 or over"))

EVERY_AGE = "This is for every age."
EMERGENCY, NO_EMERGENCY = "It is an emergency.", "It is no emergency, but we worry."
LAW_MAKES_US = "The law makes us tell."
LIFE_AT_RISK = "For most adults, it only counts if a life is at risk right now."


def only_for(ages: Collection[AgeBand]) -> str:
    """`This is only for people under 18 and adults at risk.`; empty when it is for every age."""
    rest = set(ages)
    if rest == EVERYBODY:
        return ""
    names = []
    for group, name in GROUPS:
        if group <= rest:
            names.append(name)
            rest -= group
    names += [BANDS[band] for band in AgeBand if band in rest]
    return f"This is only for {in_words(names)}."


def how_and_why(urgency: Urgency | None, because: Because | None) -> str:
    """Say how fast help has to come, and whether the law makes us tell; empty for a clause that is no ground."""
    if because is Because.LAW:
        return f"{LAW_MAKES_US} {EMERGENCY}" if urgency is Urgency.EMERGENCY else LAW_MAKES_US
    if urgency is None:
        return ""
    return EMERGENCY if urgency is Urgency.EMERGENCY else NO_EMERGENCY


def kind_of(urgency: Urgency | None, because: Because | None) -> str:
    """The kind of a ground: `law`, `emergency` or `not-urgent`; empty for a clause that is no ground."""
    if because is Because.LAW:
        return str(because)
    return str(urgency) if urgency else ""
