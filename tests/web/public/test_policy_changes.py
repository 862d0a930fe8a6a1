"""What changed between two versions, as it is read: addresses, sentences, and the words for those who cannot see lines."""

from itertools import combinations

import pytest
from justhtml import JustHTML

from portal.core.reading import faults, main_text, measure
from tests.builders.packs import the_mix

PAGE = "/policies/confidentiality"
VERSIONS = the_mix().policies[0].versions
PAIRS = list(combinations([version.number for version in VERSIONS], 2))


def tree(html):
    return JustHTML(html, strict=True, sanitize=False)


def words(node):
    return " ".join(node.to_text(separator=" ").split())


@pytest.fixture
def opens(client):
    def opens(older, newer):
        answer = client.get(f"{PAGE}/changes/{older}/{newer}")
        assert answer.status_code == 200
        return tree(answer.text)

    return opens


@pytest.mark.parametrize(
    ("pair", "status", "leads_to"),
    [
        ("1/3", 200, None), ("3/1", 301, f"{PAGE}/changes/1/3"), ("2/2", 404, None), ("1/98", 404, None),
        ("98/1", 404, None), ("98/97", 404, None), ("0/1", 404, None), ("1/x", 404, None),
    ],
)  # fmt: skip
def test_the_older_version_stands_first_and_others_are_not_found(client, pair, status, leads_to):
    answer = client.get(f"{PAGE}/changes/{pair}")
    assert (answer.status_code, answer.headers.get("Location")) == (status, leads_to)


@pytest.mark.parametrize("pair", PAIRS)
def test_it_is_easy_to_read(client, pair):
    html = client.get("/".join([PAGE, "changes", *map(str, pair)])).text
    assert faults(measure(main_text(html))) == []
    assert len(tree(html).query("main h1")) == 1


@pytest.mark.parametrize("pair", PAIRS)
def test_every_clause_of_both_versions_is_there_once(opens, pair):
    older, newer = (next(v for v in VERSIONS if v.number == number) for number in pair)
    page = opens(*pair)
    lines = [words(node) for node in page.query("main summary")]
    shown = [
        line.partition(": ")[2]
        for line in lines
        if line.startswith(("The same: ", "Changed: ", "New words: ", "Gone: "))
    ]
    codes = {clause.id: clause.title for clause in older.clauses} | {
        clause.id: clause.title for clause in newer.clauses
    }
    assert sorted(shown) == sorted([*codes.values(), "What these rules are about", "What we would share"])


def group(page, name):
    return next(words(node) for node in page.query(".changed__group") if words(node.query("h3")[0]) == name)


def test_who_is_under_18_reads_what_is_new_for_them(opens):
    said = group(opens(2, 3), "Under 18")
    assert "New reasons to tell someone" in said
    assert "You mean to end your life within 30 days" in said
    assert "You are under 16 and pregnant" in said
    new, named = said.split("Not new, but they have a line of their own now", 1)
    assert "You plan to end your life very soon" not in new  # a life in danger was a reason before
    assert "You plan to end your life very soon" in named


def test_an_adult_reads_of_the_limit_and_not_of_what_is_for_others(opens):
    said = group(opens(2, 3), "18 or over")
    assert "The old rules did not name this limit." in said
    assert "You mean to end your life within 30 days" not in said


def test_an_adult_at_risk_reads_what_is_new_for_them(opens):
    said = group(opens(2, 3), "Adult at risk")
    assert "Abuse that goes on" in said
    assert "The old rules did not name this limit." not in said


def test_when_all_ages_have_the_same_rules_it_is_said_once(opens):
    page = opens(1, 2)
    assert [words(node) for node in page.query(".changed__group h3")] == ["For every age"]
    said = group(page, "For every age")
    assert "Reasons that went" in said
    assert "Telling is better for everyone" in said


def test_every_change_begins_and_ends_in_words_too(opens):
    page = opens(2, 3)
    for tag, name in (("ins", "added"), ("del", "removed")):
        marked = page.query(f"main {tag}")
        assert marked
        for node in marked:
            first, last = node.query("span.govuk-visually-hidden")
            assert (words(first), words(last)) == (f"{name}:", f"end {name}")


def test_what_stayed_the_same_is_folded_and_marks_nothing(opens):
    folded = opens(2, 3).query("main details")
    assert folded
    for node in folded:
        assert "open" not in node.attrs
        if words(node).startswith("The same: "):
            assert node.query("ins, del") == []


def test_the_words_side_by_side_wait_until_somebody_asks(opens):
    page = opens(2, 3)
    inside = sum(len(node.query(".sides")) for node in page.query("main details"))
    assert inside == len(page.query(".sides")) > 5


def test_the_page_does_not_contradict_itself(opens):
    page = opens(2, 3)
    assert "This is new." not in words(page.query("main")[0])
    plan = next(
        words(node)
        for node in page.query("main details")
        if "You plan to end your life very soon" in words(node.query("summary")[0])
    )
    assert "It counted before, under “A life is in danger”." in plan
    adult = group(page, "18 or over")
    assert "For you nothing changed." in adult
    assert "work in another way now" not in adult


@pytest.mark.parametrize("name", ["Under 18", "18 or over", "Adult at risk"])
def test_a_reason_that_says_more_now_is_told_to_whom_it_changes(opens, name):
    said = group(opens(2, 3), name)
    assert (
        "Before: We think you are hurting someone else now. Now: We think you are hurting someone else now, or that you might."
        in said
    )
    assert "They can stop people from being kept safe." in said


def test_every_version_leads_to_what_changed(client):
    for version in VERSIONS:
        links = [node.attrs["href"] for node in tree(client.get(f"{PAGE}/{version.number}").text).query("a")]
        changes = sorted(link for link in links if "/changes/" in link)
        assert changes == sorted(f"{PAGE}/changes/{a}/{b}" for a, b in PAIRS if version.number in {a, b})


def test_every_name_leads_to_its_clause(client, opens):
    links = {node.attrs["href"] for node in opens(2, 3).query("main li a") if "#" in node.attrs["href"]}
    assert links
    for link in links:
        path, _, code = link.partition("#")
        assert code in {node.attrs["id"] for node in tree(client.get(path).text).query("[id]")}, link
