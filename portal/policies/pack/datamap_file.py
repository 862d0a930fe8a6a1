"""Reads `datamap.yml`: what each service keeps."""

from pathlib import Path

from portal.datamap.shapes import DataMap, Service
from portal.policies.pack.files import read_yaml_file
from portal.policies.pack.lined import Lined
from portal.policies.pack.problems import Problem
from portal.policies.pack.said import check_age, check_markup, check_sources, check_twice, check_words
from portal.policies.pack.shape import check_shape

FILE = "datamap.yml"
WORDS = frozenset(
    {"about", "where", "lead", "what", "private_topics", "why", "basis", "sees", "gets", "from_words", "until"}
    | {"then_words", "no_period_why", "choices", "good_to_know"}
)


def read_datamap(folder: Path) -> tuple[DataMap | None, list[Problem]]:
    """Read `datamap.yml`, and list what is wrong in it."""
    lined = read_yaml_file(folder, FILE)
    found = None if lined.is_unreadable else check_shape(DataMap, lined)
    if found:
        check_markup(lined)
        check_twice(lined, (service.id for service in found.services), "services")
        check_twice(lined, (group.id for group in found.groups), "groups")
        check_words(lined, WORDS, ("services",))
        for index, service in enumerate(found.services):
            _check_service(lined, found, index, service)
    return found, lined.problems


def _check_service(lined: Lined, found: DataMap, index: int, service: Service) -> None:
    here = ("services", index)
    check_age(lined, WORDS, here)
    check_sources(lined, service.source, found.sources, *here, "source")
    groups = {group.id for group in found.groups}
    if (groups or service.group) and service.group not in groups:
        lined.problem("`group` has to be one of the `groups`; leave it out when there are none", *here)
    for number, name in enumerate(service.systems):
        if name not in found.systems:
            lined.problem(f"the system `{name}` is not in `systems`: add it there", *here, "systems", number)
