"""Sealed files, in a local folder or an S3-compatible store. Names are random: a listing says nothing."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from portal.vault.box import Box
from portal.vault.errors import FilesUnavailable

LOST = "The file store has lost a file that the data needs. Put the right folder or bucket back. Nothing was changed."
NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was handed over: its name in the store, and the SHA-256 and size of what is inside the seal."""

    name: str
    sha256: str
    size: int


class Files:
    """Files under a data key, written once and never changed. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """`url` is `file:///a/folder` or `s3://bucket/prefix`. Raises FilesUnavailable."""
        parts = urlsplit(url)
        self._folder = Path(unquote(parts.path)) if parts.scheme == "file" else None
        with _meets_the_store():
            self._store: ObjectStore = LocalStore(self._folder, mkdir=True) if self._folder else from_url(url)

    def put(self, box: Box, place: str, data: bytes) -> StoredFile:
        """Seal and keep the bytes; on the disk for good when this returns. `place` says what they are, and whose.

        A file whose transaction is rolled back afterwards is left over, sealed, under a name nobody knows.
        Raises FilesUnavailable and what Box raises.
        """
        name = secrets.token_hex(16)
        self._write(name, box.seal(_bound(name, place), data))
        return StoredFile(name, hashlib.sha256(data).hexdigest(), len(data))

    def get(self, box: Box, name: str, place: str) -> bytes:
        """Open a file. Raises FilesUnavailable (also when it is not there), SealBroken and what Box raises."""
        with _meets_the_store():
            sealed = bytes(obstore.get(self._store, _safe(name)).bytes())
        return box.open(_bound(name, place), sealed)

    def delete(self, name: str) -> None:
        """Remove a file; one that is gone already is fine. Raises FilesUnavailable."""
        with _meets_the_store(), suppress(FileNotFoundError):
            obstore.delete(self._store, _safe(name))
        if self._folder:
            _to_disk(self._folder)

    def check(self) -> None:
        """Write, read and remove a probe. Raises FilesUnavailable."""
        name, probe = secrets.token_hex(16), b"candour probe"
        self._write(name, probe)
        with _meets_the_store():
            if bytes(obstore.get(self._store, name).bytes()) != probe:
                raise FilesUnavailable
        self.delete(name)

    def _write(self, name: str, sealed: bytes) -> None:
        with _meets_the_store():
            obstore.put(self._store, name, sealed, mode="create")
            if self._folder:  # the local store renames, but leaves the bytes in memory
                _to_disk(self._folder / name)
                _to_disk(self._folder)


def _bound(name: str, place: str) -> str:
    return f"file:{place}:{name}"


def _safe(name: str) -> str:
    if not NAME.fullmatch(name):
        raise FilesUnavailable(LOST)
    return name


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _meets_the_store() -> Iterator[None]:
    # The store's own messages name paths and buckets: they stay out of ours.
    try:
        yield
    except FileNotFoundError:
        raise FilesUnavailable(LOST) from None
    except (BaseError, OSError):
        raise FilesUnavailable from None
