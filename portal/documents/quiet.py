"""Keeps what was typed out of the logs: a library's message may quote the page; ours says only what kind it was."""

import logging

LOG = logging.getLogger("portal.documents")


class KindOnly(logging.Handler):
    """Tells that a library complained, how badly and where in its code. Never what it said."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log `weasyprint warning in css:123`."""
        LOG.warning("%s %s in %s:%d", record.name, record.levelname.lower(), record.module, record.lineno)


def hush(*loggers: logging.Logger) -> None:
    """Let these loggers say only the kind of a problem, and nothing below a warning."""
    for logger in loggers:
        logger.handlers = [KindOnly()]
        logger.propagate = False
        logger.setLevel(logging.WARNING)
