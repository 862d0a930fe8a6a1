"""Log lines as data: an event, codes and ids. What is not on the list does not get in, so no content slips through."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# ids, names of our own classes, functions, jobs and endpoints, and counts; never a message, a value or an address
MAY_BE_LOGGED = frozenset({
    "event", "level", "timestamp", "part", "kind", "where", "endpoint", "error", "job", "name", "state", "freed",
    "buried",
})  # fmt: skip


def configure() -> None:
    """Write JSON lines to standard error. Safe to call again."""
    structlog.configure(
        processors=[
            keep_only_codes,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def keep_only_codes(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list; the rest stays as it is."""
    return {key: value for key, value in line.items() if key in MAY_BE_LOGGED}
