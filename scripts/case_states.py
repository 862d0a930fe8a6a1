"""Write docs/case-states.md from the one table of states; `--check` only says whether it is up to date."""

import sys

from portal.cases.states import PHASES, TRANSITIONS, Status, diagram
from portal.casework.states import TRANSITIONS as TASKS
from portal.casework.states import TaskState
from scripts.generated import main

NAME = "case-states.md"
HEAD = """# How a case moves

Made by `make docs` from the table in [portal/cases/states.py](../portal/cases/states.py). Change that, not this page.

"Late" and "nearly due" are not states: they are worked out from the due date each time somebody looks.

"""

TASK_HEAD = """## How a task moves

From the table in [portal/casework/states.py](../portal/casework/states.py). "Overdue" is worked out too. On the day
after it was due a task is chased once by the portal itself; three days later the page says to ask whoever is above.
"""


def page() -> str:
    """The whole page: a picture, then the same as two tables."""
    return "\n".join([HEAD + "```mermaid\n" + diagram() + "```\n", _moves(), _phases(), _tasks()])


def _moves() -> str:
    rows = [
        f"| `{step.action.value}` | {', '.join(s.value for s in Status if s in step.sources)} | {step.target.value} "
        f"| `{step.permission.value}` | {'yes' if step.needs_reason else 'no'} | {PHASES[step.target].value} |"
        for step in TRANSITIONS
    ]
    head = [
        "| What happens | From | To | Who may | Needs a reason | The person then reads |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _phases() -> str:
    rows = [f"| {status.value} | {PHASES[status].value} |" for status in Status]
    return "\n".join(["| What staff read | What the person reads |", "|---|---|", *rows]) + "\n"


def _tasks() -> str:
    """The table of tasks, which has its own states."""
    rows = [
        f"| {step.move.value} | {', '.join(s.value for s in TaskState if s in step.sources)} | {step.target.value} "
        f"| `{step.action.value}` |"
        for step in TASKS
    ]
    return "\n".join([TASK_HEAD, "| Press | From | To | What is written down |", "|---|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    sys.exit(main(NAME, page, sys.argv[1:]))
