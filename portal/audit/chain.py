"""How one entry is hashed. Pure: anyone can check a chain with these lines and a copy of the table."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def entry_hash(
    *,
    number: int,
    at: datetime,
    action: str,
    actor_kind: str,
    actor_id: UUID | None,
    subject: UUID,
    facts: Mapping[str, Any],
    previous_hash: str,
) -> str:
    """SHA-256 (64 hex digits) over the whole entry as JSON with sorted keys, ASCII only, without blanks."""
    entry = {
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": str(action),
        "actor_kind": actor_kind,
        "actor_id": None if actor_id is None else str(actor_id),
        "subject": str(subject),
        "facts": dict(facts),
        "previous_hash": previous_hash,
    }
    return hashlib.sha256(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
