"""What stays private, as a young person meets it: found, complete, readable, and without a trace."""

import gzip
import re

import pytest
from flask.testing import FlaskClient
from justhtml import JustHTML

from portal.accounts.actor import SYSTEM
from portal.core import clock
from portal.core.reading import faults, main_text, measure
from portal.policies.kinds import Part
from portal.policies.service import load_pack_into
from tests.builders.packs import mix_version, the_mix

PAGE = "/policies/confidentiality"
VERSION = mix_version()


@pytest.fixture
def reader(client: FlaskClient) -> FlaskClient:
    """A browser that only reads."""
    return client


def tree(reader, address=PAGE):
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return JustHTML(answer.text, strict=True, sanitize=False)


def words(node):
    return " ".join(node.to_text().split())


def by_id(page, name):
    return [node for node in page.query("[id]") if node.attrs["id"] == name]


@pytest.mark.parametrize("address", ["/policies/", PAGE, f"{PAGE}/3"])
def test_reading_leaves_no_cookie_and_may_be_kept_by_nobody_but_the_reader(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["/policies/", PAGE, f"{PAGE}/3"])
def test_every_page_has_one_heading_and_ids_that_are_its_own(reader, address):
    page = tree(reader, address)
    assert len(page.query("main h1")) == 1
    ids = [node.attrs["id"] for node in page.query("[id]")]
    assert len(ids) == len(set(ids))


def test_the_list_leads_to_the_policy(reader):
    links = [node.attrs["href"] for node in tree(reader, "/policies/").query("main a")]
    assert sorted(links) == sorted(f"/policies/{policy.slug}" for policy in the_mix().policies)
    assert PAGE in links


@pytest.mark.parametrize("address", ["/policies/loud", f"{PAGE}/98", f"{PAGE}/99", f"{PAGE}/x", f"{PAGE}/0"])
def test_what_is_not_published_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


def test_the_first_answer_is_about_parents_and_comes_before_anything_else(reader):
    first = tree(reader).query("main h2")[0]
    assert words(first) == "Would you tell my parents?"


def test_every_clause_of_the_version_is_on_the_page(reader):
    page = words(tree(reader).query("main")[0])
    assert [clause.id for clause in VERSION.clauses if clause.title not in page] == []


@pytest.mark.parametrize(
    ("clause", "under_18", "adult"),
    [
        ("life-in-danger", True, True),
        ("plan-30-days", True, False),
        ("ongoing-abuse", True, True),
        ("homeless", True, False),
        ("pregnant-under-16", True, False),
        ("young-carer", True, False),
        ("staff-threatened", True, True),
        ("terrorism", True, True),
        ("legal-order", True, True),
    ],
)
def test_each_column_holds_the_reasons_of_its_age(reader, clause, under_18, adult):
    page = tree(reader)
    assert bool(by_id(page, f"under-18-{clause}")) == under_18
    assert bool(by_id(page, f"18-or-over-{clause}")) == adult


def test_the_columns_together_hold_every_reason_and_no_other(reader):
    ids = [node.attrs["id"] for node in tree(reader).query("li.ground")]
    shown = {re.sub("^(under-18|18-or-over)-", "", name) for name in ids}
    assert shown == {clause.id for clause in VERSION.clauses if clause.part is Part.GROUND}


def test_every_reason_says_when_who_and_what_on_demand(reader):
    for ground in tree(reader).query("li.ground"):
        (details,) = ground.query("details")
        assert "open" not in details.attrs
        assert [words(term) for term in details.query("dt")] == [
            "When?",
            "Who might we tell?",
            "What would we share?",
        ]
        assert all(words(said) for said in details.query("dd"))


def test_an_adult_reads_that_threats_only_count_while_a_life_is_at_risk(reader):
    page = tree(reader)
    limit = "a life is at risk right now"
    assert limit in words(by_id(page, "18-or-over-staff-threatened")[0])
    assert limit not in words(by_id(page, "under-18-staff-threatened")[0])
    assert limit not in words(by_id(page, "18-or-over-life-in-danger")[0])


def test_what_is_only_for_adults_at_risk_is_said_to_be(reader):
    (column,) = [node for node in tree(reader).query("section") if node.attrs.get("aria-labelledby") == "18-or-over"]
    headings = [words(node) for node in column.query("h4")]
    assert headings == ["It is an emergency", "The law makes us", "Only if you are an adult at risk"]


def test_the_pregnancy_rule_is_said_to_be_for_under_sixteens(reader):
    assert "only for people under 16" in words(by_id(tree(reader), "under-18-pregnant-under-16")[0])


def test_the_reader_can_go_straight_on_to_ask_what_was_shared(reader):
    links = [node.attrs["href"] for node in tree(reader).query("main a")]
    assert "/q/1" in links


def test_every_link_inside_the_page_leads_somewhere(reader):
    page = tree(reader)
    ids = {node.attrs["id"] for node in page.query("[id]")}
    inside = [node.attrs["href"][1:] for node in page.query("a") if node.attrs.get("href", "").startswith("#")]
    assert set(inside) <= ids


def test_the_page_says_which_version_it_is_and_is_honest_about_its_start(reader):
    said = words(tree(reader).query(".policy-version")[0])
    assert "This is version 3." in said
    assert "The day it started was not published." in said
    assert "after The Mix and Shout joined up" in said


def test_the_newest_version_is_not_called_old(reader):
    assert "These are old rules" not in words(tree(reader, f"{PAGE}/3").query("main")[0])


@pytest.mark.parametrize("address", ["/policies/", PAGE])
def test_a_nine_year_old_can_read_it(reader, address):
    assert faults(measure(main_text(reader.get(address).text))) == []


def test_the_page_is_light_enough_for_a_phone_with_little_data(reader):
    assert len(gzip.compress(reader.get(PAGE).data)) <= 12_000


def test_an_old_version_stays_readable_and_says_that_it_is_old(session, client):
    pack = the_mix()
    newer = VERSION.model_copy(update={"number": 4, "title": "What will stay private"})
    policy = pack.policies[0].model_copy(update={"versions": (newer,)})
    load_pack_into(session, pack.model_copy(update={"policies": (policy,)}), actor=SYSTEM, at=clock.now())
    session.commit()
    old, new = (words(tree(client, address).query("main")[0]) for address in (f"{PAGE}/3", PAGE))
    assert "These are old rules." in old
    assert "This is version 3." in old
    assert "What will stay private" in new
    assert "This is version 4." in new
    assert "Version 3" in new
