"""Write docs/case-states.md from the one table of states; `--check` only says whether it is up to date."""

import sys

from portal.cases.states import PHASES, TRANSITIONS, Status, diagram
from scripts.generated import main

NAME = "case-states.md"
HEAD = """# How a case moves

Made by `make docs` from the table in [portal/cases/states.py](../portal/cases/states.py). Change that, not this page.

"Late" and "nearly due" are not states: they are worked out from the due date each time somebody looks.

"""


def page() -> str:
    """The whole page: a picture, then the same as two tables."""
    return "\n".join([HEAD + "```mermaid\n" + diagram() + "```\n", _moves(), _phases()])


def _moves() -> str:
    rows = [
        f"| `{step.action.value}` | {', '.join(s.value for s in Status if s in step.sources)} | {step.target.value} "
        f"| `{step.permission.value}` | {'yes' if step.needs_reason else 'no'} |"
        for step in TRANSITIONS
    ]
    head = ["| What happens | From | To | Who may | Needs a reason |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _phases() -> str:
    rows = [f"| {status.value} | {PHASES[status].value} |" for status in Status]
    return "\n".join(["| What staff read | What the person reads |", "|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    sys.exit(main(NAME, page, sys.argv[1:]))
