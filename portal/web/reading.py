"""Pages that only show run in a reading transaction: no write lock is taken, and a write by accident fails."""

from contextlib import AbstractContextManager

from flask import Flask, current_app, g, request

from portal.core.engine import reading

LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_reading(app: Flask) -> None:
    """Enter reading mode for every view that does not say that it writes."""
    app.before_request(_enter)
    app.teardown_request(_leave)


def _enter() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    writes = getattr(view, "commits", False) or getattr(view, "opens", False)
    if (request.method in LOOKS or getattr(view, "only_asks", False)) and not writes:
        g.reading = reading()
        g.reading.__enter__()


def _leave(_error: BaseException | None) -> None:
    mode: AbstractContextManager[None] | None = g.pop("reading", None)
    if mode is not None:
        mode.__exit__(None, None, None)
