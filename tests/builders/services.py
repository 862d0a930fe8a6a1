"""Services of a data map, made up for one test each; and every real one."""

from typing import Any

import pytest

from portal.datamap.kinds import From
from portal.datamap.shapes import Kept, Service
from portal.policies.pack.datamap_file import read_datamap
from tests.builders.packs import CONTENT

SOURCE = ["a line 1"]
FOLDERS = sorted(path for path in CONTENT.iterdir() if (path / "datamap.yml").is_file())
MAPS = {folder.name: read_datamap(folder)[0] for folder in FOLDERS}


def timed(months: int, then: str = "deleted", **changes: Any) -> Kept:
    """Something that is kept for so many months."""
    given = {"what": "What you say", "from": From.LAST_USED, "from_words": "the last time you used it"}
    return Kept.model_validate({**given, "months": months, "then": then, "then_words": "Then it goes.", **changes})


def untimed(until: str = "your account is closed", **changes: Any) -> Kept:
    """Something that is kept until something happens."""
    given = {"what": "Your sign-up details", "then": "not-said", "then_words": "We do not say what happens then."}
    return Kept.model_validate({**given, "until": until, **changes})


def a_service(*kept: Kept, **changes: Any) -> Service:
    """A service that keeps these things."""
    given: dict[str, Any] = {"id": "chat", "title": "The chat", "lead": "You chat with us.", "what": ["your name"]}
    if not any(one.months for one in kept):
        given["no_period_why"] = "Nobody has said how long."
    return Service.model_validate({**given, "basis": "You said yes.", "kept": kept, "source": SOURCE, **changes})


every_service = pytest.mark.parametrize(
    ("pack", "service"),
    [
        pytest.param(name, service, id=f"{name}-{service.id}")
        for name, found in MAPS.items()
        if found
        for service in found.services
    ],
)
