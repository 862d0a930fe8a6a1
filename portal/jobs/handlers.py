"""Which job does what. A handler is told ids and the time; it never commits.

A quick job is one step: everything it changes is committed together with "done", so it happens once or not at all.
A slow job has a first step that only reads and makes something, outside of any write; the second keeps what was made.
A job that acts on the world outside says so before it acts, so that nothing is done twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session


class Quick(Protocol):
    """One step: `(session, ids, *, at)`."""

    def __call__(self, session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
        """Change what has to change. May run again after a crash, and then finds nothing of the first try."""
        ...


@dataclass(frozen=True, slots=True)
class Slow:
    """Two steps, for work that takes longer than a writer may be kept waiting, such as rendering.

    `make(session, ids, *, at)` runs in a transaction that cannot write; `keep(session, ids, made, *, at)` in one that
    can. What `make` stores outside of the database (a sealed file) is left over if the worker dies in between.
    """

    make: Callable[..., Any]
    keep: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Once:
    """Three steps, for what cannot be taken back and must not happen twice, such as sending.

    `claim(session, ids, *, at)` is committed before anything is done, and gives what to do, or None; `act(todo)` does
    it, outside of any transaction, and gives what came of it; `keep(session, ids, outcome, *, at)` is committed with
    "done". If the worker dies in `act`, the next `claim` finds the first one, and has to leave it at that.
    """

    claim: Callable[..., Any]
    act: Callable[[Any], Any]
    keep: Callable[..., None]


Handler = Quick | Slow | Once

HANDLERS: dict[str, Handler] = {}
