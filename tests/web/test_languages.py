"""The language stands in the path and nowhere else; everything works in both; what is for workers stays English."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.requests.models import Request
from tests.actors.browser import HOME, Browser
from tests.actors.welsh_browser import WelshBrowser
from tests.builders.explainers import explainer_paths


def switch(page):
    return page.dom.query("a.other-language")[0].attrs


def test_every_page_leads_to_itself_in_the_other_language(app):
    for path in explainer_paths(app):
        for browser, there, language in ((Browser(app), f"/cy{path}", "cy"), (WelshBrowser(app), path, "en")):
            found = switch(browser.open(path))
            assert (found["href"], found["lang"], found["hreflang"]) == (there, language, language), path


@pytest.mark.parametrize(
    ("path", "values", "there"),
    [
        ("/find", {"words": "school"}, "/cy/find"),
        ("/would-you-tell", {}, "/cy/would-you-tell"),
        ("/words/check", {}, "/cy/words/check"),
        ("/what-we-keep/helpline", {}, "/cy/what-we-keep/helpline/when"),
        ("/policies/confidentiality/which", {"unsure": "y"}, "/cy/policies/confidentiality/which"),
        ("/back", {"reference": "x", "words": "x"}, "/cy/back"),
    ],
)
def test_the_answer_to_a_form_leads_to_a_page_that_can_be_opened(app, path, values, there):
    browser = Browser(app)
    browser.open(path)
    page = browser.press(values)
    assert switch(page)["href"] == there
    assert browser.open(there).status == 200


def test_what_is_no_page_leads_to_the_first_one(app):
    browser = Browser(app)
    assert switch(browser.open("/nowhere"))["href"] == "/cy/"
    assert switch(browser.open("//other.example/x"))["href"] == "/cy/"
    assert switch(WelshBrowser(app).open("/nowhere"))["href"] == "/"


def test_a_page_of_a_list_stays_the_same_page(app):
    query = "?from=00000000-0000-4000-8000-000000000000"
    page = Browser(app).open(f"/policies/confidentiality/answers{query}")
    assert switch(page)["href"] in {f"/cy/policies/confidentiality/answers{query}", "/cy/"}


def test_a_draft_is_kept_when_the_language_changes_in_the_middle(app, browser):
    browser.open("/q/1")
    browser.press()
    browser.press({"ways": ["chat"]})
    welsh = browser.open(switch(browser.pages[-1])["href"])
    assert (welsh.path, welsh.dom.query("html")[0].attrs["lang"]) == ("/cy/q/3", "cy")
    browser.press({"user_name": "quiet.otter"})
    back = browser.open(switch(browser.pages[-1])["href"])
    assert back.path == "/q/4"
    page = browser.press({"way": "code"})
    assert "quiet.otter" in page.main and "Online chat" in page.main


@pytest.mark.parametrize("header", [{}, {"Accept-Language": "cy"}, {"Accept-Language": "en", "Cookie": "lang=en"}])
def test_no_header_and_no_cookie_changes_the_language(client, header):
    pages = {path: client.get(path, base_url=HOME, headers=header) for path in ("/cookies", "/cy/cookies")}
    assert b'<html lang="en-GB">' in pages["/cookies"].data and b'<html lang="cy">' in pages["/cy/cookies"].data
    assert [page.headers.getlist("Set-Cookie") for page in pages.values()] == [[], []]
    assert "Accept-Language" not in str(pages["/cookies"].headers.get("Vary"))


def test_there_is_one_cookie_for_both_languages(app):
    client = app.test_client()
    answer = client.post("/cy/q", base_url=HOME, data={"right": "shared"})
    cookie = answer.headers["Set-Cookie"]
    assert answer.headers["Location"] == "/cy/q/1"
    assert cookie.startswith("__Host-s=") and "Path=/;" in f"{cookie};" and "Path=/cy" not in cookie


@pytest.mark.parametrize(
    "path",
    [
        "/cy/staff",
        "/cy/staff/",
        "/cy/staff/sign-in",
        "/cy/static/x",
        "/cy/favicon.ico",
        "/cy/healthz",
        "/cy/readyz",
        "/cy/cy/",
        "/cyb",
        "/cy//staff/",
    ],
)
def test_what_has_one_address_has_no_welsh_one(client, path):
    assert client.get(path, base_url=HOME, follow_redirects=True).status_code == 404


def test_a_worker_who_adds_the_language_to_the_path_gets_nothing(app, staff):
    from portal.accounts.permissions import Role

    worker = staff.signed_in(Role.CASEWORKER)
    assert worker.browser.open("/staff/").status == 200
    assert worker.browser.client.get("/cy/staff/", base_url=HOME).status_code == 404
    assert "Cymraeg" not in worker.browser.open("/staff/").html


def test_both_languages_load_the_same_files(app):
    english, welsh = Browser(app).open("/cookies"), WelshBrowser(app).open("/cookies")
    files = [
        [node.attrs.get("href") or node.attrs["src"] for node in page.dom.query("link, script")]
        for page in (english, welsh)
    ]
    assert files[0] == files[1] and len(files[0]) == 3


def test_leaving_works_in_welsh(app):
    browser = WelshBrowser(app)
    browser.open("/q/1")
    browser.press()
    answer = browser.client.get("/cy/leave", base_url=HOME)
    assert (answer.status_code, answer.headers["Location"]) == (303, "https://www.bbc.co.uk/weather")
    assert "__Host-s=;" in answer.headers["Set-Cookie"]
    assert browser.open("/q/3").path == "/cy/q/1" or "i ffwrdd" in browser.pages[-1].main


def test_somebody_who_never_came_is_asked_for_the_words_in_their_language(app):
    assert WelshBrowser(app).open("/mine").path == "/cy/back"
    assert Browser(app).open("/mine").path == "/back"


@pytest.mark.parametrize(("browser_of", "language"), [(Browser, "en"), (WelshBrowser, "cy")])
def test_a_request_knows_the_language_it_was_asked_in(app, browser_of, language):
    from tests.actors.person import Person

    Person(browser_of(app)).asks()
    with app.app_context(), db.sessionmaker() as session:
        row = session.scalars(select(Request)).one()
        assert row.language == language


def test_the_dates_and_the_working_are_kept_in_english_whatever_was_spoken(app):
    from portal.cases.models import Case
    from tests.actors.person import Person

    Person(WelshBrowser(app)).asks()
    with app.app_context(), db.sessionmaker() as session:
        case = session.scalars(select(Case)).one()
        assert case.working[0][0].startswith("We got your request on ")


def test_staff_read_in_which_language_it_was_asked(app, staff):
    from portal.accounts.permissions import Role
    from tests.actors.person import Person

    Person(WelshBrowser(app)).asks()
    page = staff.signed_in(Role.CASEWORKER).opens_case()
    assert "Asked in Welsh" in page.main and 'lang="en-GB"' in page.html


@pytest.mark.check(40, "figures and numbers of every explainer, English and Welsh side by side")
def test_a_welsh_page_has_the_same_numbers(app):
    """Every telephone number and every figure of our own that an English page has stands on the Welsh page too."""
    import re

    for path in explainer_paths(app):
        english, welsh = Browser(app).open(path), WelshBrowser(app).open(path)
        numbers = [sorted(re.findall(r"\d+", page.main)) for page in (english, welsh)]
        assert numbers[0] == numbers[1], path
        calls = [[link for link in page.links() if link.startswith(("tel:", "sms:"))] for page in (english, welsh)]
        assert calls[0] == calls[1] and calls[0], path
