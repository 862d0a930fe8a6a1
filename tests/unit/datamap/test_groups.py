"""Services may stand under headings; where an organisation names none, they are one list."""

import pytest

from portal.datamap.shapes import DataMap
from portal.policies.pack.datamap_file import read_datamap
from tests.builders.services import MAPS, a_service

GROUPS = "groups: [{id: talking, title: Talking to us}, {id: news, title: News}]\n"
PACK = """\
sources:
  a: {file: demo.txt, about: a demo text}
%sservices:
  - {id: chat, %stitle: The chat, lead: You chat with us., what: [your name], basis: You said yes., no_period_why: Nobody has said it., source: [a line 1]}
"""  # fmt: skip


def problems(folder, groups, group):
    (folder / "datamap.yml").write_text(PACK % (groups, group))
    return [str(problem) for problem in read_datamap(folder)[1]]


def test_without_groups_there_is_one_list():
    services = (a_service(), a_service(id="boards"))
    assert DataMap.model_construct(services=services).by_group() == [(None, list(services))]


def test_every_service_stands_under_its_heading_in_the_order_of_the_pack():
    groups = [{"id": "talking", "title": "Talking to us"}, {"id": "news", "title": "News"}]
    services = [a_service(id=name, group=group) for name, group in (("b", "news"), ("a", "talking"), ("c", "news"))]
    given = {"sources": {"a": {"file": "demo.txt", "about": "a demo text"}}, "groups": groups, "services": services}
    found = DataMap.model_validate(given).by_group()
    assert [(group.title, [one.id for one in listed]) for group, listed in found] == [
        ("Talking to us", ["a"]),
        ("News", ["b", "c"]),
    ]


@pytest.mark.parametrize(("groups", "group"), [("", ""), (GROUPS, "group: news, ")])
def test_all_or_none_have_a_group(tmp_path, groups, group):
    assert problems(tmp_path, groups, group) == []


@pytest.mark.parametrize(("groups", "group"), [(GROUPS, ""), (GROUPS, "group: loud, "), ("", "group: news, ")])
def test_a_group_that_is_missing_or_unknown_is_a_problem(tmp_path, groups, group):
    (problem,) = problems(tmp_path, groups, group)
    assert "`group` has to be one of the `groups`" in problem


@pytest.mark.parametrize("pack", MAPS)
def test_no_real_service_is_lost_between_the_headings(pack):
    listed = [service.id for _, services in MAPS[pack].by_group() for service in services]
    assert sorted(listed) == sorted(service.id for service in MAPS[pack].services)
