"""Keys of a page of the register: the moment and the id of the entry beside it."""

import uuid
from datetime import datetime

from portal.core.errors import NotFound


def before(key: str) -> tuple[datetime, uuid.UUID] | None:
    """The key of an entry, `<moment>_<id>`; none for none. Raises NotFound for anything else."""
    if not key:
        return None
    moment, _, entry_id = key.partition("_")
    try:
        return datetime.fromisoformat(moment), uuid.UUID(entry_id)
    except ValueError:
        raise NotFound from None
