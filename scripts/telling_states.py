"""Write docs/telling-states.md from the one table of the duty to tell; `--check` only says whether it is up to date."""

import sys

from portal.disclosures.duty.rules import LOCK_DAYS, NOT_YET_DAYS
from portal.disclosures.telling_states import BEGINS, HIDDEN, STEPS, TOLD_OF, Needs, Telling, diagram
from scripts.generated import main, table

NAME = "telling-states.md"
HEAD = f"""# How the duty to tell moves

Made by `make docs` from the table in [portal/disclosures/telling_states.py](../portal/disclosures/telling_states.py).
Change that, not this page.

Whoever is told about, is told: before, after, or as soon as there is a way. Putting that off takes two people and a day
on which it is looked at again, {NOT_YET_DAYS} days off at the most; a lock takes two people, an exemption and a day
within {LOCK_DAYS} days. "Look again" is not a state: it is worked out from the day.

"""
NEEDS = {
    Needs.REASON: "a reason",
    Needs.SECOND: "another person than whoever asked for it",
    Needs.REVIEW: "a day to look again",
    Needs.EXEMPTION: "an exemption",
    Needs.HOW: "how and when",
}


def page() -> str:
    """The whole page: a picture, then the same as two tables."""
    return "\n".join([HEAD + "```mermaid\n" + diagram() + "```\n", _moves(), _states()])


def _moves() -> str:
    head = ("What happens", "From", "To", "Who may", "What has to come with it")
    return table(
        head,
        (
            (
                f"`{step.action.value}`",
                ", ".join(state.value for state in Telling if state in step.sources),
                step.target.value,
                f"`{step.permission.value}`",
                ", ".join(words for need, words in NEEDS.items() if need in step.needs)
                or ("" if step.by_hand else "the message or the answer itself"),
            )
            for step in STEPS
        ),
    )


def _states() -> str:
    head = ("State", "What the entry says", "An entry logged so begins here", "Who sees it")
    begins = {state: told.value for told, state in BEGINS.items()}
    return table(
        head,
        (
            (
                state.value,
                TOLD_OF[state].value,
                begins.get(state, ""),
                "whoever may see locks" if state in HIDDEN else "whoever may read the register",
            )
            for state in Telling
        ),
    )


if __name__ == "__main__":
    sys.exit(main(NAME, page, sys.argv[1:]))
