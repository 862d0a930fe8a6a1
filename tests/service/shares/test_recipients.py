"""Who hears of a change (Art 19), who received it (Art 15(1)(c)), and how what is locked stays out of both."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.answers import queries as answers
from portal.answers import service
from portal.answers.kinds import Decided, Outcome
from portal.cases import service as cases
from portal.cases.sight import Sight
from portal.casework import tasks
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.core.reading import faults, main_text, measure
from portal.disclosures import kinds as d
from portal.disclosures.kinds import MatchDecision, SentBy
from portal.disclosures.letters import AnswerDocument
from portal.disclosures.queries import count_locked_meeting
from portal.documents import check_pdf, render_html, render_pdf
from portal.letters.kinds import LetterKind
from portal.requests.kinds import Right
from portal.shares import matching, notices, recipients
from portal.shares.kinds import NotToldWhy, ProofKind
from portal.shares.models import RecipientNotice
from portal.shares.states import NoticeState
from tests.builders.casework import a_link
from tests.builders.desk import (
    AT,
    a_case,
    a_disclosure,
    a_locked_entry,
    a_worker,
    an_entry,
    answer_it,
    known,
    make,
    prepare,
)
from tests.builders.sharing import (
    TOLD_THEM,
    WHAT,
    WHY,
    a_change,
    a_closed_set,
    a_set,
    confirm_recipients,
    put_in,
    tell,
    tell_all,
)
from tests.builders.words import words_of_html, words_of_pdf

PDF = b"%PDF-1.7 demo"
CHANGES = [Right.RECTIFICATION, Right.DISPUTE, Right.ERASURE, Right.REMOVE, Right.RESTRICTION]


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def entry(session, lead):
    return a_disclosure(session, lead)


@pytest.fixture
def share(session, lead, approver):
    return a_closed_set(session, lead, approver)


# who received it


@pytest.mark.parametrize("right", [Right.SHARED, Right.ACCESS])
def test_the_answer_tells_of_a_set_that_a_worker_confirmed(session, share, caseworker, approver, right):
    case = a_case(session, right=right)
    cases.take(session, case, actor=caseworker, at=AT)
    known(session, case.request_id, caseworker)
    if right is Right.ACCESS:
        service.decide(session, case, "A copy", Decided.DONE, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="every suggested entry"):
        prepare(session, case, caseworker)
    matching.decide_match(session, case, share.id, MatchDecision.CONFIRMED, actor=caseworker, at=AT)
    answer = prepare(session, case, caseworker)
    make(session, answer)
    document = answers.content_of(session, answer)
    assert AnswerDocument.from_json(document.to_json()) == document
    [one] = document.others
    assert (one.when, one.who, one.what, one.why) == (
        "16 November 2026", "Demo University (a team that does studies)", WHAT, WHY,
    )  # fmt: skip
    assert "a code and not your name" in one.named
    assert "nothing" not in [part.kind for part in document.parts]
    pdf, twin = render_pdf(document), render_html(document)
    assert check_pdf(pdf) == [] and words_of_pdf(pdf) == words_of_html(twin)
    assert faults(measure(main_text(twin))) == []
    assert Outcome.GIVEN in answers.outcomes_for(session, case, answer)
    red = [c.name for c in answers.gate_for(session, case, actor=approver, today=AT.date()) if not c.green]
    assert red == []
    assert share.begun_by_id in answers.hands(session, case, answer)


def test_a_set_that_is_not_them_is_not_told(session, share, caseworker):
    case = a_case(session)
    cases.take(session, case, actor=caseworker, at=AT)
    matching.decide_match(session, case, share.id, MatchDecision.REFUSED, actor=caseworker, at=AT)
    document = answers.content_of(session, prepare(session, case, caseworker))
    assert document.others == () and [part.kind for part in document.parts] == ["letter", "nothing", "rights"]


def test_a_set_is_no_suggestion_before_it_went_out_nor_for_others(session, lead, caseworker, share):
    a_set(session, lead, "quiet.otter")
    assert [one.row.id for one in matching.suggestions(session, a_case(session))] == [share.id]
    assert matching.suggestions(session, a_case(session, "small.wren")) == []
    for right in (Right.OBJECTION, Right.PORTABILITY, Right.COMPLAINT):
        assert matching.suggestions(session, a_case(session, right=right)) == []


def test_a_set_cannot_be_pulled_in_by_its_id(session, share, caseworker):
    case = a_case(session, "small.wren")
    with pytest.raises(NotFound):
        matching.decide_match(session, case, share.id, MatchDecision.CONFIRMED, actor=caseworker, at=AT)


def test_what_is_locked_after_it_was_confirmed_stops_the_answer(session, share, caseworker):
    case = a_case(session)
    cases.take(session, case, actor=caseworker, at=AT)
    matching.decide_match(session, case, share.id, MatchDecision.CONFIRMED, actor=caseworker, at=AT)
    answer = prepare(session, case, caseworker)
    assert answers.is_up_to_date(session, case, answer)
    share.is_locked = True
    session.flush()
    assert matching.suggestions(session, case) == []
    assert not answers.is_up_to_date(session, case, answer)


def test_a_letter_for_nothing_cannot_stand_beside_a_set(session, share, caseworker):
    from portal.answers.compose import compose
    from tests.builders.installed import ORGANISATION

    case = a_case(session)
    cases.take(session, case, actor=caseworker, at=AT)
    matching.decide_match(session, case, share.id, MatchDecision.CONFIRMED, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="something to tell"):
        compose(
            session, case, "Hello.", organisation=ORGANISATION, rule_title=lambda *_: "", kind=LetterKind.CANNOT_CONFIRM,
            at=AT,
        )  # fmt: skip


# Art 19


@pytest.mark.parametrize("right", CHANGES)
def test_a_change_cannot_be_closed_while_somebody_waits_to_be_told(session, entry, share, caseworker, approver, right):
    case = a_change(session, caseworker, right)
    known(session, case.request_id, caseworker)
    assert answers.recipients_waiting(session, case) == 2
    confirm_recipients(session, case, caseworker)
    assert answers.recipients_waiting(session, case) == len(recipients.notices(session, case)) == 2
    answer = prepare(session, case, caseworker)
    make(session, answer)
    red = [c.name for c in answers.gate_for(session, case, actor=approver, today=AT.date()) if not c.green]
    assert red == ["Recipients"]
    assert answers.content_of(session, answer).told_of_change == ()
    with pytest.raises(RuleBroken, match="Recipients"):
        service.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    service.take_back(session, case, actor=caseworker, at=AT)
    tell_all(session, case, caseworker)
    answer = prepare(session, case, caseworker)
    make(session, answer)
    document = answers.content_of(session, answer)
    assert sorted(one.who for one in document.told_of_change) == [
        "Demo Ambulance Control (the ambulance team, on 999)", "Demo University (a team that does studies)",
    ]  # fmt: skip
    assert {one.said for one in document.told_of_change} == {"We told them on 23 November 2026, by email."}
    pdf, twin = render_pdf(document), render_html(document)
    assert check_pdf(pdf) == [] and words_of_pdf(pdf) == words_of_html(twin)
    assert faults(measure(main_text(twin))) == []
    service.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    service.release(session, case, contact_confirmed=True, actor=caseworker, at=AT)
    assert [one.who for one in recipients.told_of_request(session, case.request_id)] == [
        one.who for one in document.told_of_change
    ]


def test_nobody_hears_of_a_change_that_was_not_made(session, entry, caseworker):
    case = a_case(session, right=Right.ERASURE)
    cases.take(session, case, actor=caseworker, at=AT)
    service.decide(
        session, case, "Your notes", Decided.NOT_DONE, grounds=["legal-duty"], words="We must keep it.", actor=caseworker,
        at=AT,
    )  # fmt: skip
    assert answers.recipients_waiting(session, case) == 0


def test_the_list_shows_what_we_have_so_it_waits_until_we_know_who_it_is(session, entry, caseworker, approver):
    case = a_change(session, caseworker)
    confirm_recipients(session, case, caseworker)
    tell_all(session, case, caseworker)
    make(session, prepare(session, case, caseworker))
    red = [c.name for c in answers.gate_for(session, case, actor=approver, today=AT.date()) if not c.green]
    assert red == ["Who it is"]


def test_an_entry_that_comes_after_the_approval_stops_the_release(session, lead, caseworker, approver):
    case = a_change(session, caseworker)
    answer = prepare(session, case, caseworker)
    make(session, answer)
    service.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    a_disclosure(session, lead)
    with pytest.raises(RuleBroken, match="register changed"):
        service.release(session, case, contact_confirmed=True, actor=caseworker, at=AT)


def test_a_decision_not_to_tell_has_nobody_to_tell(session, lead, caseworker):
    a_disclosure(session, lead, an_entry(decision=d.Decision.NOT_SHARED, recipients=(), fields=()))
    assert answers.recipients_waiting(session, a_change(session, caseworker)) == 0


def test_no_more_is_asked_when_it_is_somebody_else(session, entry, caseworker):
    case = a_change(session, caseworker)
    confirm_recipients(session, case, caseworker)
    notices.decide_entry(session, case, entry.id, MatchDecision.REFUSED, actor=caseworker, at=AT)
    assert recipients.waiting(session, case) == 0
    assert session.scalars(select(RecipientNotice)).all() == []


def test_only_a_case_with_a_change_decides_about_recipients(session, entry, caseworker):
    case = a_case(session, right=Right.OBJECTION)
    with pytest.raises(NotFound):
        notices.decide_entry(session, case, entry.id, MatchDecision.CONFIRMED, actor=caseworker, at=AT)


@pytest.fixture
def waiting(session, entry, caseworker):
    case = a_change(session, caseworker)
    confirm_recipients(session, case, caseworker)
    return case, recipients.notices(session, case)[0]


BROKEN = [
    ({"words": " "}, "words"), ({"words": "It was: [write here]"}, "words"), ({"words": "x" * 3001}, "words"),
    ({"way": None}, "way"), ({"sent_on": None}, "sent_on"), ({"sent_on": AT.date().replace(day=24)}, "sent_on"),
    ({"sent_on": AT.date().replace(day=22)}, "sent_on"), ({"proof": " "}, "proof"), ({"proof": "x" * 301}, "proof"),
    ({"file": b"<svg onload=x>"}, "proof_file"), ({"file": PDF + b"x" * 2 * 1024 * 1024}, "proof_file"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), BROKEN)
def test_a_notice_without_words_way_day_or_proof_is_refused(session, waiting, caseworker, changes, field):
    case, notice = waiting
    with pytest.raises(RuleBroken) as refused:
        tell(session, case, caseworker, notice, **changes)
    assert refused.value.field == field


def test_a_notice_keeps_its_words_and_its_proof_sealed(session, waiting, caseworker):
    case, notice = waiting
    tell(session, case, caseworker, notice, file=PDF)
    [done] = recipients.notices(session, case)
    assert (done.words, done.proof, done.way, done.proof_kind) == (
        TOLD_THEM, "Their number 4711", SentBy.SECURE_EMAIL, ProofKind.PDF,
    )  # fmt: skip
    assert recipients.proof_of(session, case, notice.id) == (PDF, ProofKind.PDF)
    row = session.get_one(RecipientNotice, notice.id)
    assert b"spelled" not in row.words and b"4711" not in row.proof
    with pytest.raises(SomebodyElseChangedIt):
        tell(session, case, caseworker, notice)
    with pytest.raises(RuleBroken, match="Look again"):
        tell(session, case, caseworker, done)


def test_a_reason_stands_in_for_a_notice_and_is_read_by_the_person(session, waiting, caseworker):
    case, notice = waiting
    given = {"seen_version": notice.version, "actor": caseworker, "at": AT}
    for why, code, field in (("It closed.", None, "code"), (" ", NotToldWhy.IMPOSSIBLE, "why"), ("so " * 40, NotToldWhy.IMPOSSIBLE, "why")):  # fmt: skip
        with pytest.raises(RuleBroken) as refused:
            notices.leave(session, case, notice.id, why, code=code, **given)
        assert refused.value.field == field
    notices.leave(session, case, notice.id, "They closed last year.", code=NotToldWhy.IMPOSSIBLE, **given)
    assert recipients.waiting(session, case) == 0
    assert [one.said for one in recipients.list_told(session, case)] == [
        "We could not tell them. They closed last year."
    ]


def test_it_can_be_taken_back_until_the_answer_tells_of_it(session, waiting, caseworker):
    case, notice = waiting
    tell(session, case, caseworker, notice, file=PDF)
    [done] = recipients.notices(session, case)
    notices.reopen(session, case, done.id, seen_version=done.version, actor=caseworker, at=AT)
    [again] = recipients.notices(session, case)
    assert (again.state, again.words, again.proof, again.proof_kind) == (NoticeState.OPEN, "", "", None)
    tell(session, case, caseworker, again)
    prepare(session, case, caseworker)
    [done] = recipients.notices(session, case)
    with pytest.raises(RuleBroken, match="Take the answer back"):
        notices.reopen(session, case, done.id, seen_version=done.version, actor=caseworker, at=AT)


def test_a_task_chases_while_somebody_waits_and_ends_by_itself(session, waiting, caseworker):
    case, notice = waiting
    [task] = tasks.of_case(session, case, today=AT.date())
    assert (task.is_open, task.row.worker_id, task.row.due_on.isoformat()) == (True, caseworker.id, "2026-11-30")
    assert "Demo Ambulance" not in task.what
    tell(session, case, caseworker, notice)
    assert [one.is_open for one in tasks.of_case(session, case, today=AT.date())] == [False]
    [done] = recipients.notices(session, case)
    notices.reopen(session, case, done.id, seen_version=done.version, actor=caseworker, at=AT)
    assert [one.is_open for one in tasks.of_case(session, case, today=AT.date())] == [True, False]


def test_what_waits_is_counted_and_listed_for_whom_it_is_open(session, waiting, caseworker):
    case, _ = waiting
    sight = Sight(caseworker.id)
    assert (recipients.count_open(session, sight), [c.id for _, c in recipients.list_open(session, sight)]) == (
        1,
        [case.id],
    )
    knows = Sight(caseworker.id, besides=frozenset({case.request_id}))
    assert (recipients.count_open(session, knows), recipients.list_open(session, knows)) == (0, [])


# what is locked


def test_a_locked_entry_is_waited_for_by_nobody_and_counted_for_who_may_see_it(session, lead, caseworker):
    a_disclosure(session, lead, a_locked_entry())
    case = a_change(session, caseworker)
    assert recipients.candidates(session, case) == recipients.Candidates()
    assert answers.recipients_waiting(session, case) == 0
    assert count_locked_meeting(session, case) == 1


def test_an_entry_that_is_locked_later_leaves_every_list(session, waiting, entry, caseworker):
    case, notice = waiting
    tell(session, case, caseworker, notice)
    answer = prepare(session, case, caseworker)
    entry.told = d.Told.MUST_NOT
    session.flush()
    assert recipients.notices(session, case) == [] and recipients.list_told(session, case) == ()
    assert recipients.waiting(session, case) == 0
    assert not answers.is_up_to_date(session, case, answer)
    with pytest.raises(NotFound):
        recipients.proof_of(session, case, notice.id)


def test_a_locked_entry_that_waits_is_in_no_list_of_what_waits(session, waiting, entry, caseworker):
    entry.told = d.Told.MUST_NOT
    session.flush()
    sight = Sight(caseworker.id)
    assert (recipients.count_open(session, sight), recipients.list_open(session, sight)) == (0, [])


def test_the_receiver_of_a_coded_set_is_told_by_its_code(session, share, caseworker):
    case = a_change(session, caseworker)
    confirm_recipients(session, case, caseworker)
    [notice] = recipients.notices(session, case)
    assert (notice.known_as, notice.number) == ("P-017", share.number)


def test_one_answer_for_a_case_with_both(session, entry, share, caseworker):
    case = a_case(session)
    matching.decide_match(session, case, share.id, MatchDecision.CONFIRMED, actor=caseworker, at=AT)
    document = answers.content_of(session, answer_it(session, case, caseworker))
    assert [part.kind for part in document.parts] == ["letter", "share", "others", "rights"]


def test_putting_somebody_in_leaves_no_trace_of_who(session, lead, caplog):
    put_in(session, a_set(session, lead), "quiet.otter", lead)
    assert "otter" not in caplog.text


def test_a_locked_entry_of_a_linked_request_counts_where_somebody_was_told(session, lead, caseworker):
    case, other = a_case(session, "loud.otter", right=Right.RECTIFICATION), a_case(session, "quiet.otter")
    nobody = replace(
        a_locked_entry(), decision=d.Decision.NOT_SHARED, shared_at=None, recipients=(), fields=(),
        feedback=d.Feedback.NOT_ASKED,
    )  # fmt: skip
    for entry in (a_locked_entry(), nobody):
        a_disclosure(session, lead, entry)
    assert count_locked_meeting(session, case) == 0
    a_link(session, case, other, caseworker)
    assert count_locked_meeting(session, case) == 1
