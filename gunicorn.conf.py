"""How gunicorn serves Candour, wherever it is started from this folder. The command line may say otherwise.

No access log and no control socket; and no log line with an address, a path or somebody's words in it.
"""

import logging
import os
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
graceful_timeout = 20
accesslog = None
control_socket_disable = True


class Discreet(logging.Filter):
    """Says that something went wrong and of which kind; gunicorn's own words may hold an IP address or a path."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Reword the two kinds of lines that quote a request."""
        if str(record.msg).startswith("Invalid request from"):
            record.msg, record.args = "A request that is no HTTP was refused", ()
        elif str(record.msg).startswith("Error handling request") and record.exc_info:
            kind = record.exc_info[0]
            record.msg, record.args, record.exc_info = f"A request failed: {kind and kind.__name__}", (), None
        return True


def on_starting(_server: object) -> None:
    """Watch gunicorn's words from its first one on."""
    logging.getLogger("gunicorn.error").addFilter(Discreet())


def post_fork(_server: object, worker: Worker) -> None:
    """Make a refusal to start final. Gunicorn would take it for a crash and try again for ever."""
    load = worker.load_wsgi

    def load_or_give_up() -> None:
        try:
            load()
        except SystemExit as refusal:
            sys.stderr.write(f"{refusal.code}\n")
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    worker.load_wsgi = load_or_give_up
