"""Asking for anything, screen by screen: how long it is, what is kept, what is refused, and that nothing is lost."""

import re

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.cases.models import Case
from portal.extensions import db
from portal.requests import queries
from portal.requests.kinds import Right
from portal.requests.models import Request
from portal.requests.wishes import Asker, Change, CopyOf, Format, Maybe, Thing, Use
from portal.safeguarding.models import SafeguardingFlag
from portal.web.wished import RIGHTS
from tests.actors.browser import HOME, Browser
from tests.builders.desk import a_disclosure, a_worker
from tests.builders.journeys import CODE, FIND, JOURNEYS, SCREENS, SEND, WAYS, begins, goes_through, goes_to

ODD = {
    "too long": "x" * 10_000,
    "pictures": "\N{SLIGHTLY SMILING FACE}" * 50,
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}kcab",
    "markup": "<script>alert(1)</script>",
    "another site": "https://other.example/x",
}
FIELDS = [
    ("access", 2, "copy_words"), ("access", 4, "facts"), ("access", 4, "user_name"), ("access", 4, "phone"),
    ("erasure", 3, "links"), ("erasure", 3, "nickname"), ("remove", 2, "links"), ("remove", 2, "new_words"),
    ("rectification", 2, "wrong"), ("rectification", 2, "instead"), ("dispute", 2, "my_side"),
    ("restriction", 2, "freeze"), ("objection", 2, "use_words"), ("portability", 2, "carry"),
    ("complaint", 1, "trouble_words"),
]  # fmt: skip


def stored(app):
    with app.app_context(), db.sessionmaker() as session:
        row = session.scalars(select(Request)).one()
        rights = session.scalars(select(Case.right).where(Case.request_id == row.id)).all()
        return queries.opened(session, row.id), set(rights)


def test_every_journey_is_tried():
    assert {Right(right) for right in JOURNEYS} == set(RIGHTS) - {Right.QUESTION}


@pytest.mark.parametrize("right", JOURNEYS)
def test_each_journey_leads_to_a_code_and_makes_its_case(app, browser, right):
    page = goes_through(browser, right)
    screens = [seen.path for seen in browser.pages if seen.path.startswith("/q/")]
    assert screens == [f"/q/{n}" for n in range(1, len(JOURNEYS[right]) + 2)]
    assert len(screens) == SCREENS.get(right, 7)
    assert len(page.texts("[data-word]")) == 4
    assert stored(app)[1] == {Right(right)}


@pytest.mark.parametrize("right", JOURNEYS)
def test_the_code_is_shown_once_and_can_be_proved(browser, right):
    page = goes_through(browser, right)
    words, done = page.texts("[data-word]"), page.path
    again = browser.open(done)
    assert again.texts("[data-word]") == [] and " ".join(words) not in again.main
    assert browser.open("/q/2").path == done
    browser.open(done)
    assert (
        "All done"
        in browser.press({"reference": "".join(page.texts("[data-reference]")), "words": " ".join(words)}).main
    )


@pytest.mark.parametrize("right", JOURNEYS)
def test_no_question_is_asked_twice_and_each_says_why(browser, right):
    begins(browser, right)
    asked = []
    for values in JOURNEYS[right]:
        page = browser.pages[-1]
        if "Question" in page.title:
            assert len(page.texts("h1")) == 1 and "Why we ask:" in page.main
            asked += [node.attrs["name"] for node in page.dom.query("main input, main textarea")
                      if node.attrs.get("type") not in {"radio", "checkbox", "hidden"}]  # fmt: skip
        browser.press(values)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("right", JOURNEYS)
def test_nothing_in_an_address_or_a_title_says_what_is_asked(browser, right):
    goes_through(browser, right)
    for page in browser.pages:
        if page.path.startswith("/q"):
            assert re.fullmatch(r"/q(/\d)?", page.path)
            assert re.fullmatch(
                r"(Question \d of \d|Check|Sent|Before you start|All you can ask for) \N{EN DASH} Your information",
                page.title,
            )


def test_several_things_in_one_go_make_a_case_each(app, browser):
    begins(browser, "shared", "access")
    for values in ({}, {"copy_of": "everything"}, WAYS, {**FIND, "note": "Why?"}, {"forms": ["screen"]}, CODE):
        page = browser.press(values)
    assert "A copy of what you have about me, What did you share about me?" in page.main
    browser.press(SEND)
    opened, rights = stored(app)
    assert rights == {Right.SHARED, Right.ACCESS}
    assert (opened.wishes.copy_of, opened.wishes.forms, opened.note) == (CopyOf.EVERYTHING, (Format.SCREEN,), "Why?")


def test_whoever_wants_a_copy_first_gets_a_case_for_it(app, browser):
    begins(browser, "erasure")
    for values in ({}, {"things": ["notes"]}, FIND, {"copy_first": "yes"}, CODE, SEND):
        browser.press(values)
    assert stored(app)[1] == {Right.ERASURE, Right.ACCESS}


def test_what_somebody_made_goes_by_the_right_to_remove_without_a_reason(app, browser):
    begins(browser, "erasure")
    for values in ({}, {"things": ["post"]}, {"links": "https://themix.org.uk/1"}, SEND):
        page = browser.press(values)
    assert len(page.texts("[data-word]")) == 4
    opened, rights = stored(app)
    assert rights == {Right.REMOVE}
    assert opened.wishes.things == (Thing.POST,)


def test_what_was_said_is_said_back_and_reaches_staff(app, browser):
    goes_to(browser, "remove", 3)
    page = browser.pages[-1]
    for words in ("Take down something I made", "A post or a comment", "Change what it says", "Hello.", "/post/1"):
        assert words in page.main
    browser.press(SEND)
    wishes = stored(app)[0].wishes
    assert (wishes.change, wishes.under_18, wishes.new_words) == (Change.EDIT, Maybe.YES, "Hello.")


def test_an_answer_left_behind_leaves_nothing_behind(app, browser):
    """Whoever first wants it changed, and then taken down, has not said what it should say."""
    goes_to(browser, "remove", 3)
    browser.open("/q/1")
    browser.press({"things": ["post"], "change": "delete"})
    browser.press({"links": "My post about the sea."})
    browser.press(SEND)
    wishes = stored(app)[0].wishes
    assert (wishes.change, wishes.new_words, wishes.links) == (Change.DELETE, "", "My post about the sea.")


def test_the_short_way_can_still_say_how_to_be_reached(app, browser):
    goes_to(browser, "complaint", 2)
    page = browser.press({"reach": "y"})
    assert "How can we reach you?" in page.main
    browser.press({"way": "call", "value": "07700 900123", "hours": ["any"]})
    browser.press(SEND)
    assert stored(app)[0].card.value == "07700 900123"


@pytest.mark.parametrize(
    ("right", "screen", "values", "said"),
    [
        ("access", 2, {}, "Pick one"),
        ("access", 2, {"copy_of": "nonsense"}, "Pick one of these"),
        ("access", 5, {}, "Pick one"),
        ("erasure", 2, {}, "Pick one"),
        ("erasure", 3, {}, "Give a link"),
        ("erasure", 4, {}, "Pick one"),
        ("remove", 2, {"links": "https://other.example/1"}, "on another site"),
        ("remove", 2, {"links": "  "}, "Give a link"),
        ("rectification", 2, {"wrong": " "}, "Say what is wrong"),
        ("dispute", 2, {}, "Write your side"),
        ("restriction", 2, {}, "Say what we should freeze"),
        ("objection", 2, {}, "Pick one"),
        ("complaint", 1, {}, "Tick one"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field(browser, right, screen, values, said):
    goes_to(browser, right, screen)
    page = browser.press(values)
    assert page.status == 422 and page.title.startswith("Error: ")
    assert "Nothing has been sent yet" in page.main
    assert any(said in error for error in page.errors)


@pytest.mark.parametrize(("right", "screen", "field"), FIELDS)
@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_kept_as_text_or_refused_in_words(browser, right, screen, field, odd):
    page = goes_to(browser, right, screen)
    page = browser.press({**JOURNEYS[right][screen - 1], field: ODD[odd]})
    assert page.status in {200, 422}
    assert "<script>alert" not in page.html
    if odd == "too long":
        assert page.status == 422 and any("or fewer" in error for error in page.errors)
        assert ODD[odd] in page.html


def test_pressing_send_twice_makes_one_request(app, browser):
    page = goes_to(browser, "access", 7)
    data = browser.filled(page.forms()[0])
    for _ in range(3):
        answer = browser.client.post("/q/7", base_url=HOME, data=data, headers={"Referer": HOME + "/q/7"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/q/8")
    assert stored(app)[1] == {Right.ACCESS}


def test_nothing_chosen_is_said_and_what_nobody_offers_is_refused(browser):
    browser.open("/q")
    for values in ({}, {"right": ["question"]}, {"right": ["nonsense"]}):
        page = browser.press(values)
        assert page.status == 422 and page.errors


@pytest.mark.parametrize("headers", [{"Origin": "https://other.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_no_other_site_can_begin_a_request_here(browser, headers):
    goes_to(browser, "access", 4)
    answer = browser.client.post("/q", base_url=HOME, data={"right": "erasure"}, headers=headers)
    assert answer.status_code == 403
    assert "Help us find you" in browser.open("/q/4").main


def test_somebody_else_says_who_they_are_and_learns_nothing(app, browser):
    begins(browser, "access")
    page = browser.press({"for_somebody": "y"})
    assert "You ask for someone else" in page.main
    assert "we do not say if we know them" in page.main
    who = {"who": "parent", "name": "Demo Parent", "person_knows": "no", "person_agrees": "not-sure"}
    for values in (who, {"copy_of": "everything"}, WAYS, FIND, {"forms": ["screen"]}, CODE):
        page = browser.press(values)
    assert "Demo Parent" in page.main and "A parent or carer" in page.main
    browser.press(SEND)
    asking = stored(app)[0].asking
    assert (asking.who, asking.name, asking.person_knows) == (Asker.PARENT, "Demo Parent", Maybe.NO)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Pick who you are"),
        ({"who": "parent", "name": " "}, "Give your name"),
        ({"who": "self"}, "Pick one of these"),
    ],
)
def test_somebody_else_has_to_say_who_they_are(browser, values, said):
    begins(browser, "shared")
    browser.press({"for_somebody": "y"})
    page = browser.press(values)
    assert page.status == 422 and any(said in error for error in page.errors)


WHO = {"who": "parent", "name": "Demo Parent", "person_knows": "no", "person_agrees": "not-sure"}


@pytest.mark.parametrize(
    ("found_by", "reached_by", "is_shared"),
    [
        ({"email": "Demo.Parent@home.example"}, {"way": "email", "value": "demo.parent@HOME.example"}, True),
        ({"phone": "+44 7700 900123"}, {"way": "text", "value": "07700 900123"}, True),
        ({"email": "child@home.example"}, {"way": "email", "value": "demo.parent@home.example"}, False),
        ({"user_name": "quiet.otter"}, {"way": "someone", "value": "Demo Aunt"}, False),
    ],
)
def test_the_address_of_a_helper_is_not_the_one_of_the_young_person(browser, found_by, reached_by, is_shared):
    begins(browser, "shared")
    for values in ({"for_somebody": "y"}, WHO, WAYS, found_by):
        browser.press(values)
    page = browser.press({**reached_by, "hours": ["any"]})
    assert page.status == (422 if is_shared else 200)
    assert any("Give your own here" in error for error in page.errors) is is_shared
    if not is_shared:
        page = browser.open("/q/4")
        page = browser.press({"email": reached_by["value"]})
        assert any("as your own" in error for error in page.errors)


def test_whoever_asks_for_themselves_may_be_found_and_reached_by_one_address(browser):
    begins(browser, "shared")
    for values in ({}, WAYS, {"email": "demo@home.example"}):
        browser.press(values)
    page = browser.press({"way": "email", "value": "demo@home.example", "hours": ["any"]})
    assert page.status == 200 and page.errors == []


def test_a_stop_can_be_asked_for_by_use(app, browser):
    goes_through(browser, "objection")
    assert stored(app)[0].wishes.uses == (Use.RESEARCH, Use.OBSERVED)


def test_a_parent_who_comes_back_learns_nothing_either_whether_we_know_the_child_or_not(app, browser):
    """The same page for a name that stands in the register and for one that nobody has heard of."""
    pages = []
    with app.app_context(), db.sessionmaker() as session:
        a_disclosure(session, a_worker(session, Role.SAFEGUARDING))
        session.commit()
    for name in ("quiet.otter", "nobody.at.all"):
        parent = Browser(app)
        begins(parent, "shared")
        parent.press({"for_somebody": "y"})
        for values in ({"who": "parent", "name": "Demo Parent"}, WAYS, {"user_name": name}, CODE, SEND):
            page = parent.press(values)
        code = {"reference": "".join(page.texts("[data-reference]")), "words": " ".join(page.texts("[data-word]"))}
        parent.open("/back")
        pages.append(parent.press(code))
    assert all("we do not say if we know them" in page.main for page in pages)
    assert pages[0].main == pages[1].main


def test_words_of_danger_in_any_question_bring_help_and_raise_a_flag(app, browser):
    begins(browser, "complaint")
    page = browser.press({"troubles": ["late"], "trouble_words": "I want to end my life tonight."})
    assert page.path == "/q/2" and "999" in page.main
    browser.press(SEND)
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalar(select(func.count()).select_from(SafeguardingFlag)) == 1
