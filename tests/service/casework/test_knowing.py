"""Who may open what: teams, whoever knows the person, and breaking the glass."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal.accounts.permissions import Role
from portal.audit import AuditEvent, verify
from portal.cases import service
from portal.cases.counts import count
from portal.cases.filters import Filters, Tab
from portal.cases.listing import Desk, list_cases
from portal.cases.queries import of_request
from portal.cases.tallies import settle
from portal.casework import conflicts, glass, queries
from portal.casework.kinds import Looked
from portal.casework.rules import GLASS_MINUTES, Refusal
from portal.core.errors import NotAllowed, RuleBroken
from portal.disclosures.queries import is_about
from tests.builders.casework import NOBODY, WHY, a_link, breaks_glass, in_team, knows, of_team
from tests.builders.desk import AT, ENGLAND, a_case, a_disclosure, a_flag, a_locked_entry, a_worker

HOUR = timedelta(minutes=GLASS_MINUTES)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


def said(session, case, verb):
    rows = session.scalars(select(AuditEvent).where(AuditEvent.subject == case.id).order_by(AuditEvent.number))
    return [(event.action.value, event.facts) for event in rows if event.action.value.startswith(verb)]


def seen(session, actor, at=AT):
    sight = queries.sight_of(session, actor, at=at)
    desk = Desk(AT.date(), ENGLAND, actor.worker_id, sight)
    found = {case.id for case in list_cases(session, Filters(Tab.OPEN), desk).cases}
    settle(session)
    assert count(session, sight, today=desk.today, soon_until=desk.today).open == len(found)
    return found


def test_where_nobody_has_a_team_everybody_sees_everything(session, caseworker, lead):
    case = a_case(session)
    for actor in (caseworker, lead):
        assert queries.may_open(session, actor, case, at=AT)
        assert seen(session, actor) == {case.id}


def test_a_case_of_a_team_is_for_that_team_and_its_owner(session, caseworker):
    case, colleague, owner = of_team(session, a_case(session)), a_worker(session, Role.CASEWORKER, name="B"), a_worker(session, Role.CASEWORKER, name="C")  # fmt: skip
    in_team(session, colleague, "night-desk")
    case.owner_id = owner.id
    session.flush()
    for actor, opens in ((caseworker, False), (colleague, True), (owner, True)):
        assert queries.may_open(session, actor, case, at=AT) is opens
        assert seen(session, actor) == ({case.id} if opens else set())
    in_team(session, colleague, "")
    assert not queries.may_open(session, colleague, case, at=AT)


def test_lists_and_doors_agree_on_every_mix(session):
    """The rule for one case and the condition for many are two texts: they have to say the same."""
    actors = [a_worker(session, Role.CASEWORKER, name=name) for name in ("A", "B", "C")]
    in_team(session, actors[0], "night-desk")
    in_team(session, actors[1], "day-desk")
    mix = []
    for number, team in enumerate([None, "night-desk", "day-desk"] * 2):
        case = a_case(session, f"mix.{number}")
        case.team, case.owner_id = team, actors[number % 2].id if number > 3 else None
        mix.append(case)
    session.flush()
    knows(session, mix[0], actors[0])
    knows(session, mix[4], actors[1])
    for actor in actors:
        assert seen(session, actor) == {case.id for case in mix if queries.may_open(session, actor, case, at=AT)}


def test_whoever_knows_the_person_loses_the_case_at_once(session, caseworker):
    case = a_case(session)
    service.take(session, case, actor=caseworker, at=AT)
    knows(session, case, caseworker)
    assert (case.owner_id, queries.may_open(session, caseworker, case, at=AT)) == (None, False)
    assert queries.refused_case(session, caseworker, case, at=AT) is Refusal.CONFLICT
    assert seen(session, caseworker) == set()
    assert queries.last_hand_over(session, case.id).from_id == caseworker.id
    knows(session, case, caseworker)
    assert len(queries.conflicts_of(session, case.request_id)) == 1
    assert said(session, case, "case:conflict")[0] == ("case:conflict-said", {"entry": str(caseworker.id)})


def test_a_colleague_may_be_named_and_only_somebody_who_reviews_lifts_it(session, caseworker, approver, lead):
    case = a_case(session)
    knows(session, case, lead, said_by=caseworker)
    row = queries.conflicts_of(session, case.request_id)[0]
    with pytest.raises(NotAllowed):
        conflicts.lift(session, case, row.id, actor=caseworker, at=AT)
    conflicts.lift(session, case, row.id, actor=approver, at=AT)
    assert queries.may_open(session, lead, case, at=AT)
    with pytest.raises(RuleBroken):
        conflicts.lift(session, case, row.id, actor=approver, at=AT)
    with pytest.raises(RuleBroken, match="Pick who"):
        conflicts.say(session, case, NOBODY, actor=caseworker, at=AT)
    with pytest.raises(NotAllowed):
        conflicts.say(session, case, lead.worker_id, actor=a_worker(session, Role.ADMIN), at=AT)


def test_nobody_lets_themselves_in_again(session, approver):
    case = a_case(session)
    knows(session, case, approver)
    with pytest.raises(RuleBroken):
        conflicts.lift(session, case, queries.conflicts_of(session, case.request_id)[0].id, actor=approver, at=AT)


def test_who_is_kept_out_of_one_is_kept_out_of_every_linked_case(session, caseworker):
    """Both ways: linked before they said so, and after."""
    first, second, third = (a_case(session, f"kin.{n}") for n in range(3))
    other = a_worker(session, Role.CASEWORKER, name="B")
    a_link(session, first, second, caseworker)
    knows(session, first, other)
    assert not queries.may_open(session, other, second, at=AT)
    assert queries.may_open(session, other, third, at=AT)
    a_link(session, third, second, caseworker)
    assert not queries.may_open(session, other, third, at=AT)


def test_words_of_danger_are_the_leads_in_every_team_but_not_of_somebody_they_know(session, caseworker, lead):
    flag = a_flag(session)
    case = of_request(session, flag.request_id)[0]
    of_team(session, case)
    assert queries.refused_flag(session, caseworker, flag.request_id, at=AT) is Refusal.OTHER_TEAM
    assert queries.refused_flag(session, lead, flag.request_id, at=AT) is None
    assert queries.refused_case(session, lead, case, at=AT) is Refusal.OTHER_TEAM
    knows(session, case, lead)
    assert queries.refused_flag(session, lead, flag.request_id, at=AT) is Refusal.CONFLICT


def test_entries_of_the_register_about_them_are_shut_too(session, caseworker, lead):
    case, other = a_case(session), a_case(session, "somebody.else")
    entry, locked = a_disclosure(session, lead), a_disclosure(session, lead, a_locked_entry())
    for one in (entry, locked):
        assert is_about(session, one.id, {case.request_id})
        assert not is_about(session, one.id, {other.request_id})


def test_the_glass_opens_a_case_of_another_team_for_an_hour(session, lead):
    case = of_team(session, a_case(session))
    assert not queries.may_open(session, lead, case, at=AT)
    row = breaks_glass(session, case, lead)
    assert row.until == AT + HOUR
    assert queries.may_open(session, lead, case, at=AT + HOUR - timedelta(seconds=1))
    assert seen(session, lead) == {case.id}
    assert not queries.may_open(session, lead, case, at=AT + HOUR)
    assert seen(session, lead, AT + HOUR) == set()
    assert WHY.encode() not in session.scalar(text("SELECT reason FROM broken_glass"))
    assert queries.opened_glass(session, row.id).reason == WHY
    assert said(session, case, "case:glass") == [("case:glass-broken", {})]


@pytest.mark.parametrize("number", ["", "ZZZZZZZZ", "known"])
def test_a_number_of_nothing_and_a_case_that_stays_shut_cannot_be_told_apart(session, lead, number):
    case = of_team(session, a_case(session))
    knows(session, case, lead)
    with pytest.raises(glass.Hidden) as refused:
        glass.break_glass(session, case.number if number == "known" else number, WHY, actor=lead, at=AT)
    assert (refused.value.message, refused.value.field) == (glass.UNKNOWN, "number")
    assert said(session, case, "case:refused") == ([("case:refused", {"reason": "conflict"})] if number == "known" else [])  # fmt: skip


def test_the_glass_needs_a_reason_and_the_permission(session, caseworker, lead):
    case = of_team(session, a_case(session))
    for reason in ("", "urgent", "x" * 1001):
        with pytest.raises(RuleBroken, match="Say why"):
            glass.break_glass(session, case.number, reason, actor=lead, at=AT)
    with pytest.raises(NotAllowed):
        glass.break_glass(session, case.number, WHY, actor=caseworker, at=AT)


def test_a_case_that_opens_anyway_breaks_nothing(session, lead, approver):
    case = a_case(session)
    assert glass.break_glass(session, f" {case.number.lower()} ", WHY, actor=lead, at=AT) is case
    assert queries.count_to_review(session, approver.worker_id) == 0


def test_somebody_else_looks_at_it_once(session, lead, approver, caseworker):
    case = of_team(session, a_case(session))
    row, own = breaks_glass(session, case, lead), breaks_glass(session, case, approver)
    assert queries.count_to_review(session, approver.worker_id) == 1
    assert {one.id for one in queries.to_review(session, besides=frozenset())} == {row.id, own.id}
    with pytest.raises(RuleBroken, match="yourself"):
        glass.review(session, own, Looked.FINE, actor=approver, at=AT)
    with pytest.raises(NotAllowed):
        glass.review(session, row, Looked.FINE, actor=caseworker, at=AT)
    glass.review(session, row, Looked.TALK, actor=approver, at=AT)
    with pytest.raises(RuleBroken, match="before"):
        glass.review(session, row, Looked.FINE, actor=approver, at=AT)
    assert queries.count_to_review(session, approver.worker_id) == 0
    assert said(session, case, "case:glass-reviewed") == [
        ("case:glass-reviewed", {"entry": str(row.id), "outcome": "talk"})
    ]
    assert verify(session).ok


def test_a_review_about_somebody_the_approver_knows_is_not_theirs(session, lead, approver):
    case = of_team(session, a_case(session))
    breaks_glass(session, case, lead)
    knows(session, case, approver)
    assert queries.count_to_review(session, approver.worker_id) == 0
    assert queries.to_review(session, besides=queries.known_to(session, approver.worker_id)) == []
