"""Acts on a clock: what moves the date, what is refused with the article, and that a refusal changes nothing."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.cases import clock, service
from portal.cases.asked import question_to, waits_for_answer
from portal.cases.clock.waiting import REMIND, WAITED, mark_long_wait, remind
from portal.cases.deadlines import GateKind
from portal.cases.history import rows_of
from portal.cases.kinds import AnsweredBy, Doubt, FeeReason, MoreTime, Unclear
from portal.cases.models import Case, ClockEvent, ClockRun
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.messages.kinds import MessageKind
from portal.messages.models import RequestMessage
from portal.messages.queries import conversation
from portal.messages.service import AlreadyWritten
from portal.notifications.models import Notification
from portal.outbox.models import Job
from portal.requests.authority import Authority
from portal.requests.kinds import Right
from portal.requests.wishes import Asker, Asking
from tests.builders.desk import AT, ENGLAND, a_case, a_worker
from tests.builders.lettering import LETTER_SET

CAME = date(2026, 11, 23)  # a Monday; one month later is Wednesday 23 December
QUESTION = "Which chat do you mean?"
OWN = "You were with us for six years."
HARD = "Please specify the processing activities to which your request relates?"
LONG = "Do you mean " + "the chat or " * 10 + "the call?"
FAMILY = Asking(who=Asker.PARENT, name="Demo Parent", how_they_know="family")


def day(number):
    """A moment that many days after the request came."""
    return AT + timedelta(days=number)


def on(number):
    return CAME + timedelta(days=number)


class Desk:
    """A caseworker, one case, and every act on its clock with fitting words."""

    def __init__(self, session, right=Right.ACCESS, **changes):
        self.session, self.worker = session, a_worker(session, Role.CASEWORKER)
        self.case = a_case(session, right=right, **changes)
        assert self.case.received_on == CAME

    def who(self, number):
        return {"calendar": ENGLAND, "actor": self.worker, "at": day(number)}

    def asks(self, number, text=QUESTION, about=Unclear.WHICH_INFORMATION, submission="", **more):
        return clock.ask_question(
            self.session, self.case, text, about=about, submission=submission or secrets.token_hex(16),
            letters=LETTER_SET, **more, **self.who(number),
        )  # fmt: skip

    def hears(self, number, answered=None, how=AnsweredBy.PHONE):
        return clock.answered(self.session, self.case, answered or on(number), how=how, **self.who(number))

    def extends(self, number, reasons=(MoreTime.MUCH_TO_READ,), own=OWN, submission=""):
        return clock.extend(
            self.session, self.case, reasons, own, submission=submission or secrets.token_hex(16), letters=LETTER_SET,
            **self.who(number),
        )  # fmt: skip

    def doubts(self, number, kind=GateKind.ID, reason=Doubt.FACTS_DIFFER, words="The birthday differs."):
        return clock.ask_gate(self.session, self.case, kind, reason=reason, words=words, **self.who(number))

    def gets(self, number, came=None, kind=GateKind.ID):
        return clock.meet_gate(self.session, self.case, kind, came or on(number), **self.who(number))

    def takes_back(self, number, event, words="A slip of the pen."):
        return clock.take_back(self.session, self.case, event.id, words, **self.who(number))

    def waits_for_authority(self, number):
        return clock.ask_gate(self.session, self.case, GateKind.AUTHORITY, **self.who(number))

    def decides(self, number, decided):
        clock.decide(self.session, self.case.request, decided, "We rang the young person.", **self.who(number))

    @property
    def stands(self):
        return self.case.clock_state, self.case.due_on


@pytest.fixture
def desk(session):
    return Desk(session)


TABLES = (Case, ClockEvent, ClockRun, RequestMessage, AuditEvent, Job, Notification)


def everything(session):
    """Every row that an act could touch."""
    session.flush()
    session.expire_all()
    return {
        table.__tablename__: [
            {name: getattr(row, name) for name in (one.key for one in table.__mapper__.column_attrs)}
            for row in session.scalars(select(table).order_by(*table.__mapper__.primary_key))
        ]
        for table in TABLES
    }


def test_a_question_stops_the_clock_and_its_answer_adds_the_days(desk):
    desk.asks(5)
    assert desk.stands == ("stopped", None)
    desk.hears(12)
    assert desk.stands == ("running", date(2026, 12, 30))
    assert desk.case.paused_days == 7


def test_the_person_gets_the_question_and_their_answer_starts_the_clock(session, desk):
    event = desk.asks(5)
    asked = conversation(session, desk.case.request_id).messages[-1]
    assert (asked.kind, asked.id) == (MessageKind.QUESTION, event.message_id)
    assert QUESTION in asked.body
    assert question_to(session, desk.case.request_id).words == QUESTION
    person = person_actor(desk.case.request_id)
    clock.answer_here(
        session, desk.case, "The one of May.", submission="a" * 32, calendar=ENGLAND, actor=person, at=day(8)
    )
    assert desk.stands == ("running", date(2026, 12, 29))  # 26 December is a Saturday, the 28th its bank holiday
    assert not waits_for_answer(session, desk.case.request_id)
    with pytest.raises(AlreadyWritten):
        clock.answer_here(session, desk.case, "x", submission="a" * 32, calendar=ENGLAND, actor=person, at=day(8))


def test_an_answer_that_nobody_waits_for_is_a_message_all_the_same(session, desk):
    person = person_actor(desk.case.request_id)
    told = clock.answer_here(
        session, desk.case, "It was May.", submission="a" * 32, calendar=ENGLAND, actor=person, at=day(1)
    )
    assert told is None
    assert conversation(session, desk.case.request_id).messages[-1].body == "It was May."


def test_nobody_else_answers_for_the_person(session, desk):
    desk.asks(1)
    other = a_case(session, "somebody.else")
    for actor in (person_actor(other.request_id), desk.worker):
        with pytest.raises(NotAllowed):
            clock.answer_here(session, desk.case, "x", submission="b" * 32, calendar=ENGLAND, actor=actor, at=day(2))


def test_a_question_that_was_asked_by_phone_sends_nothing_and_counts_from_its_day(session, desk):
    desk.asks(10, asked_on=on(4))
    assert conversation(session, desk.case.request_id).messages == ()
    desk.hears(10)
    assert desk.case.paused_days == 6


def test_a_question_that_is_not_needed_any_more_lets_the_clock_go_on(desk):
    desk.asks(2)
    desk.hears(4, how=AnsweredBy.NOT_NEEDED)
    assert desk.case.paused_days == 2


def test_the_notice_goes_out_dated_today_with_both_dates(session, desk):
    event = desk.extends(20)
    assert desk.stands == ("extended", date(2027, 2, 23))
    sent = conversation(session, desk.case.request_id).messages[-1]
    assert sent.kind is MessageKind.MORE_TIME and event.on == on(20)
    for part in ("by 23 December 2026", "We need until 23 February 2027", "There is a lot to read", OWN):
        assert part in sent.body


def test_days_of_waiting_make_room_for_the_notice(desk):
    desk.asks(5)
    desk.hears(12)
    desk.extends(37)  # one month is 30 days, and 7 were waited
    assert desk.stands == ("extended", date(2027, 3, 2))


def test_identity_moves_the_start(desk):
    desk.doubts(3)
    assert desk.stands == ("not-started", None)
    desk.gets(9, came=on(7))
    assert desk.stands == ("running", date(2026, 12, 30))


def test_the_decision_on_who_asks_starts_every_clock_that_waited_for_it(session):
    desk = Desk(session, asking=FAMILY)
    desk.waits_for_authority(1)
    assert desk.stands == ("not-started", None)
    desk.decides(3, Authority.MAY_NOT)
    assert desk.stands == ("not-started", None)
    desk.decides(4, Authority.AGREED)
    assert desk.stands == ("running", date(2026, 12, 29))
    assert desk.case.target_on == date(2026, 12, 22)  # the aim stays the one from receipt
    desk.decides(6, Authority.MAY_NOT)
    assert desk.stands == ("not-started", None)


def test_what_was_written_down_wrongly_is_taken_back_and_stays_on_record(session, desk):
    asked = desk.doubts(1)
    met = desk.gets(4)
    desk.takes_back(5, met)
    assert desk.stands == ("not-started", None)
    desk.takes_back(5, asked)
    assert desk.stands == ("running", date(2026, 12, 23))
    assert [row.kind.value for row in rows_of(session, desk.case.id)] == [
        "gate-asked", "gate-met", "taken-back", "taken-back",
    ]  # fmt: skip


def test_every_working_out_is_kept_and_is_an_event(session, desk):
    desk.asks(5)
    desk.hears(12)
    runs = session.scalars(select(ClockRun).where(ClockRun.case_id == desk.case.id).order_by(ClockRun.at)).all()
    assert [(run.why.value, run.due_before, run.due_after) for run in runs] == [
        ("opened", None, date(2026, 12, 23)),
        ("question-asked", date(2026, 12, 23), None),
        ("question-answered", None, date(2026, 12, 30)),
    ]
    assert runs[0].calendar.startswith("england-and-wales, holidays ")
    trail = session.scalars(
        select(AuditEvent).where(AuditEvent.subject == desk.case.id).order_by(AuditEvent.number)
    ).all()
    assert [e.action for e in trail] == [
        Action.CASE_DEADLINE_SET, Action.CASE_QUESTION_ASKED, Action.CASE_DEADLINE_SET, Action.CASE_QUESTION_ANSWERED,
        Action.CASE_DEADLINE_SET,
    ]  # fmt: skip


def test_a_plan_says_what_the_act_does_and_changes_nothing(session, desk):
    before = everything(session)
    stands = clock.standing(session, desk.case, calendar=ENGLAND, today=on(5))
    plan = clock.plan_extension(stands, [MoreTime.MUCH_TO_READ], OWN, letters=LETTER_SET, actor=desk.worker)
    assert (plan.before.due, plan.after.due) == (date(2026, 12, 23), date(2027, 2, 23))
    assert everything(session) == before
    desk.extends(5)
    assert desk.case.due_on == plan.after.due
    assert conversation(session, desk.case.request_id).messages[-1].body == plan.letter.text


def test_a_second_press_sends_nothing_twice(session, desk):
    desk.asks(1, submission="c" * 32)
    before = everything(session)
    with pytest.raises(AlreadyWritten):
        desk.asks(1, submission="c" * 32)
    assert everything(session) == before


def nothing(desk):
    pass


def asked(desk):
    desk.asks(1)


def answered(desk):
    desk.asks(1)
    desk.hears(3)


def extended(desk):
    desk.extends(2)


def doubted(desk):
    desk.doubts(1)


def known(desk):
    desk.doubts(1)
    desk.gets(3)


def closed(desk):
    service.withdraw(desk.session, desk.case, actor=person_actor(desk.case.request_id), at=day(1))


def fee(desk, number, **more):
    return desk.doubts(number, GateKind.FEE, **{"reason": FeeReason.EXCESSIVE, **more})


A, E, C = Right.ACCESS, Right.ERASURE, Right.COMPLAINT
# What is tried, on which right, in which state, and the words and the article of the refusal.
REFUSED = [
    ("a question on an erasure", E, nothing, lambda d: d.asks(2), "Only for a copy of your data", "Art 12A(5)"),
    *(
        (f"a question on {right.value}", right, nothing, lambda d: d.asks(2), "Only for a copy", "Art 12A(5)")
        for right in (Right.REMOVE, Right.DISPUTE, Right.RECTIFICATION, Right.RESTRICTION, Right.OBJECTION,
                      Right.PORTABILITY, C)
    ),
    ("a question while one is open", A, asked, lambda d: d.asks(2), "cannot be stopped twice", "Art 12A(5)"),
    ("a stop before receipt", A, nothing, lambda d: d.asks(3, asked_on=on(-1)), "came on 23 November 2026", "Art 12A(2)(a)"),
    ("a stop that has not come", A, nothing, lambda d: d.asks(3, asked_on=on(4)), "has not come yet", ""),
    ("a question after the month", A, nothing, lambda d: d.asks(31), "adds no days", "Art 12A(5)"),
    ("no ground for a question", A, nothing, lambda d: d.asks(2, about="format"), "Say what is not clear", "Art 12A(5)"),
    ("two questions in one", A, nothing, lambda d: d.asks(2, "Which chat? And when?"), "one question mark", ""),
    ("no question at all", A, nothing, lambda d: d.asks(2, "Tell us more."), "one question mark", ""),
    ("nothing written", A, nothing, lambda d: d.asks(2, "  "), "Write something first", ""),
    ("a hard question", A, nothing, lambda d: d.asks(2, HARD), f"Change this sentence: “{HARD}”", ""),
    ("a long question", A, nothing, lambda d: d.asks(2, LONG), "and 20 is the most", ""),
    ("a restart without a stop", A, nothing, lambda d: d.hears(2), "runs already", "Art 12A(5)"),
    ("a restart twice", A, answered, lambda d: d.hears(4), "runs already", "Art 12A(5)"),
    ("a restart before the stop", A, asked, lambda d: d.hears(4, on(0)), "We asked on 24 November 2026", "Art 12A(5)"),
    ("a restart tomorrow", A, asked, lambda d: d.hears(4, on(5)), "has not come yet", ""),
    ("a restart that came nohow", A, asked, lambda d: d.hears(4, how=""), "Say how the answer came", ""),
    ("a second extension", A, extended, lambda d: d.extends(5), "only once", "Art 12A(3)"),
    ("an extension on day 32", A, nothing, lambda d: d.extends(32), "The last day for this was 23 December 2026", "Art 12A(3)"),
    ("an extension one day late", E, nothing, lambda d: d.extends(31), "no effect", "Art 12A(3)"),
    ("an extension without a reason", A, nothing, lambda d: d.extends(2, ()), "Pick why", "Art 12A(3)"),
    ("an extension with another reason", A, nothing, lambda d: d.extends(2, ["few-staff"]), "Pick why", "Art 12A(3)"),
    ("an extension without own words", A, nothing, lambda d: d.extends(2, own=" "), "your own words", ""),
    ("an extension in hard words", A, nothing, lambda d: d.extends(2, own=HARD), "Too hard to read", ""),
    ("an extension of a stopped clock", A, asked, lambda d: d.extends(2), "stands still", "Art 12A(3)"),
    ("an extension before the start", A, doubted, lambda d: d.extends(2), "has not started", "Art 12A(3)"),
    ("an extension of a complaint", C, nothing, lambda d: d.extends(2), "a clock of its own", "s.164A"),
    ("doubts without a reason", A, nothing, lambda d: d.doubts(2, reason=""), "Say why", "Art 12(6)"),
    ("doubts out of habit", A, nothing, lambda d: d.doubts(2, reason="always"), "Say why", "Art 12(6)"),
    ("doubts without words", A, nothing, lambda d: d.doubts(2, words=" "), "what the reason rests on", ""),
    ("doubts twice", A, doubted, lambda d: d.doubts(2), "wait for it", "Art 12(6)"),
    ("doubts again", A, known, lambda d: d.doubts(5), "starts only once", "Art 12A(2)"),
    ("doubts when the time is over", A, nothing, lambda d: d.doubts(31), "cannot start it again", "Art 12A(1)"),
    ("doubts about a complaint", C, nothing, lambda d: d.doubts(2), "a clock of its own", "s.164A"),
    ("a gate that was never asked for", A, nothing, lambda d: d.gets(2), "Nobody asked for this", "Art 12(6)"),
    ("another gate than the one asked for", A, doubted, lambda d: d.gets(2, kind=GateKind.FEE), "Nobody asked", "Art 12(5)"),
    ("a gate met twice", A, known, lambda d: d.gets(5), "starts only once", "Art 12A(2)"),
    ("a gate met before it was asked for", A, doubted, lambda d: d.gets(2, on(0)), "We asked for it on", ""),
    ("a gate met before receipt", A, doubted, lambda d: d.gets(2, on(-3)), "came on 23 November", "Art 12A(2)(a)"),
    ("a gate met tomorrow", A, doubted, lambda d: d.gets(2, on(3)), "has not come yet", ""),
    ("a fee without a reason", A, nothing, lambda d: fee(d, 2, reason="busy"), "Say why", "Art 12(5)"),
    ("authority of somebody who asks for themselves", A, nothing, lambda d: d.waits_for_authority(2), "ask for themselves", ""),
    ("anything when it is closed", A, closed, lambda d: d.doubts(2), "is closed", "Art 12(3)"),
    ("a question when it is closed", A, closed, lambda d: d.asks(2), "is closed", "Art 12(3)"),
    ("taking back a notice", A, extended, lambda d: d.takes_back(3, first(d)), "cannot be unsaid", "Art 12A(4)"),
    ("taking back a question", A, asked, lambda d: d.takes_back(3, first(d)), "The person was asked", "Art 12A(5)"),
    ("taking back what something rests on", A, known, lambda d: d.takes_back(5, first(d)), "first that it came", "Art 12A(2)"),
    ("taking back without words", A, doubted, lambda d: d.takes_back(5, first(d), " "), "Say what was wrong", ""),
]  # fmt: skip


def first(desk):
    return rows_of(desk.session, desk.case.id)[0]


@pytest.mark.parametrize(
    ("right", "state", "act", "words", "article"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_an_illegal_move_is_refused_with_words_and_changes_nothing(session, right, state, act, words, article):
    desk = Desk(session, right)
    state(desk)
    before = everything(session)
    with pytest.raises(RuleBroken) as refused:
        act(desk)
    assert words in refused.value.message
    assert article in refused.value.message
    assert everything(session) == before


def test_authority_is_decided_in_one_place(session):
    desk = Desk(session, asking=FAMILY)
    desk.waits_for_authority(1)
    with pytest.raises(RuleBroken, match="Decide whether they may ask"):
        desk.gets(2, kind=GateKind.AUTHORITY)
    desk.decides(2, Authority.AGREED)
    with pytest.raises(RuleBroken, match="Change the decision"):
        desk.takes_back(3, rows_of(session, desk.case.id)[1])


def test_an_event_of_another_case_is_not_found(session, desk):
    event = desk.doubts(1)
    other = a_case(session, "somebody.else")
    with pytest.raises(NotFound):
        clock.take_back(session, other, event.id, "x", **desk.who(2))


@pytest.mark.parametrize("role", [Role.APPROVER, Role.SAFEGUARDING, Role.AUDITOR, Role.ADMIN, Role.EDITOR])
def test_only_caseworkers_change_a_clock(session, desk, role):
    who = {"calendar": ENGLAND, "actor": a_worker(session, role), "at": day(2)}
    with pytest.raises(NotAllowed):
        clock.ask_gate(session, desk.case, GateKind.ID, reason=Doubt.TWO_CLAIM, words="x", **who)
    with pytest.raises(NotAllowed):
        clock.ask_question(
            session, desk.case, QUESTION, about=Unclear.WHICH_TIME, submission="d" * 32, letters=LETTER_SET, **who
        )
    with pytest.raises(NotAllowed):
        clock.extend(session, desk.case, [MoreTime.MUCH_TO_READ], OWN, submission="d" * 32, letters=LETTER_SET, **who)


def promised(session, name):
    return session.scalars(select(Job).where(Job.name == name)).all()


def test_a_question_nobody_answers_is_said_once_more_and_then_marks_the_case(session, desk):
    desk.asks(1)
    job = promised(session, REMIND)[0]
    assert job.run_after == day(8)
    for _ in range(2):  # a job may run twice
        remind(session, job.ids, calendar=ENGLAND, at=day(8))
    said = [m for m in conversation(session, desk.case.request_id).messages if "still wait" in m.body]
    assert len(said) == 1 and said[0].worker_id is None
    later = promised(session, WAITED)[0]
    assert later.run_after == day(22)
    for _ in range(2):
        mark_long_wait(session, later.ids, calendar=ENGLAND, at=day(22))
    assert desk.stands == ("stopped", None)  # nothing closes it, and no date is made up
    assert desk.case.sort_on == on(22)
    assert [row.kind.value for row in rows_of(session, desk.case.id)] == [
        "question-asked",
        "reminded",
        "far-as-possible",
    ]
    desk.hears(30)
    assert desk.stands[0] == "running"


@pytest.mark.parametrize("state", [lambda d: d.hears(3), closed], ids=["answered", "closed"])
def test_nobody_is_reminded_of_what_is_over(session, desk, state):
    desk.asks(1)
    state(desk)
    before = everything(session)
    ids = promised(session, REMIND)[0].ids
    remind(session, ids, calendar=ENGLAND, at=day(8))
    mark_long_wait(session, ids, calendar=ENGLAND, at=day(22))
    assert everything(session) == before


def test_words_are_sealed_and_nothing_of_them_is_in_the_trail(session, desk):
    desk.doubts(1, words="zanzibar")
    desk.gets(1)
    desk.asks(2, "Do you mean the zanzibar chat?")
    assert all(row.words is None or b"zanzibar" not in row.words for row in rows_of(session, desk.case.id))
    assert "zanzibar" not in str([e.facts for e in session.scalars(select(AuditEvent))])


def test_a_request_at_half_past_eleven_in_summer_is_of_the_next_day(session):
    case = a_case(session, at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC), right=Right.ACCESS)
    assert case.received_on == date(2026, 7, 2)


def test_what_was_written_down_is_never_changed(session, desk):
    written = desk.doubts(1)
    written.on = on(0)
    with pytest.raises(TypeError, match="only added"):
        session.flush()
