"""A box seals values under one data key: fields of a row, or any bytes at a named place."""

import json
from collections.abc import Callable
from typing import Any

from portal.vault.errors import SealBroken
from portal.vault.sealing import seal, unseal


class Box:
    """Seals and opens under one data key. Asks for the key each time, so a destroyed key opens nothing from then on.

    Every method raises KeyDestroyed, WrongMasterKey and KeyStoreUnavailable.
    """

    def __init__(self, key_id: str, unwrap: Callable[[str], bytes]) -> None:
        self.key_id = key_id
        self._unwrap = unwrap

    def at_once(self) -> "Box":
        """The same box with its key asked for now, for many values in one go. Let go of it at the end of the function.

        Every value of a file opened one by one asks the key store as often. Raises KeyDestroyed, as `open` would.
        """
        key = self._unwrap(self.key_id)
        return Box(self.key_id, lambda _key_id: key)

    def seal(self, place: str, data: bytes) -> bytes:
        """Seal bytes for a place, such as `table.column:row-id`."""
        return seal(self._unwrap(self.key_id), data, place)

    def open(self, place: str, sealed: bytes) -> bytes:
        """Open bytes that were sealed for that place. Raises SealBroken."""
        return unseal(self._unwrap(self.key_id), sealed, place)

    def put(self, row: object, column: str, text: str) -> None:
        """Seal the text into `row.column`. The row needs its id already: the seal is bound to it."""
        # surrogatepass: half a character that a browser sent must come back as it was, not stop a request
        setattr(row, column, self.seal(_place(row, column), text.encode("utf-8", "surrogatepass")))

    def get(self, row: object, column: str) -> str:
        """Open `row.column`. Raises SealBroken, also when there is nothing in it."""
        sealed = getattr(row, column)
        if sealed is None:
            raise SealBroken
        return self.open(_place(row, column), sealed).decode("utf-8", "surrogatepass")

    def put_json(self, row: object, column: str, value: Any) -> None:
        """Seal a value that JSON can hold."""
        self.put(row, column, json.dumps(value, separators=(",", ":")))

    def get_json(self, row: object, column: str) -> Any:
        """Open a value that was sealed with `put_json`. Raises SealBroken."""
        return json.loads(self.get(row, column))


def _place(row: object, column: str) -> str:
    """`table.column:row-id`. Raises ValueError for a row without id, AttributeError for a column that is not there."""
    table: str = row.__tablename__  # type: ignore[attr-defined]  # every model has one
    if not hasattr(type(row), column):
        raise AttributeError(f"{table} has no column {column}")
    row_id = getattr(row, "id", None)
    if row_id is None:
        raise ValueError(f"a row of {table} needs its id before it can hold sealed values")
    return f"{table}.{column}:{row_id}"
