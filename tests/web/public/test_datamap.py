"""What we keep, as a young person meets it: easy, whole, and the question about a date keeps nothing."""

import gzip
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from portal import ROOT, create_app
from portal.core import clock
from portal.core.calendars import add_months
from portal.core.formatting import long_date
from portal.core.reading import faults, main_text, measure
from portal.datamap.journey import journey, known
from portal.datamap.schedule import day_meant, ends, period, the_rest
from portal.web.assets import BUNDLES, build
from tests.actors.browser import HOME, Browser
from tests.builders.installed import let_go, make_settings
from tests.builders.services import FOLDERS, MAPS, every_service

LIST = "/what-we-keep"
MAP = MAPS["the-mix"]
TIMED = next(service for service in MAP.services if service.timed)
SILENT = next(service for service in MAP.services if not service.timed)
WHEN = f"{LIST}/{TIMED.id}/when"
EMPTY = {"month": "", "year": "", "day": ""}
MOST_BYTES = 50_000
NEVER = ("!", "don't worry", "oops", "invalid", "confidential", "personal", "safeguarding", "None")


@pytest.fixture(scope="module")
def portals(tmp_path_factory) -> Iterator[dict[str, Flask]]:
    """A portal for each pack that comes with the code. These pages read no table, so none is made."""
    apps = {folder.name: create_app(make_settings(tmp_path_factory.mktemp("p"), pack=folder)) for folder in FOLDERS}
    yield apps
    for app in apps.values():
        let_go(app)


@pytest.fixture
def reader(portals) -> Browser:
    return Browser(portals["the-mix"])


def must_be_plain(page):
    assert faults(measure(main_text(page.html))) == [], page.path
    assert [word for word in NEVER if word in page.main] == [], page.path
    assert re.fullmatch("(Error: )?[^\N{EN DASH}]+ \N{EN DASH} Your information", page.title)


def ask(browser, service, **given):
    """Open the service's page and ask when what it keeps is gone."""
    browser.open(f"{LIST}/{service.id}")
    return browser.press({**EMPTY, **given})


def in_turn(page, *words):
    """Whether these stand in the page in this order."""
    places = [page.main.find(word) for word in words]
    return -1 not in places and places == sorted(places)


# --- the list ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", MAPS)
def test_the_list_names_every_service_with_one_line_and_how_long(portals, pack):
    page = Browser(portals[pack]).open(LIST)
    assert page.heading == "What we keep"
    must_be_plain(page)
    for service in MAPS[pack].services:
        (card,) = [node for node in page.dom.query("li.keep") if f'"{LIST}/{service.id}"' in node.to_html()]
        told = card.to_text(separator=" ", strip=True)
        assert service.title in told and service.lead in told
        assert (period(service.timed.months) if service.timed else "Nobody has said how long.") in told
        assert ("Some of it has no date." in told) == bool(service.timed and [k for k in the_rest(service) if k.until])
    assert len(page.dom.query("li.keep")) == len(MAPS[pack].services)


def test_every_page_of_young_people_leads_there(browser):
    for path in ("/", "/cookies", "/q/1", "/nowhere", LIST):
        assert LIST in browser.open(path).links(), path


# --- a service -----------------------------------------------------------------------------------------------------


@every_service
def test_a_service_is_told_answer_first_and_whole(portals, pack, service):
    page = Browser(portals[pack]).open(f"{LIST}/{service.id}")
    assert page.heading == service.title
    must_be_plain(page)
    assert in_turn(
        page, service.lead, "The short version", "Where it goes", "All of it, line by line", "Why we keep it",
        "Where it is stored", "Who sees it", "Who else gets it", "How long, and then what", "What you can do",
    )  # fmt: skip
    flat = " ".join(page.main.split())
    facts = [service.basis, *service.private_topics, *service.law, *service.choices, *service.good_to_know]
    facts += [*known(service.what), *known(service.why), *known(service.sees), *known(service.gets)]
    facts += [words for kept in service.kept for words in (kept.what, ends(kept), kept.then_words)]
    facts += [
        words for name in service.systems for words in (MAPS[pack].systems[name].title, MAPS[pack].systems[name].about)
    ]
    assert [fact for fact in facts if fact not in flat] == []
    assert "not published" not in page.texts("main li") + page.texts("main p")
    assert page.forms() == [] if not service.timed else len(page.forms()) == 1
    assert service.no_period_why is None or service.no_period_why in flat


@every_service
def test_the_short_version_says_how_long_before_anything_else(portals, pack, service):
    page = Browser(portals[pack]).open(f"{LIST}/{service.id}")
    short = page.texts("dl.facts")[0]
    for kept in service.kept:
        assert kept.what in short and ends(kept) in short
    if not service.timed:
        assert service.no_period_why in short


@every_service
def test_the_law_waits_until_somebody_asks(portals, pack, service):
    page = Browser(portals[pack]).open(f"{LIST}/{service.id}")
    behind = " ".join(page.texts("main details"))
    assert all(law in behind for law in service.law)


@every_service
def test_the_picture_is_named_and_told_in_words_right_below_it(portals, pack, service):
    page = Browser(portals[pack]).open(f"{LIST}/{service.id}")
    (drawn,) = page.dom.query("svg.map")
    assert drawn.attrs["role"] == "img"
    (title,) = drawn.query("title")
    assert title.attrs["id"] == drawn.attrs["aria-labelledby"] and title.to_text()
    (told,) = [node for node in page.dom.query("main details ol") if node.attrs.get("id")]
    assert told.attrs["id"] == drawn.attrs["aria-describedby"]
    told_words = " ".join(told.to_text(separator=" ", strip=True).split())
    drawn_words = [" ".join(node.to_text(separator=" ", strip=True).split()) for node in drawn.query("text")]
    stations = journey(service, MAPS[pack].systems)
    wanted = [s.title for s in stations] + [
        w for s in stations for line in s.lines for w in (line.text, line.note) if w
    ]
    assert sorted(drawn_words) == sorted(wanted)
    assert [words for words in wanted if words not in told_words] == []
    assert not re.search(r"(?:href|src)=|url\(|style=|<image|<script|foreignObject", drawn.to_html())


def test_on_paper_the_words_of_the_picture_are_its_boxes():
    """One drawing on one sheet is too small to read, so paper draws the list; it is the same, word by word."""
    paper = (ROOT / "static/css/datamap.css").read_text().partition("@media print")[2]
    assert ".map, .govuk-details:has(> * > #map-words) > summary { display: none; }" in paper
    assert "#map-words > li {" in paper and "break-inside: avoid" in paper


def test_titles_say_nothing_of_what_somebody_used_and_are_all_different(reader):
    titles = [reader.open(f"{LIST}/{service.id}").title for service in MAP.services]
    titles += [reader.open(LIST).title]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles for service in MAP.services if service.title.lower() in title.lower()] == []


@pytest.mark.parametrize("path", [f"{LIST}/loud", f"{LIST}/loud/when", f"{LIST}/Helpline", f"{LIST}/helpline/x"])
def test_what_is_not_there_is_not_found(reader, path):
    page = reader.open(path)
    assert (page.status, page.heading) == (404, "We cannot find that page")
    assert (
        reader.client.post(f"{LIST}/loud/when", base_url=HOME, data={"month": "5", "year": "2024"}).status_code == 404
    )


# --- when will mine go? --------------------------------------------------------------------------------------------


def test_just_a_month_counts_as_its_last_day(reader):
    today = clock.today()
    page = ask(reader, TIMED, month=str(today.month), year=str(today.year))
    last = day_meant(today.year, today.month)
    assert page.status == 200
    assert the_rest(TIMED)
    assert page.heading == f"We keep part of it until {long_date(add_months(last, TIMED.timed.months))}"
    assert "You gave just the month, so its last day counts." in page.main
    assert long_date(last) in page.main and TIMED.timed.then_words in page.main and ends(TIMED.timed) in page.main
    must_be_plain(page)


def test_a_day_counts_as_itself(reader):
    day = clock.today().replace(day=1)
    page = ask(reader, TIMED, month=str(day.month), year=f" {day.year} ", day="01")
    assert long_date(add_months(day, TIMED.timed.months)) in page.heading
    assert "just the month" not in page.main


@every_service
def test_what_is_over_is_said_to_be_over_and_can_be_checked(portals, pack, service):
    if not service.timed:
        return
    page = ask(Browser(portals[pack]), service, month="2", year="1996")
    must_be_plain(page)
    whole = {
        "deleted": "It should be gone by now",
        "anonymised": "All that shows it was you should be gone by now",
        "not-said": "The time is over",
    }
    part = {
        "deleted": "Part of it should be gone by now",
        "anonymised": "Part of it should not show it was you by now",
        "not-said": "The time is over for part of it",
    }
    assert page.heading == (part if the_rest(service) else whole)[service.timed.then]
    # what the headline is not about stands right below it, before anything else
    for kept in the_rest(service):
        assert page.main.index(kept.what) < page.main.index("How we worked it out")
    assert (
        f"The last day to keep it was {long_date(add_months(day_meant(1996, 2), service.timed.months))}." in page.main
    )
    assert "Ask us to check" in page.main
    asked = [node.to_text(strip=True) for node in page.dom.query("main a") if node.attrs["href"] == "/q"]
    assert asked == ["ask us for what is yours"]


@every_service
def test_the_rest_of_what_is_kept_is_listed_with_its_own_end(portals, pack, service):
    browser = Browser(portals[pack])
    if service.timed:
        page = ask(browser, service, month="1", year=str(clock.today().year))
        must_be_plain(page)
    else:
        page = answer_without_a_period(browser, service)
    assert ("It is not about th" in page.main) == bool(service.timed and the_rest(service))
    for kept in the_rest(service):
        assert kept.what in page.main and ends(kept) in page.main and kept.then_words in page.main


def test_the_boards_do_not_say_that_posts_go_and_the_helpline_not_that_recordings_do(reader):
    for name, what in (("boards", "What you post"), ("helpline", "Recordings of calls, chats and emails")):
        page = ask(reader, MAP.find(name), month="2", year="1996")
        assert page.heading.startswith("Part of it")
        assert in_turn(page, "This is about one part:", "It is not about these:", what, "How we worked it out")


def answer_without_a_period(browser, service):
    """What somebody gets who sends a date to a service that has no period."""
    answer = browser.client.post(f"{LIST}/{service.id}/when", base_url=HOME, data={"month": "5", "year": "2024"})
    page = browser._seen(answer)
    must_be_plain(page)
    assert (page.status, page.heading) == (200, "We have no date for you")
    assert service.no_period_why in page.main
    return page


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, ["Pick a month", "Type the year"]),
        ({"month": "5"}, ["Type the year"]),
        ({"year": "2024"}, ["Pick a month"]),
        ({"month": "13", "year": "2024"}, ["Pick a month"]),
        ({"month": "5", "year": "24"}, ["Type the year with 4 numbers, like 2024"]),
        ({"month": "5", "year": "last"}, ["Type the year with 4 numbers, like 2024"]),
        ({"month": "5", "year": "٢٠٢٤"}, ["Type the year with 4 numbers, like 2024"]),
        ({"month": "5", "year": "1800"}, ["Type a year from 1970 on"]),
        ({"month": "5", "year": "9999"}, ["This year is still to come. Type one that has begun"]),
        ({"month": "2", "year": "2024", "day": "31"}, ["February 2024 has just 29 days"]),
        ({"month": "2", "year": "2023", "day": "29"}, ["February 2023 has just 28 days"]),
        ({"month": "4", "year": "2024", "day": "31"}, ["April 2024 has just 30 days"]),
        ({"month": "4", "year": "2024", "day": "32"}, ["Type the day as a number from 1 to 31"]),
        ({"month": "4", "year": "2024", "day": "0"}, ["Type the day as a number from 1 to 31"]),
        ({"month": "4", "year": "2024", "day": "-3"}, ["Type the day as a number from 1 to 31"]),
        ({"month": "4", "year": "2024", "day": "<b>"}, ["Type the day as a number from 1 to 31"]),
    ],
)
def test_what_is_no_day_is_said_beside_its_field(reader, given, errors):
    page = ask(reader, TIMED, **given)
    assert page.status == 422
    assert page.texts(".govuk-error-summary a") == errors
    beside = [re.sub("^Error: ", "", words) for words in page.texts(".govuk-error-message")]
    assert beside == errors
    for link in page.dom.query(".govuk-error-summary a"):
        assert len(page.dom.query(link.attrs["href"])) == 1
    assert page.title.startswith("Error: ")
    must_be_plain(page)
    assert {name: reader.filled(page.forms()[0])[name] for name in given} == {
        name: "" if (name, words) == ("month", "13") else words for name, words in given.items()
    }


def test_a_day_or_a_month_to_come_is_refused(reader):
    today = clock.today()
    later = add_months(today, 1)
    page = ask(reader, TIMED, month=str(later.month), year=str(later.year))
    kind = "month" if later.year == today.year else "year"
    assert page.status == 422 and f"This {kind} is still to come." in page.errors[0]
    last = day_meant(today.year, today.month)
    page = ask(reader, TIMED, month=str(today.month), year=str(today.year), day=str(last.day))
    assert (page.status == 422 and "This day is still to come." in page.errors[0]) or last == today


# --- nothing is kept -----------------------------------------------------------------------------------------------


def test_asking_sets_no_cookie_writes_no_row_and_says_nothing_to_any_log(app, caplog, capfd):
    browser = Browser(app)
    for given in ({"month": "7", "year": "1987", "day": "13"}, {"month": "7", "year": "1887"}):
        page = ask(browser, TIMED, **given)
        assert "Set-Cookie" not in page.response.headers
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "Content-Encoding" not in page.response.headers
    assert browser.client.get_cookie("__Host-s", domain="candour.test") is None
    said = caplog.text + "".join(capfd.readouterr())
    assert not re.search("1987|1887|July", said)


def test_the_question_needs_no_token_and_carries_none(reader):
    names = reader.filled(reader.open(f"{LIST}/{TIMED.id}").forms()[0])
    assert set(names) == {"month", "year", "day"}


def test_an_answer_has_no_address_of_its_own(reader):
    answer = reader.client.get(WHEN, base_url=HOME)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}/{TIMED.id}#when")


def test_a_choice_in_the_address_is_not_looked_at(reader):
    given = reader.client.post(f"{WHEN}?month=5&year=2024", base_url=HOME, data=EMPTY)
    assert given.status_code == 422


@pytest.mark.parametrize("path", [LIST, f"{LIST}/{TIMED.id}"])
def test_explainers_are_the_same_for_everyone_and_cost_nothing_the_second_time(reader, path):
    packed = {"Accept-Encoding": "gzip"}
    first = reader.client.get(path, base_url=HOME, headers=packed)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
    assert "Set-Cookie" not in first.headers
    other = reader.client.get(path, base_url=HOME, headers={**packed, "Cookie": "__Host-s=somebody", "User-Agent": "x"})
    assert other.data == first.data
    again = reader.client.get(path, base_url=HOME, headers={**packed, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    plain = reader.client.get(path, base_url=HOME)
    assert gzip.decompress(first.data) == plain.data
    assert plain.headers["ETag"] != first.headers["ETag"]


@every_service
def test_a_page_with_all_it_needs_is_light(portals, pack, service):
    client = portals[pack].test_client()
    page = client.get(f"{LIST}/{service.id}", base_url=HOME, headers={"Accept-Encoding": "gzip"})
    assets = sum(len(build(name, BUNDLES[name]).packed) for name in ("public.css", "page.js", "icon.svg"))
    assert len(page.data) + assets <= MOST_BYTES
    answer = client.post(f"{LIST}/{service.id}/when", base_url=HOME, data=EMPTY)
    assert len(answer.data) + assets <= MOST_BYTES
