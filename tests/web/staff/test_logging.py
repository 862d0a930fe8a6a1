"""Writing an entry, step by step: what is refused, what is kept, who may, and that nothing is half saved."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.core import clock
from portal.disclosures import kinds as k
from portal.disclosures.draft_models import DisclosureDraft
from portal.disclosures.models import Disclosure
from portal.extensions import db
from portal.policies.models import PolicyVersion
from tests.actors.browser import HOME
from tests.builders.logged import AMBULANCE, JUST_NOW, LOG, NIGHT, NOBODY, STEPS, logs, writes

REGISTER = "/staff/register"


@pytest.fixture
def volunteer(staff):
    return staff.signed_in(Role.CASEWORKER).browser


def count(app, table):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalar(select(func.count()).select_from(table))


def the_entry(app):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalars(select(Disclosure)).one()


def changed(step, **fields):
    """All answers, with these of one step changed."""
    return {**AMBULANCE, step: {**AMBULANCE[step], **{name.replace("__", "-"): v for name, v in fields.items()}}}


def at_step(browser, step, answers=None):
    page = writes(browser, answers, until=step)
    assert page.path.endswith(step), (page.path, page.errors)
    return page


# the road


def test_an_emergency_is_logged_as_it_happens(app, volunteer):
    page = logs(volunteer, NIGHT)
    entry = the_entry(app)
    assert "Logged." in page.main
    assert entry.decided_at == entry.shared_at and clock.now() - entry.decided_at < timedelta(minutes=1)
    assert (entry.said_on, entry.policy_version, entry.clause) == (clock.today(), 3, "plan-now")
    assert (entry.lawful_basis, entry.special_condition) == (
        k.LawfulBasis.VITAL_INTERESTS, k.SpecialCondition.SAFEGUARDING,
    )  # fmt: skip
    assert entry.decided_by_id == entry.logged_by_id and count(app, DisclosureDraft) == 0


def test_an_entry_of_before_keeps_its_moments_and_its_reason(app, volunteer):
    page = logs(volunteer)
    entry = the_entry(app)
    assert (clock.local(entry.decided_at).isoformat()[:16], clock.local(entry.shared_at).isoformat()[:16]) == (
        "2026-10-01T22:10", "2026-10-01T22:14",
    )  # fmt: skip
    assert "The night was long." in page.main


def test_a_decision_not_to_tell_asks_for_no_recipient_and_no_piece(app, volunteer):
    answers = {
        **NIGHT,
        "what-happened": NOBODY,
        "which-rule": {"clause": "confidentiality:3:homeless", "why": "Safe."},
    }
    for step in ("who-was-told", "what-was-told"):
        del answers[step]
    page = logs(volunteer, answers)
    assert "Logged." in page.main and the_entry(app).decision is k.Decision.NOT_SHARED
    assert (the_entry(app).shared_at, the_entry(app).special_condition) == (None, k.SpecialCondition.NONE_SHARED)


def test_just_now_is_when_it_was_begun_however_long_it_takes(app, staff):
    with time_machine.travel("2026-12-01T03:04:00Z", tick=False) as night:
        browser = staff.signed_in(Role.CASEWORKER).browser
        writes(browser, NIGHT)
        night.shift(timedelta(minutes=9))
        browser.press()
    assert the_entry(app).decided_at.isoformat() == "2026-12-01T03:04:00+00:00"


# what is refused, each in words beside its field

REFUSED = [
    ("what-happened", {"decision": ""}, "Say what was decided"),
    ("what-happened", {"urgency": ""}, "Say how urgent it was"),
    ("what-happened", {"service": "fax"}, "Pick one of these"),
    ("what-happened", {"decided_on": ""}, "Give the day"),
    ("what-happened", {"decided_time": ""}, "Give the time"),
    ("what-happened", {"decided_on": "2026-02-30"}, "date"),
    ("what-happened", {"decided_on": "2090-01-01", "shared_on": "2090-01-01"}, "cannot lie in the future"),
    ("what-happened", {"shared_on": "2090-01-01"}, "shared in the future"),
    ("what-happened", {"shared_time": "21:00", "urgency": "not-urgent"}, "except in an emergency"),
    ("what-happened", {"shared_time": "21:00", "late_reason": " "}, "Say why it was shared before it was decided"),
    ("what-happened", {"late_reason": ""}, "Say why it is written down only now"),
    ("what-happened", {"said": "other", "said_on": ""}, "Give the day"),
    ("what-happened", {"said": "other", "said_on": "2026-10-02"}, "said before it was decided"),
    ("what-happened", {"late_reason": "x" * 201}, "200 letters"),
    ("which-rule", {"clause": ""}, "Choose the rule"),
    ("which-rule", {"clause": "confidentiality:99:plan-now"}, "did not count"),
    ("which-rule", {"clause": "confidentiality:3:made-up"}, "did not count"),
    ("which-rule", {"clause": "nonsense"}, "did not count"),
    ("which-rule", {"why": "  "}, "Say why, in words the person will read"),
    ("who-was-told", {"recipients-0-kind": ""}, "Say who was told"),
    ("who-was-told", {"recipients-0-kind": "neighbour"}, "Pick one of these"),
    ("who-was-told", {"recipients-0-name": ""}, "Name them"),
    ("who-was-told", {"recipients-0-sent_by": ""}, "Say how"),
    ("what-was-told", {"pieces-0-why": " "}, "Say why they needed it"),
    ("what-was-told", {"pieces-0-what": ""}, "Say what it was"),
    ("what-was-told", {"pieces-2-told": "y"}, "Say what it was"),
    ("the-person", {"user_name": ""}, "Give one thing the person can be found by"),
    ("the-person", {"person_group": ""}, "Say how old they are"),
    ("the-person", {"consent": ""}, "Say whether they agreed"),
    ("the-person", {"no_consent_reason": ""}, "Say why the person was not asked"),
    ("the-person", {"told": ""}, "Say whether they know"),
    ("the-person", {"told": "not-yet", "told_note": ""}, "Say why the person was not told"),
    ("the-person", {"told": "not-yet", "told_note": "x", "review_on": ""}, "Say when this will be looked at again"),
    ("the-person", {"told": "not-yet", "told_note": "x", "review_on": "2026-01-01"}, "still to come"),
    ("the-person", {"told_on": "2090-01-01"}, "told in the future"),
    ("the-person", {"told_on": "2026-09-01"}, "before it was decided"),
    ("the-person", {"told": "must-not-be-told", "told_note": "x"}, "Pick one of these"),
    ("the-person", {"decided_by": str(uuid.UUID(int=7))}, "choice"),
    ("the-person", {"lawful_basis": "art-9"}, "choice"),
]


@pytest.mark.parametrize(("step", "change", "said"), REFUSED, ids=[f"{s}: {', '.join(c)}" for s, c, _ in REFUSED])
def test_a_wrong_step_is_refused_in_words_with_nothing_lost(app, volunteer, step, change, said):
    at_step(volunteer, LOG if step == STEPS[0] else step)
    sent = {**AMBULANCE[step], **change}
    page = volunteer.press(sent)
    assert page.status == 422 and page.title.startswith("Error: ")
    assert any(said.lower() in error.lower() for error in page.errors), page.errors
    for name, value in sent.items():
        typed = {i.attrs.get("value") for i in page.dom.query(f'[name="{name}"]')} | set(page.texts(f'[name="{name}"]'))
        assert value.strip() in {(t or "").strip() for t in typed} or name in change, name
    assert count(app, Disclosure) == 0


def test_somebody_else_than_whoever_decided_approves(app, volunteer, staff):
    page = at_step(volunteer, "the-person")
    me = str(staff.actors[Role.CASEWORKER].id)
    page = volunteer.press({**AMBULANCE["the-person"], "approved_by": me})
    assert page.status == 422 and "Somebody else than whoever decided" in page.errors[0]
    lead = str(staff.actors[Role.SAFEGUARDING].id)
    volunteer.press({"decided_by": lead, "approved_by": me})
    page = volunteer.press()
    entry = the_entry(app)
    assert (str(entry.decided_by_id), str(entry.approved_by_id), str(entry.logged_by_id)) == (lead, me, me)


def test_in_an_emergency_it_may_be_shared_first_with_the_reason(app, volunteer):
    logs(volunteer, changed("what-happened", shared_time="22:01", late_reason="There was no time to ask anybody."))
    assert the_entry(app).shared_at < the_entry(app).decided_at


# the version that counted


@pytest.fixture
def coming(app):
    """Version 3 begins on a day that everybody knows: 1 November 2026."""
    with app.app_context(), db.sessionmaker() as session:
        for number, day in ((2, date(2025, 1, 1)), (3, date(2026, 11, 1))):  # past the guard of what is published
            session.execute(update(PolicyVersion).where(PolicyVersion.number == number).values(effective_on=day))
        session.commit()


def test_the_rules_of_the_day_it_was_said_are_offered_and_no_others(coming, volunteer):
    page = at_step(volunteer, "which-rule", {"what-happened": JUST_NOW})
    assert "version 3" in page.main and "version 2" not in page.main
    page = at_step(volunteer, "which-rule", {"what-happened": {**JUST_NOW, "said": "other", "said_on": "2026-10-31"}})
    assert "version 2" in page.main and "version 3" not in page.main
    page = volunteer.press({"clause": "confidentiality:3:plan-now", "why": "x"})
    assert page.status == 422 and "did not count on the day it was said" in page.errors[0]


def test_another_day_makes_the_rule_be_chosen_again(coming, app, volunteer):
    page = writes(volunteer, NIGHT)
    happened = next(link for link in page.links() if link.endswith("what-happened"))
    volunteer.open(happened)
    page = volunteer.press({"said": "other", "said_on": "2026-10-31"})
    assert page.path.endswith("which-rule") and count(app, Disclosure) == 0
    page = volunteer.open(page.path.replace("which-rule", "check"))
    assert "This is still missing" in page.main and "Log this entry" not in page.main
    token = page.dom.query("input[name=csrf_token]")[0].attrs["value"]
    answer = volunteer.client.post(
        page.path, base_url=HOME, data={"csrf_token": token}, headers={"Referer": HOME + page.path}
    )
    assert answer.status_code == 422 and count(app, Disclosure) == 0


@pytest.mark.parametrize("said", [{"said": "other", "said_on": "2026-06-01"}, {"said": "not-known"}])
def test_where_nobody_knows_which_version_counted_it_is_said(volunteer, said):
    page = at_step(volunteer, "which-rule", {"what-happened": {**JUST_NOW, **said}})
    assert "More than one version may have counted" in page.main
    assert "version 1" in page.main and "version 3" in page.main


# rows


def test_recipients_are_added_one_at_a_time_and_taken_out(app, volunteer):
    at_step(volunteer, "who-was-told")
    page = volunteer.press({**AMBULANCE["who-was-told"], "go": "another"})
    assert "Number 2" in page.main
    page = volunteer.press({"recipients-1-name": "Demo Council", "go": "another"})
    assert "Number 3" in page.main and "Demo Council" in page.html
    page = volunteer.press()
    assert page.status == 422 and "Say who was told" in page.errors
    page = volunteer.press({"recipients-1-kind": "social-work", "recipients-1-sent_by": "phone"})
    page = volunteer.press(AMBULANCE["what-was-told"])
    volunteer.press(AMBULANCE["the-person"])
    volunteer.press()
    with app.app_context(), db.sessionmaker() as session:
        entry = session.scalars(select(Disclosure)).one()
        assert [r.kind for r in entry.recipients] == [k.RecipientKind.AMBULANCE, k.RecipientKind.SOCIAL_WORK]


def test_taking_one_out_keeps_what_was_typed_into_the_others(volunteer):
    at_step(volunteer, "who-was-told")
    volunteer.press({**AMBULANCE["who-was-told"], "go": "another"})
    volunteer.press({"recipients-1-name": "Demo Council", "go": "another"})
    page = volunteer.press({"recipients-2-name": "Demo School", "go": "remove-recipients-1"})
    assert "Demo Council" not in page.html
    assert "Demo School" in page.html and "Demo Ambulance Control" in page.html


def test_more_of_one_kind_can_be_told(app, volunteer):
    at_step(volunteer, "what-was-told")
    page = volunteer.press({**AMBULANCE["what-was-told"], "go": "another"})
    page = volunteer.press({"pieces-10-kind": "words", "pieces-10-what": "your last message"})
    assert page.status == 422 and "Say why they needed it" in page.errors
    volunteer.press({"pieces-10-why": "So that they knew it was tonight."})
    volunteer.press(AMBULANCE["the-person"])
    page = volunteer.press()
    assert "your last message" in page.main and "So that they knew it was tonight." in page.main


# drafts


def test_a_step_is_kept_unfinished_and_found_again_on_the_register(app, volunteer):
    at_step(volunteer, "which-rule")
    page = volunteer.press({"why": "Half a thou", "go": "later"})
    assert page.path == REGISTER and "Go on with a draft" in page.main and "Half a thou" not in page.html
    page = volunteer.open(next(link for link in page.links() if link.startswith(LOG + "/")))
    assert page.path.endswith("which-rule") and "Half a thou" in page.html
    assert count(app, Disclosure) == 0


def test_several_drafts_lie_side_by_side_and_old_ones_are_mentioned(app, staff):
    with time_machine.travel("2026-12-01T03:04:00Z", tick=False) as night:
        worker = staff.signed_in(Role.CASEWORKER)
        browser = worker.browser
        at_step(browser, "which-rule", {"what-happened": JUST_NOW})
        night.shift(timedelta(days=4))
        worker.signs_in()
        at_step(browser, "which-rule", {"what-happened": JUST_NOW})
        page = browser.open(REGISTER)
        assert page.main.count("Begun") == 2 and "One draft was not touched for three days" in page.main
        assert "not logged yet" in browser.open("/staff/today").main


def test_a_draft_of_somebody_else_is_not_there(app, volunteer, staff):
    page = at_step(volunteer, "which-rule")
    draft = page.path.rpartition("/")[0]
    lead = staff.signed_in(Role.SAFEGUARDING).browser
    assert "Go on with a draft" not in lead.open(REGISTER).main
    token = lead.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    for path in ("", *(f"/{step}" for step in STEPS), "/check", "/throw-away"):
        assert lead.open(draft + path).status == 404, path
        if path:
            answer = lead.client.post(
                draft + path, base_url=HOME, data={"csrf_token": token}, headers={"Referer": HOME + "/staff/"}
            )
            assert answer.status_code == 404, path
    assert count(app, DisclosureDraft) == 1


def test_throwing_away_asks_first_and_destroys_the_key(app, volunteer, run_jobs):
    page = at_step(volunteer, "which-rule")
    page = volunteer.open(page.path.replace("which-rule", "throw-away"))
    assert "nobody can bring them back" in page.main and count(app, DisclosureDraft) == 1
    page = volunteer.press()
    assert "Thrown away." in page.main and count(app, DisclosureDraft) == 0
    assert run_jobs() == 1


def test_a_second_press_of_log_leads_to_the_entry_and_logs_nothing(app, volunteer):
    page = writes(volunteer)
    first = volunteer.press()
    volunteer.pages.append(page)
    second = volunteer.press()
    assert second.path == first.path and "Nothing was logged twice." in second.main
    assert count(app, Disclosure) == 1


def test_a_second_press_of_the_first_step_begins_one_entry(app, volunteer):
    page = volunteer.open(LOG)
    volunteer.press(JUST_NOW)
    volunteer.pages.append(page)
    page = volunteer.press(JUST_NOW)
    assert page.path.endswith("which-rule") and count(app, DisclosureDraft) == 1


def test_what_is_not_told_any_more_is_not_logged_and_it_is_said(app, volunteer):
    page = writes(volunteer)
    volunteer.open(next(link for link in page.links() if link.endswith("what-happened")))
    page = volunteer.press({"decision": "not-shared"})
    assert "will not be logged" in page.main
    volunteer.press()
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalars(select(Disclosure)).one().recipients == []


def test_every_look_at_a_draft_is_logged(app, volunteer):
    page = at_step(volunteer, "which-rule")
    volunteer.open(page.path)
    with app.app_context(), db.sessionmaker() as session:
        opened = select(func.count()).where(AuditEvent.action == Action.DISCLOSURE_DRAFT_OPENED)
        assert session.scalar(opened) == 2


# who may


@pytest.mark.parametrize("role", Role)
def test_who_may_log_and_who_may_lock(staff, role):
    browser = staff.signed_in(role).browser
    may = role in {Role.SAFEGUARDING, Role.CASEWORKER}
    assert (browser.open(LOG).status == 200) == may
    if may:
        page = at_step(browser, "the-person")
        assert ("They must not be told" in page.main) == (role is Role.SAFEGUARDING)


def test_the_lead_locks_an_entry(app, staff):
    lead = staff.signed_in(Role.SAFEGUARDING).browser
    logs(lead, changed("the-person", told="must-not-be-told", told_note="An investigation.", review_on="2090-01-01"))
    assert the_entry(app).is_locked
    assert staff.signed_in(Role.CASEWORKER).browser.open(f"{REGISTER}/{the_entry(app).id}").status == 404


def test_a_hostile_answer_is_text(volunteer):
    page = logs(volunteer, changed("which-rule", why="<script>alert(1)</script> \u202e \x00 {{ 7*7 }}"))
    assert "<script>alert" not in page.html and "&lt;script&gt;alert" in page.html and "{{ 7*7 }}" in page.main
