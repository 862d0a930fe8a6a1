"""People of the register: joined, split, put back exactly; never by themselves, and never past a lock."""

import random
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.cases import queries as cases
from portal.core.errors import NotAllowed, NotFound, RuleBroken, SomebodyElseChangedIt
from portal.disclosures.models import DisclosureIdentifier
from portal.disclosures.people import groups, queries, service
from portal.disclosures.people.kinds import ChangeKind, ChangeReason
from portal.disclosures.people.models import PeopleApart, PeopleChange, PersonEntry
from tests.builders.casework import of_team
from tests.builders.desk import AT, a_case, a_worker, confirm_all
from tests.builders.people import (
    BORN,
    EMAIL,
    FIRST,
    NAME,
    NICKNAME,
    PHONE,
    a_locked_entry_of,
    an_entry_of,
    joins,
    says_apart,
    seen,
    splits,
)


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def three(session, lead):
    """Three entries, the first two with one user name, the last with another."""
    return [an_entry_of(session, lead, (NAME, name), days=days) for name, days in (("a", 30), ("a", 20), ("b", 10))]


def together(session, entry):
    return set(groups.joined_with(session, entry.id))


def rows(session):
    """Everything that says who is whose, as it lies there."""
    session.flush()
    return (
        {(row.disclosure_id, row.person_id) for row in session.scalars(select(PersonEntry))},
        {(row.one_id, row.other_id) for row in session.scalars(select(PeopleApart))},
    )


def test_entries_that_share_a_strong_handle_are_suggested_and_nothing_more(session, lead, three):
    one, other, stranger = three
    found = queries.alike(session, one.id, [one.id], locked=False)
    assert [(a.entry.id, a.fit.why) for a in found] == [(other.id, "The same user name.")]
    assert together(session, one) == {one.id} and rows(session) == (set(), set())


def test_a_weak_likeness_says_that_it_may_be_somebody_else(session, lead):
    sam = ((FIRST, "Sam"), (BORN, "3 May 2010"))
    one, other = (an_entry_of(session, lead, *sam) for _ in range(2))
    an_entry_of(session, lead, (FIRST, "Sam"), (BORN, "4 May 2010"))
    [found] = queries.alike(session, one.id, [one.id], locked=False)
    assert found.entry.id == other.id and found.fit.is_weak
    assert found.fit.why == "Only the same first name and birthday. Many people share that."


def test_joined_entries_are_one_persons_from_every_one_of_them(session, lead, three):
    one, other, stranger = three
    joins(session, one, other, lead)
    joins(session, stranger, other, lead, reason=ChangeReason.THEY_SAID_SO)
    assert {frozenset(together(session, entry)) for entry in three} == {frozenset(e.id for e in three)}
    assert [d.id for d in queries.page_of(session, together(session, one))] == [e.id for e in three]
    assert queries.alike(session, one.id, together(session, one), locked=True) == []


def test_who_was_said_to_be_two_is_not_suggested_and_can_still_be_joined(session, lead, three):
    one, other, _ = three
    says_apart(session, one, other, lead)
    assert queries.alike(session, one.id, [one.id], locked=True) == []
    joins(session, one, other, lead)
    assert together(session, one) == {one.id, other.id} and not rows(session)[1]


def test_who_is_somebody_else_stays_so_when_the_other_is_joined(session, lead):
    a, b, c = (an_entry_of(session, lead, (PHONE, "07700 900123")) for _ in range(3))
    says_apart(session, b, c, lead)
    joins(session, a, b, lead)
    assert queries.alike(session, a.id, together(session, a), locked=True) == []
    assert len(rows(session)[1]) == 1


def test_what_was_split_off_is_another_person(session, lead, three):
    one, other, stranger = three
    joins(session, one, other, lead)
    joins(session, one, stranger, lead)
    splits(session, one, [stranger], lead)
    assert together(session, one) == {one.id, other.id} and together(session, stranger) == {stranger.id}
    assert len(rows(session)[1]) == 1


WRONG = [
    (lambda s, e, w: joins(s, e[0], e[1], w, reason=None), "reason"),
    (lambda s, e, w: joins(s, e[0], e[1], w, reason=ChangeReason.OTHER_FACTS), "reason"),
    (lambda s, e, w: joins(s, e[0], e[0], w), ""),
    (lambda s, e, w: splits(s, e[0], [], w), "going"),
    (lambda s, e, w: splits(s, e[0], [e[0]], w), "going"),
    (lambda s, e, w: splits(s, e[0], [e[2]], w), "going"),
    (lambda s, e, w: says_apart(s, e[0], e[1], w, reason=ChangeReason.SAME_FACTS), "reason"),
    (lambda s, e, w: says_apart(s, e[0], e[0], w), ""),
]


@pytest.mark.parametrize(("act", "field"), WRONG)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_half_done(session, lead, three, act, field):
    with pytest.raises(RuleBroken) as refused:
        act(session, three, lead)
    assert refused.value.field == field
    assert rows(session) == (set(), set()) and session.scalars(select(PeopleChange)).all() == []


def test_a_page_that_is_out_of_date_changes_nothing(session, lead, three):
    one, other, stranger = three
    old = seen(session, one, other)
    joins(session, other, stranger, lead)
    before = rows(session)
    with pytest.raises(SomebodyElseChangedIt, match="Nothing was changed"):
        joins(session, one, other, lead, seen=old)
    assert rows(session) == before


def test_undo_puts_back_exactly_what_was(session, lead, three):
    one, other, stranger = three
    was = [rows(session)]
    acts = []
    for act in (
        lambda: joins(session, one, other, lead),
        lambda: joins(session, stranger, one, lead),
        lambda: splits(session, one, [other], lead),
        lambda: joins(session, other, one, lead),
    ):
        acts.append(act())
        was.append(rows(session))
    for change in reversed(acts):
        was.pop()
        service.undo(session, change.id, actor=lead, at=AT)
        assert rows(session) == was[-1]
    assert len(session.scalars(select(PeopleChange)).all()) == 8


def test_nothing_is_undone_twice_nor_under_what_came_after(session, lead, three):
    one, other, stranger = three
    first = joins(session, one, other, lead)
    second = joins(session, one, stranger, lead)
    with pytest.raises(RuleBroken, match="Undo that first"):
        service.undo(session, first.id, actor=lead, at=AT)
    back = service.undo(session, second.id, actor=lead, at=AT)
    for change in (second, back):
        with pytest.raises(RuleBroken, match="undone before"):
            service.undo(session, change.id, actor=lead, at=AT)
    service.undo(session, first.id, actor=lead, at=AT)
    acts = queries.acts_of(session, {one.id})
    assert [(act.is_undone, act.can_undo) for act in acts if act.row.kind is ChangeKind.JOIN] == [(True, False)] * 2


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_done_can_be_undone_step_by_step(session, lead, seed):
    dice = random.Random(seed)
    entries = [an_entry_of(session, lead, (NAME, f"n{n}")) for n in range(5)]
    was, acts = [rows(session)], []
    for _ in range(10):
        one, other = dice.sample(entries, 2)
        act = dice.choice([joins, says_apart, splits])
        try:
            acts.append(act(session, one, [other] if act is splits else other, lead))
        except RuleBroken:
            assert rows(session) == was[-1]
        else:
            was.append(rows(session))
    assert acts
    for change in reversed(acts):
        was.pop()
        service.undo(session, change.id, actor=lead, at=AT)
        assert rows(session) == was[-1]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SAFEGUARDING])
def test_only_who_may_know_of_locks_joins_splits_and_undoes(session, lead, three, role):
    one, other, _ = three
    worker = a_worker(session, role)
    change = joins(session, one, other, lead)
    before = rows(session)
    for act in (
        lambda: joins(session, one, three[2], worker),
        lambda: splits(session, one, [other], worker),
        lambda: says_apart(session, one, three[2], worker),
        lambda: service.undo(session, change.id, actor=worker, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert rows(session) == before


def test_a_locked_entry_is_joined_by_those_who_see_it_and_is_not_there_for_others(session, lead, three):
    one, other, _ = three
    locked = a_locked_entry_of(session, lead, (NAME, "a"), (EMAIL, "a@demo.invalid"))
    by_email = an_entry_of(session, lead, (EMAIL, "a@demo.invalid"))
    joins(session, one, locked, lead)
    assert queries.visible(session, one.id, locked=True) == {one.id, locked.id}
    mine = queries.visible(session, one.id, locked=False)
    assert mine == {one.id}
    # its handle leads nobody anywhere who may not know of it, and as a stranger it counts for nothing
    assert [a.entry.id for a in queries.alike(session, one.id, mine, locked=False)] == [other.id]
    assert {a.entry.id for a in queries.alike(session, one.id, {one.id, locked.id}, locked=True)} == {
        other.id,
        by_email.id,
    }
    [found] = queries.alike(session, other.id, [other.id], locked=False)
    assert (found.entry.id, found.entries) == (one.id, 1)
    with pytest.raises(NotFound):
        queries.visible(session, locked.id, locked=False)


def test_only_cases_that_open_for_the_worker_stand_beside_the_entries(session, lead, caseworker, three):
    one, other, _ = three
    joins(session, one, other, lead)
    case, elsewhere = a_case(session, "a"), a_case(session, "a")
    for each in (case, elsewhere):
        confirm_all(session, each, caseworker)
    of_team(session, elsewhere)
    found = queries.cases_of(session, together(session, one), caseworker, at=AT)
    assert [c.id for c in found] == [case.id]
    assert cases.get(session, elsewhere.id)


def test_every_act_stands_in_the_trail_without_a_word(session, lead, three):
    one, other, stranger = three
    joins(session, one, other, lead)
    splits(session, one, [other], lead)
    service.undo(session, says_apart(session, one, stranger, lead).id, actor=lead, at=AT)
    events = [
        e for e in session.scalars(select(AuditEvent).order_by(AuditEvent.number)) if e.action.startswith("people")
    ]
    wanted = [Action.PEOPLE_JOINED, Action.PEOPLE_SPLIT, Action.PEOPLE_SAID_APART, Action.PEOPLE_UNDONE]
    assert [Action(event.action) for event in events] == wanted
    assert {event.actor_id for event in events} == {lead.id}
    assert [event.facts.get("reason") for event in events] == ["same-handle", "other-facts", "shared-handle", None]


def test_a_person_with_many_entries_pages_without_a_gap(session, lead):
    entries = [an_entry_of(session, lead, (NAME, "many"), days=n + 1) for n in range(queries.PAGE + 5)]
    ids = [entry.id for entry in entries]
    first = queries.page_of(session, ids)[: queries.PAGE]
    rest = queries.page_of(session, ids, after=(first[-1].decided_at, first[-1].id))
    assert [d.id for d in [*first, *rest]] == [entry.id for entry in reversed(entries)]


def test_a_copy_of_the_database_says_no_more_than_that_entries_are_one_persons(session, lead, three):
    joins(session, three[0], three[1], lead)
    indexes = set(session.scalars(select(DisclosureIdentifier.blind_index)))
    [change] = session.scalars(select(PeopleChange))
    assert not any(index in str(change.before) + str(change.after) for index in indexes)


def test_an_entry_that_is_not_there_is_not_found(session, lead, three):
    with pytest.raises(NotFound):
        service.join(session, three[0].id, uuid.uuid4(), ChangeReason.SAME_FACTS, seen="", actor=lead, at=AT)
    with pytest.raises(NotFound):
        service.undo(session, uuid.uuid4(), actor=lead, at=AT + timedelta(days=1))


def test_a_nickname_is_weak_in_the_register_too(session, lead):
    one, other = (an_entry_of(session, lead, (NICKNAME, "Sam")) for _ in range(2))
    [found] = queries.alike(session, one.id, [one.id], locked=False)
    assert found.entry.id == other.id and found.fit.is_weak
