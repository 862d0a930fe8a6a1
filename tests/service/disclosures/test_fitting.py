"""What a request leads to in the register: strong, weak, a crowd, two people. Nothing is decided by itself."""

import pytest

from portal.accounts.permissions import Role
from portal.cases import service as cases
from portal.casework import linking
from portal.casework.kinds import LinkReason
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures import queries, service
from portal.disclosures.kinds import MatchDecision, Told
from portal.disclosures.people.finding import found
from portal.disclosures.people.groups import MOST_WEAK
from portal.disclosures.people.matching import Confidence, HowKnown
from portal.requests import handles
from tests.builders.desk import AT, a_case, a_disclosure, a_worker, an_entry, known, prepare
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
)

YES, NO = MatchDecision


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


def decides(session, case, entry, decision, worker, **how):
    return service.decide_match(session, case, entry.id, decision, actor=worker, at=AT, **how)


def fits(session, case):
    return [(s.disclosure.id, s.fit.confidence) for s in queries.suggestions(session, case)]


SAM = ((FIRST, "Sam"), (BORN, "3 May 2010"))


def test_two_people_with_the_same_first_name_and_birthday_are_each_flagged_and_neither_is_told_by_itself(
    session, lead, caseworker
):
    entries = [an_entry_of(session, lead, *SAM) for _ in range(2)]
    case = a_case(session, identifiers=SAM)
    shown = queries.suggestions(session, case)
    assert {s.disclosure.id for s in shown} == {entry.id for entry in entries}
    for suggestion in shown:
        assert suggestion.fit.why == "Only the same first name and birthday. Many people share that."
        assert suggestion.decision is None
        with pytest.raises(RuleBroken, match="Say how you know") as refused:
            decides(session, case, suggestion.disclosure, YES, caseworker)
        assert refused.value.field == "how"
    assert queries.confirmed(session, case) == [] and queries.deciders(session, case) == set()
    decides(session, case, entries[0], YES, caseworker, how=HowKnown.SAME_FACTS)
    decides(session, case, entries[1], NO, caseworker)
    assert queries.confirmed(session, case) == [entries[0]]


@pytest.mark.parametrize("alone", SAM)
def test_a_first_name_or_a_birthday_alone_leads_nowhere(session, lead, alone):
    an_entry_of(session, lead, *SAM)
    assert fits(session, a_case(session, identifiers=(alone,))) == []


def test_a_strong_handle_needs_no_reason_and_stands_before_weak_ones(session, lead, caseworker):
    weak = an_entry_of(session, lead, (NICKNAME, "Sam"), days=3)
    strong = an_entry_of(session, lead, (NAME, "quiet.otter"), days=40)
    case = a_case(session, identifiers=((NAME, "quiet.otter"), (NICKNAME, "sam")))
    assert fits(session, case) == [(strong.id, Confidence.LIKELY), (weak.id, Confidence.SOMEBODY_ELSE)]
    assert decides(session, case, strong, YES, caseworker, how=HowKnown.SAME_FACTS).how_known is None


def test_a_crowd_of_weak_ones_says_nothing_and_waits_for_nobody(session, lead, caseworker):
    crowd = [an_entry_of(session, lead, (NICKNAME, "Sam")) for _ in range(MOST_WEAK + 1)]
    case = a_case(session, identifiers=((NICKNAME, "Sam"),))
    assert found(session, case).suggestions == () and found(session, case).is_crowd
    with pytest.raises(NotFound):
        decides(session, case, crowd[0], YES, caseworker, how=HowKnown.SAME_FACTS)


def test_every_handle_that_a_worker_linked_counts_and_counts_no_more_when_it_is_taken_away(session, lead, caseworker):
    entry = an_entry_of(session, lead, (EMAIL, "otter@demo.invalid"))
    case = a_case(session)
    row = handles.link(session, case.request, EMAIL, "Otter@demo.invalid", "They said so.", actor=caseworker, at=AT)
    assert fits(session, case) == [(entry.id, Confidence.LIKELY)]
    decides(session, case, entry, YES, caseworker)
    handles.unlink(session, case.request, row.id, actor=caseworker, at=AT)
    assert queries.confirmed(session, case) == []


def test_handles_of_a_linked_case_of_the_person_count_too(session, lead, caseworker):
    entry = an_entry_of(session, lead, (PHONE, "07700 900123"))
    case, other = a_case(session), a_case(session, identifiers=((PHONE, "+447700900123"),))
    assert fits(session, case) == []
    linking.link(session, case, other.number, LinkReason.THEY_SAID_SO, actor=caseworker, at=AT)
    assert fits(session, case) == [(entry.id, Confidence.LIKELY)]


def two_people(session, lead, *, how):
    mine = an_entry_of(session, lead, (NAME, "quiet.otter"))
    theirs = an_entry_of(session, lead, (EMAIL, "other@demo.invalid"))
    if how == "said":
        says_apart(session, mine, theirs, lead)
    if how == "joined":
        for entry, handle in ((mine, (NAME, "quiet.otter")), (theirs, (EMAIL, "other@demo.invalid"))):
            joins(session, entry, an_entry_of(session, lead, handle), lead)
    if how == "birthday":
        theirs = a_disclosure(session, lead, an_entry(identifiers=((EMAIL, "other@demo.invalid"), (BORN, "1/2/2009"))))
    return mine, theirs


GIVEN = ((NAME, "quiet.otter"), (EMAIL, "other@demo.invalid"), (BORN, "3/5/2010"))


@pytest.mark.parametrize("how", ["said", "joined", "birthday"])
def test_handles_of_two_people_stop_the_desk_until_one_is_said_not_to_be_them(session, lead, caseworker, how):
    mine, theirs = two_people(session, lead, how=how)
    case = a_case(session, identifiers=GIVEN)
    assert found(session, case).is_clash
    for entry in (mine, theirs):
        with pytest.raises(RuleBroken, match="lead to two people"):
            decides(session, case, entry, YES, caseworker)
    assert queries.confirmed(session, case) == []
    for suggestion in queries.suggestions(session, case):
        if suggestion.fit.why.startswith("The same email"):
            decides(session, case, suggestion.disclosure, NO, caseworker)
    assert not found(session, case).is_clash
    decides(session, case, mine, YES, caseworker)
    assert queries.confirmed(session, case) == [mine]


def test_two_entries_that_nobody_joined_are_no_clash(session, lead):
    two_people(session, lead, how="not at all")
    case = a_case(session, identifiers=GIVEN)
    assert not found(session, case).is_clash and len(fits(session, case)) == 2


def test_no_answer_is_prepared_while_the_handles_lead_to_two(session, lead, caseworker):
    mine, theirs = two_people(session, lead, how="not at all")
    case = a_case(session, identifiers=GIVEN)
    cases.take(session, case, actor=caseworker, at=AT)
    known(session, case.request_id, caseworker)
    for entry in (mine, theirs):
        decides(session, case, entry, YES, caseworker)
    says_apart(session, mine, theirs, lead)
    with pytest.raises(RuleBroken, match="lead to two people"):
        prepare(session, case, caseworker)


def test_a_locked_entry_makes_no_clash_and_no_crowd_for_anybody(session, lead):
    mine, theirs = two_people(session, lead, how="not at all")
    for entry, handle in ((mine, (NAME, "quiet.otter")), (theirs, (EMAIL, "other@demo.invalid"))):
        joins(session, entry, a_locked_entry_of(session, lead, handle), lead)
    weak = [an_entry_of(session, lead, (NICKNAME, "Sam")) for _ in range(MOST_WEAK)]
    a_locked_entry_of(session, lead, (NICKNAME, "Sam"))
    case = a_case(session, identifiers=(*GIVEN, (NICKNAME, "Sam")))
    everything = found(session, case)
    assert (everything.is_clash, everything.is_crowd, len(everything.suggestions)) == (False, False, 2 + len(weak))


def test_an_entry_locked_since_leaves_the_list(session, lead):
    entry = an_entry_of(session, lead, (NAME, "quiet.otter"))
    case = a_case(session)
    entry.told = Told.MUST_NOT
    session.flush()
    assert fits(session, case) == []


@pytest.mark.parametrize(
    ("handle", "field"), [((BORN, "31/4/2010"), "date_of_birth"), ((PHONE, "no number"), "phone"), ((NAME, "@"), "user_name")]
)  # fmt: skip
def test_what_finds_nobody_is_refused_and_nothing_is_saved(session, lead, handle, field):
    with pytest.raises(RuleBroken) as refused:
        an_entry_of(session, lead, (EMAIL, "otter@demo.invalid"), handle)
    assert refused.value.field == field
    assert queries.list_register(session, locked=True) == []


def test_somebody_who_knows_the_person_is_shut_out_of_every_joined_entry(session, lead):
    named, other = an_entry_of(session, lead, (NAME, "quiet.otter")), an_entry_of(session, lead, (NAME, "else"))
    case = a_case(session)
    assert [queries.is_about(session, e.id, [case.request_id]) for e in (named, other)] == [True, False]
    joins(session, named, other, lead)
    assert queries.is_about(session, other.id, [case.request_id])


def test_a_birthday_handle_has_to_be_a_day(session, caseworker):
    case = a_case(session)
    with pytest.raises(RuleBroken, match="day that exists") as refused:
        handles.link(session, case.request, BORN, "31 April 2010", "They said so.", actor=caseworker, at=AT)
    assert refused.value.field == "value"
    handles.link(session, case.request, BORN, "3/5/2010", "They said so.", actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="linked already"):
        handles.link(session, case.request, BORN, "3 May 2010", "They said so.", actor=caseworker, at=AT)
