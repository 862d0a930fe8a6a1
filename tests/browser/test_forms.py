"""The forms: one question at a time, errors that help, a code shown once. Acceptance checks 27 to 32."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.road_on_screen import case_of, code_of
from tests.builders.running import Running
from tests.builders.wire import Answer, send

TOKEN = re.compile(r'(name="csrf_token" value=")[^"]*')
QUESTIONS = {"/q/2": "ways", "/q/3": "user_name", "/q/4": "way"}
THE_FINDERS = {"/q/2": "[name=ways][value=chat]", "/q/3": "[name=user_name]", "/q/4": "[name=way]"}


def goes_to(person: PersonOnScreen, path: str) -> None:
    """Answer every question before that one."""
    person.opens("/q/1")
    for at, name in (("/q/1", ""), *QUESTIONS.items()):
        if at == path:
            return
        if name == "ways":
            person.page.check("[name=ways][value=chat]")
        if name == "user_name":
            person.page.fill("[name=user_name]", person.user_name)
        person.presses()


@pytest.mark.check(28, "one heading, one group, one form, Back, Continue and the reason, on each page of questions")
@pytest.mark.parametrize("path", QUESTIONS)
def test_each_question_page_asks_one_thing_and_says_why(path: str, person: PersonOnScreen) -> None:
    goes_to(person, path)
    main = person.page.locator("main")
    expect(person.page.locator("h1")).to_have_count(1)
    expect(main.locator("fieldset h1")).to_have_count(1)
    expect(main.locator("form")).to_have_count(1)
    expect(person.page.get_by_role("link", name="Back", exact=True)).to_be_visible()
    expect(main.get_by_role("button", name="Continue", exact=True)).to_be_visible()
    expect(main.locator(".why, [id^=why]").first).to_contain_text("Why we ask")


@pytest.mark.check(27, "the names of all fields along the way")
def test_no_question_is_asked_twice(person: PersonOnScreen) -> None:
    asked: list[str] = []
    for path in QUESTIONS:
        goes_to(person, path)
        fields = person.page.locator("main form [name]:not([type=hidden])")
        asked += set(fields.evaluate_all("all => all.map(field => field.name).filter(Boolean)"))
    assert len(asked) == len(set(asked))
    assert len(asked) > len(QUESTIONS)


def points_at_what_is_missing(page: object) -> None:
    """The summary is there, has focus, and each of its links moves focus to a field that says the same beside it."""
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("There is a problem")
    assert page.title().startswith("Error: ")
    links = summary.locator("a")
    assert links.count()
    for link in links.all():
        words, place = link.inner_text(), link.get_attribute("href")
        summary.focus()
        link.press("Enter")
        field = page.locator(place)
        expect(field).to_be_focused()
        beside = field.locator("xpath=ancestor::*[contains(@class, 'govuk-form-group')][1]")
        expect(beside).to_contain_text(words)


@pytest.mark.check(29, "focus, words, links, title and kept values after an empty question")
@pytest.mark.parametrize("path", ["/q/2", "/q/3"])
def test_an_empty_question_says_what_is_missing_and_that_nothing_was_sent(path: str, person: PersonOnScreen) -> None:
    goes_to(person, path)
    if path == "/q/3":
        person.page.fill("[name=month]", "last summer")
    person.presses()
    points_at_what_is_missing(person.page)
    expect(person.page.locator("[data-errors]")).to_contain_text("Nothing has been sent yet")
    if path == "/q/3":
        expect(person.page.locator("[name=month]")).to_have_value("last summer")


@pytest.mark.check(29, "the same where a number is missing")
def test_a_way_without_a_number_keeps_the_way(person: PersonOnScreen) -> None:
    goes_to(person, "/q/4")
    person.page.check("[name=way][value=call]")
    person.page.fill("[name=code_word]", "lantern")
    person.presses()
    points_at_what_is_missing(person.page)
    expect(person.page.locator("[data-errors]")).to_contain_text("Nothing has been sent yet")
    expect(person.page.locator("[name=way][value=call]")).to_be_checked()
    expect(person.page.locator("[name=code_word]")).to_have_value("lantern")


@pytest.mark.parametrize(
    ("way", "shown", "hidden"),
    [
        ("code", [], ["value", "hours", "times", "code_word", "voicemail", "somebody_else", "anyway"]),
        ("text", ["value", "hours", "somebody_else"], ["times", "code_word", "voicemail", "anyway"]),
        ("call", ["value", "hours", "times", "code_word", "voicemail", "somebody_else"], ["anyway"]),
        ("someone", ["value", "hours", "times", "code_word", "somebody_else"], ["voicemail", "anyway"]),
    ],
)
def test_only_what_belongs_to_the_way_is_shown(person: PersonOnScreen, way: str, shown: list[str], hidden: list[str]):
    goes_to(person, "/q/4")
    person.page.check(f"[name=way][value={way}]")
    for name in shown:
        expect(person.page.locator(f"[name={name}]").first).to_be_visible()
    for name in hidden:
        expect(person.page.locator(f"[name={name}]").first).to_be_hidden()


@pytest.mark.check(29, "that it is not said once something was sent")
def test_wrong_words_after_sending_do_not_say_that_nothing_was_sent(person: PersonOnScreen) -> None:
    person.answers_the_questions()
    person.sends()
    person.follows("/q/6")
    person.page.fill("[name=words]", "these are not them")
    person.presses()
    points_at_what_is_missing(person.page)
    assert "Nothing has been sent" not in person.text


@pytest.mark.check(29, "the same at the desks")
def test_staff_forms_point_at_what_is_missing(a_worker: Callable[..., WorkerOnScreen], candour: Running) -> None:
    lead, caseworker = a_worker(Role.SAFEGUARDING), a_worker(Role.CASEWORKER)
    lead.opens("/staff/register/log")
    lead.answers(decision="shared", urgency="emergency", service="chat")
    lead.goes_on()
    lead.page.fill("[name=why]", "You were not safe.")
    lead.goes_on()
    points_at_what_is_missing(lead.page)
    expect(lead.page.locator("[name=why]")).to_have_value("You were not safe.")
    caseworker.opens(case_of(candour, "demo-finch") + "/answer")
    caseworker.writes("")
    points_at_what_is_missing(caseworker.page)


@pytest.mark.check(31, "the text of a second tab, of a reload and of Back")
def test_the_code_is_shown_once(person: PersonOnScreen) -> None:
    person.answers_the_questions()
    person.sends()
    page = person.page
    secret = [person.reference, *person.words]
    second_tab = page.context.new_page()
    second_tab.goto(page.url)
    page.reload()
    for tab in (second_tab, page):
        assert not [word for word in secret if word in tab.locator("body").inner_text()]
    page.go_back(wait_until="commit")
    page.wait_for_load_state()
    assert not [word for word in secret if word in page.locator("body").inner_text()]


@pytest.mark.check(32, "pasting through the clipboard, with spaces, dashes and capitals")
def test_a_code_may_be_pasted_with_spaces_dashes_and_in_any_case(person: PersonOnScreen, candour: Running) -> None:
    reference, words = code_of(candour, "demo-wren")
    page = person.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    person.opens("/back")
    typed = f" {reference[:2]}-{reference[2:]} ".lower()
    for name, text in (("reference", typed), ("words", words.upper().replace(" ", "  -  "))):
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.focus(f"[name={name}]")
        page.keyboard.press("Control+V")
        expect(page.locator(f"[name={name}]")).to_have_value(text)
    person.presses()
    assert page.url.endswith("/mine")


@pytest.mark.check(32, "bytes and status of six tries with a wrong and an unknown code")
def test_a_wrong_and_an_unknown_code_get_the_same_answer_and_both_get_slow(
    person: PersonOnScreen, candour: Running
) -> None:
    real = code_of(candour, "demo-wren")[0].replace(" ", "")
    unknown = real[:-1] + ("2" if real[-1] != "2" else "3")
    person.opens("/back")
    (cookie,) = person.page.context.cookies()
    token = person.page.locator("[name=csrf_token]").first.get_attribute("value") or ""

    def tries(reference: str) -> tuple[list[int], list[str]]:
        form = {"csrf_token": token, "reference": reference, "words": "not these four words"}
        answers = [send(candour.address, "/back", cookie=f"__Host-s={cookie['value']}", form=form) for _ in range(6)]
        return [answer.status for answer in answers], [plain(answer, reference) for answer in answers]

    wrong, of_nobody = tries(real), tries(unknown)
    assert wrong == of_nobody
    assert wrong[0] == [422] * 5 + [429]
    assert "wait 15 minutes" in wrong[1][5]


def plain(answer: Answer, reference: str) -> str:
    """The body without the token and without what was typed."""
    return TOKEN.sub(r"\1", answer.text).replace(reference, "")


@pytest.mark.check(32, "the kind of the fields")
def test_the_pages_of_a_code_offer_no_password_to_save(person: PersonOnScreen) -> None:
    person.opens("/back")
    for name in ("reference", "words"):
        field = person.page.locator(f"[name={name}]")
        expect(field).to_have_attribute("type", "text")
        assert field.get_attribute("placeholder") is None
    form = person.page.locator("main form").first
    expect(form).to_have_attribute("autocomplete", "off")
    expect(form).to_have_attribute("novalidate", "")


@pytest.mark.check(35, "the page after a number that somebody else may see, with and without the second choice")
def test_a_number_that_somebody_else_may_see_needs_one_more_choice(person: PersonOnScreen) -> None:
    goes_to(person, "/q/4")
    page = person.page
    page.check("[name=way][value=text]")
    page.fill("[name=value]", "07700 900147")
    page.check("[name=hours][value=any]")
    page.check("[name=somebody_else]")
    person.presses()
    assert page.url.endswith("/q/4")
    points_at_what_is_missing(page)
    page.check("[name=anyway]")
    person.presses()
    assert page.url.endswith("/q/5")


@pytest.mark.check(35, "the tone and the words of the card at the desk")
def test_staff_see_that_somebody_else_may_read_what_they_send(
    a_worker: Callable[..., WorkerOnScreen], candour: Running
) -> None:
    worker = a_worker(Role.CASEWORKER)
    worker.opens(case_of(candour, "demo-finch"))
    card = worker.page.locator(".notice", has=worker.page.get_by_role("heading", name="Contact card"))
    expect(card).to_have_class("notice notice--warning")
    expect(card).to_contain_text("Somebody else may see it")
