"""Everything that the numbers of a year can say, marked for the catalogue: the figures hold codes only."""

from portal.core.words import N_

HIDDEN = N_("Hidden")
NOT_SHOWN = N_("We cannot show this. It could point at someone.")
ALL_SMALL = N_("These numbers are too small to show.")

WORDS: dict[str, dict[str, str]] = {
    "why": {"law": N_("The law or a court made us"), "other": N_("Some other reason")},
    "urgency": {
        "emergency": N_("It was an emergency"),
        "not-urgent": N_("It was not an emergency"),
        "not-recorded": N_("We did not write it down"),
    },
    "age": {"under-18": N_("Under 18"), "18-or-over": N_("18 or over"), "not-known": N_("We did not know their age")},
    "whom": {
        "999": N_("The emergency services, on 999"),
        "police": N_("The police, when it was not 999"),
        "social-work": N_("A social worker"),
        "health": N_("A doctor, a nurse or a hospital"),
        "other": N_("Someone else"),
    },
    "knew": {
        "before": N_("We told them first"),
        "after": N_("We told them after"),
        "not-yet": N_("They did not know yet"),
        "not-recorded": N_("We did not write it down"),
    },
    "right": {
        "shared": N_("What did you share about me?"),
        "access": N_("A copy of my things"),
        "erasure": N_("Delete my things"),
        "remove": N_("Take down what I made"),
        "dispute": N_("Add my side"),
        "rectification": N_("Put something right"),
        "restriction": N_("Freeze something"),
        "objection": N_("Stop using my things"),
        "portability": N_("Take my things along"),
    },
    "in-time": {
        "in-time": N_("We answered in time"),
        "late": N_("We answered late"),
        "open": N_("We were still at work on it"),
        "stopped": N_("They stopped it"),
    },
    "longer": {"no": N_("We took one month at most"), "yes": N_("We said that we need longer")},
    "no": {
        "nothing": N_("We did not say no"),
        "others": N_("No, as it was about other people too"),
        "law": N_("No, as the law says or lets us"),
        "needed": N_("No, as we still need it"),
        "no-fit": N_("No, as this right does not reach so far"),
        "other": N_("No, for some other reason"),
    },
    "receipt": {
        "in-time": N_("We said in time that we have it"),
        "late": N_("We said it late"),
        "waiting": N_("We had not said it yet"),
    },
}
HEADINGS = {
    "why": N_("Why did we tell someone?"),
    "whom": N_("Who did we tell?"),
    "urgency": N_("Was it an emergency?"),
    "age": N_("How old were they?"),
    "knew": N_("Did they know?"),
    "right": N_("What did people ask for?"),
    "in-time": N_("Did we answer in time?"),
    "longer": N_("How long did we take?"),
    "no": N_("Did we say no to some of it?"),
    "receipt": N_("Did we say that we have it?"),
}
METHOD = (
    N_("A small number can point at one person. So we hide each number from 1 to 7."),
    N_("We give all other numbers to the nearest 5. So they may not add up."),
    N_("Sometimes we hide one more number. If we did not, you could work out the small one."),
    N_("Zero means zero."),
    N_("We count each time we told someone. If we told two groups at once, we count it once."),
    N_("Some reasons we count as “some other reason”. To name them could put someone in danger."),
    N_("We do not change these numbers later. If one is wrong, we say so on this page."),
)
MOST = N_("The largest number we can show is %(number)s. It is for “%(part)s”.")
# some, too few to give the number, none
ASKED = (
    N_("People asked us for something about %(number)s times."),
    N_("People asked us for something fewer than 8 times."),
    N_("No one asked."),
)
UNHAPPY = (
    N_("People complained about %(number)s times."),
    N_("People complained fewer than 8 times."),
    N_("No one complained."),
)
