"""Write, prepare, approve, release: nothing leaves that a second person did not see, byte for byte."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.answers import queries, service
from portal.answers.models import AnswerState
from portal.audit import Action, AuditEvent
from portal.cases import service as cases
from portal.cases.states import Status
from portal.core.errors import NotAllowed, RuleBroken, SomebodyElseChangedIt
from portal.disclosures import amending
from portal.disclosures.letters import NOTHING
from portal.outbox import Job
from tests.builders.desk import (
    AT,
    LETTER,
    a_case,
    a_disclosure,
    a_locked_entry,
    a_made_answer,
    a_worker,
    confirm_all,
    make,
    prepare,
    use_the_one_letter,
)  # fmt: skip

HARD = "We acknowledge receipt of your communication concerning information disclosed to external organisations " * 2
WORDS = "The organisational confidentiality documentation necessitates considerable deliberation. " * 25


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


@pytest.fixture
def taken(session, caseworker):
    case = a_case(session)
    cases.take(session, case, actor=caseworker, at=AT)
    return case


def approve(session, case, answer, actor, sha256=None):
    service.approve(session, case, sha256=sha256 or answer.pdf_sha256, actor=actor, at=AT)


def release(session, case, actor, *, contact_confirmed=True):
    service.release(session, case, contact_confirmed=contact_confirmed, actor=actor, at=AT)


def test_nothing_to_tell_is_refused_in_any_words_but_ours(session, taken, caseworker, lead):
    """A locked entry is nothing to tell as well: both meet the same refusal, and the same letter."""
    for name in ("nothing", "locked"):
        if name == "locked":
            a_disclosure(session, lead, a_locked_entry())
        with pytest.raises(RuleBroken, match="the letter has to be ours") as refused:
            prepare(session, taken, caseworker, "We never told anybody about you.")
        assert refused.value.field == "letter"
    letter = use_the_one_letter(session, taken, caseworker).text
    with pytest.raises(RuleBroken, match="the letter has to be ours"):
        prepare(session, taken, caseworker, f"{letter}\n\nReally nothing at all.")
    use_the_one_letter(session, taken, caseworker)
    document = queries.content_of(session, prepare(session, taken, caseworker, letter))
    assert (document.shares, document.nothing) == ((), NOTHING)
    assert NOTHING in document.letter


def test_the_answer_tells_an_entry_in_three_layers(session, lead, caseworker):
    a_disclosure(session, lead)
    _, answer = a_made_answer(session, caseworker)
    (share,) = queries.content_of(session, answer).shares
    told = {fact.question: fact.answer for fact in share.whole}
    assert share.sentence == (
        "On 24 October 2026 we told the ambulance team your name, your phone number and why we were worried."
    )
    assert share.rule_day.startswith("You said it on 24 October 2026.")
    assert told["Who decided it?"] == "It was a worker who helps to keep young people safe."
    assert told["Did a second worker agree?"].startswith("Not recorded.")
    assert told["How did we tell them?"].startswith("Demo Ambulance Control: by phone.")


def test_the_whole_way(session, lead, caseworker, approver):
    a_disclosure(session, lead)
    case, answer = a_made_answer(session, caseworker)
    assert queries.released(session, case.request_id) == []
    approve(session, case, answer, approver)
    assert queries.released(session, case.request_id) == []
    release(session, case, caseworker)
    assert queries.released(session, case.request_id) == [answer]
    assert case.status is Status.ANSWERED
    assert queries.pdf_of(session, answer).startswith(b"%PDF")
    document = queries.content_of(session, answer)
    assert [share.heading for share in document.shares] == ["On 24 October 2026 we told the ambulance team"]
    trail = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == case.id).order_by(AuditEvent.number))
    last = ["answer:prepared", "answer:rendered", "answer:approved", "answer:released", "case:closed"]
    assert [a.value for a in trail][-5:] == last


@pytest.mark.parametrize(
    ("letter", "said"), [("", "Write"), (" \n\n ", "Write"), (HARD, "sentence"), (WORDS, "reading age")]
)
def test_a_letter_that_cannot_be_read_is_not_prepared(session, taken, caseworker, letter, said):
    with pytest.raises(RuleBroken, match=said) as refused:
        prepare(session, taken, caseworker, letter)
    assert refused.value.field == "letter"
    assert taken.status is Status.IN_PROGRESS


def test_nothing_is_prepared_while_a_suggestion_waits_for_a_decision(session, lead, taken, caseworker):
    a_disclosure(session, lead)
    with pytest.raises(RuleBroken, match="every suggested entry"):
        prepare(session, taken, caseworker)


def test_nothing_found_and_nothing_to_be_told_read_the_same(session, lead, taken, caseworker):
    empty = a_case(session, "nobody.knows")
    cases.take(session, empty, actor=caseworker, at=AT)
    a_disclosure(session, lead, a_locked_entry())
    documents = []
    for case in (taken, empty):
        confirm_all(session, case, caseworker)
        documents.append(queries.content_of(session, prepare(session, case, caseworker)))
    assert [d.nothing for d in documents] == [NOTHING, NOTHING]
    assert [[(p.kind, p.title, p.topic) for p in d.parts] for d in documents] == [
        [("letter", "Our letter to you", "What we did, and where we looked."), ("nothing", "What we found", "What came of our search."),
         ("rights", "What you can do next", "What to do if you think we got it wrong.")]
    ] * 2  # fmt: skip
    texts = [d.to_json().replace(c.number, "") for d, c in zip(documents, (taken, empty), strict=True)]
    assert texts[0] == texts[1]


def test_the_work_is_promised_in_the_same_transaction(session, taken, caseworker):
    answer = prepare(session, taken, caseworker)
    assert [job.ids for job in session.scalars(select(Job))] == [{"answer_id": str(answer.id)}]
    session.rollback()
    assert session.scalars(select(Job)).all() == []


def test_making_the_file_twice_leaves_one_answer(session, caseworker):
    _, answer = a_made_answer(session, caseworker)
    first = answer.pdf_sha256
    make(session, answer)
    assert answer.pdf_sha256 == first


def test_a_file_made_from_words_that_were_changed_meanwhile_is_not_kept(session, taken, caseworker):
    answer = prepare(session, taken, caseworker)
    ids = {"answer_id": str(answer.id)}
    made = service.make_file(session, ids, at=AT)
    service.take_back(session, taken, actor=caseworker, at=AT)
    service.keep_file(session, ids, made, at=AT)
    assert (answer.state, answer.pdf_name) == (AnswerState.DRAFT, None)


@pytest.mark.check(39, "approval by whoever wrote it, whatever other role they have")
@pytest.mark.parametrize("also", [(), (Role.CASEWORKER,)])
def test_whoever_wrote_it_cannot_approve_it(session, also):
    both = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Both")
    case, answer = a_made_answer(session, both)
    with pytest.raises(RuleBroken, match="Somebody else has to approve"):
        approve(session, case, answer, both)


def test_whoever_decided_a_match_cannot_approve_either(session, lead, caseworker):
    a_disclosure(session, lead)
    both = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Both")
    case = a_case(session)
    cases.take(session, case, actor=caseworker, at=AT)
    confirm_all(session, case, both)
    answer = prepare(session, case, caseworker)
    make(session, answer)
    with pytest.raises(RuleBroken, match="Somebody else has to approve"):
        approve(session, case, answer, both)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.APPROVER])
def test_no_other_role_approves(session, caseworker, role):
    case, answer = a_made_answer(session, caseworker)
    with pytest.raises(NotAllowed):
        approve(session, case, answer, a_worker(session, role, name="Demo Other"))


def test_approval_names_the_file_that_was_seen(session, caseworker, approver):
    case, answer = a_made_answer(session, caseworker)
    with pytest.raises(RuleBroken, match="changed after you opened it"):
        approve(session, case, answer, approver, sha256="0" * 64)
    assert case.status is Status.CHECKING


@pytest.mark.check(39, "approval and release after one byte of the stored file changed")
def test_one_changed_byte_stops_approval_and_release(session, app, folder, caseworker, approver):
    case, answer = a_made_answer(session, caseworker)
    approve(session, case, answer, approver)
    stored = next(p for p in (folder / "files").rglob("*") if p.is_file() and answer.pdf_name in str(p))
    sealed = bytearray(stored.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    stored.write_bytes(sealed)
    with pytest.raises(RuleBroken, match="not the one that was approved"):
        release(session, case, caseworker)
    assert case.status is Status.APPROVED
    assert "Unchanged" in [
        c.name for c in queries.gate_for(session, case, actor=approver, today=AT.date()) if not c.green
    ]


def test_taking_it_back_voids_the_approval(session, caseworker, approver):
    case, answer = a_made_answer(session, caseworker)
    approve(session, case, answer, approver)
    service.take_back(session, case, actor=caseworker, at=AT)
    assert (answer.approved_sha256, answer.approved_by_id, case.status) == (None, None, Status.IN_PROGRESS)
    with pytest.raises(RuleBroken):
        release(session, case, caseworker)


def test_nothing_is_released_before_the_contact_card_was_looked_at(session, caseworker, approver):
    case, answer = a_made_answer(session, caseworker)
    approve(session, case, answer, approver)
    with pytest.raises(RuleBroken) as refused:
        release(session, case, caseworker, contact_confirmed=False)
    assert refused.value.field == "contact_confirmed"


def test_sending_back_needs_a_reason_and_lets_the_letter_change(session, caseworker, approver):
    case, _ = a_made_answer(session, caseworker)
    with pytest.raises(RuleBroken, match="Say why"):
        service.send_back(session, case, reason="", actor=approver, at=AT)
    service.send_back(session, case, reason="words", actor=approver, at=AT)
    service.save_letter(session, case, LETTER, actor=caseworker, at=AT)
    assert case.status is Status.IN_PROGRESS
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.ANSWER_SENT_BACK)).one()
    assert event.facts["reason"] == "words"


def test_what_was_put_right_after_it_was_prepared_never_leaves_as_it_was(session, lead, caseworker, approver):
    entry = a_disclosure(session, lead)
    case, answer = a_made_answer(session, caseworker)
    approve(session, case, answer, approver)
    assert queries.is_up_to_date(session, case, answer)
    why = amending.find_place(session, entry, "why", None)
    amending.amend(
        session, entry, why, "You told us that you were not safe.", "It was somebody else who had a plan.",
        submission="a" * 32, actor=lead, at=AT + timedelta(minutes=1),
    )  # fmt: skip
    assert not queries.is_up_to_date(session, case, answer)
    with pytest.raises(RuleBroken, match="The register changed"):
        release(session, case, caseworker)
    assert queries.released(session, case.request_id) == []


def test_two_writers_lose_no_word(session, taken, caseworker):
    answer = service.save_letter(session, taken, "One", actor=caseworker, at=AT)
    seen = answer.version
    service.letter_must_be_unchanged(answer, seen)
    service.save_letter(session, taken, "Two", actor=caseworker, at=AT)
    with pytest.raises(SomebodyElseChangedIt):
        service.letter_must_be_unchanged(answer, seen)


def test_the_first_opening_is_noted_once(session, caseworker, approver):
    from portal.accounts.actor import person_actor

    case, answer = a_made_answer(session, caseworker)
    approve(session, case, answer, approver)
    release(session, case, caseworker)
    for _ in range(3):
        service.note_opened(session, answer, actor=person_actor(case.request_id), at=AT)
    assert answer.first_opened_on == AT.date()
    opened = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.ANSWER_OPENED)).all()
    assert len(opened) == 1


def test_an_entry_refused_after_it_was_prepared_stops_the_answer(session, lead, caseworker, approver):
    from portal.disclosures.kinds import MatchDecision
    from portal.disclosures.queries import suggestions
    from portal.disclosures.service import decide_match

    a_disclosure(session, lead)
    case, answer = a_made_answer(session, caseworker)
    entry = suggestions(session, case)[0].disclosure
    with pytest.raises(RuleBroken, match="Take the answer back first"):
        decide_match(session, case, entry.id, MatchDecision.REFUSED, actor=caseworker, at=AT)
    approve(session, case, answer, approver)
    release(session, case, caseworker)


@pytest.mark.parametrize("when", ["before approval", "before release"])
def test_a_register_that_moved_on_stops_the_answer(session, lead, caseworker, approver, when):
    """An entry locked, or a new one logged, after the answer was made: it is made again, with both."""
    first = a_disclosure(session, lead)
    case, answer = a_made_answer(session, caseworker)
    if when == "before release":
        approve(session, case, answer, approver)
        a_disclosure(session, lead)
    else:
        first.told = first.told.MUST_NOT
        session.flush()
    with pytest.raises(RuleBroken, match=r"The register changed|no decision yet"):
        release(session, case, caseworker) if when == "before release" else approve(session, case, answer, approver)


def test_who_decided_first_cannot_approve_after_somebody_else_decided_again(session, lead, caseworker):
    a_disclosure(session, lead)
    both = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Both")
    case = a_case(session)
    cases.take(session, case, actor=caseworker, at=AT)
    confirm_all(session, case, both)
    confirm_all(session, case, caseworker)
    answer = prepare(session, case, caseworker)
    make(session, answer)
    with pytest.raises(RuleBroken, match="Somebody else has to approve"):
        approve(session, case, answer, both)


def test_a_decision_on_a_match_makes_every_older_page_of_the_case_old(session, lead, taken, caseworker):
    a_disclosure(session, lead)
    seen = taken.version
    confirm_all(session, taken, caseworker)
    with pytest.raises(SomebodyElseChangedIt):
        cases.must_be_unchanged(taken, seen)


def test_a_file_that_nobody_waits_for_any_more_is_not_kept(session, taken, caseworker):
    from portal.accounts.actor import person_actor

    answer = prepare(session, taken, caseworker)
    ids = {"answer_id": str(answer.id)}
    made = service.make_file(session, ids, at=AT)
    cases.withdraw(session, taken, actor=person_actor(taken.request_id), at=AT)
    service.keep_file(session, ids, made, at=AT)
    assert answer.pdf_name is None


def test_whoever_wrote_the_entry_cannot_approve_the_answer_that_tells_it(session, caseworker):
    author = a_worker(session, Role.SAFEGUARDING, Role.APPROVER, name="Demo Both")
    a_disclosure(session, author)
    case, answer = a_made_answer(session, caseworker)
    with pytest.raises(RuleBroken, match="Somebody else has to approve"):
        approve(session, case, answer, author)
