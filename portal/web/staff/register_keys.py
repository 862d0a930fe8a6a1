"""Keys of the pages of lists by time: the moment of a row, and its id for those of one moment."""

import uuid
from datetime import datetime

from portal.core.errors import NotFound


def before(key: str) -> tuple[datetime, uuid.UUID] | None:
    """The key of a row, `<moment>_<id>`; none for none. Raises NotFound for anything else, also a time of no zone."""
    if not key:
        return None
    moment, _, entry_id = key.partition("_")
    try:
        found = datetime.fromisoformat(moment), uuid.UUID(entry_id)
    except ValueError:
        raise NotFound from None
    if found[0].tzinfo is None:
        raise NotFound
    return found
