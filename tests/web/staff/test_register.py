"""The list of the register, and what can be done about an entry after it was logged."""

import io
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.disclosures import kinds as k
from portal.disclosures.after_models import DisclosureAttachment
from portal.extensions import db
from portal.requests.kinds import Service
from tests.actors.browser import HOME
from tests.builders.desk import AT, a_disclosure, a_locked_entry, an_entry
from tests.builders.entries import PDF, a_picture
from tests.builders.telling import an_entry_told

REGISTER = "/staff/register"


@pytest.fixture
def worker(staff):
    return staff.signed_in(Role.CASEWORKER).browser


@pytest.fixture
def entry(app, staff):
    """The address of an entry of which nothing was heard yet."""
    with app.app_context(), db.sessionmaker() as session:
        plain = an_entry(feedback=k.Feedback.NOT_ASKED, feedback_on=None, feedback_words="")
        row = a_disclosure(session, staff.actors[Role.SAFEGUARDING], plain)
        session.commit()
        return f"{REGISTER}/{row.id}"


def attaches(browser, entry, data, *, label="The email we sent", name="hurt.pdf"):
    page = browser.open(entry)
    node = next(f for f in page.forms() if f.attrs.get("action", "").endswith("/attachments"))
    sent = {**browser.filled(node), "label": label, "file": (io.BytesIO(data), name)}
    answer = browser.client.post(
        f"{entry}/attachments", base_url=HOME, data=sent, headers={"Referer": HOME + entry}, follow_redirects=True
    )
    return browser._seen(answer)


# the list


@pytest.fixture
def many(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        lead, worker = staff.actors[Role.SAFEGUARDING], staff.actors[Role.CASEWORKER]
        plain = an_entry()
        last_year = AT - timedelta(days=400)
        made = {
            "theirs": a_disclosure(session, lead, plain),
            "mine": a_disclosure(session, worker, replace(plain, service=Service.BOARDS)),
            "waits": a_disclosure(session, lead, replace(plain, feedback=k.Feedback.ASKED)),
            "old": a_disclosure(session, lead, replace(plain, decided_at=last_year, shared_at=last_year)),
            "nobody": a_disclosure(
                session, lead,
                replace(plain, decision=k.Decision.NOT_SHARED, shared_at=None, recipients=(), fields=(),
                        feedback=k.Feedback.NOT_ASKED),
            ),
            "locked": a_disclosure(session, lead, a_locked_entry()),
        }  # fmt: skip
        session.commit()
        return {name: row.number for name, row in made.items()}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"theirs", "mine", "waits", "old", "nobody"}),
        ("?mine=yes", {"mine"}),
        ("?service=boards", {"mine"}),
        ("?year=2025", {"old"}),
        ("?year=2026", {"theirs", "mine", "waits", "nobody"}),
        ("?decision=not-shared", {"nobody"}),
        ("?waits=yes", {"waits"}),
        ("?waits=yes&mine=yes", set()),
    ],
)
def test_the_list_is_narrowed(worker, many, query, shown):
    page = worker.open(REGISTER + query)
    assert {name for name, number in many.items() if number in page.main} == shown
    assert ("No entry fits." in page.main) == (not shown)
    assert "quiet.otter" not in page.html


@pytest.mark.parametrize(("role", "offered"), [(Role.CASEWORKER, False), (Role.SAFEGUARDING, True)])
def test_a_year_of_nothing_but_a_locked_entry_is_offered_to_who_may_see_it(app, staff, many, role, offered):
    with app.app_context(), db.sessionmaker() as session:
        long_ago = AT - timedelta(days=2000)
        hidden = replace(a_locked_entry(), decided_at=long_ago, shared_at=long_ago, told_at=None)
        a_disclosure(session, staff.actors[Role.SAFEGUARDING], hidden)
        session.commit()
    page = staff.signed_in(role).browser.open(REGISTER)
    assert (f'value="{long_ago.year}"' in page.html) == offered and 'value="2025"' in page.html


@pytest.mark.parametrize("query", ["mine=no", "service=fax", "year=x", "decision=perhaps", "waits=1", "before=x"])
def test_a_made_up_list_is_not_found(worker, query):
    assert worker.open(f"{REGISTER}?{query}").status == 404


@pytest.mark.parametrize("path", ["register?before=", "register/import/untold?before=", "register/import?before=",
                                  "telling/sent-back?after=", "shares?before=", "recipients?after="])  # fmt: skip
def test_a_moment_without_its_zone_is_no_key(staff, path):
    lead = staff.signed_in(Role.SAFEGUARDING).browser
    assert lead.open(f"/staff/{path}2026-11-23T10:00:00_{uuid.uuid4()}").status == 404


def test_a_narrowed_list_pages_by_key(app, staff, worker):
    with app.app_context(), db.sessionmaker() as session:
        for n in range(30):
            a_disclosure(
                session,
                staff.actors[Role.SAFEGUARDING],
                replace(an_entry(), decided_at=AT - timedelta(days=31, hours=n)),
            )
            a_disclosure(session, staff.actors[Role.SAFEGUARDING], an_entry(service=Service.BOARDS))
        session.commit()
    page = worker.open(f"{REGISTER}?service=chat")
    older = page.dom.query('a[rel="next"]')[0].attrs["href"]
    rest = worker.open(older)
    numbers = page.texts("td a") + rest.texts("td a")
    assert len(numbers) == len(set(numbers)) == 30 and "service=chat" in older


# feedback


def test_feedback_is_written_down_and_the_old_one_stays(worker, entry):
    worker.open(entry)
    worker.press({"feedback": "they-have-not-told-us"}, to="/feedback")
    page = worker.press({"feedback": "told-us", "feedback_words": "A crew came."}, to="/feedback")
    assert "Written down." in page.main and "A crew came." in page.main and "They have not told us" in page.main


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Say what you heard"),
        ({"feedback": "told-us"}, "Say what they told us"),
        ({"feedback": "asked", "feedback_on": "2090-01-01"}, "still to come"),
        ({"feedback": "gossip"}, "Pick one of these"),
    ],
)
def test_wrong_feedback_is_refused_with_nothing_lost(worker, entry, sent, said):
    worker.open(entry)
    page = worker.press({"feedback_words": "", **sent}, to="/feedback")
    assert page.status == 422 and said in " ".join(page.errors) and page.title.startswith("Error: ")
    assert "Not asked." in worker.open(entry).main


# mistakes


def test_a_mistake_is_put_right_through_the_screen(worker, entry):
    page = worker.open(f"{entry}/amend")
    page = worker.open(next(link for link in page.links() if "part=why" in link))
    page = worker.press({"new": "", "what_was_wrong": ""})
    assert page.status == 422 and "Say what was wrong" in page.errors
    page = worker.press({"new": "You said you had a plan.", "what_was_wrong": "Not their words."})
    assert page.path == entry and "Put right." in page.main
    for words in ("You said you had a plan.", an_entry().why, "Not their words.", "Demo Caseworker"):
        assert words in page.main


def test_of_two_who_put_the_same_right_the_second_is_told(staff, worker, entry):
    other = staff.signed_in(Role.SAFEGUARDING).browser
    for browser in (worker, other):
        browser.open(f"{entry}/amend?part=why")
    worker.press({"new": "You said you had a plan.", "what_was_wrong": "Not their words."})
    page = other.press({"new": "You told us of a plan.", "what_was_wrong": "A slip."})
    assert page.status == 422 and "Somebody else put this right" in page.errors[0]
    assert "You said you had a plan." in page.main and "You told us of a plan." in page.html
    page = other.press({})
    assert page.path == entry and "You told us of a plan." in page.main


@pytest.mark.parametrize(
    ("part", "sent", "said"),
    [
        ("urgency", {"code": "not-urgent"}, "Help in time"),
        ("decided-at", {"new_on": "2026-10-24", "new_time": "08:15"}, "8:15am"),
        ("recipient-name", {"new": "Demo Control North"}, "Demo Control North"),
        ("identifier", {"new": "loud.otter"}, "loud.otter"),
    ],
)
def test_every_shape_of_a_mistake(worker, entry, part, sent, said):
    page = worker.open(f"{entry}/amend")
    worker.open(next(link for link in page.links() if f"part={part}" in link))
    page = worker.press({**sent, "what_was_wrong": "A slip."})
    assert page.path == entry and said in page.main, page.errors


def test_a_wrong_moment_is_refused_beside_its_day(worker, entry):
    worker.open(f"{entry}/amend?part=decided-at")
    page = worker.press({"new_on": "2090-01-01", "what_was_wrong": "A slip."})
    assert page.status == 422 and page.errors and "future" in page.errors[0]
    assert "2090-01-01" in page.html


@pytest.mark.parametrize("query", ["part=decision", "part=why&of=x", f"part=recipient-name&of={uuid.UUID(int=1)}"])
def test_a_made_up_part_is_not_found(worker, entry, query):
    assert worker.open(f"{entry}/amend?{query}").status == 404


# corrections that were sent


def test_a_correction_that_was_sent_is_written_down_with_proof(worker, entry):
    page = worker.open(entry)
    who = page.dom.query("input[name=recipient]")[0].attrs["value"]
    page = worker.press({"corrected": "The name was wrong."}, to="/corrections")
    assert page.status == 422 and "Choose somebody who was told" in page.errors and "The name was wrong." in page.html
    page = worker.press({"recipient": who, "correction_by": "phone", "proof": "Call 12"}, to="/corrections")
    assert "Written down." in page.main and "Call 12" in page.main


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"sent_on": "2026-11-01"}, "Give the time too"), ({"sent_time": "10:00"}, "Give the day too"), ({"proof": ""}, "proves"),
     ({"recipient": "x"}, ""), ({"recipient": str(uuid.UUID(int=1))}, "somebody who was told")],
)  # fmt: skip
def test_a_wrong_correction_is_refused(worker, entry, sent, said):
    page = worker.open(entry)
    who = page.dom.query("input[name=recipient]")[0].attrs["value"]
    good = {"recipient": who, "correction_by": "phone", "proof": "Call 12", "corrected": "The name."}
    page = worker.press({**good, **sent}, to="/corrections")
    assert page.status in {404, 422} and (said in " ".join(page.errors))


# files


def test_a_file_is_attached_and_saved_never_drawn(app, worker, entry):
    page = attaches(worker, entry, a_picture(), name="=hurt.html")
    assert "Attached." in page.main and "The email we sent" in page.main and "hurt.html" not in page.html
    link = next(link for link in page.links() if "/attachments/" in link and not link.endswith("take-away"))
    answer = worker.client.get(link, base_url=HOME)
    assert answer.headers["Content-Disposition"] == "attachment; filename=attachment.jpg"
    assert answer.mimetype == "application/octet-stream" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store" and b"Demo Camera" not in answer.data
    with app.app_context(), db.sessionmaker() as session:
        opened = select(func.count()).where(AuditEvent.action == Action.DISCLOSURE_FILE_OPENED)
        assert session.scalar(opened) == 1


@pytest.mark.parametrize(
    ("data", "label", "said"),
    [(b"MZ\x90\x00", "x", "Attach a PDF"), (b"", "x", "Choose a file"), (PDF, "", "Say what it is"), (b"x" * 5_300_000, "x", "5 MB")],
)  # fmt: skip
def test_a_file_that_may_not_be_kept_is_refused_in_words(app, worker, entry, data, label, said):
    page = attaches(worker, entry, data, label=label)
    assert page.status == 422 and said in " ".join(page.errors)
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalar(select(func.count()).select_from(DisclosureAttachment)) == 0


def test_a_wrong_file_is_taken_away_after_a_question(worker, entry, run_jobs):
    page = attaches(worker, entry, PDF)
    link = next(link for link in page.links() if link.endswith("take-away"))
    page = worker.open(link)
    assert "nobody can bring them back" in page.main
    page = worker.press()
    assert "A file was here." in page.main and "The email we sent" not in page.html
    assert run_jobs() == 1
    assert worker.client.get(link.removesuffix("/take-away"), base_url=HOME).status_code == 404


# who may


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("feedback", {}),
        ("corrections", {}),
        ("attachments", {}),
        ("amend?part=why", {"new": "Another reason"}),
        ("telling", {"move": "telling:not-yet"}),
        ("telling", {"move": "telling:not-yet", "send": "yes"}),
    ],
)
def test_a_form_that_comes_back_opens_the_entry_and_that_is_in_the_trail(app, staff, worker, act, sent):
    with app.app_context(), db.sessionmaker() as session:
        row = a_disclosure(session, staff.actors[Role.SAFEGUARDING], an_entry_told(k.Told.NOT_RECORDED))
        session.commit()
        entry = row.id
    token = worker.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    path = f"{REGISTER}/{entry}/{act}"
    answer = worker.client.post(
        path, base_url=HOME, data={"csrf_token": token, **sent}, headers={"Referer": HOME + REGISTER}
    )
    assert answer.status_code in {200, 422}
    with app.app_context(), db.sessionmaker() as session:
        opened = select(AuditEvent.actor_id).where(
            AuditEvent.subject == entry, AuditEvent.action == Action.DISCLOSURE_OPENED
        )
        assert session.scalars(opened).all() == [staff.actors[Role.CASEWORKER].id]


def test_a_reader_sees_what_followed_and_can_do_nothing(staff, entry):
    page = staff.signed_in(Role.APPROVER).browser.open(entry)
    assert "What happened next" in page.main
    assert page.forms() == [] and not [link for link in page.links() if link.endswith("/amend")]


def test_what_follows_a_locked_entry_is_as_hidden_as_the_entry(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        row = a_disclosure(session, staff.actors[Role.SAFEGUARDING], a_locked_entry())
        session.commit()
        path = f"{REGISTER}/{row.id}"
    worker = staff.signed_in(Role.CASEWORKER).browser
    token = worker.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    good = {"csrf_token": token, "submission": "a" * 32, "feedback": "asked", "recipient": str(uuid.UUID(int=1)),
            "correction_by": "phone", "label": "x"}  # fmt: skip
    for act in ("feedback", "corrections", "attachments", "amend?part=why"):
        answer = worker.client.post(f"{path}/{act}", base_url=HOME, data=good, headers={"Referer": HOME + path})
        assert answer.status_code == 404, act
    assert worker.open(f"{path}/amend").status == 404
