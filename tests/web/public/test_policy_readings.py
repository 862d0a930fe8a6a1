"""Every version of every policy of every pack, in the words of each reader: nothing left out, nothing put in."""

import re
from datetime import date, timedelta
from itertools import product

import pytest
from justhtml import JustHTML

from portal.accounts.actor import SYSTEM
from portal.core import clock
from portal.core.reading import faults, main_text, measure
from portal.policies.facts import BANDS_OF, only_for
from portal.policies.kinds import AgeBand, Part, Reader
from portal.policies.markdown import to_html
from portal.policies.pack import load_pack
from portal.policies.service import load_pack_into
from tests.builders.packs import CONTENT, the_mix

PACKS = sorted(folder.name for folder in CONTENT.iterdir())
VERSIONS = {
    (pack, version.slug, version.number): version
    for pack in PACKS
    for policy in load_pack(CONTENT / pack).policies
    for version in policy.versions
}
PAGES = list(product(VERSIONS, Reader))
PRIVATE = "/policies/confidentiality"


@pytest.fixture
def opens(session, client):
    """Open a page of a version, under a slug of its own: two packs may use the same one."""

    def opens(key, *rest):
        pack, slug, _ = key
        if pack != "the-mix":
            slug = f"{slug}-there"
            versions = [version for name, version in VERSIONS.items() if name[:2] == key[:2]]
            moved = tuple(version.model_copy(update={"slug": slug}) for version in versions)
            whole = load_pack(CONTENT / pack)
            policy = whole.policies[0].model_copy(update={"slug": slug, "versions": moved})
            here = whole.model_copy(update={"policies": (policy,), "organisation": the_mix().organisation})
            load_pack_into(session, here, actor=SYSTEM, at=clock.now())
            session.commit()
        answer = client.get("/".join(["/policies", slug, str(key[2]), *rest]))
        assert answer.status_code == 200
        return answer.text

    return opens


def tree(html):
    return JustHTML(html, strict=True, sanitize=False)


def words(node):
    return " ".join(node.to_text().split())


def words_of(html):
    return words(tree(f"<!doctype html><title>t</title><main>{html}</main>").query("main")[0])


@pytest.mark.parametrize(
    ("key", "reader"), PAGES, ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else value
)
def test_every_clause_of_the_version_is_there_in_the_words_of_the_reader(opens, key, reader):
    version = VERSIONS[key]
    html = opens(key, "for", reader)
    page = tree(html)
    sections = {section.attrs["id"]: section for section in page.query("section[data-clause]")}
    assert sorted(sections) == sorted(clause.id for clause in version.clauses)
    in_order = [code for code in sections if version.clause(code).part is not Part.GROUND]
    assert in_order == [clause.id for clause in version.clauses if clause.part is not Part.GROUND]
    # what is told to whom may be said once for a whole group
    groups = {
        node.attrs["id"]: group for group in page.query(".reading__group") for node in group.query("[data-clause]")
    }
    for clause in version.clauses:
        section = sections[clause.id]
        said = words(section)
        assert clause.title in said
        assert words_of(to_html(clause.words_for(reader))) in said, clause.id
        told = words(groups.get(clause.id, section))
        assert all(version.recipients[name] in told for name in clause.tell), clause.id
        assert (only_for(clause.ages) in said) or BANDS_OF[reader] <= set(clause.ages), clause.id
    assert faults(measure(main_text(html))) == []


@pytest.mark.parametrize("key", VERSIONS, ids=lambda key: "-".join(map(str, key)))
def test_the_page_of_every_version_holds_every_clause_and_no_empty_part(opens, key):
    version = VERSIONS[key]
    html = opens(key)
    page = tree(html)
    ids = {re.sub("^(under-18|18-or-over|every-age)-", "", node.attrs["id"]) for node in page.query("[id]")}
    assert {clause.id for clause in version.clauses} <= ids
    headings = [words(node) for node in page.query("main h2")]
    parts = {clause.part for clause in version.clauses}
    assert ("When would you tell someone?" in headings) == (Part.GROUND in parts)
    assert ("Good to know" in headings) == (Part.GOOD_TO_KNOW in parts)
    assert {clause.title for clause in version.clauses if clause.part is Part.RULE} <= set(headings)
    inside = {node.attrs["href"][1:] for node in page.query("a") if node.attrs.get("href", "").startswith("#")}
    assert inside <= {node.attrs["id"] for node in page.query("[id]")}
    assert faults(measure(main_text(html))) == []


def test_some_clause_has_words_of_its_own_for_every_reader():
    """The walk above would hold for one text for everybody; this shows that there is more than one."""
    version = VERSIONS["the-mix", "confidentiality", 3]
    for reader in set(Reader) - {Reader.FROM_13}:
        assert [clause.id for clause in version.clauses if reader in clause.readings], reader


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ({"under-13", "13-15", "16-17", "adult", "adult-at-risk"}, ""),
        ({"under-13", "13-15"}, "This is only for people under 16."),
        ({"under-13", "13-15", "16-17"}, "This is only for people under 18."),
        ({"under-13", "13-15", "16-17", "adult-at-risk"}, "This is only for people under 18 and adults at risk."),
        ({"adult", "adult-at-risk"}, "This is only for people who are 18 or over."),
        ({"adult-at-risk"}, "This is only for adults at risk."),
        ({"adult"}, "This is only for adults who are not at risk."),
        ({"13-15", "adult"}, "This is only for people who are 13 to 15 and adults who are not at risk."),
    ],
)  # fmt: skip
def test_a_clause_says_whom_it_is_for(ages, said):
    assert only_for({AgeBand(age) for age in ages}) == said


def clause_on(client, reader, code):
    page = tree(client.get(f"{PRIVATE}/3/for/{reader}").text)
    return words(next(node for node in page.query("section[data-clause]") if node.attrs["id"] == code))


@pytest.mark.parametrize(
    ("reader", "code", "said"),
    [
        ("under-13", "pregnant-under-16", False),
        ("13-17", "pregnant-under-16", True),
        ("18-or-over", "pregnant-under-16", True),
        ("adult-at-risk", "pregnant-under-16", True),
        ("easy-read", "pregnant-under-16", True),
    ],
)
def test_who_is_not_meant_is_told_whom_it_is_for(client, reader, code, said):
    assert ("This is only for people under 16." in clause_on(client, reader, code)) == said


LIMIT = "For most adults, it only counts if a life is at risk right now."


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("own_words", [True, False])
def test_the_limit_for_adults_is_said_once(session, client, reader, own_words):
    """By words of their own where there are some, else by one plain line; and only to whom it limits."""
    version = VERSIONS["the-mix", "confidentiality", 3]
    clause = version.clause("staff-threatened")
    readings = dict.fromkeys(clause.readings, "These are words of their own.")
    if not own_words:
        readings = {name: said for name, said in readings.items() if name not in {Reader.ADULT, Reader.AT_RISK}}
    clauses = (clause.model_copy(update={"readings": readings}),)
    policy = (
        the_mix()
        .policies[0]
        .model_copy(
            update={"slug": "quiet", "versions": (version.model_copy(update={"slug": "quiet", "clauses": clauses}),)}
        )
    )
    load_pack_into(session, the_mix().model_copy(update={"policies": (policy,)}), actor=SYSTEM, at=clock.now())
    session.commit()
    said = words(tree(client.get(f"/policies/quiet/3/for/{reader}").text).query("main")[0])
    assert said.count(LIMIT) == (1 if reader is Reader.ADULT and not own_words else 0)


@pytest.mark.parametrize(
    "path", [f"{PRIVATE}/3/for/nobody", f"{PRIVATE}/98/for/easy-read", "/policies/x/1/for/easy-read"]
)
def test_another_reader_or_version_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_choice_is_made_by_plain_links_and_leaves_nothing(client):
    answer = client.get(f"{PRIVATE}/3")
    links = [node.attrs["href"] for node in tree(answer.text).query(".made-for a")]
    assert links == [f"{PRIVATE}/3/for/{reader}" for reader in Reader]
    for link in links:
        page = client.get(link)
        assert (page.status_code, page.headers.get("Set-Cookie")) == (200, None)
        assert [node.attrs["href"] for node in tree(page.text).query(".made-for [aria-current]")] == [link]


def open_length(html):
    """Words that are seen without opening a line."""
    page = tree(html).query("main")[0]
    inner = {id(node) for outer in page.query("details") for node in outer.query("details") if node is not outer}
    outer = [node for node in page.query("details") if id(node) not in inner]
    hidden = sum(len(words(node).split()) - len(words(node.query("summary")[0]).split()) for node in outer)
    return len(words(page).split()) - hidden


@pytest.mark.parametrize("reader", [reader for reader in Reader if reader is not Reader.EASY_READ])
def test_the_page_of_a_reader_is_not_longer_than_the_page_for_all(client, reader):
    assert open_length(client.get(f"{PRIVATE}/3/for/{reader}").text) <= 1.05 * open_length(
        client.get(f"{PRIVATE}/3").text
    )


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("slug", ["confidentiality", "privacy", "irights"])
def test_the_page_of_a_reader_starts_with_what_is_on_it(client, reader, slug):
    page = tree(client.get(f"/policies/{slug}/1/for/{reader}").text)
    (nav,) = page.query("nav.contents")
    links = [node.attrs["href"][1:] for node in nav.query("a")]
    assert 2 <= len(links) <= 14
    ids = [node.attrs["id"] for node in page.query("[id]")]
    assert [ids.index(link) for link in links] == sorted(ids.index(link) for link in links)


def test_what_the_tool_says_and_what_the_rules_say_agree(client):
    page = tree(client.get(f"{PRIVATE}/3").text)
    assert "When would you tell someone?" in [words(node) for node in page.query("main h2")]
    said = words(page.query("main")[0])
    assert said.count("At these times, we would tell someone.") == 4
    assert said.count("At these times, we may tell someone. We look at each case first.") == 2
    first = words(tree(client.get(f"{PRIVATE}/1").text).query("main")[0])
    assert "At these times, we may tell someone." in first


@pytest.mark.parametrize("path", ["3", *(f"3/for/{reader}" for reader in Reader)])
def test_self_harm_that_puts_no_life_at_risk_has_its_line(client, path):
    page = tree(client.get(f"{PRIVATE}/{path}").text)
    place = next(node for node in page.query("[id]") if node.attrs["id"] == "life-threatening-self-harm")
    said = words(place)
    assert "“I hurt myself, but I will not die from it.”" in said
    grown = path.endswith("18-or-over")
    assert ("This alone is not on the list, so we look at each case" in said) != grown
    assert ("if we come to think a life is in danger, we call 999" in said) == (grown or path.endswith("easy-read"))


def test_drawings_are_only_for_easy_read_and_hidden_from_screen_readers(client):
    easy = tree(client.get(f"{PRIVATE}/3/for/easy-read").text).query("main svg")
    assert len(easy) == len(VERSIONS["the-mix", "confidentiality", 3].clauses)
    assert {node.attrs["aria-hidden"] for node in easy} == {"true"}
    assert tree(client.get(f"{PRIVATE}/3/for/13-17").text).query("main svg") == []


def test_the_part_for_adults_is_folded_and_the_other_is_not(client):
    (fold,) = tree(client.get(f"{PRIVATE}/3").text).query("details.fold")
    assert "open" not in fold.attrs
    assert fold.query("li.ground") != []
    assert all(node.attrs["id"].startswith("18-or-over-") for node in fold.query("li.ground"))


def test_one_column_is_enough_when_every_age_has_the_same_reasons(client):
    page = tree(client.get(f"{PRIVATE}/1").text)
    assert [words(node) for node in page.query(".ages__title")] == ["For every age"]


def test_an_old_version_leads_to_todays_rules_for_the_same_reader(client):
    page = tree(client.get(f"{PRIVATE}/1/for/easy-read").text)
    (note,) = [node for node in page.query(".inset") if "These are old rules" in words(node)]
    assert [link.attrs["href"] for link in note.query("a")] == [f"{PRIVATE}/3/for/easy-read"]
    assert "These are old rules" not in client.get(f"{PRIVATE}/3/for/easy-read").text


@pytest.mark.parametrize(("days", "said"), [(-1, True), (0, False), (1, False), (None, False)])
def test_rules_that_nobody_looked_at_in_time_say_so(session, client, days, said):
    review_on: date | None = None if days is None else clock.today() + timedelta(days=days)
    version = VERSIONS["the-mix", "irights", 1].model_copy(update={"slug": "quiet", "review_on": review_on})
    policy = the_mix().policies[0].model_copy(update={"slug": "quiet", "versions": (version,)})
    load_pack_into(session, the_mix().model_copy(update={"policies": (policy,)}), actor=SYSTEM, at=clock.now())
    session.commit()
    for path in ("/policies/quiet/1", "/policies/quiet/1/for/easy-read"):
        assert ("Someone should have looked at these rules again by" in client.get(path).text) == said


def test_the_page_ends_with_what_can_be_done_next(client):
    for path in (f"{PRIVATE}/3", f"{PRIVATE}/3/for/under-13", "/policies/privacy"):
        page = tree(client.get(path).text)
        links = [node.attrs["href"] for node in page.query(".next a")]
        slug = path.split("/")[2]
        assert links == ["/would-you-tell", "/words/check", f"/policies/{slug}/ask"]
