"""The jobs of an import: try, take and undo an old log, fifty rows at a time."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.disclosures.importing.batches import check_chunk, take_chunk, undo_chunk
from portal.disclosures.importing.service import CHECK, TAKE, UNDO
from portal.installation import installation
from portal.jobs.handlers import Handler


def _take(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
    """Entries are of the nation of this installation."""
    take_chunk(session, ids, nation=installation().organisation.nation.value, at=at)


IMPORT_JOBS: dict[str, Handler] = {CHECK: check_chunk, TAKE: _take, UNDO: undo_chunk}
