"""A worker process that stops at a chosen moment of making a file, says so, and waits to be killed.

`python -m tests.builders.held_worker MOMENT MARKER SECONDS`: the real worker, the real handler, the real file; at
MOMENT it touches MARKER and sleeps.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.cli import main

from portal.answers.service import render
from portal.answers.service.write import RENDER
from portal.jobs import HANDLERS
from portal.jobs.handlers import Slow

MOMENTS = ("leased", "rendered", "stored", "kept")


def held(act: Callable[..., Any], hold: Callable[[], None], *, first: bool) -> Callable[..., Any]:
    """Do it, and hold before or after."""

    def do(*args: Any, **named: Any) -> Any:
        if first:
            hold()
        made = act(*args, **named)
        if not first:
            hold()
        return made

    return do


def hold_at(moment: str, hold: Callable[[], None]) -> None:
    """Build the hold into the handler that makes files."""
    handler = HANDLERS[RENDER]
    assert isinstance(handler, Slow)
    if moment == "rendered":
        render.render_pdf = held(render.render_pdf, hold, first=False)
    elif moment in {"leased", "stored"}:
        HANDLERS[RENDER] = Slow(held(handler.make, hold, first=moment == "leased"), handler.keep)
    elif moment == "kept":
        HANDLERS[RENDER] = Slow(handler.make, held(handler.keep, hold, first=False))
    else:
        raise ValueError(moment)


if __name__ == "__main__":
    moment, marker, seconds = sys.argv[1:]

    def hold() -> None:
        """Say that the moment has come."""
        Path(marker).touch()
        time.sleep(float(seconds))

    hold_at(moment, hold)
    sys.argv = ["flask", "--app", "app", "jobs", "run"]
    main()
