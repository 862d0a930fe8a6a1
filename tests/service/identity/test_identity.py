"""Finding out who asks: as little as will do, a reason for more, and what they told is gone soon after."""

from datetime import timedelta

import pytest

from portal.accounts.permissions import Role
from portal.answers import queries as answers
from portal.answers import service
from portal.audit import Action, timeline
from portal.core.calendars import Nation
from portal.core.errors import NotAllowed, NotFound, RuleBroken, SomebodyElseChangedIt
from portal.disclosures.queries import confirmed, suggestions
from portal.identity import capacity, deciding, ladder, queries
from portal.identity.checks import Whose, must_be_unchanged
from portal.identity.evidence import KEPT_FOR, forget_evidence
from portal.identity.kinds import (
    ClimbReason,
    CodeWord,
    Considered,
    FactKind,
    KnownChannel,
    Paper,
    Rung,
    Seen,
    Understanding,
    Verdict,
)
from portal.identity.ladder import ToldFact
from portal.jobs.upkeep import sweep_old
from portal.requests import handles
from portal.requests.kinds import REVEALS, IdentifierKind, Right
from portal.vault import KeyDestroyed, vault_of
from tests.builders.desk import AT, a_case, a_disclosure, a_worker, an_entry, answer_it, confirm_all, known

TOLD = [
    ToldFact(FactKind.FIRST_TIME, "marchsecret last year", fits=True),
    ToldFact(FactKind.WHO_WITH, "robinsecret on chat", fits=True),
]


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER, name="Demo Approver")


@pytest.fixture
def case(session):
    return a_case(session)


@pytest.fixture
def whose(case):
    return Whose(case.request_id, case.request.key_id)


def recognise(session, whose, actor, word=CodeWord.NOT_ASKED, *, others=False):
    return ladder.recognise(
        session, whose, KnownChannel.ACCOUNT, code_word=word, seen_by_others=others, actor=actor, at=AT
    )


def climb(session, whose, actor, rung=Rung.TWO_FACTS, reason=ClimbReason.NEW_CHANNEL, words="A new address."):
    return ladder.climb(session, whose, rung, reason, words, actor=actor, at=AT)


def actions(session, whose):
    return [e.action.value for e in timeline(session, [whose.request_id]) if e.action.value.startswith("identity:")]


def test_a_known_way_decides_it_in_one_act(session, whose, caseworker):
    check = recognise(session, whose, caseworker)
    assert check.verdict is Verdict.IT_IS_THEM and queries.is_known(session, whose.request_id)
    assert check.evidence_key_id is None, "nothing was typed, so there is nothing to delete"
    assert actions(session, whose) == ["identity:shown", "identity:decided"]


def test_a_way_that_others_use_too_is_not_enough(session, whose, caseworker):
    check = recognise(session, whose, caseworker, others=True)
    assert check.verdict is None and not queries.is_known(session, whose.request_id)
    with pytest.raises(RuleBroken, match="not enough"):
        deciding.decide(session, whose, Verdict.IT_IS_THEM, "", actor=caseworker, at=AT)


def test_more_is_asked_only_with_a_reason_in_words(session, whose, caseworker):
    with pytest.raises(RuleBroken, match="own words"):
        climb(session, whose, caseworker, words=" ")
    step = climb(session, whose, caseworker, words="Wordsecret: a new address.")
    assert b"Wordsecret" not in step.reason_words
    events = timeline(session, [whose.request_id], actions={Action.IDENTITY_CLIMBED})
    assert events[0].facts == {"way": "two-facts", "reason": "new-channel"}
    with pytest.raises(RuleBroken, match="asked before"):
        climb(session, whose, caseworker)


def test_two_facts_are_codes_in_the_open_and_words_that_go(session, whose, caseworker):
    climb(session, whose, caseworker)
    ladder.note_facts(session, whose, TOLD, actor=caseworker, at=AT)
    check = deciding.decide(session, whose, Verdict.IT_IS_THEM, "", actor=caseworker, at=AT)
    step = check.steps[0]
    assert step.facts == [["first-time", True], ["who-with", True]] and b"marchsecret" not in step.evidence
    opened = queries.opened_steps(session, check, whose.key_id)[0]
    assert opened.told == ("marchsecret last year", "robinsecret on chat") and opened.why == "A new address."


def test_the_key_of_the_evidence_is_gone_within_seven_days_and_its_words_with_it(session, whose, caseworker):
    climb(session, whose, caseworker)
    ladder.note_facts(session, whose, TOLD, actor=caseworker, at=AT)
    check = deciding.decide(session, whose, Verdict.IT_IS_THEM, "", actor=caseworker, at=AT)
    key, sealed = check.evidence_key_id, check.steps[0].evidence
    place = f"identity_steps.evidence:{check.steps[0].id}"
    sweep_old(session, AT + KEPT_FOR - timedelta(minutes=1))
    assert b"marchsecret" in vault_of(session).box(key).open(place, sealed)
    gone_at = AT + KEPT_FOR
    assert gone_at < AT + timedelta(days=7)
    sweep_old(session, gone_at)
    session.refresh(check)
    assert check.evidence_gone_at == gone_at and check.steps[0].evidence is None
    with pytest.raises(KeyDestroyed):  # an old copy of the row does not help
        vault_of(session).box(key).open(place, sealed)
    assert queries.opened_steps(session, check, whose.key_id)[0].told == ()
    assert check.steps[0].facts == [["first-time", True], ["who-with", True]], "that it fitted is still known"
    assert actions(session, whose)[-1] == "identity:evidence-deleted"
    sweep_old(session, gone_at + timedelta(days=1))
    assert actions(session, whose).count("identity:evidence-deleted") == 1


def test_the_request_is_still_readable_when_the_evidence_is_gone(session, whose, caseworker, case):
    climb(session, whose, caseworker)
    ladder.note_facts(session, whose, TOLD, actor=caseworker, at=AT)
    forget_evidence(session, AT + KEPT_FOR)
    assert vault_of(session).box(whose.key_id).get(case.request.identifiers[0], "value") == "quiet.otter"


def test_what_nobody_needs_goes_at_once(session, whose, caseworker):
    climb(session, whose, caseworker)
    ladder.note_facts(session, whose, TOLD, actor=caseworker, at=AT)
    deciding.decide(session, whose, Verdict.IT_IS_THEM, "", forget_now=True, actor=caseworker, at=AT)
    assert forget_evidence(session, AT) == 1


def test_evidence_of_a_check_that_nobody_decides_goes_too(session, whose, caseworker):
    climb(session, whose, caseworker)
    ladder.note_facts(session, whose, TOLD, actor=caseworker, at=AT)
    assert forget_evidence(session, AT + KEPT_FOR) == 1
    deciding.decide(session, whose, Verdict.IT_IS_THEM, "", actor=caseworker, at=AT + timedelta(days=9))
    assert queries.is_known(session, whose.request_id), "the codes are enough"


@pytest.mark.parametrize(
    "facts",
    [[], TOLD[:1], [TOLD[0], ToldFact(FactKind.FIRST_TIME, "again", fits=True)]],
    ids=["none", "one", "two of one kind"],
)
def test_two_kinds_have_to_be_told(session, whose, caseworker, facts):
    climb(session, whose, caseworker)
    with pytest.raises(RuleBroken, match="different kinds"):
        ladder.note_facts(session, whose, facts, actor=caseworker, at=AT)


def test_a_document_is_the_last_way_and_needs_a_second_yes(session, whose, caseworker, approver):
    with pytest.raises(RuleBroken, match="last way"):
        climb(session, whose, caseworker, Rung.DOCUMENT, ClimbReason.NOT_ENOUGH)
    climb(session, whose, caseworker)
    wrong = ToldFact(FactKind.WHO_WITH, "nobody", fits=False)
    ladder.note_facts(session, whose, [TOLD[0], wrong], actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="reason"):
        climb(session, whose, caseworker, Rung.DOCUMENT, ClimbReason.VERY_PRIVATE)
    step = climb(session, whose, caseworker, Rung.DOCUMENT, ClimbReason.NOT_ENOUGH)
    see = {"fits": True, "actor": caseworker, "at": AT}
    with pytest.raises(RuleBroken, match="say yes first"):
        ladder.note_document(session, whose, Paper.PASSPORT, Seen.ON_VIDEO, **see)
    with pytest.raises(NotAllowed):
        ladder.allow_document(session, whose, yes=True, actor=caseworker, at=AT)
    both = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Both")
    step.begun_by_id = both.worker_id
    with pytest.raises(RuleBroken, match="Somebody else"):
        ladder.allow_document(session, whose, yes=True, actor=both, at=AT)
    step.begun_by_id = caseworker.worker_id
    ladder.allow_document(session, whose, yes=True, actor=approver, at=AT)
    ladder.note_document(session, whose, Paper.PASSPORT, Seen.ON_VIDEO, **see)
    assert (step.paper, step.seen, step.fits, step.evidence) == (Paper.PASSPORT, Seen.ON_VIDEO, True, None)
    check = deciding.decide(session, whose, Verdict.IT_IS_THEM, "", actor=caseworker, at=AT)
    assert check.confidence.value == "good"


def test_a_no_to_a_document_leaves_no_document(session, whose, caseworker, approver):
    climb(session, whose, caseworker)
    ladder.note_facts(session, whose, [TOLD[0], ToldFact(FactKind.SAID, "x", fits=False)], actor=caseworker, at=AT)
    climb(session, whose, caseworker, Rung.DOCUMENT, ClimbReason.NOT_ENOUGH)
    ladder.allow_document(session, whose, yes=False, actor=approver, at=AT)
    assert Rung.DOCUMENT not in queries.rungs_to_offer(session, whose.request_id)
    with pytest.raises(RuleBroken, match="not asked for"):
        ladder.note_document(
            session, whose, Paper.PASSPORT, Seen.IN_PERSON, fits=True, actor=caseworker, at=AT
        )  # fmt: skip


def test_not_sure_leaves_one_more_way_open(session, whose, caseworker):
    recognise(session, whose, caseworker, others=True)
    with pytest.raises(RuleBroken, match="why you are not sure"):
        deciding.decide(session, whose, Verdict.NOT_SURE, "", actor=caseworker, at=AT)
    check = deciding.decide(session, whose, Verdict.NOT_SURE, "Doubtsecret.", actor=caseworker, at=AT)
    assert b"Doubtsecret" not in check.words and not queries.is_known(session, whose.request_id)
    climb(session, whose, caseworker)
    ladder.note_facts(session, whose, TOLD, actor=caseworker, at=AT)
    deciding.decide(session, whose, Verdict.IT_IS_THEM, "", actor=caseworker, at=AT)
    assert queries.is_known(session, whose.request_id)


def test_deciding_again_takes_the_yes_back(session, whose, caseworker):
    known(session, whose.request_id, caseworker)
    deciding.look_again(session, whose, actor=caseworker, at=AT)
    assert not queries.is_known(session, whose.request_id)


def test_an_old_page_is_told_so(session, whose, caseworker):
    must_be_unchanged(None, 0)
    check = recognise(session, whose, caseworker, others=True)
    seen = check.version
    climb(session, whose, caseworker)
    with pytest.raises(SomebodyElseChangedIt):
        must_be_unchanged(queries.current(session, whose.request_id), seen)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CASEWORKER])
def test_only_who_works_on_cases_may(session, whose, role):
    other = a_worker(session, role, name="Demo Other")
    acts = [
        lambda: recognise(session, whose, other),
        lambda: climb(session, whose, other),
        lambda: deciding.decide(session, whose, Verdict.IT_IS_THEM, "", actor=other, at=AT),
        lambda: deciding.look_again(session, whose, actor=other, at=AT),
        lambda: ladder.note_facts(session, whose, TOLD, actor=other, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def who_it_is(session, case, approver):
    gate = answers.gate_for(session, case, actor=approver, today=AT.date())
    return next(check.green for check in gate if check.name == "Who it is")


@pytest.mark.parametrize("right", [Right.ACCESS, Right.SHARED, Right.PORTABILITY, Right.ERASURE])
def test_what_shows_data_waits_for_the_decision(session, caseworker, approver, right):
    case = a_case(session, right=right)
    answer = answer_it(session, case, caseworker, is_known=False)
    assert who_it_is(session, case, approver) is (right not in REVEALS)
    known(session, case.request_id, caseworker)
    assert who_it_is(session, case, approver)
    service.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    whose = Whose(case.request_id, case.request.key_id)
    deciding.look_again(session, whose, actor=caseworker, at=AT)
    if right in REVEALS:
        with pytest.raises(RuleBroken, match="Nothing was released"):
            service.release(session, case, contact_confirmed=True, actor=approver, at=AT)
    else:
        service.release(session, case, contact_confirmed=True, actor=approver, at=AT)


def test_a_linked_handle_finds_entries_and_taking_it_away_drops_them(session, case, caseworker):
    lead = a_worker(session, Role.SAFEGUARDING, name="Demo Lead")
    a_disclosure(session, lead, an_entry("other.name"))
    assert suggestions(session, case) == []
    row = handles.link(
        session, case.request, IdentifierKind.USER_NAME, "Other.Name ", "Whysecret: same account.", actor=caseworker,
        at=AT,
    )  # fmt: skip
    assert b"Whysecret" not in row.linked_why and b"Other" not in row.value
    confirm_all(session, case, caseworker)
    assert len(confirmed(session, case)) == 1
    handles.unlink(session, case.request, row.id, actor=caseworker, at=AT)
    assert confirmed(session, case) == []
    linked = timeline(session, [case.request_id], actions={Action.REQUEST_HANDLE_LINKED})
    assert linked[0].facts == {"kind": "user-name"} and linked[0].actor_id == caseworker.id


def test_what_may_not_be_linked_or_taken_away(session, case, caseworker):
    link = {"actor": caseworker, "at": AT}
    with pytest.raises(RuleBroken, match="already"):
        handles.link(session, case.request, IdentifierKind.USER_NAME, "QUIET.otter", "Same.", **link)
    with pytest.raises(RuleBroken, match="how you know"):
        handles.link(session, case.request, IdentifierKind.EMAIL, "demo@demo.invalid", " ", **link)
    with pytest.raises(RuleBroken, match="Write the name"):
        handles.link(session, case.request, IdentifierKind.PHONE, "…", "Same.", **link)
    with pytest.raises(RuleBroken, match="gave this themselves"):
        handles.unlink(session, case.request, case.request.identifiers[0].id, **link)
    other = a_case(session, "other.otter")
    with pytest.raises(NotFound):
        handles.unlink(session, case.request, other.request.identifiers[0].id, **link)


@pytest.mark.parametrize("nation", Nation)
def test_understanding_is_written_down_by_the_law_of_the_nation(session, whose, caseworker, nation):
    given = {"nation": nation, "actor": caseworker, "at": AT}
    if nation is Nation.SCOTLAND:
        capacity.note_capacity(session, whose, Understanding.PRESUMED, [], "13, asked by herself.", **given)
    else:
        with pytest.raises(RuleBroken, match="Scotland"):
            capacity.note_capacity(session, whose, Understanding.PRESUMED, [], "13.", **given)
    with pytest.raises(RuleBroken, match="looked at"):
        capacity.note_capacity(session, whose, Understanding.UNDERSTANDS, [], "Fine.", **given)
    looked = [Considered.WHAT_IT_IS, Considered.OWN_WISH]
    row = capacity.note_capacity(session, whose, Understanding.UNDERSTANDS, looked, "Sawsecret.", **given)
    assert b"Sawsecret" not in row.words and row.considered == ["what-it-is", "own-wish"]
    event = timeline(session, [whose.request_id], actions={Action.IDENTITY_CAPACITY_NOTED})[-1]
    assert event.facts == {"reason": "understands"}
