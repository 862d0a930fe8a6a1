"""What a worker does from the list: give cases away, find one, keep a list, subscribe to due dates."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.accounts.workers import disable_worker
from portal.audit import Action, AuditEvent
from portal.cases import assigning, calendar_feed, duplicates, finding, saved_views
from portal.cases.ages import note_age
from portal.cases.filters import NOBODY, Filters, Tab
from portal.cases.states import Status
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.policies.kinds import AgeBand
from portal.requests.kinds import IdentifierKind, Right
from tests.builders.desk import AT, a_case, a_request, a_worker
from tests.builders.queue import a_row

K = IdentifierKind


@pytest.fixture
def worker(session):
    return a_worker(session, Role.CASEWORKER)


def facts(session, action):
    return [event.facts for event in session.scalars(select(AuditEvent).where(AuditEvent.action == action))]


# --- giving


def test_what_can_be_given_is_given_and_the_rest_stays(session, worker):
    to = a_worker(session, Role.CASEWORKER, name="Demo Other")
    new, closed, changed = (
        a_row(session, a_request(session)[0], status=s) for s in (Status.RECEIVED, Status.ANSWERED, Status.IN_PROGRESS)
    )
    seen = {case.id: case.version for case in (new, closed, changed)}
    changed.received_on += timedelta(days=1)
    session.flush()
    assert {c.id for c in assigning.sort_out(session, seen).can} == {new.id}
    for _ in range(2):  # a second press does nothing more
        done = assigning.give(session, seen | {new.id: new.version}, to.id, actor=worker, at=AT)
        assert ({c.id for c in done.can}, {c.id for c in done.cannot}) == ({new.id}, {closed.id, changed.id})
    assert (new.owner_id, new.status, closed.owner_id, changed.owner_id) == (to.id, Status.RECEIVED, None, None)
    assert facts(session, Action.CASE_ASSIGNED) == [{"to": str(to.id)}]


@pytest.mark.parametrize("who", ["nobody", "an editor", "somebody who left"])
def test_nobody_gets_a_case_who_cannot_work_on_one(session, worker, who):
    case = a_case(session)
    to = {"nobody": uuid.uuid4}.get(
        who, lambda: a_worker(session, Role.EDITOR if "editor" in who else Role.CASEWORKER, name="Demo Else").id
    )()
    if who == "somebody who left":
        disable_worker(session, session.get_one(Worker, to), actor=a_worker(session, Role.ADMIN), at=AT)
    assert to not in {taker.id for taker in assigning.takers(session)}
    with pytest.raises(RuleBroken, match="Choose who takes them"):
        assigning.give(session, {case.id: case.version}, to, actor=worker, at=AT)


def test_giving_needs_a_case_a_permission_and_a_number_that_can_be_overseen(session, worker):
    case = a_case(session)
    with pytest.raises(RuleBroken, match="Select a case"):
        assigning.give(session, {}, worker.id, actor=worker, at=AT)
    with pytest.raises(RuleBroken, match="100 cases or fewer"):
        assigning.sort_out(session, {uuid.uuid4(): 1 for _ in range(101)})
    with pytest.raises(NotAllowed):
        assigning.give(session, {case.id: 1}, worker.id, actor=a_worker(session, Role.SAFEGUARDING), at=AT)


# --- finding


@pytest.mark.parametrize(
    ("kind", "given", "typed"),
    [
        (K.USER_NAME, "Quiet.Otter", " @quiet.otter "),
        (K.NICKNAME, "Otti", "otti"),
        (K.EMAIL, "otter@demo.invalid", "Otter@Demo.invalid"),
        (K.PHONE, "07700 900147", "+44 7700 900147"),
    ],
)
def test_a_case_is_found_by_what_the_person_goes_by(session, worker, kind, given, typed):
    case = a_case(session, identifiers=((kind, given),))
    a_case(session, "somebody.else")
    assert finding.search(session, typed, actor=worker, at=AT).cases == [case]
    assert facts(session, Action.SEARCH_MADE) == [{"kind": "identifier", "found": 1}]


def test_a_case_is_found_by_its_number_and_by_the_reference_of_its_request(session, worker):
    request, code = a_request(session)
    first, second = a_row(session, request, number="0ABCDE1F"), a_row(session, request)
    assert finding.search(session, "oabc-dei f", actor=worker, at=AT).cases == [first]
    assert set(finding.search(session, code.spaced_reference.lower(), actor=worker, at=AT).cases) == {first, second}
    assert finding.search(session, "ZZZZZZZZ", actor=worker, at=AT).cases == []
    assert facts(session, Action.SEARCH_MADE)[-1] == {"kind": "identifier", "found": 0}


def test_searching_has_an_end(session, worker):
    with pytest.raises(RuleBroken, match="Type what"):
        finding.search(session, " ", actor=worker, at=AT)
    for _ in range(finding.SEARCHES):
        finding.search(session, "x", actor=worker, at=AT)
    with pytest.raises(RuleBroken, match="Wait 15 minutes"):
        finding.search(session, "x", actor=worker, at=AT)
    with pytest.raises(NotAllowed):
        finding.search(session, "x", actor=a_worker(session, Role.AUDITOR), at=AT)


def test_more_than_can_be_shown_says_so(session, worker, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 2)
    request, _ = a_request(session)
    for _ in range(3):
        a_row(session, request)
    found = finding.search(session, "quiet.otter", actor=worker, at=AT)
    assert (len(found.cases), found.more) == (2, True)


# --- the same person, perhaps


@pytest.mark.parametrize(
    ("kind", "status", "hinted"),
    [
        (K.USER_NAME, Status.RECEIVED, True),
        (K.EMAIL, Status.CHECKING, True),
        (K.NICKNAME, Status.RECEIVED, False),  # many share one
        (K.USER_NAME, Status.ANSWERED, False),
    ],
)
def test_another_open_case_with_the_same_identifier_is_hinted_at(session, kind, status, hinted):
    same = ((kind, "otter@demo.invalid"),)
    (one, _), (other, _), (third, _) = (
        a_request(session, identifiers=i) for i in (same, same, ((K.USER_NAME, "else"),))
    )
    mine, theirs = a_row(session, one), a_row(session, other, status=status)
    a_row(session, one)  # a second right in the same request is no duplicate
    a_row(session, third)
    requests = {one.id, other.id, third.id}
    assert (one.id in duplicates.with_others(session, requests)) is hinted
    assert third.id not in duplicates.with_others(session, requests)
    assert list(duplicates.others_of(session, mine)) == ([theirs] if hinted else [])


# --- age


def test_an_age_band_is_written_on_every_case_of_the_request(session, worker):
    request, _ = a_request(session)
    case, other = a_row(session, request), a_row(session, request, right=Right.COMPLAINT)
    for band in (AgeBand.FROM_13, AgeBand.FROM_13, None):
        note_age(session, case, band, actor=worker, at=AT)
        assert (case.age_band, other.age_band) == (band, band)
    assert len(facts(session, Action.CASE_AGE_NOTED)) == 2
    with pytest.raises(NotAllowed):
        note_age(session, case, AgeBand.ADULT, actor=a_worker(session, Role.AUDITOR), at=AT)


# --- saved views


def test_a_view_is_a_name_and_a_list_of_one_worker(session, worker):
    mine = saved_views.save(session, worker.id, "  My  week ", Filters(Tab.MINE), at=AT)
    saved_views.save(session, worker.id, "Nobody's", Filters(owner=NOBODY), at=AT)
    saved_views.save(session, worker.id, "MY WEEK", Filters(Tab.LATE), at=AT)  # the same name keeps the new list
    assert [(v.name, v.filters) for v in saved_views.list_views(session, worker.id)] == [
        ("MY WEEK", Filters(Tab.LATE)),
        ("Nobody's", Filters(owner=NOBODY)),
    ]
    assert b"week" not in mine.name.lower()
    saved_views.rename(session, worker.id, mine.id, "Other")
    with pytest.raises(RuleBroken, match="Another view has this name"):
        saved_views.rename(session, worker.id, mine.id, "nobody's")
    other = a_worker(session, Role.CASEWORKER, name="Demo Other")
    assert saved_views.list_views(session, other.id) == []
    for act in (
        lambda: saved_views.drop(session, other.id, mine.id),
        lambda: saved_views.rename(session, other.id, mine.id, "x"),
    ):
        with pytest.raises(NotFound):
            act()
    saved_views.drop(session, worker.id, mine.id)
    assert [v.name for v in saved_views.list_views(session, worker.id)] == ["Nobody's"]


@pytest.mark.parametrize(("name", "said"), [(" ", "Give it a name"), ("x" * 61, "60 letters or fewer")])
def test_a_view_needs_a_name(session, worker, name, said):
    with pytest.raises(RuleBroken, match=said):
        saved_views.save(session, worker.id, name, Filters(), at=AT)


def test_twenty_views_are_enough(session, worker):
    for number in range(saved_views.MOST):
        saved_views.save(session, worker.id, f"View {number}", Filters(), at=AT)
    with pytest.raises(RuleBroken, match="20 saved views"):
        saved_views.save(session, worker.id, "One more", Filters(), at=AT)
    saved_views.save(session, worker.id, "view 3", Filters(Tab.LATE), at=AT)


# --- due dates for a calendar


def test_an_address_opens_the_due_dates_of_its_worker_until_there_is_a_new_one(session, worker):
    request, _ = a_request(session)
    due = a_row(session, request, owner_id=worker.id)
    for changes in ({"due": None}, {"status": Status.ANSWERED}, {"owner_id": None}):
        a_row(session, request, **{"owner_id": worker.id, **changes})
    assert calendar_feed.made_at(session, worker.id) is None
    first, second = (calendar_feed.make(session, actor=worker, at=AT) for _ in range(2))
    assert (calendar_feed.whose(session, first), calendar_feed.whose(session, second)) == (None, worker.id)
    assert list(calendar_feed.due_dates(session, worker.id)) == [due]
    for _ in range(2):
        calendar_feed.end(session, actor=worker, at=AT)
    assert calendar_feed.whose(session, second) is None
    assert (len(facts(session, Action.CALENDAR_MADE)), len(facts(session, Action.CALENDAR_ENDED))) == (2, 1)


def test_whoever_left_has_no_address(session, worker):
    token = calendar_feed.make(session, actor=worker, at=AT)
    disable_worker(session, session.get_one(Worker, worker.id), actor=a_worker(session, Role.ADMIN), at=AT)
    assert calendar_feed.whose(session, token) is None
