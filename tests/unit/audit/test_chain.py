"""The hash of an entry: anyone can work it out again, and it covers everything."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from portal.audit.chain import entry_hash
from portal.audit.models import GENESIS

ENTRY = {
    "number": 1,
    "at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    "action": "answer:approved",
    "actor_kind": "worker",
    "actor_id": UUID(int=1),
    "subject": UUID(int=2),
    "facts": {"sha256": "0" * 64},
    "previous_hash": GENESIS,
}


def test_the_hash_can_be_worked_out_by_hand():
    text = (
        '{"action":"answer:approved","actor_id":"00000000-0000-0000-0000-000000000001","actor_kind":"worker",'
        '"at":"2026-11-23T09:30:00.000000+00:00","facts":{"sha256":"' + "0" * 64 + '"},"number":1,'
        '"previous_hash":"' + GENESIS + '","subject":"00000000-0000-0000-0000-000000000002"}'
    )
    assert entry_hash(**ENTRY) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2},
        {"at": ENTRY["at"] + timedelta(microseconds=1)},
        {"action": "answer:released"},
        {"actor_kind": "system"},
        {"actor_id": None},
        {"subject": UUID(int=3)},
        {"facts": {"sha256": "0" * 63 + "1"}},
        {"previous_hash": "1" + GENESIS[1:]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_counts(change):
    assert entry_hash(**ENTRY | change) != entry_hash(**ENTRY)


def test_the_zone_of_the_same_moment_does_not_count():
    abroad = ENTRY["at"].astimezone(timezone(timedelta(hours=5)))
    assert entry_hash(**ENTRY | {"at": abroad}) == entry_hash(**ENTRY)
