"""What the facts of a clause are in plain words: whom it is for, how fast, what makes us tell. Pure."""

from collections.abc import Collection

from portal.core.formatting import in_words
from portal.core.words import N_, _
from portal.policies.kinds import ADULTS, EVERYBODY, UNDER_16, UNDER_18, AgeBand, Because, Reader, Urgency

READERS = {
    Reader.UNDER_13: N_("Under 13"),
    Reader.FROM_13: N_("13 to 17"),
    Reader.ADULT: N_("18 or over"),
    Reader.AT_RISK: N_("Adult at risk"),
    Reader.EASY_READ: N_("Easy Read"),
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
    AgeBand.UNDER_13: N_("people under 13"),
    AgeBand.FROM_13: N_("people who are 13 to 15"),
    AgeBand.FROM_16: N_("people who are 16 or 17"),
    AgeBand.ADULT: N_("adults who are not at risk"),
    AgeBand.ADULT_AT_RISK: N_("adults at risk"),
}
# The widest first: what one of them covers is said in its words, the rest band by band.
GROUPS = (
    (UNDER_18, N_("people under 18")),
    (UNDER_16, N_("people under 16")),
    (ADULTS, N_("people who are 18 or over")),
)

EVERY_AGE = N_("This is for every age.")
EMERGENCY, NO_EMERGENCY = N_("It is an emergency."), N_("It is no emergency, but we worry.")
LAW_MAKES_US = N_("The law makes us tell.")
LIFE_AT_RISK = N_("For most adults, it only counts if a life is at risk right now.")


def only_for(ages: Collection[AgeBand]) -> str:
    """`This is only for people under 18 and adults at risk.`; empty when it is for every age."""
    rest = set(ages)
    if rest == EVERYBODY:
        return ""
    names = []
    for group, name in GROUPS:
        if group <= rest:
            names.append(_(name))
            rest -= group
    names += [_(BANDS[band]) for band in AgeBand if band in rest]
    return _("This is only for %(whom)s.", whom=in_words(names))


def how_and_why(urgency: Urgency | None, because: Because | None) -> str:
    """Say how fast help has to come, and whether the law makes us tell; empty for a clause that is no ground."""
    if because is Because.LAW:
        return f"{_(LAW_MAKES_US)} {_(EMERGENCY)}" if urgency is Urgency.EMERGENCY else _(LAW_MAKES_US)
    if urgency is None:
        return ""
    return _(EMERGENCY if urgency is Urgency.EMERGENCY else NO_EMERGENCY)


def kind_of(urgency: Urgency | None, because: Because | None) -> str:
    """The kind of a ground: `law`, `emergency` or `not-urgent`; empty for a clause that is no ground."""
    if because is Because.LAW:
        return str(because)
    return str(urgency) if urgency else ""
