"""The job that destroys a data key once the transaction that let go of it is kept: it could not be brought back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.vault import vault_of


def shred_key(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:  # noqa: ARG001  # a job's shape
    """Destroy it, and take away the file that was sealed with it, if there is one. A second time does nothing."""
    vault = vault_of(session)
    vault.shred(ids["key_id"])
    if name := ids.get("stored"):
        vault.files.delete(name)
