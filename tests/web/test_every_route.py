"""Rules for every route, also for those that are not written yet."""

import uuid
from datetime import date

import pytest

from portal.accounts import reviews
from portal.accounts.actor import SYSTEM
from portal.accounts.invitations import invite
from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.cases.holiday_changes import say_day
from portal.cases.kinds import DayIs
from portal.casework.debriefs import ask as ask_for_debrief
from portal.core import clock
from portal.extensions import db
from tests.actors.browser import HOME
from tests.builders.casework import NOBODY, a_note, breaks_glass, of_team
from tests.builders.desk import AT, ENGLAND, a_case, a_disclosure, a_flag, a_wording, an_entry
from tests.builders.drafts import a_draft
from tests.builders.entries import an_attachment
from tests.builders.importing import an_import
from tests.builders.numbers import a_published_year
from tests.builders.sharing import a_set, a_told_notice, member_of

LOOKS = {"GET", "HEAD", "OPTIONS"}
# Reading these opens a personal file or an answer, and every opening is logged.
OPENINGS = {
    "cases.show", "authority.show", "who.show", "answers.show", "answers.document", "register.show", "log_entries.show", "entry_acts.fetch", "entry_acts.choose", "read.part", "read.whole", "read.document",
    "staff_questions.show", "staff_questions.ask_correction", "publishing.show", "flags.show", "messages.show",
    "letters.show",
    "answer_preview.show",
    "glass.show",
    "people.names", "joining.compare", "matches.compare",
    "clock.show",
    "debriefs.show",
    "confirming.show",
    "telling.show", "telling.tell",
    "shares.show", "share_people.people", "recipients.show", "recipients.notice", "recipients.proof",
    "import_mapping.columns", "import_mapping.words",
}  # fmt: skip
# Whoever is here is not signed in yet, and proves who they are.
WAYS_IN = ("staff_sessions.", "other_ways_in.", "setting_up.")
# These change no business row: they end a session, and the session layer stores that by itself.
NO_BUSINESS = {"leave.leave"}


# A calendar program cannot sign in: the id in the address is a secret of 122 random bits. It reads numbers and dates.
BY_SECRET = {"feeds.feed"}


def rules(app):
    return [r for r in app.url_map.iter_rules() if r.endpoint not in {"static", "assets", "favicon"}]


def view(app, rule):
    return app.view_functions[rule.endpoint]


def test_every_route_says_who_may_open_it(app):
    assert [r.endpoint for r in rules(app) if not hasattr(view(app, r), "access")] == []


def test_every_staff_route_but_sign_in_needs_a_permission(app):
    bare = {r.endpoint for r in rules(app) if r.rule.startswith("/staff") and view(app, r).access[0] != "permission"}
    assert {endpoint for endpoint in bare - BY_SECRET if not endpoint.startswith(WAYS_IN)} == set()


def test_no_public_route_needs_a_workers_permission(app):
    assert [
        r.rule for r in rules(app) if not r.rule.startswith("/staff") and view(app, r).access[0] == "permission"
    ] == []


def test_reading_never_commits_and_writing_always_does(app):
    wrong = []
    for rule in rules(app):
        asks = getattr(view(app, rule), "only_asks", False)
        writes = bool(rule.methods - LOOKS) and rule.endpoint not in NO_BUSINESS and not asks
        if getattr(view(app, rule), "commits", False) != writes:
            wrong.append(rule.endpoint)
    assert wrong == []


def test_opening_a_personal_file_is_logged_and_nothing_else_is(app):
    assert {r.endpoint for r in rules(app) if getattr(view(app, r), "opens", False)} == OPENINGS


@pytest.mark.check(15, "the parts of every address that exists")
def test_no_address_has_room_for_anything_private(app):
    """Ids of our own and numbers only; a person's pages have not even ids."""
    for rule in rules(app):
        kinds = {type(c).__name__ for c in rule._converters.values()}
        if rule.rule.startswith("/staff/policies"):  # what is or will be published for everybody
            assert kinds <= {"UUIDConverter", "UnicodeConverter", "IntegerConverter"}, rule
        elif rule.rule.startswith("/staff"):
            assert kinds <= {"UUIDConverter"}, rule
        elif rule.endpoint.split(".")[0] in {"policies", "ask", "published", "datamap", "words"}:
            assert kinds <= {"UnicodeConverter", "IntegerConverter"}, rule
        else:
            assert kinds <= {"IntegerConverter"}, rule


@pytest.fixture
def filled(app, staff):
    """A case and an entry, and the address of every staff page that shows something."""
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session)
        entry = a_disclosure(session, staff.actors[Role.SAFEGUARDING])
        attachment = an_attachment(session, entry, staff.actors[Role.SAFEGUARDING])
        second = a_disclosure(session, staff.actors[Role.SAFEGUARDING], an_entry("somebody.else"))
        question = a_wording(session, staff.actors[Role.CASEWORKER])
        flag = a_flag(session)
        draft = a_draft(session, staff.actors[Role.EDITOR], "confidentiality")
        numbers = a_published_year(session, times=0)
        invitation, _ = invite(
            session, name="Demo Heron", email="heron@demo.invalid", roles=[Role.EDITOR], actor=SYSTEM, at=AT
        )
        review = reviews.start(session, actor=staff.actors[Role.APPROVER], at=AT)
        [(row, _), *_] = reviews.rows_of(session, review)
        elsewhere = of_team(session, a_case(session, "far.heron"))
        broken = breaks_glass(session, elsewhere, staff.actors[Role.SAFEGUARDING], at=clock.now())
        note = a_note(session, case, staff.actors[Role.CASEWORKER])
        debrief = ask_for_debrief(
            session, "Tired.", wants_talk=True, submission="a" * 32, actor=staff.actors[Role.CASEWORKER], at=AT
        )
        share = a_set(session, staff.actors[Role.SAFEGUARDING], "quiet.otter")
        changed, notice = a_told_notice(session, staff.actors[Role.CASEWORKER], staff.actors[Role.SAFEGUARDING])
        change = say_day(
            session, date(2026, 12, 29), DayIs.HOLIDAY, "A royal day.", calendar=ENGLAND,
            actor=staff.actors[Role.APPROVER], at=AT,
        )  # fmt: skip
        session.commit()
        imported = an_import(session, staff.actors[Role.SAFEGUARDING])
        session.commit()
        ids = {"worker_id": row.worker_id, "invitation_id": invitation.id, "review_id": review.id, "row_id": row.id}
        ids |= {"passkey_id": uuid.uuid4(), "numbers_id": numbers.id}
        ids |= {"other_entry_id": second.id}
        ids |= {"case_id": case.id, "disclosure_id": entry.id, "question_id": question.id, "job_id": uuid.uuid4()}
        ids |= {"slug": draft.slug, "number": draft.based_on, "draft_id": draft.id}
        ids |= {"share_id": share.id, "member_id": member_of(session, share), "notice_id": notice}
        of_its_own = {"recipients": {"case_id": changed.id}}
        ids |= {"change_id": change.id, "view_id": uuid.uuid4()}
        ids |= {"break_id": broken.id, "note_id": note.id, "task_id": NOBODY, "link_id": NOBODY, "conflict_id": NOBODY}
        ids |= {"mail_id": NOBODY, "debrief_id": debrief.id}
        ids |= {"handle_id": uuid.uuid4(), "request_id": case.request_id}
        ids |= {"attachment_id": attachment.id, "log_id": uuid.uuid4()}
        ids |= {"import_id": imported.id}
        ids |= {"flag_id": flag.id, "piece_id": uuid.uuid4(), "code": "parents", "reader": "easy-read"}
    with app.test_request_context(base_url=HOME):
        adapter = app.create_url_adapter(None) or app.url_map.bind("candour.test")
        return {
            rule.endpoint: (
                rule,
                adapter.build(
                    rule.endpoint,
                    {
                        k: v
                        for k, v in (ids | of_its_own.get(rule.endpoint.split(".")[0], {})).items()
                        if k in rule.arguments
                    },
                ),
                view(app, rule).access[1],
            )
            for rule in rules(app)
            if rule.rule.startswith("/staff") and view(app, rule).access[0] == "permission"
        }


@pytest.mark.parametrize("role", Role)
def test_every_role_opens_what_the_table_allows_and_nothing_else(staff, filled, role):
    worker = staff.signed_in(role)
    wrong = {}
    for endpoint, (rule, path, permission) in filled.items():
        # 404 until there is a file: test_answers; a draft of the register opens for whoever writes it: test_logging
        if "GET" not in rule.methods or endpoint == "answers.document" or "log_id" in rule.arguments:
            continue
        status = worker.browser.open(path).status
        if endpoint == "queue.list" and permission not in ROLE_PERMISSIONS[role]:  # the desk leads on to a first page
            assert (status, worker.browser.pages[-1].path != "/staff/") == (200, True), role
            continue
        if (status in {200, 204}) != (permission in ROLE_PERMISSIONS[role]) or status not in {200, 204, 403}:
            wrong[endpoint] = status
    assert wrong == {}


@pytest.mark.parametrize("role", Role)
def test_every_write_is_refused_without_its_permission(app, staff, filled, role):
    worker = staff.signed_in(role)
    token = worker.browser.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    wrong = {}
    for endpoint, (rule, path, permission) in filled.items():
        if permission in ROLE_PERMISSIONS[role] or not rule.methods - LOOKS:
            continue
        answer = worker.browser.client.post(
            path, base_url=HOME, data={"csrf_token": token}, headers={"Referer": HOME + "/staff/"}
        )
        if answer.status_code != 403:
            wrong[endpoint] = answer.status_code
    assert wrong == {}


def test_a_stranger_is_sent_to_sign_in_everywhere(app, filled):
    client = app.test_client()
    for rule, path, _ in filled.values():
        if "GET" in rule.methods:
            answer = client.get(path, base_url=HOME)
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/staff/sign-in"), path


def test_a_person_is_a_stranger_at_the_desk(person, filled):
    person.asks()
    person.comes_back()
    assert person.browser.open("/staff/").path == "/staff/sign-in"


def test_a_worker_is_a_stranger_on_a_persons_pages(staff, person):
    person.asks()
    worker = staff.signed_in(Role.CASEWORKER)
    for path in ("/mine", "/mine/answer", "/mine/answer/1", "/mine/document.pdf", "/mine/save", "/mine/stop"):
        assert worker.browser.open(path).path == "/back"


def test_every_post_without_its_token_is_refused(app, filled, staff):
    """A forged form from elsewhere changes nothing, whoever is signed in."""
    for role in (Role.CASEWORKER, Role.APPROVER, Role.SAFEGUARDING):
        client = staff.signed_in(role).browser.client
        for rule, path, _ in filled.values():
            if rule.methods - LOOKS:
                assert client.post(path, base_url=HOME, data={}).status_code in {303, 400}, path
    with app.app_context(), db.sessionmaker() as session:
        from portal.cases.models import Case

        assert {case.status.value for case in session.query(Case)} == {"received", "in-progress"}


def test_a_persons_permission_is_never_a_workers(app):
    assert all(Permission.OWN_REQUEST not in permissions for permissions in ROLE_PERMISSIONS.values())
