"""From something new to a message that left: once, to those who asked for it, at the hours they chose."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent, verify
from portal.cases import service as cases
from portal.extensions import db
from portal.notifications import queries
from portal.notifications.kinds import NotificationState, SafeTime, Way
from portal.notifications.models import Notification
from portal.notifications.rules import WAITS
from portal.notifications.service import SEND
from portal.outbox import Job, JobState
from portal.questions import service as questions
from portal.requests.intake import ContactCard, card_from_json, card_to_json
from portal.requests.kinds import ContactWay
from portal.requests.models import Request
from portal.requests.reaching import tell
from portal.vault import vault_of
from tests.builders import posting
from tests.builders.desk import ANSWERED, AT, a_case, a_question, a_request, a_worker
from tests.builders.ground import spawned
from tests.builders.posting import BY_EMAIL, BY_TEXT, all_of, led_to_sinks, send_and_die

S = NotificationState
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SHARED = replace(BY_TEXT, somebody_else_sees_it=True)


@pytest.fixture(scope="module")
def servers(portal):
    with led_to_sinks(portal) as sinks:
        yield sinks


@pytest.fixture
def sinks(servers):
    servers.mails.clear()
    servers.texts.clear()
    servers.replies, servers.status = {}, 201
    return servers


@pytest.fixture
def work(app, session):
    """Be a worker process at that moment. The test lets go of its own transaction first: it would hold the lock."""

    def work(at):
        session.rollback()
        return posting.work(app, at)

    return work


@pytest.fixture
def told(app, session, sinks):
    """Somebody with that card for whom something is new; committed."""

    def told(card, *, at=AT, request=None):
        row = request or a_request(session, at=AT - DAY, card=card)[0]
        tell(session, row.id, at=at)
        session.commit()
        return row

    return told


def one_of(session):
    (one,) = all_of(session)
    return one


def change_card(session, request, **changes):
    box = vault_of(session).box(request.key_id)
    card = card_from_json(box.get_json(request, "contact_card"))
    box.put_json(request, "contact_card", card_to_json(replace(card, **changes)))
    session.commit()


def trail(session, request):
    session.rollback()
    query = select(AuditEvent).where(AuditEvent.subject == request.id, AuditEvent.action.startswith("notification:"))
    return [(one.action, one.facts) for one in session.scalars(query.order_by(AuditEvent.number))]


@pytest.mark.parametrize(("card", "way"), [(BY_TEXT, "text"), (BY_EMAIL, "email")])
def test_a_message_leaves_once_and_that_it_did_is_kept_without_where_to(work, session, sinks, told, card, way):
    request = told(card)
    assert work(AT) == 1
    assert work(AT + DAY) == 0
    one = one_of(session)
    assert (one.way.value, one.state, one.attempts, one.sent_at, one.last_error) == (way, S.SENT, 1, AT, None)
    assert sinks.count == 1
    assert (len(sinks.texts), len(sinks.mails)) == ((1, 0) if way == "text" else (0, 1))
    assert trail(session, request) == [
        (Action.NOTIFICATION_PLANNED, {"way": way}), (Action.NOTIFICATION_SENT, {"way": way}),
    ]  # fmt: skip
    assert verify(session).ok


def test_an_email_names_the_site_and_a_text_does_not(work, sinks, told):
    told(BY_TEXT)
    told(BY_EMAIL)
    work(AT)
    assert "candour.test" not in sinks.texts[0].text
    assert sinks.mails[0].letter.get_content().split() == [*sinks.texts[0].text.split(), "https://candour.test"]


@pytest.mark.parametrize(
    "card",
    [ContactCard(), ContactCard(value="07700 900147", hours=(SafeTime.ANY,)),
     replace(BY_TEXT, way=ContactWay.CALL), replace(BY_TEXT, way=ContactWay.SOMEONE)],
)  # fmt: skip
def test_other_ways_are_no_work_for_a_machine_and_leave_nothing_behind(app, session, sinks, told, card):
    request = told(card)
    assert all_of(session) == []
    assert session.scalar(select(func.count()).select_from(Job)) == 0
    assert trail(session, request) == []
    assert sinks.count == 0


def test_at_night_it_waits_for_the_morning(work, session, sinks, told):
    told(BY_TEXT, at=NIGHT)
    for moment in (NIGHT, NIGHT + HOUR, MORNING - MINUTE):
        assert work(moment) == 0
    assert (one_of(session).state, one_of(session).not_before) == (S.WAITING, MORNING)
    work(MORNING)
    assert (one_of(session).state, sinks.count) == (S.SENT, 1)


def test_a_worker_that_slept_through_the_hours_sends_at_the_next_ones(work, session, sinks, told):
    told(replace(BY_TEXT, hours=(SafeTime.MORNINGS,)))
    assert work(AT.replace(hour=23)) == 1
    assert (one_of(session).state, one_of(session).not_before, sinks.count) == (S.WAITING, MORNING, 0)
    work(MORNING)
    assert sinks.count == 1


def test_the_card_is_read_when_the_message_leaves(work, session, sinks, told):
    request = told(BY_TEXT, at=NIGHT)
    change_card(session, request, way=ContactWay.EMAIL, value="robin@demo.org", hours=(SafeTime.AFTERNOONS,))
    work(MORNING)
    assert sinks.count == 0
    work(MORNING + 4 * HOUR)
    assert [mail.to for mail in sinks.mails] == ["robin@demo.org"]
    assert one_of(session).way is Way.EMAIL


def test_nothing_is_sent_to_whoever_changed_to_the_code(work, session, sinks, told):
    request = told(BY_TEXT, at=NIGHT)
    change_card(session, request, way=ContactWay.CODE, value="")
    work(MORNING)
    assert (one_of(session).state, sinks.count) == (S.CANCELLED, 0)


def test_what_happens_within_an_hour_or_while_one_waits_makes_one_message(work, session, sinks, told):
    request = told(BY_TEXT)
    told(BY_TEXT, request=request, at=AT + MINUTE)
    work(AT + MINUTE)
    told(BY_TEXT, request=request, at=AT + 59 * MINUTE)
    work(AT + 59 * MINUTE)
    assert sinks.count == 1
    told(BY_TEXT, request=request, at=AT + 61 * MINUTE)
    work(AT + 61 * MINUTE)
    assert sinks.count == 2
    told(BY_TEXT, request=request, at=NIGHT)
    told(BY_TEXT, request=request, at=MORNING - MINUTE)
    work(MORNING)
    assert (sinks.count, len(all_of(session))) == (3, 3)


def test_two_things_at_the_same_moment_make_one_message(app, session, sinks, work):
    request_id = a_request(session, card=BY_TEXT)[0].id
    session.commit()
    together = threading.Barrier(2)

    def happens():
        with app.app_context(), db.sessionmaker() as another:
            together.wait(10)
            tell(another, request_id, at=AT)
            another.commit()

    threads = [threading.Thread(target=happens) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    work(AT)
    assert (len(all_of(session)), sinks.count) == (1, 1)


def test_each_request_has_messages_of_its_own(work, session, sinks, told):
    told(BY_TEXT)
    told(BY_TEXT)
    work(AT)
    assert sinks.count == 2


@pytest.mark.parametrize(
    ("card", "error"),
    [
        (SHARED, "SeenByOthers"),
        (replace(BY_TEXT, hours=()), "NoHours"),
        (replace(BY_TEXT, hours=(), times="after tea"), "NoHours"),
        (replace(BY_EMAIL, value=""), "NoAddress"),
    ],
)
def test_what_stands_in_the_way_is_seen_at_once_and_nothing_is_sent(work, session, sinks, told, card, error):
    request = told(card)
    assert (one_of(session).state, one_of(session).last_error) == (S.GIVEN_UP, error)
    assert work(AT + DAY) == 0
    assert sinks.count == 0
    assert trail(session, request) == [(Action.NOTIFICATION_GIVEN_UP, {"way": card.way.value, "error": error})]
    assert queries.trouble(session, request.id) is None  # nothing was tried, so there is nothing to tell the person


def test_a_second_yes_lets_it_leave(work, session, sinks, told):
    told(replace(SHARED, anyway=True))
    work(AT)
    assert sinks.count == 1


def test_a_way_that_is_not_set_up_is_given_up_and_seen(app, work, session, sinks, told):
    here = app.extensions["candour"]
    app.extensions["candour"] = replace(here, ports=replace(here.ports, text=None))
    try:
        told(BY_TEXT)
        work(AT)
    finally:
        app.extensions["candour"] = here
    assert (one_of(session).state, one_of(session).last_error, sinks.count) == (S.GIVEN_UP, "NotSetUp", 0)


def test_a_server_that_is_busy_is_asked_again_later_each_time_and_at_safe_hours_only(work, session, sinks, told):
    afternoon = AT + 5 * HOUR
    told(BY_TEXT, at=afternoon)
    sinks.status = 503
    at, waited = afternoon, []
    for _ in WAITS:
        work(at)
        one = one_of(session)
        assert (one.state, one.last_error) == (S.FAILED, "NotSent")
        waited.append(one.not_before - at)
        at = one.not_before
    assert waited[:3] == list(WAITS[:3])
    assert at == MORNING  # six hours after the fourth try it was too late in the day
    work(at)
    assert (one_of(session).state, one_of(session).attempts) == (S.GIVEN_UP, 5)
    assert len(sinks.texts) == 5
    assert session.scalar(select(func.count()).where(Job.state == JobState.DEAD)) == 0


def test_a_server_that_comes_back_gets_it(work, session, sinks, told):
    told(BY_EMAIL)
    sinks.replies = {"RCPT": "450 later"}
    work(AT)
    sinks.replies = {}
    work(AT + WAITS[0])
    assert (one_of(session).state, one_of(session).attempts, sinks.count) == (S.SENT, 2, 1)


@pytest.mark.parametrize(
    ("card", "replies", "status", "error"),
    [
        (BY_TEXT, {}, 400, "Refused"), (BY_EMAIL, {"RCPT": "550 nobody"}, 201, "Refused"),
        (BY_TEXT, {}, 500, "PerhapsSent"), (BY_EMAIL, {".": None}, 201, "PerhapsSent"),
        (replace(BY_TEXT, value="+1 202 555 0101"), {}, 201, "Refused"),
    ],
)  # fmt: skip
def test_what_is_refused_or_may_have_left_is_not_tried_again(work, session, sinks, told, card, replies, status, error):
    request = told(card)
    sinks.replies, sinks.status = replies, status
    work(AT)
    before = sinks.count
    assert work(AT + DAY) == 0
    assert (one_of(session).state, one_of(session).last_error, sinks.count) == (S.GIVEN_UP, error, before)
    assert queries.trouble(session, request.id) is not None


def test_trouble_is_over_when_the_next_message_leaves(work, session, sinks, told):
    request = told(BY_TEXT)
    sinks.status = 400
    work(AT)
    sinks.status = 201
    told(BY_TEXT, request=request, at=AT + 2 * HOUR)
    assert queries.trouble(session, request.id) is not None
    work(AT + 2 * HOUR)
    assert queries.trouble(session, request.id) is None


def test_a_handler_that_breaks_sends_nothing_twice(work, session, sinks, told, monkeypatch):
    told(BY_TEXT)
    monkeypatch.setattr("portal.notifications.sending.text_of", lambda _: 1 / 0)
    work(AT)
    assert one_of(session).state is S.SENDING
    work(AT + MINUTE)
    assert (one_of(session).state, one_of(session).last_error, sinks.count) == (S.GIVEN_UP, "WorkerDied", 0)


def test_a_worker_killed_after_sending_and_before_writing_it_down_sends_no_second_message(
    app, work, session, sinks, told, folder, databases
):
    told(BY_EMAIL)
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    process = spawned(send_and_die, str(folder), url, sinks.smtp_url, AT.isoformat())
    process.join(60)
    assert process.exitcode == -9
    assert (one_of(session).state, sinks.count) == (S.SENDING, 1)
    work(AT + MINUTE)
    one = one_of(session)
    assert (one.state, one.last_error, one.attempts, sinks.count) == (S.GIVEN_UP, "WorkerDied", 1, 1)


def test_stopping_takes_back_what_waits(work, session, sinks):
    case = a_case(session, card=BY_TEXT)
    tell(session, case.request_id, at=NIGHT)
    cases.withdraw(session, case, actor=person_actor(case.request_id), at=NIGHT)
    session.commit()
    work(MORNING)
    assert (one_of(session).state, sinks.count) == (S.CANCELLED, 0)


def test_a_question_that_is_answered_is_told_and_closing_it_does_not_take_that_back(work, session, sinks):
    worker = a_worker(session, Role.CASEWORKER)
    row = a_question(session)
    change_card(session, session.get(Request, row.request_id), **vars_of(BY_TEXT))
    questions.answer(session, row, ANSWERED, actor=worker, at=NIGHT)
    questions.close(session, row, actor=worker, at=NIGHT)
    session.commit()
    work(MORNING)
    assert sinks.count == 1


def test_a_question_the_person_closes_is_not_told(work, session, sinks):
    row = a_question(session)
    change_card(session, session.get(Request, row.request_id), **vars_of(BY_TEXT))
    tell(session, row.request_id, at=NIGHT)
    questions.close(session, row, actor=person_actor(row.request_id), at=NIGHT)
    session.commit()
    work(MORNING)
    assert (one_of(session).state, sinks.count) == (S.CANCELLED, 0)


def test_what_was_erased_is_not_told(work, session, sinks, told):
    request = told(BY_TEXT, at=NIGHT)
    vault_of(session).shred(request.key_id)
    work(MORNING)
    assert (one_of(session).state, sinks.count) == (S.CANCELLED, 0)


def test_a_card_from_before_there_were_hours_still_opens(session):
    request, _ = a_request(session, card=BY_TEXT)
    box = vault_of(session).box(request.key_id)
    old = {"way": "text", "value": "07700 900147", "times": "after 6pm", "voicemail": False, "say_our_name": False,
           "somebody_else_sees_it": False, "code_word": ""}  # fmt: skip
    box.put_json(request, "contact_card", old)
    card = card_from_json(box.get_json(request, "contact_card"))
    assert (card.times, card.hours, card.anyway) == ("after 6pm", (), False)


def test_no_address_stands_in_the_table_or_in_a_job(app, session, sinks, told):
    told(BY_TEXT, at=NIGHT)
    told(BY_EMAIL, at=NIGHT)
    jobs = session.scalars(select(Job)).all()
    said = repr([vars(row) for row in (*session.scalars(select(Notification)), *jobs)])
    assert not [secret for secret in ("900147", "wren", "demo.org") if secret in said]
    assert {job.name for job in jobs} == {SEND}
    assert all(set(job.ids) == {"notification_id"} for job in jobs)


def vars_of(card):
    return {"way": card.way, "value": card.value, "hours": card.hours}
