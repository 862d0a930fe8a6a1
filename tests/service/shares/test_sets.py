"""Sets: who is in them, who is left out, the second person, and what a copy of the database can tell."""

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.answers.kinds import Decided
from portal.audit import Action, AuditEvent, verify
from portal.cases import service as cases
from portal.core.errors import NotAllowed, NotFound, RuleBroken, SomebodyElseChangedIt
from portal.disclosures.models import DisclosureIdentifier
from portal.requests import handles
from portal.requests.kinds import IdentifierKind
from portal.requests.models import Identifier
from portal.requests.wishes import Use
from portal.shares import queries, service
from portal.shares.kinds import Basis, Form, LiftedWhy, NotTaken, OptOutKind, Receiver, ShareKind
from portal.shares.models import OptOut, OptOutHandle, ShareHandle, ShareMember, ShareSet
from portal.shares.states import ShareState
from tests.builders.desk import AT, a_case, a_disclosure, a_worker
from tests.builders.sharing import a_closed_set, a_set, an_entry, an_objection, close, decide, put_in

ANONYMOUS = {"form": Form.ANONYMOUS, "basis": Basis.NOT_PERSONAL}
OTTER = [(IdentifierKind.USER_NAME, "Quiet.Otter")]


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


def known_as(session, row):
    members = session.scalars(select(ShareMember).where(ShareMember.set_id == row.id))
    return sorted(queries.box_of(session, row).get(one, "known_as") for one in members if one.known_as)


def test_a_set_is_read_back_as_it_was_written(session, lead):
    opened = queries.opened(session, a_set(session, lead))
    entry = an_entry()
    assert (opened.receiver_name, opened.what, opened.why) == (entry.receiver_name, entry.what, entry.why)


def test_the_same_form_makes_one_set(session, lead):
    service.begin(session, an_entry(), submission="s", actor=lead, at=AT)
    with pytest.raises(RuleBroken, match="twice"):
        service.begin(session, an_entry(), submission="s", actor=lead, at=AT)


def test_with_a_bad_line_nobody_goes_in_until_it_is_left_out(session, lead):
    row = a_set(session, lead)
    given = {"seen_version": row.version, "actor": lead, "at": AT}
    count, bad = service.add(session, row, "otter\n,P-2\notter", **given)
    assert (count, [(b.number, b.why) for b in bad]) == (0, [(2, NotTaken.EMPTY), (3, NotTaken.TWICE)])
    assert queries.count_members(session, row) == 0
    count, bad = service.add(session, row, "otter\n,P-2\notter", leave_out=True, **given)
    assert (count, len(bad), queries.count_members(session, row)) == (1, 2, 1)


def test_who_is_there_is_not_put_in_twice_but_a_family_on_one_phone_is(session, lead):
    row = a_set(session, lead, "user-name,phone\notter,07700900123")
    assert put_in(session, row, "user-name,phone\nheron,07700900123", lead) == 1
    assert put_in(session, row, "OTTER", lead) == 0
    assert queries.count_members(session, row) == 2


def test_no_more_than_fit_at_once(session, lead):
    row = a_set(session, lead)
    with pytest.raises(RuleBroken) as refused:
        put_in(session, row, "\n".join(f"demo{n}" for n in range(1001)), lead)
    assert refused.value.field == "rows"


@pytest.mark.parametrize(
    "changes", [ANONYMOUS, {**ANONYMOUS, "kind": ShareKind.STATISTICS, "receiver": Receiver.PRESS}]
)
def test_nobody_stands_in_what_nobody_can_be_told_from(session, lead, changes):
    row = a_set(session, lead, **changes)
    with pytest.raises(RuleBroken, match="nobody stands in it"):
        put_in(session, row, "otter", lead)
    close(session, row, lead, lead)
    assert row.state is ShareState.CLOSED


def test_a_set_of_people_needs_people_a_day_and_a_second_person(session, lead, approver):
    row = a_set(session, lead)
    with pytest.raises(RuleBroken, match="Nobody is in it"):
        service.propose(session, row, seen_version=row.version, actor=lead, at=AT)
    put_in(session, row, "otter", lead)
    service.propose(session, row, seen_version=row.version, actor=lead, at=AT)
    given = {"seen_version": row.version, "at": AT}
    with pytest.raises(RuleBroken, match="Somebody else"):
        service.close(session, row, shared_on=AT.date(), actor=lead, **given)
    for day in (None, AT.date().replace(year=2027)):
        with pytest.raises(RuleBroken) as refused:
            service.close(session, row, shared_on=day, actor=approver, **given)
        assert refused.value.field == "shared_on"
    service.close(session, row, shared_on=AT.date(), actor=approver, **given)
    assert (row.state, row.closed_by_id) == (ShareState.CLOSED, approver.id)
    with pytest.raises(RuleBroken):
        put_in(session, row, "heron", lead)


def test_whoever_put_somebody_in_may_not_close_it(session, lead, approver):
    row = a_set(session, lead, "otter")
    put_in(session, row, "heron", approver)
    with pytest.raises(RuleBroken, match="had a hand"):
        close(session, row, lead, approver)


def test_an_older_page_overwrites_nothing(session, lead):
    row = a_set(session, lead)
    seen = row.version
    put_in(session, row, "otter", lead)
    with pytest.raises(SomebodyElseChangedIt):
        service.propose(session, row, seen_version=seen, actor=lead, at=AT)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.EDITOR, Role.ADMIN, Role.AUDITOR])
def test_who_may_not_do_it(session, lead, role):
    other, row = a_worker(session, role), a_set(session, lead, "otter")
    given = {"seen_version": row.version, "actor": other, "at": AT}
    for act in (
        lambda: service.begin(session, an_entry(), submission="x", actor=other, at=AT),
        lambda: service.add(session, row, "heron", **given),
        lambda: service.take_out_opted_out(session, row, **given),
        lambda: service.propose(session, row, **given),
        lambda: service.drop(session, row, **given),
        lambda: service.lift(session, OptOutKind.RESEARCH, OTTER, LiftedWhy.NOT_THEM, actor=other, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()


# opt-outs


def test_an_objection_decided_for_them_takes_them_out_before_it_goes_out(session, lead, approver, caseworker):
    row = a_set(session, lead, "quiet.otter\nloud.heron")
    an_objection(session, caseworker)
    with pytest.raises(RuleBroken, match="wants no part"):
        service.propose(session, row, seen_version=row.version, actor=lead, at=AT)
    assert service.take_out_opted_out(session, row, seen_version=row.version, actor=lead, at=AT) == 1
    close(session, row, lead, approver)
    assert queries.count_members(session, row) == 1
    assert put_in(session, a_set(session, lead), "quiet.otter", lead) == 0


def test_an_objection_counts_while_nobody_decided_and_not_once_it_is_refused(session, lead, caseworker):
    row, case = a_set(session, lead, "quiet.otter"), an_objection(session)
    with pytest.raises(RuleBroken, match="wants no part"):
        service.propose(session, row, seen_version=row.version, actor=lead, at=AT)
    cases.take(session, case, actor=caseworker, at=AT)
    decide(session, case, caseworker, Decided.NOT_DONE)
    service.propose(session, row, seen_version=row.version, actor=lead, at=AT)
    assert row.state is ShareState.WAITING


def test_a_decision_that_is_taken_out_again_counts_as_not_decided(session, lead, caseworker):
    case = an_objection(session, caseworker, decided=Decided.NOT_DONE)
    from portal.answers.pieces import decisions_of

    answers.take_out(session, case, decisions_of(session, case)[0].id, actor=caseworker, at=AT)
    assert put_in(session, a_set(session, lead), "quiet.otter", lead) == 0


USES = [
    ((Use.RESEARCH,), ShareKind.RESEARCH, True), ((Use.OBSERVED,), ShareKind.OBSERVING, True),
    ((Use.RESEARCH,), ShareKind.OBSERVING, False), ((Use.MARKETING, Use.OTHER), ShareKind.RESEARCH, False),
    ((Use.RESEARCH, Use.OBSERVED), ShareKind.LEGAL, False), ((Use.MARKETING, Use.OBSERVED), ShareKind.OBSERVING, True),
]  # fmt: skip


@pytest.mark.parametrize(("uses", "kind", "is_out"), USES)
def test_an_opt_out_counts_for_its_own_kind_of_set(session, lead, caseworker, uses, kind, is_out):
    an_objection(session, caseworker, uses=uses)
    assert (put_in(session, a_set(session, lead, kind=kind), "quiet.otter", lead) == 0) is is_out


def test_every_handle_of_the_person_counts_and_one_linked_later_too(session, lead, caseworker):
    case = an_objection(session, caseworker)
    handles.link(session, case.request, IdentifierKind.PHONE, "07700 900123", "They said so.", actor=caseworker, at=AT)
    service.refresh(session, case.request_id)
    assert put_in(session, a_set(session, lead), "07700900123", lead) == 0


def test_said_in_a_call_it_counts_and_can_be_lifted(session, lead, caseworker):
    both = list(OptOutKind)
    assert service.note(session, both, OTTER, actor=caseworker, at=AT) == 2
    assert service.note(session, both, OTTER, actor=caseworker, at=AT) == 0
    assert queries.count_opt_outs(session) == {OptOutKind.RESEARCH: 1, OptOutKind.OBSERVING: 1}
    lifted = {"why": LiftedWhy.THEY_SAID_SO, "actor": lead, "at": AT}
    assert service.lift(session, OptOutKind.RESEARCH, OTTER, **lifted) == 1
    assert put_in(session, a_set(session, lead), "quiet.otter", lead) == 1
    with pytest.raises(RuleBroken, match="Nobody with that"):
        service.lift(session, OptOutKind.RESEARCH, OTTER, **lifted)


@pytest.mark.parametrize(("kinds", "given", "field"), [([], OTTER, "kinds"), ([OptOutKind.RESEARCH], [], "user_name")])
def test_an_opt_out_of_nothing_or_nobody_is_refused(session, caseworker, kinds, given, field):
    with pytest.raises(RuleBroken) as refused:
        service.note(session, kinds, given, actor=caseworker, at=AT)
    assert refused.value.field == field


def test_what_a_worker_lifted_stays_lifted(session, lead, caseworker):
    case = an_objection(session, caseworker)
    service.lift(session, OptOutKind.RESEARCH, OTTER, LiftedWhy.THEY_SAID_SO, actor=lead, at=AT)
    decide(session, case, caseworker)
    assert put_in(session, a_set(session, lead), "quiet.otter", lead) == 1


def test_an_opt_out_that_comes_late_waits_until_the_receiver_was_told(session, lead, approver, caseworker):
    row = a_closed_set(session, lead, approver)
    assert (queries.late(session, row), queries.count_late_sets(session, locked=False)) == ([], 0)
    an_objection(session, caseworker)
    assert queries.count_late_sets(session, locked=False) == 1
    page, _ = queries.list_members(session, row, shut=())
    assert [(one.known_as, one.is_late) for one in page if one.is_late] == [("P-017", True)]
    with pytest.raises(RuleBroken):
        service.note_late_told(session, row, told_on=None, seen_version=row.version, actor=lead, at=AT)
    given = {"told_on": AT.date(), "seen_version": row.version, "actor": lead, "at": AT}
    assert service.note_late_told(session, row, **given) == 1
    assert queries.count_late_sets(session, locked=False) == 0
    with pytest.raises(RuleBroken, match="nothing to tell"):
        service.note_late_told(session, row, **{**given, "seen_version": row.version})


# what nobody may see


def test_a_locked_set_is_there_for_nobody_but_who_may_see_locked_entries(session, lead, approver):
    from datetime import date

    row = a_set(
        session, lead, kind=ShareKind.LEGAL, receiver=Receiver.POLICE, is_locked=True, locked_why="A case is open.",
        review_on=date(2027, 1, 4),
    )  # fmt: skip
    with pytest.raises(NotFound):
        queries.get(session, row.id)
    assert queries.get(session, row.id, locked=True) is row
    assert row not in queries.list_sets(session, locked=False)
    with pytest.raises(NotAllowed):
        service.drop(session, row, seen_version=row.version, actor=approver, at=AT)
    with pytest.raises(NotAllowed):
        a_set(session, approver, kind=ShareKind.LEGAL, is_locked=True, locked_why="x", review_on=date(2027, 1, 4))


def test_no_handle_stands_open_and_only_a_named_set_keeps_one_sealed(session, lead, caseworker):
    coded, named = a_set(session, lead, "quiet.otter,P-017"), a_set(session, lead, "quiet.otter", form=Form.NAMED)
    bare = a_set(session, lead, "quiet.otter")
    service.note(session, [OptOutKind.OBSERVING], OTTER, actor=caseworker, at=AT)
    assert [known_as(session, row) for row in (coded, named, bare)] == [["P-017"], ["quiet.otter"], []]
    raw = b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in (ShareSet, ShareMember, ShareHandle, OptOut, OptOutHandle)
        for row in session.execute(select(table.__table__))
        for value in row
    )
    for words in ("otter", "P-017", "Demo University", "Chat notes", "feels low"):
        assert words.encode() not in raw


def test_a_copy_of_the_database_joins_neither_requests_nor_register(session, lead, caseworker):
    a_set(session, lead, "quiet.otter")
    a_disclosure(session, lead)
    case = an_objection(session, caseworker)
    a_case(session)
    ours = {*session.scalars(select(ShareHandle.blind_index)), *session.scalars(select(OptOutHandle.blind_index))}
    theirs = {
        *session.scalars(select(Identifier.blind_index)),
        *session.scalars(select(DisclosureIdentifier.blind_index)),
    }
    assert ours and theirs and not ours & theirs
    opt_out = session.scalars(select(OptOut)).one()
    assert str(case.id) not in {str(value) for value in vars(opt_out).values()}
    noted = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.OPT_OUT_NOTED)).one()
    assert (noted.subject, noted.facts) == (case.id, {"kind": "research"})
    assert verify(session).ok


def test_somebody_the_worker_knows_is_not_on_the_page_of_members(session, lead):
    row = a_set(session, lead, "quiet.otter,P-1\nloud.heron,P-2")
    case = a_case(session)
    page, _ = queries.list_members(session, row, shut=[case.request_id])
    assert [one.known_as for one in page] == ["P-2"]
    member = next(iter(queries.members_about(session, row, [case.request_id])))
    assert queries.is_about(session, member, [case.request_id])
    assert not queries.is_about(session, page[0].id, [case.request_id])


def test_members_page_by_key(session, lead):
    row = a_set(session, lead, "\n".join(f"demo{n},P-{n}" for n in range(30)))
    first, after = queries.list_members(session, row, shut=())
    second, end = queries.list_members(session, row, shut=(), after=after)
    assert (len(first), len(second), end) == (25, 5, None)
    assert len({one.known_as for one in (*first, *second)}) == 30


def test_one_person_can_be_taken_out_and_only_of_that_set(session, lead):
    row, other = a_set(session, lead, "quiet.otter"), a_set(session, lead, "quiet.otter")
    [member], _ = queries.list_members(session, row, shut=())
    with pytest.raises(NotFound):
        service.take_out(session, other, member.id, seen_version=other.version, actor=lead, at=AT)
    service.take_out(session, row, member.id, seen_version=row.version, actor=lead, at=AT)
    assert queries.count_members(session, row) == 0
