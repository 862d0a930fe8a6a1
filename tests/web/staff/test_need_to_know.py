"""What is shut for a worker is not there for them, on every route that exists; and nothing of it stands in a list."""

import re
import uuid

import pytest
from flask import url_for
from sqlalchemy import select

from portal.accounts.permissions import ROLE_PERMISSIONS, Role
from portal.audit import Action, AuditEvent, verify
from portal.cases import queries as cases
from portal.cases.models import Case
from portal.casework.conflicts import shut_out
from portal.extensions import db
from portal.questions.models import PolicyQuestion
from portal.web.need_to_know import GUARDS
from tests.actors.browser import HOME, Page
from tests.builders.casework import NOBODY, a_note, a_task, breaks_glass, in_team, knows, of_team
from tests.builders.desk import AT, a_disclosure, a_flag, a_wording
from tests.builders.sharing import a_set, member_of

LOOKS = {"GET", "HEAD", "OPTIONS"}
# A job holds ids and codes, a draft and the numbers what is to be published for everybody, the rest is of workers.
FREE = {"job_id", "draft_id", "numbers_id", "change_id", "view_id", "token"}
FREE |= {"mail_id", "debrief_id"}  # to a worker, or of one, and of no case
FREE |= {"log_id"}  # an entry that is being written: for nobody but whoever writes it, which the act looks at
# A set is of many people, so it stays open; each person in it is guarded, and left out of its pages.
FREE |= {"share_id"}
# What stands in an old log is opened for whoever brought it, and for nobody else: `importing.queries.get_own`.
FREE |= {"import_id"}
FREE |= {"worker_id", "invitation_id", "review_id", "row_id", "passkey_id"}
READERS = (Role.CASEWORKER, Role.SAFEGUARDING, Role.APPROVER)


def staff_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]


def guarded(app):
    return [rule for rule in staff_rules(app) if rule.arguments & set(GUARDS)]


def test_every_id_in_an_address_of_the_desk_is_guarded_or_of_nobody(app):
    """A new route with a new id fails here, until a guard knows it or it is said that it is nobody's."""
    unknown = {
        (rule.endpoint, name)
        for rule in staff_rules(app)
        for name, converter in rule._converters.items()
        if type(converter).__name__ == "UUIDConverter"
        and name not in FREE | set(GUARDS)
        # inside a case or an entry: the act looks whether it is of that one
        and not {"case_id", "disclosure_id"} & rule.arguments
    }
    assert unknown == set()


def test_there_is_something_to_guard(app):
    endpoints = {rule.endpoint.split(".")[0] for rule in guarded(app)}
    assert endpoints >= {"cases", "answers", "replies", "notes", "tasks", "links", "flags", "register", "glass"}


@pytest.fixture
def desk(app, staff):
    """A case of somebody with a flag, a question, an entry, a note, a task and a break of the glass."""
    with app.app_context(), db.sessionmaker() as session:
        worker, lead, approver = (staff.actors[role] for role in READERS)
        flag = a_flag(session)
        case = cases.of_request(session, flag.request_id)[0]
        entry = a_disclosure(session, lead)
        question = a_wording(session, worker)
        note, task = a_note(session, case, worker), a_task(session, case, worker)
        auditor = staff.actors[Role.AUDITOR]
        share = a_set(session, lead, "quiet.otter,P-1")
        in_team(session, auditor, "night-desk")
        of_team(session, case)
        broken = breaks_glass(session, case, lead, at=AT)  # an hour of last week: it opens nothing any more
        case.team = None
        session.commit()
        return {
            "case_id": case.id, "flag_id": flag.id, "question_id": question.id, "disclosure_id": entry.id,
            "attachment_id": NOBODY, "other_entry_id": NOBODY, "request_id": case.request_id, "piece_id": NOBODY, "handle_id": NOBODY, "break_id": broken.id, "note_id": note.id, "task_id": task.id, "link_id": NOBODY, "conflict_id": NOBODY,
            "share_id": share.id, "member_id": member_of(session, share), "notice_id": NOBODY,
        }  # fmt: skip


def shut(app, staff, ids, why):
    """Shut everything for everybody: by their own word, or by a team."""
    with app.app_context(), db.sessionmaker() as session:
        case = session.get_one(Case, ids["case_id"])
        if why == "team":
            of_team(session, case)
        else:
            question = session.get_one(PolicyQuestion, ids["question_id"])
            for role in READERS:
                me = staff.actors[role].worker_id
                knows(session, case, staff.actors[role])
                shut_out(session, question.request_id, me, said_by=me, at=AT)
        session.commit()


def refusals(app):
    with app.app_context(), db.sessionmaker() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.CASE_REFUSED))
        return [(event.subject, event.actor_id, event.facts["reason"]) for event in events]


def status_of(app, ids):
    with app.app_context(), db.sessionmaker() as session:
        assert verify(session).ok
        return session.get_one(Case, ids["case_id"]).status.value, session.get_one(Case, ids["case_id"]).version


def build(app, rule, ids):
    with app.test_request_context(base_url=HOME):
        return url_for(rule.endpoint, **{name: ids[name] for name in rule.arguments if name in ids})


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("why", ["team", "conflict"])
def test_every_route_refuses_what_is_shut_as_if_it_were_not_there(app, staff, desk, role, why):
    """GET and forged POST alike: 404, the same words as for an id of nothing, a row in the trail, nothing changed."""
    worker = staff.signed_in(role)
    token = worker.browser.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    shut(app, staff, desk, why)
    before, me, wrong, tried = status_of(app, desk), staff.actors[role].id, {}, 0
    for rule in guarded(app):
        view, named = app.view_functions[rule.endpoint], next(name for name in GUARDS if name in rule.arguments)
        by_team = named in {"case_id", "request_id"} or (named == "flag_id" and role is not Role.SAFEGUARDING)
        if view.access[1] not in ROLE_PERMISSIONS[role] or (why == "team" and not by_team):
            continue
        nothing = {**desk, **{name: uuid.uuid4() for name in GUARDS}}
        for method in {"GET", "POST"} & rule.methods:
            count = len(refusals(app))
            answers = [
                worker.browser.client.open(
                    build(app, rule, ids),
                    method=method,
                    base_url=HOME,
                    data={"csrf_token": token} if method == "POST" else None,
                    headers={"Referer": HOME + "/staff/"},
                )
                for ids in (desk, nothing)
            ]
            pages = [Page(answer, rule.rule).main for answer in answers]
            added = refusals(app)[count:]
            reason = "conflict" if why == "conflict" else "other-team"
            if [a.status_code for a in answers] != [404, 404] or pages[0] != pages[1] or added != [(desk[named], me, reason)]:  # fmt: skip
                wrong[method, rule.endpoint] = [a.status_code for a in answers], added
            tried += 1
    assert (wrong, status_of(app, desk)) == ({}, before)
    assert tried > 7


@pytest.mark.parametrize("why", ["team", "conflict"])
@pytest.mark.parametrize("role", READERS)
def test_nothing_of_a_case_that_is_shut_stands_on_any_page_of_the_desk(app, staff, desk, role, why):
    """Every page without an id in its address, every tab: no number, no address of the case, its flag, its question."""
    worker = staff.signed_in(role)
    with app.app_context(), db.sessionmaker() as session:
        number = session.get_one(Case, desk["case_id"]).number
    marks = [number, *(str(desk[name]) for name in ("case_id", "flag_id", "question_id", "break_id"))]
    if why == "team":  # a question has no team, words of danger are the lead's in all, and the approver reviews all
        marks = [number, str(desk["case_id"]), *([str(desk["flag_id"])] if role is Role.CASEWORKER else [])]
    assert number in worker.browser.open("/staff/").html
    shut(app, staff, desk, why)
    seen, todo = set(), ["/staff/", *(r.rule for r in staff_rules(app) if not r.arguments and "GET" in r.methods)]
    while todo:
        path = todo.pop()
        if path in seen or "sign" in path or path.endswith("still-here") or (why == "team" and "reviews" in path):
            continue
        seen.add(path)
        page = worker.browser.open(path)
        assert [mark for mark in marks if mark in page.html] == [], path
        todo += [link for link in page.links() if re.fullmatch(r"/staff/\w*\?tab=\w+", link)]
    assert len(seen) > 8


def test_an_unknown_case_leaves_no_row(app, staff, desk):
    worker = staff.signed_in(Role.CASEWORKER)
    assert worker.browser.open(f"/staff/cases/{uuid.uuid4()}").status == 404
    assert refusals(app) == []


def test_the_glass_lets_in_through_the_screen_and_is_looked_at(app, staff, desk):
    lead, approver = staff.signed_in(Role.SAFEGUARDING), staff.signed_in(Role.APPROVER)
    shut(app, staff, desk, "team")
    case = f"/staff/cases/{desk['case_id']}"
    with app.app_context(), db.sessionmaker() as session:
        number = session.get_one(Case, desk["case_id"]).number
    assert "Open a case of another team" in lead.browser.open("/staff/account").main
    assert lead.browser.open(case).status == 404
    lead.browser.open("/staff/another-team")
    page = lead.browser.press({"number": number, "glass_reason": "short"})
    assert page.status == 422 and "Say why" in page.errors[0] and number in page.html
    page = lead.browser.press({"number": "ZZZZZZZZ", "glass_reason": "They rang and are alone with it."})
    assert page.status == 422 and "No case that you can open this way" in page.errors[0]
    page = lead.browser.press({"number": number, "glass_reason": "They rang and are alone with it."})
    assert (page.status, page.path) == (200, case) and "You opened a case of another team" in page.main
    assert "alone with it" not in page.main
    approver.browser.open("/staff/reviews")
    link = [href for href in approver.browser.pages[-1].links() if href.startswith("/staff/reviews/")][-1]
    page = approver.browser.open(link)
    assert "They rang and are alone with it." in page.main
    assert "Say what came of it" in approver.browser.press().errors[0]
    page = approver.browser.press({"looked": "fine"})
    assert page.path == "/staff/reviews" and "Written down." in page.main and link not in page.links()
    with app.app_context(), db.sessionmaker() as session:
        actions = [e.action for e in session.scalars(select(AuditEvent).where(AuditEvent.subject == desk["case_id"]))]
    assert actions.count(Action.CASE_GLASS_READ) == 1


def test_the_lead_cannot_break_the_glass_of_somebody_they_know(app, staff, desk):
    lead = staff.signed_in(Role.SAFEGUARDING)
    shut(app, staff, desk, "conflict")
    with app.app_context(), db.sessionmaker() as session:
        number = session.get_one(Case, desk["case_id"]).number
    lead.browser.open("/staff/another-team")
    page = lead.browser.press({"number": number, "glass_reason": "They rang and are alone with it."})
    assert page.status == 422 and "No case that you can open this way" in page.errors[0]
    assert refusals(app) == [(desk["case_id"], staff.actors[Role.SAFEGUARDING].id, "conflict")]


def test_an_entry_that_does_not_open_stands_in_no_list(app, staff, desk):
    link = f"/staff/register/{desk['disclosure_id']}"
    worker = staff.signed_in(Role.CASEWORKER).browser
    assert link in worker.open("/staff/register").links()
    shut(app, staff, desk, "conflict")
    assert worker.open(link).status == 404
    assert link not in worker.open("/staff/register").links()
