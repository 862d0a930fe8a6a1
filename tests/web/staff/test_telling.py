"""The duty to tell in the hands of several people, and what nobody may learn of a lock."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.accounts.actor import SYSTEM, worker_actor
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.answers import holding
from portal.answers import service as answers
from portal.answers.models import Answer
from portal.cases.models import Case
from portal.core import clock
from portal.disclosures.kinds import Told
from portal.disclosures.models import Disclosure
from portal.disclosures.telling_states import HIDDEN, Telling
from portal.extensions import db
from portal.installation import KEY
from tests.actors.browser import HOME, Browser
from tests.actors.worker import Worker
from tests.builders.casework import knows
from tests.builders.desk import AT, PASSWORD, a_case, a_disclosure, a_locked_entry, answer_it, known
from tests.builders.telling import an_entry_told, brought_to

YES = {"contact_confirmed": "y", "odd_hour": "they-asked", "late": "other", "late_words": "Only a test.", "all_the_same": "y"}  # fmt: skip
EASY = "Hello,\n\nWe told a nurse about you. We were worried. You can ask us about it here."


def later(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def second(app):
    """Another lead."""
    with app.app_context(), db.sessionmaker() as session:
        worker, secret = add_worker(
            session, name="Demo Second", email="second@demo.invalid", password=PASSWORD, roles=[Role.SAFEGUARDING],
            actor=SYSTEM, at=AT,
        )  # fmt: skip
        session.commit()
        actor = worker_actor(worker.id, frozenset({Role.SAFEGUARDING}))
    worker = Worker(Browser(app), "second@demo.invalid", PASSWORD, secret)
    worker.signs_in()
    worker.actor = actor
    return worker


@pytest.fixture
def lead(staff):
    return staff.signed_in(Role.SAFEGUARDING)


@pytest.fixture
def entry(app, staff, second):
    """Make an entry whose duty stands there; gives its address."""

    def make(state: Telling, user_name: str = "quiet.otter") -> str:
        with app.app_context(), db.sessionmaker() as session:
            disclosure = brought_to(session, state, staff.actors[Role.SAFEGUARDING], second.actor, user_name)
            session.commit()
            return f"/staff/register/{disclosure.id}"

    return make


def opens(worker, path, move):
    """Choose one move on the page of the duty."""
    worker.browser.open(path + "/telling")
    return worker.browser.press({"move": move})


def tiles(worker):
    return worker.browser.open("/staff/today").texts(".tasks__words")


def without(path, answer):
    """The body without the address that was asked for and without tokens against forged forms."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.get_data(as_text=True).replace(path, ""))


def told_of(app, path):
    with app.app_context(), db.sessionmaker() as session:
        return session.get_one(Disclosure, uuid.UUID(path.rsplit("/", 1)[1])).told


def test_a_not_yet_is_signed_by_a_second_person_and_comes_back(app, staff, lead, entry):
    path = entry(Telling.UNSIGNED)
    approver = staff.signed_in(Role.APPROVER)
    assert "Not told yet: waiting for a second signature" not in tiles(lead)
    page = lead.browser.open(path + "/telling")
    assert "Somebody else decides" in page.main and "Sign it" not in page.main
    assert "Not told yet: waiting for a second signature" in tiles(approver)
    page = approver.browser.open("/staff/telling/to-sign")
    assert path + "/telling" in page.links()
    assert "Sign it" in opens(approver, path, "telling:signed").main
    assert "Signed by two" in approver.browser.press({"send": "yes"}).main
    assert "Not told yet: waiting for a second signature" not in tiles(approver)


def test_a_second_person_sends_it_back_with_words(staff, lead, entry):
    path, approver = entry(Telling.UNSIGNED), staff.signed_in(Role.APPROVER)
    opens(approver, path, "telling:sent-back")
    page = approver.browser.press({"send": "yes", "words": " "})
    assert page.status == 422 and set(page.errors) == {"Say why, in a sentence or two"}
    page = approver.browser.press({"send": "yes", "words": "They are safe now, and can be told."})
    assert "Sent back" in page.main and "They are safe now" in page.main
    assert "Not told yet: sent back" in tiles(lead)


@pytest.mark.parametrize(
    ("move", "filled", "said"),
    [
        ("telling:not-yet", {"review_on": later(3)}, "Say why, in a sentence or two"),
        ("telling:not-yet", {"words": "Why we wait."}, "Say when this will be looked at again"),
        ("telling:not-yet", {"words": "Why we wait.", "review_on": "2026-02-30"}, "Give a date that exists"),
        ("telling:not-yet", {"words": "Why we wait.", "review_on": later(29)}, "Look again within 28 days"),
        ("telling:spoken", {"told_on": later(-1)}, "Say how they were told"),
        ("telling:spoken", {"how": "message", "told_on": later(-1)}, "Pick one of these"),
        ("telling:spoken", {"how": "call"}, "Say when they were told"),
        ("telling:spoken", {"how": "call", "told_on": later(2)}, "They cannot have been told in the future"),
        ("telling:no-way", {}, "Say why, in a sentence or two"),
        ("lock:proposed", {"words": "Why we wait.", "review_on": later(9)}, "Pick the exemption"),
        (
            "lock:proposed",
            {"words": "Why we wait.", "review_on": later(9), "exemption": "health-harm", "tipping_off": "y"},
            "The ban on tipping off is no exemption by itself. Pair it with a crime or with national security",
        ),
        (
            "lock:proposed",
            {"words": "Why we wait.", "review_on": later(9), "exemption": "health-harm"},
            "Give the day of the health professional's opinion",
        ),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(app, lead, entry, move, filled, said):
    path = entry(Telling.NOT_YET)
    opens(lead, path, move)
    page = lead.browser.press({"send": "yes", **filled})
    assert (page.status, set(page.errors)) == (422, {said})
    assert filled.get("words", "") in page.html
    assert told_of(app, path) is Told.NOT_YET


def test_a_lock_takes_two_and_is_lifted_by_two(app, staff, lead, second, entry):
    path, caseworker = entry(Telling.NOT_YET), staff.signed_in(Role.CASEWORKER)
    assert path in caseworker.browser.open("/staff/register").links()
    opens(lead, path, "lock:proposed")
    said = {"words": "A secret reason.", "exemption": "crime", "tipping_off": "y", "review_on": later(30)}
    page = lead.browser.press({"send": "yes", **said})
    assert "Lock proposed" in page.main and "with the ban on tipping off" in page.main
    assert path not in caseworker.browser.open("/staff/register").links()
    assert "Set the lock" not in page.main and "Lock to decide on" in tiles(second)
    opens(second, path, "lock:set")
    assert "Must not be told" in second.browser.press({"send": "yes"}).main
    opens(lead, path, "lock:lift-proposed")
    lead.browser.press({"send": "yes", "words": "The case is over.", "review_on": later(7)})
    assert path not in caseworker.browser.open("/staff/register").links()
    opens(second, path, "lock:lifted")
    second.browser.press({"send": "yes"})
    assert told_of(app, path) is Told.NOT_YET
    seen = caseworker.browser.open(path).html + caseworker.browser.open(path + "/telling").html
    for word in ("secret reason", "case is over", "Lock", "lock:", "crime", "tipping"):
        assert word not in seen


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.APPROVER])
def test_a_locked_entry_is_as_if_it_were_not_there(staff, entry, state, role):
    path, worker = entry(state), staff.signed_in(role)
    nothing = f"/staff/register/{uuid.uuid4()}"
    token = worker.browser.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    for inside in ("", "/telling", "/tell"):
        for method in ("GET", "POST"):
            data = (
                {"csrf_token": token, "move": "lock:set", "send": "yes", "version": "1"} if method == "POST" else None
            )
            found = [
                worker.browser.client.open(
                    one + inside, method=method, base_url=HOME, data=data, headers={"Referer": HOME + "/staff/"}
                )
                for one in (path, nothing)
            ]
            assert found[0].status_code == found[1].status_code
            bodies = [without(one, answer) for one, answer in zip((path, nothing), found, strict=True)]
            assert bodies[0] == bodies[1]
    assert path not in worker.browser.open("/staff/register").html
    assert not {"Lock to decide on", "Lock to look at again", "Answer to look at before it leaves"} & set(tiles(worker))


def test_the_words_are_looked_at_on_a_phone_and_read_in_mine(app, staff, lead, entry, person):
    path = entry(Telling.NOT_YET)
    person.asks(user_name="quiet.otter")
    page = lead.browser.open(path + "/tell")
    assert "It is not decided yet that it is them" in page.main and "Send it" not in page.main
    with app.app_context(), db.sessionmaker() as session:
        known(session, session.query(Case).one().request_id, staff.actors[Role.CASEWORKER])
        session.commit()
    page = lead.browser.open(path + "/tell")
    assert "They come back with a code" in page.main and "we told the ambulance team" in page.html
    page = lead.browser.press({"preview": "yes", "words": "It was deemed proportionate " * 10})
    assert "It cannot be sent" in page.main and "Send it" not in page.main
    page = lead.browser.press({"preview": "yes", "words": EASY})
    assert page.texts(".look__phone p")[1].startswith("We told a nurse") and "Send it" in page.main
    assert "They have not opened it yet" in lead.browser.press({"send": "yes"}).main
    person.comes_back()
    assert "We told a nurse about you" in person.browser.open("/mine/messages").main
    assert "They have opened it." in lead.browser.open(path + "/telling").main


def test_a_second_press_of_send_sends_nothing_twice(app, staff, lead, entry, person):
    path = entry(Telling.NOT_YET)
    person.asks(user_name="quiet.otter")
    with app.app_context(), db.sessionmaker() as session:
        known(session, session.query(Case).one().request_id, staff.actors[Role.CASEWORKER])
        session.commit()
    lead.browser.open(path + "/tell")
    form = lead.browser.pages[-1]
    lead.browser.press({"send": "yes", "words": EASY})
    lead.browser.pages.append(form)
    assert "Nothing was sent twice" in lead.browser.press({"send": "yes", "words": EASY}).main
    person.comes_back()
    assert person.browser.open("/mine/messages").main.count("We told a nurse about you") == 1


@pytest.fixture
def two_held(app, staff):
    """Two approved answers: chance picks one, and a lock about the other is undecided. Gives their addresses."""
    settings = app.extensions[KEY].settings
    settings.hold_one_in, before = 2, settings.hold_one_in
    caseworker, approver = staff.actors[Role.CASEWORKER], staff.actors[Role.APPROVER]
    wanted: dict[bool, Case] = {}
    with app.app_context(), db.sessionmaker() as session:
        while len(wanted) < 2:
            case = a_case(session, f"otter{uuid.uuid4().hex[:6]}")
            by_chance = holding.is_picked(session, case, 2)
            wanted.setdefault(by_chance, case)
        locked = wanted[False]
        from portal.requests.queries import spellings

        [(_, name)] = spellings(session, locked.request_id)
        a_disclosure(session, staff.actors[Role.SAFEGUARDING], a_locked_entry(name))
        for case in wanted.values():
            answer = answer_it(session, case, caseworker)
            answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
        found = {kind: (str(case.id), case.number) for kind, case in wanted.items()}
        session.commit()
    yield found
    settings.hold_one_in = before


def alike(page, case_id, number):
    """The page without what tells any two cases apart: ids, numbers, names, hashes, minutes."""
    text = page.main.replace(case_id, "").replace(number, "")
    return re.sub(r"[0-9a-f]{64}|otter[0-9a-f]{6}|\d{1,2}:\d\d[ap]m", "", text)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.APPROVER])
def test_an_answer_that_a_lock_holds_looks_like_one_that_chance_holds(app, staff, two_held, role):
    worker = staff.signed_in(role)
    seen = {}
    for kind, (case_id, number) in two_held.items():
        case = f"/staff/cases/{case_id}"
        worker.browser.open(f"{case}/answer")
        released = worker.browser.press(YES, to="/release")
        assert "It waits for a lead" in released.main and "picked by chance" in released.main
        pages = [released, worker.browser.open(f"{case}/answer"), worker.browser.open(case)]
        seen[kind] = [alike(page, case_id, number) for page in pages]
        with app.app_context(), db.sessionmaker() as session:
            assert session.query(Answer).filter_by(case_id=uuid.UUID(case_id)).one().stopped is None
    assert seen[True] == seen[False]


def test_a_lead_lets_leave_what_chance_picked_and_not_what_a_lock_holds(app, staff, lead, two_held, run_jobs):
    worker = staff.signed_in(Role.CASEWORKER)
    for case_id, _ in two_held.values():
        worker.browser.open(f"/staff/cases/{case_id}/answer")
        worker.browser.press(YES, to="/release")
    assert "Answers to look at before they leave" in tiles(lead)
    lead.browser.open("/staff/telling/leaving")
    page = lead.browser.press(to=two_held[False][0])
    assert page.status == 422 and "Decide on it first" in page.errors[0]
    assert "It leaves now." in lead.browser.press(to=two_held[True][0]).main
    run_jobs()
    with app.app_context(), db.sessionmaker() as session:
        status = {kind: session.get_one(Case, uuid.UUID(i)).status.value for kind, (i, _) in two_held.items()}
    assert status == {True: "answered", False: "approved"}


def test_what_is_about_somebody_they_know_waits_for_somebody_else(app, staff, entry):
    number = entry(Telling.SENT_BACK).rpartition("/")[2]
    worker = staff.signed_in(Role.CASEWORKER)
    pile = "/staff/telling/sent-back"
    assert number in worker.browser.open(pile).html and "Not told yet: sent back" in tiles(worker)
    with app.app_context(), db.sessionmaker() as session:
        knows(session, a_case(session), staff.actors[Role.CASEWORKER])
        session.commit()
    assert number not in worker.browser.open(pile).html and "Not told yet: sent back" not in tiles(worker)


@pytest.mark.parametrize("told", [t for t in Told if t is not Told.MUST_NOT])
def test_every_word_of_the_form_opens_a_page(app, staff, lead, told):
    with app.app_context(), db.sessionmaker() as session:
        one = an_entry_told(told)
        if told in {Told.NOT_YET, Told.NO_WAY}:
            one = replace(one, review_on=clock.today())
        made = a_disclosure(session, staff.actors[Role.SAFEGUARDING], one)
        session.commit()
        path = f"/staff/register/{made.id}"
    for inside in ("", "/telling", "/tell"):
        assert lead.browser.open(path + inside).status == 200
