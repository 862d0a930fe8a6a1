"""Whatever a pack says rests on lines that are there: of every policy, data map and glossary of both packs."""

from itertools import chain

import pytest

from portal.policies.pack import load_pack
from tests.builders.packs import CONTENT

# Each source: its file, how many lines it has, and those in which nothing is said. The texts are no part of the portal.
SOURCES = {
    "000": ("000_1eec7ca9bd4b1f92.txt", 40, {2, 6, 7, 10, 13, 15, 17, 21, 23, 25, 28, 29, 31, 33, 35, 37}),
    "001": ("001_d379685001ac0903.txt", 33, {2, 4, 6, 8, 10, 15, 17, 20, 22, 24, 26, 28, 30, 32}),
    "002": ("002_32d22104e089dc8d.txt", 148, {3, 18, 23, 69, 107, 110}),
    "003": ("003_a40afaf21cc29637.txt", 146, set()),
    "004": ("004_1ac7ea1fe4c25817.txt", 46, {2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 30, 32, 34, 36, 38, 42, 44}),
}
PACKS = {name: load_pack(CONTENT / name) for name in ("the-mix", "maggies")}
CITED = [
    (name, pack, where, cited)
    for name, pack in PACKS.items()
    for where, cited in chain(
        ((f"{v.slug} {v.number} {c.id}", c.source) for p in pack.policies for v in p.versions for c in v.clauses),
        ((f"data map {service.id}", service.source) for service in pack.datamap.services),
        ((f"words {word.id}", word.source) for word in pack.glossary.words),
    )
]


@pytest.mark.parametrize(("pack", "where", "cited"), [(name, where, cited) for name, _, where, cited in CITED])
def test_every_line_that_is_named_is_there_and_says_something(pack, where, cited):
    for line in cited:
        _, last, silent = SOURCES[line.source]
        assert line.last <= last, f"{pack} {where}: {line}"
        assert not {line.first, line.last} & silent, f"{pack} {where}: {line}"


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_every_source_is_named_by_its_file(pack):
    named = chain(
        (version.sources for policy in pack.policies for version in policy.versions),
        [pack.datamap.sources, pack.glossary.sources],
    )
    for sources in named:
        assert {name: source.file for name, source in sources.items()} == {name: SOURCES[name][0] for name in sources}


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_whoever_is_told_stands_in_the_source(pack):
    """The Mix's sources speak of another group in these lines only: 000 line 14, 001 line 5, 002 line 8."""
    for policy in pack.policies:
        for clause in (clause for version in policy.versions for clause in version.clauses if "others" in clause.tell):
            lines = {(line.source, n) for line in clause.source for n in range(line.first, line.last + 1)}
            assert lines & {("000", 14), ("001", 5), ("002", 8)}, clause.id


@pytest.mark.parametrize(
    ("service", "fact"),
    [
        ("crisis-messenger", "Text THEMIX to 85258"),  # 002 line 1
        ("crisis-messenger", "day and night"),  # 002 line 1
        ("boards", "sent to us or to our filters"),  # 002 line 128
        ("helpline", "under a contract"),  # 003 line 44
        ("helpline", "staff we have approved"),  # 003 line 44
    ],
)
def test_the_data_map_says_what_the_source_says(service, fact):
    found = PACKS["the-mix"].datamap.find(service)
    assert fact in " ".join([*found.good_to_know, *found.sees])


def test_who_does_not_like_the_rules_may_leave():  # 002 lines 16-17
    newest = PACKS["the-mix"].judged_by.newest
    clause = newest.clause("still-use")
    for words in (clause.words, *clause.readings.values()):
        assert "okay to stop" in " ".join(words.split())
