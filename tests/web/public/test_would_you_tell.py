"""Would you tell anyone? Every answer is the one of the rules, is easy to read, and leaves no trace."""

import gzip
import logging
from functools import cache

import pytest
from justhtml import JustHTML
from sqlalchemy import inspect, text

from portal.accounts.actor import SYSTEM
from portal.core import clock
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from portal.policies.kinds import READERS, AgeBand, Outcome, Place, ToldFirst, Urgency
from portal.policies.markdown import to_html
from portal.policies.replies import NOT_YET
from portal.policies.rules import deciding_rule, judge
from portal.policies.service import load_pack_into
from portal.policies.situations import TELLING, Rule
from portal.policies.would_tell import reply
from tests.actors.browser import HOME, Page
from tests.builders.packs import the_mix

PAGE, LIST = "/would-you-tell", "/would-you-tell/list"
PACK = the_mix()
NEWEST = PACK.judged_by.newest
SITUATIONS = {one.id: one.title for one in PACK.situations.situations}
PLACES = {NOT_YET: "I have not said it yet", **{one.id: one.title for one in PACK.situations.places}}
AGES = {"under-13": "Under 13", "13-15": "13 to 15", "16-17": "16 or 17", "adult": "18 or over"} | {
    "adult-at-risk": "18 or over, and at risk"
}
ANSWERS = {
    Outcome.TELL: "Yes, we would tell someone",
    Outcome.MAY_TELL: "We may tell someone",
    Outcome.KEEP: "We would keep it private",
    Outcome.TALK_FIRST: "It depends, so ask us first",
    Outcome.NOBODY_READS: "Nobody reads what you write there",
}
SHORT = {
    Outcome.TELL: "We tell",
    Outcome.MAY_TELL: "We may tell",
    Outcome.KEEP: "Stays private",
    Outcome.TALK_FIRST: "It depends",
    Outcome.NOBODY_READS: "Nobody reads it",
}
GOOD = {"age": "13-15", "situation": next(iter(SITUATIONS)), "place": NOT_YET, "when": "now"}
NEVER = ["invalid", "failed", "refused", "denied", "illegal", "don't worry", "oops", "warning", "forbidden", "wrong"]


ABOUT_LIFE = {
    "plan-to-end-life-now", "plan-to-end-life-within-30-days", "suicidal-thoughts-no-plan", "self-harm-life-threatening",
    "self-harm-not-life-threatening", "overdose", "said-im-safe",
}  # fmt: skip
KIND = "You matter, and you do not have to go through this alone."
PARENTS = "They are not on our list, but people we tell may speak to them."


@cache
def judged(situation, age, place):
    return judge(PACK.situations, NEWEST, situation=situation, age=age, place=place)


@cache
def decided_by(situation, age, place):
    return deciding_rule(PACK.situations, NEWEST, situation=situation, age=age, place=place)


def place_of(picked):
    return None if picked["place"] == NOT_YET else Place(picked["place"])


def limit_of(picked):
    """What else has to be true before somebody is told."""
    rule = decided_by(picked["situation"], AgeBand(picked["age"]), place_of(picked))
    return (rule.why or "") if rule and rule.outcome in TELLING else ""


def is_said(picked):
    return picked["place"] != NOT_YET or picked["situation"] == "said-im-safe"


def heading_of(picked, found):
    rule = decided_by(picked["situation"], AgeBand(picked["age"]), place_of(picked))
    if isinstance(rule, Rule) and rule.title:
        return rule.title
    if found.outcome is Outcome.TELL and limit_of(picked):
        return "Yes, but only in some cases"
    if found.outcome is Outcome.TALK_FIRST and picked["place"] != NOT_YET:
        return "It depends on all that you said"
    return ANSWERS[found.outcome]


def cells():
    """One cell for each way an answer can look."""
    looks = {}
    for situation in SITUATIONS:
        for age in AgeBand:
            for place in (None, *Place):
                found = judged(situation, age, place)
                picked = {**GOOD, "situation": situation, "age": age, "place": place or NOT_YET}
                look = (found.outcome, found.urgency, found.told_first, found.clause, place is None, age)
                looks.setdefault((*look, heading_of(picked, found), situation in ABOUT_LIFE), (picked, found))
    return list(looks.values())


CELLS = cells()


def send(browser, data, **more):
    return browser.client.post(PAGE, base_url=HOME, data=data, **more)


def ask(browser, **picked):
    """Open the page, pick, press the button."""
    browser.open(PAGE)
    return browser.press({**GOOD, **picked})


def reading_of(words):
    """A clause as plain text."""
    return JustHTML(f"<div>{to_html(words)}</div>", sanitize=False).query("div")[0].to_text(separator=" ")


def must_be_plain(page):
    assert faults(measure(main_text(page.html))) == []
    assert "!" not in page.main
    assert [word for word in NEVER if word in page.main.lower()] == []


def must_say_what_to_do(page, picked, found):
    inside = {node.attrs["href"] for node in page.dom.query("main a")}
    lines = {line.href for line in PACK.organisation.crisis_lines}
    if found.urgency is Urgency.EMERGENCY or picked["situation"] in ABOUT_LIFE:
        assert lines <= inside
        assert "tel:999" in inside
    else:
        assert "#help-now" in inside
    expected = {
        Outcome.TELL: "You can ask us first what we would do",
        Outcome.MAY_TELL: "You can ask us first what we would do",
        Outcome.KEEP: "You can talk with us about it",
        Outcome.TALK_FIRST: "what we would do now" if is_said(picked) else "and not say it all",
        Outcome.NOBODY_READS: "Do you want a person to read it?",
    }
    assert {outcome for outcome, words in expected.items() if words in page.main} == {
        outcome for outcome, words in expected.items() if words == expected[found.outcome]
    }


def everything_stored(app):
    with app.app_context(), db.sessionmaker() as session:
        connection = session.connection()
        names = inspect(connection).get_table_names()
        return {name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in names}


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_is_the_one_of_the_rules(browser, place):
    wrong = {}
    for situation in SITUATIONS:
        for age in AgeBand:
            found = judged(situation, age, None if place == NOT_YET else Place(place))
            answer = send(browser, {"age": age, "situation": situation, "place": place, "when": "now"})
            heading = heading_of({"situation": situation, "age": age, "place": place}, found)
            if answer.status_code != 200 or f">{heading}</h1>" not in answer.text:
                wrong[situation, age] = (answer.status_code, found.outcome)
    assert wrong == {}


@pytest.mark.parametrize(("picked", "found"), CELLS)
def test_an_answer_says_who_what_whether_first_why_by_which_rule_and_what_to_do(browser, picked, found):
    page = Page(send(browser, picked), PAGE)
    page.is_good()
    must_be_plain(page)
    must_say_what_to_do(page, picked, found)
    assert page.heading == heading_of(picked, found)
    assert page.main.startswith(page.heading)
    after_heading = page.main.removeprefix(page.heading).strip()
    assert after_heading.startswith(KIND) == (picked["situation"] in ABOUT_LIFE)
    if limit := limit_of(picked):
        assert limit in page.texts(".lead")[0]
    young = picked["age"] in {"under-13", "13-15", "16-17"}
    assert (f"Your parents? {PARENTS}" in page.main) == young
    if found.outcome in TELLING or found.outcome is Outcome.TALK_FIRST:
        assert f"/policies/{NEWEST.slug}/ask" in page.links()
    said = page.texts(".tell-facts")[0]
    assert " ".join(found.why.split()) in said
    for words in (*found.who, *found.shares):
        assert words in said
    asked = page.texts(".tell-facts dt")
    assert ("Who would we tell?" in asked, "Would we tell you first?" in asked) == (
        bool(found.who),
        found.told_first is not None,
    )
    reader = READERS[AgeBand(picked["age"])]
    assert f"/policies/{NEWEST.slug}/{found.version}/for/{reader}#{found.clause}" in page.links()
    assert f"version {found.version}" in said
    (rule,) = page.dom.query(".tell-facts details")
    words = NEWEST.clause(found.clause).words_for(READERS[AgeBand(picked["age"])])
    assert rule.to_text(separator=" ").split() == ["Read", "it", "here", *reading_of(words).split()]
    assert "open" not in rule.attrs
    assert ("The law may stop us" in said) == (found.told_first is ToldFirst.MAY_NOT)


def test_what_was_picked_stays_picked_and_its_heading_is_open(browser):
    for situation, title in SITUATIONS.items():
        page = ask(browser, situation=situation, age="adult-at-risk", place="chat")
        picked = {node.attrs["name"]: node.attrs["value"] for node in page.dom.query("input[checked]")}
        assert picked == {"age": "adult-at-risk", "situation": situation, "place": "chat", "when": "now"}
        (open_group,) = page.dom.query("details.choices[open]")
        assert [node.attrs["value"] for node in open_group.query("input[checked]")] == [situation]
        assert page.texts(".picked li") == [title, AGES["adult-at-risk"], PLACES["chat"]]


@pytest.mark.parametrize(
    ("picked", "is_open"),
    [({}, False), ({"place": "chat"}, True), ({"when": "before"}, True), ({"place": "nonsense"}, True)],
)
def test_where_and_when_lie_under_a_line_that_is_open_once_they_matter(browser, picked, is_open):
    page = ask(browser, **picked)
    (line,) = page.dom.query("details.said-it")
    assert ("open" in line.attrs) == is_open
    assert {node.attrs["name"] for node in line.query("input")} == {"place", "when"}


def test_another_one_can_be_tried_from_the_answer(browser):
    ask(browser, age="16-17")
    page = browser.press({"age": "adult"})
    assert page.status == 200
    assert page.texts(".picked li")[1] == AGES["adult"]


def test_before_anything_is_picked_the_page_offers_all_of_it(browser):
    page = browser.open(PAGE)
    must_be_plain(page)
    values = {}
    for node in page.dom.query("main input[type=radio]"):
        values.setdefault(node.attrs["name"], []).append(node.attrs["value"])
    assert values["age"] == list(AgeBand)
    assert sorted(values["situation"]) == sorted(SITUATIONS)
    assert values["place"] == [NOT_YET, *(place.id for place in PACK.situations.places)]
    assert values["when"] == ["now", "before"]
    picked = {node.attrs["name"]: node.attrs["value"] for node in page.dom.query("input[checked]")}
    assert picked == {"place": NOT_YET, "when": "now"}
    assert page.texts("details.choices summary") == [group.title for group in PACK.situations.groups]
    assert not page.dom.query("main details[open]")
    assert page.texts("main legend") == [
        "How old are you?", "What is it about?", "Where did you say it?", "When did you say it?"
    ]  # fmt: skip
    assert f"/policies/{NEWEST.slug}/which" in page.links()
    assert LIST in page.links()


BAD = ["13-15 ", "\0", "nonsense", "x" * 5000, "<script>alert(1)</script>"]  # the last 3 never come back


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("name", GOOD)
def test_what_was_tampered_with_gets_a_kind_line_and_no_promise(browser, name, value):
    page = Page(send(browser, {**GOOD, name: value}), PAGE)
    page.is_good()
    assert page.status == 200
    assert page.heading == ANSWERS[Outcome.TALK_FIRST]
    assert len(page.texts(".notice li")) == 1
    assert value not in BAD[-3:] or value not in page.html
    must_be_plain(page)


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", GOOD)
def test_what_was_left_out_is_asked_for_and_the_rest_stays_picked(browser, name, value):
    data = {key: said for key, said in {**GOOD, name: value}.items() if said is not None}
    page = Page(send(browser, data), PAGE)
    page.is_good()
    assert (page.status, page.heading) == (422, "Would you tell anyone?")
    assert page.title.startswith("Error: ")
    (link,) = page.dom.query(".govuk-error-summary a")
    assert link.attrs["href"] == f"#{name}"
    assert len(page.dom.query(f"#{name}")) == 1
    assert len(page.texts(".govuk-error-message")) == 1
    picked = {node.attrs["name"]: node.attrs["value"] for node in page.dom.query("input[checked]")}
    assert picked == {key: said for key, said in GOOD.items() if key != name}
    assert "Nothing has been sent yet" not in page.main
    must_be_plain(page)


@pytest.mark.parametrize(
    ("data", "more"),
    [
        ({}, {}),
        ({"csrf_token": "x", "other": "y"}, {}),
        ("{", {"content_type": "application/json"}),
        (b"\xff\xfe=%ff", {"content_type": "application/x-www-form-urlencoded"}),
        ("no parts", {"content_type": "multipart/form-data; boundary=b"}),
        ({"age": ["x", "adult"], "situation": ["", GOOD["situation"]]}, {}),
    ],
)
def test_whatever_is_sent_is_never_an_error_of_ours(browser, data, more):
    page = Page(send(browser, data, **more), PAGE)
    page.is_good()
    assert (page.status, page.heading) == (422, "Would you tell anyone?")
    must_be_plain(page)


def test_what_was_said_some_time_ago_leads_to_the_rules_of_that_day(browser):
    page = ask(browser, when="before", situation="homeless", age="16-17")
    assert page.heading == "It depends on the day you said it"
    assert page.links().count(f"/policies/{NEWEST.slug}/which") == 2
    assert f"/policies/{NEWEST.slug}/ask" in page.links()
    # every version says what it makes of it: nobody is sent round in a circle
    assert page.texts(".tell-facts dt")[:3] == [
        "Version 3 We may tell", "Version 2 Stays private", "Version 1 Stays private"
    ]  # fmt: skip
    assert NEWEST.covers in page.main
    must_be_plain(page)


@pytest.mark.parametrize("age", AgeBand)
def test_what_was_said_some_time_ago_still_gets_help_and_the_word_on_the_chatbot(browser, age):
    page = ask(browser, when="before", situation="plan-to-end-life-now", age=age, place="chatbot")
    assert page.main.removeprefix(page.heading).strip().startswith(KIND)
    assert {line.href for line in PACK.organisation.crisis_lines} <= {a.attrs["href"] for a in page.dom.query("main a")}
    assert "No person reads it while you write. So nobody can send help." in page.main
    must_be_plain(page)


def test_an_answer_about_somebody_else_in_danger_gives_the_lines_even_when_it_was_said_before(browser):
    page = ask(browser, when="before", situation="hurting-someone-now", age="13-15")
    assert "tel:999" in {a.attrs["href"] for a in page.dom.query("main a")}


def test_on_paper_an_answer_has_no_form(browser):
    page = ask(browser)
    (form,) = page.forms()
    assert [node.query("form") for node in page.dom.query(".on-screen") if node.query("form")] == [[form]]


def publish_next(session, *, number=NEWEST.number + 1, **changes):
    """Rules are published that the pack this process runs on does not know."""
    clauses = tuple(clause.model_copy(update=changes) for clause in NEWEST.clauses)
    version = NEWEST.model_copy(update={"number": number, "clauses": clauses})
    policy = PACK.judged_by.model_copy(update={"versions": (version,)})
    load_pack_into(session, PACK.model_copy(update={"policies": (policy,)}), actor=SYSTEM, at=clock.now())
    session.commit()


def test_rules_that_are_not_here_yet_promise_nothing(browser, session):
    publish_next(session, words="Other words.")
    for situation in SITUATIONS:
        page = ask(browser, situation=situation, age="adult")
        assert page.heading.startswith("It depends")
        assert "does not have the new ones yet" in page.main
    must_be_plain(page)
    page = browser.open(LIST)
    assert page.status == 200 and "We keep it" not in page.main and "We may tell" not in "".join(page.texts("table"))
    must_be_plain(page)


def test_the_same_rules_under_another_number_are_answered_as_before(browser, session):
    publish_next(session)
    for situation in SITUATIONS:
        picked = {**GOOD, "situation": situation}
        assert ask(browser, situation=situation).heading == heading_of(picked, reply(PACK, NEWEST.number, picked))
    assert f"/policies/{NEWEST.slug}/{NEWEST.number + 1}/for/13-17#" in str(ask(browser).links())


def test_asking_leaves_no_trace(app, browser, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    before = everything_stored(app)
    for picked, _ in CELLS[:5]:
        answer = send(browser, picked)  # no token, no cookie
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert {"Set-Cookie", "ETag", "Location"} & set(answer.headers.keys()) == set()
        assert "csrf" not in answer.text
    assert everything_stored(app) == before
    printed = capfd.readouterr()
    said = printed.out + printed.err + "".join(record.getMessage() for record in caplog.records)
    for picked, _ in CELLS[:5]:
        assert [value for value in picked.values() if value != "now" and value in said] == []
        assert SITUATIONS[picked["situation"]] not in said


def test_an_answer_is_emptied_when_it_is_left_and_its_title_tells_nothing(browser):
    titles = set()
    for picked in {found.outcome: picked for picked, found in CELLS}.values():
        page = Page(send(browser, picked), PAGE)
        titles.add(page.title)
        body = page.dom.query("body")[0].attrs
        assert "data-personal" in body
        assert "data-idle-minutes" not in body
    assert titles == {"What our rules say – Your information"}
    assert "data-personal" in browser.open(PAGE).dom.query("body")[0].attrs


@pytest.mark.parametrize("path", [PAGE, LIST])
def test_the_pages_are_the_same_bytes_for_everyone_and_sent_once(app, person, path):
    stranger = app.test_client().get(path, base_url=HOME)
    person.browser.open("/q/1")
    person.browser.press({"more_time": "y"})
    known = person.browser.client.get(path, base_url=HOME)
    assert stranger.data == known.data
    assert stranger.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in stranger.headers
    again = app.test_client().get(path, base_url=HOME, headers={"If-None-Match": stranger.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    packed = app.test_client().get(path, base_url=HOME, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == stranger.data
    assert packed.headers["ETag"] != stranger.headers["ETag"]
    assert len(packed.data) <= 12_000


@pytest.mark.parametrize("age", AgeBand)
def test_the_list_says_what_the_rules_say_of_every_situation(browser, age):
    page = browser.open(LIST)
    section = next(node for node in page.dom.query("section") if node.attrs.get("id") == age)
    rows = [row for row in section.query("tr") if row.query("td")]
    assert len(rows) == len(SITUATIONS)
    for row, (situation, title) in zip(rows, SITUATIONS.items(), strict=True):
        found = judged(situation, age, None)
        assert row.query("th")[0].to_text(strip=True) == title
        assert row.query(".tag")[0].to_text(strip=True) == SHORT[found.outcome]
        rule = f"/policies/{NEWEST.slug}/{NEWEST.number}/for/{READERS[age]}#{found.clause}"
        assert row.query("a")[0].attrs["href"] == rule
        assert f"outcome--{found.outcome}" in row.query(".tag")[0].attrs["class"]


def test_the_list_starts_with_the_ages_and_is_easy_to_read(browser):
    page = browser.open(LIST)
    must_be_plain(page)
    assert page.texts("main summary") == list(AGES.values())
    for rule in PACK.situations.versions[NEWEST.number].places:
        assert rule.why in page.main


def test_adult_at_risk_leads_to_what_it_means(browser):
    word = PACK.glossary.find("adult-at-risk")
    for path in (PAGE, LIST):
        links = [href for href in browser.open(path).links() if "adult-at-risk" in href and "/words" in href]
        assert bool(links) == (word is not None)
