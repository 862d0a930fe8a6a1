"""A flag: raised when something is sent, seen, closed; and nothing of it in the open."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from portal.accounts.actor import SYSTEM, person_actor
from portal.accounts.permissions import Role
from portal.audit import VISIBLE_TO_PERSON, Action, AuditEvent, verify
from portal.core.errors import NotAllowed, RuleBroken, SomebodyElseChangedIt
from portal.safeguarding import queries, service
from portal.safeguarding.kinds import FlagSource, Outcome
from portal.safeguarding.models import SafeguardingFlag
from portal.vault import KeyDestroyed, vault_of
from tests.builders.desk import AT, DANGER, a_case, a_flag, a_request, a_worker

NOTE = "Rang them from the zanzibar line."


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


def listen(session, request, *texts, source=FlagSource.REQUEST, at=AT):
    return service.listen(session, request, texts, source=source, within_hours=4, actor=SYSTEM, at=at)


def facts_of(session, flag):
    events = session.scalars(select(AuditEvent).where(AuditEvent.subject == flag.request_id))
    return [(e.action.value, e.facts) for e in events if e.action.value.startswith("flag:")]


def test_words_of_danger_raise_a_flag_with_its_own_clock(session):
    flag = a_flag(session)
    assert (flag.source, flag.raised_at, flag.look_by) == (FlagSource.REQUEST, AT, AT + timedelta(hours=4))
    assert (flag.seen_at, flag.closed_at, flag.outcome, flag.note) == (None, None, None, None)
    assert facts_of(session, flag) == [("flag:raised", {"entry": str(flag.id)})]


def test_other_words_raise_none(session):
    request, _ = a_request(session)
    assert listen(session, request, "What did you tell my school?", "") is None
    assert session.scalar(select(func.count()).select_from(SafeguardingFlag)) == 0


def test_a_flag_that_nobody_opened_covers_what_comes_after_it(session, lead):
    flag = a_flag(session)
    assert listen(session, flag.request, DANGER, source=FlagSource.MESSAGE, at=AT + timedelta(hours=1)) is None
    service.note_opened(session, flag, actor=lead, at=AT + timedelta(hours=2))
    later = listen(session, flag.request, DANGER, source=FlagSource.MESSAGE, at=AT + timedelta(hours=3))
    assert later is not None and later.source is FlagSource.MESSAGE
    assert list(queries.open_on(session, flag.request_id)) == [flag, later]


def test_every_opening_is_logged_and_the_first_stops_the_clock(session, lead, caseworker):
    flag = a_flag(session)
    late = AT + timedelta(hours=5)
    assert queries.waiting(session, at=AT) == queries.Waiting(1, 0)
    assert queries.waiting(session, at=late) == queries.Waiting(1, 1)
    service.note_opened(session, flag, actor=caseworker, at=AT + timedelta(hours=1))
    service.note_opened(session, flag, actor=lead, at=AT + timedelta(hours=2))
    assert (flag.seen_at, flag.seen_by_id) == (AT + timedelta(hours=1), caseworker.id)
    assert queries.waiting(session, at=late) == queries.Waiting(1, 0)
    assert [name for name, _ in facts_of(session, flag)] == ["flag:raised", "flag:seen", "flag:seen"]


@pytest.mark.parametrize("outcome", Outcome)
def test_the_lead_closes_it_with_an_outcome(session, lead, outcome):
    flag = a_flag(session)
    service.close(session, flag, outcome, NOTE, actor=lead, at=AT)
    assert (flag.outcome, flag.closed_at, flag.closed_by_id) == (outcome, AT, lead.id)
    assert queries.note_of(session, flag) == NOTE
    assert facts_of(session, flag)[-1] == ("flag:closed", {"entry": str(flag.id), "outcome": outcome.value})
    assert queries.waiting(session, at=AT).count == 0
    assert verify(session).ok


def test_a_closed_flag_stays_closed_and_new_words_raise_a_new_one(session, lead):
    flag = a_flag(session)
    service.close(session, flag, Outcome.NOT_DANGER, actor=lead, at=AT)
    assert queries.note_of(session, flag) == ""
    with pytest.raises(RuleBroken, match="closed already"):
        service.close(session, flag, Outcome.HELPED, actor=lead, at=AT)
    assert listen(session, flag.request, DANGER) is not None


def test_who_may_not_close_it_cannot(session, caseworker):
    flag = a_flag(session)
    for actor in (caseworker, person_actor(flag.request_id), SYSTEM):
        with pytest.raises(NotAllowed):
            service.close(session, flag, Outcome.HELPED, actor=actor, at=AT)
    with pytest.raises(NotAllowed):
        service.note_opened(session, flag, actor=person_actor(flag.request_id), at=AT)


def test_a_note_that_is_too_long_is_refused_beside_its_field(session, lead):
    flag = a_flag(session)
    with pytest.raises(RuleBroken) as refused:
        service.close(session, flag, Outcome.HELPED, "x" * 2001, actor=lead, at=AT)
    assert refused.value.field == "note" and flag.closed_at is None


def test_a_page_that_is_out_of_date_closes_nothing(session, lead):
    flag = a_flag(session)
    seen = flag.version
    service.close(session, flag, Outcome.HELPED, actor=lead, at=AT)
    with pytest.raises(SomebodyElseChangedIt):
        service.must_be_unchanged(flag, seen)


def test_nothing_that_was_written_stands_in_the_open(session, lead):
    flag = a_flag(session, "zanzibar: I want to die")
    service.close(session, flag, Outcome.HELPED, NOTE, actor=lead, at=AT)
    for table in ("safeguarding_flags", "audit_events", "requests"):
        rows = session.execute(text(f"SELECT * FROM {table}")).all()
        assert "zanzibar" not in str([[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in rows])


def test_the_note_goes_with_the_request(session, lead):
    flag = a_flag(session)
    service.close(session, flag, Outcome.HELPED, NOTE, actor=lead, at=AT)
    vault_of(session).shred(flag.request.key_id)
    with pytest.raises(KeyDestroyed):
        queries.note_of(session, flag)


def test_nothing_of_a_flag_is_in_the_persons_own_timeline():
    assert {a for a in Action if a.value.startswith("flag:")} & VISIBLE_TO_PERSON == set()


def test_the_list_goes_soonest_first_page_by_page_and_misses_none(session, lead):
    flags = []
    for number in range(queries.PAGE + 3):
        case = a_case(session, f"otter.{number}")
        flags.append(listen(session, case.request, DANGER, at=AT + timedelta(minutes=number % 4)))
    first = queries.list_open(session)
    second = queries.list_open(session, after=first.next_key)
    seen = [*first.flags, *second.flags]
    assert (len(first.flags), second.next_key) == (queries.PAGE, None)
    assert {f.id for f in seen} == {f.id for f in flags} and seen == sorted(seen, key=lambda f: (f.look_by, f.id))
    for number, flag in enumerate(flags):
        service.close(session, flag, Outcome.NOT_DANGER, actor=lead, at=AT + timedelta(hours=number % 5))
    first = queries.list_closed(session)
    second = queries.list_closed(session, before=first.next_key)
    seen = [*first.flags, *second.flags]
    assert {f.id for f in seen} == {f.id for f in flags}
    assert [f.closed_at for f in seen] == sorted((f.closed_at for f in seen), reverse=True)
    assert queries.list_open(session).flags == []
