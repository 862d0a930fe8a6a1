"""Which job does what. A handler is told ids and the time; it never commits.

A quick job is one step: everything it changes is committed together with "done", so it happens once or not at all.
A slow job has a first step that only reads and makes something, outside of any write; the second keeps what was made.
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


Handler = Quick | Slow

HANDLERS: dict[str, Handler] = {}
