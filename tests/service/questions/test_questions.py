"""A question about a rule, from the person to the page that everybody reads."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from portal.accounts.actor import SYSTEM, person_actor
from portal.accounts.permissions import Permission, Role
from portal.audit import Action, AuditEvent, verify
from portal.cases.models import Case
from portal.cases.service import open_case
from portal.core.errors import NotAllowed, RuleBroken, SomebodyElseChangedIt
from portal.policies.queries import get_policy
from portal.questions import queries, service
from portal.questions.models import PublishedAnswer
from portal.questions.rules import Wording
from portal.questions.states import QuestionState
from portal.requests.intake import Intake
from portal.requests.kinds import Right
from portal.search.queries import search
from portal.vault import KeyDestroyed, vault_of
from tests.builders.desk import ANSWERED, AT, ENGLAND, WORDING, a_question, a_request, a_wording, a_worker

SECRET = "my zanzibar secret about school"


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def editor(session):
    return a_worker(session, Role.EDITOR)


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


def actions_of(session, row):
    return list(
        session.scalars(select(AuditEvent.action).where(AuditEvent.subject == row.id).order_by(AuditEvent.number))
    )


def test_a_question_is_a_row_of_its_own_and_no_case(session):
    row = a_question(session, SECRET)
    opened = queries.opened(session, row)
    assert (opened.question, opened.answer, opened.wording) == (SECRET, "", None)
    assert (row.slug, row.version_number, row.clause, row.state) == ("confidentiality", 3, None, QuestionState.ASKED)
    assert session.scalar(select(func.count()).select_from(Case)) == 0
    assert queries.of_request(session, row.request_id) is row
    assert actions_of(session, row) == [Action.QUESTION_RECEIVED]


def test_no_case_can_be_opened_for_a_question(session):
    request, _ = a_request(session)
    with pytest.raises(RuleBroken, match="no clock"):
        open_case(session, request, Right.QUESTION, calendar=ENGLAND, actor=SYSTEM, at=AT)


def test_only_a_question_needs_nobody_to_be_found():
    Intake(rights=(Right.QUESTION,), services=()).check()
    for rights in ((Right.SHARED,), (Right.QUESTION, Right.SHARED)):
        with pytest.raises(RuleBroken, match="Give one thing"):
            Intake(rights=rights, services=()).check()
    with pytest.raises(RuleBroken, match="Choose what"):
        Intake(rights=(), services=()).check()


@pytest.mark.parametrize(
    ("words", "clause", "field"),
    [("", "", "question"), ("  \n ", "", "question"), ("x" * 2001, "", "question"), ("Why?", "made-up", "clause")],
)
def test_a_question_that_is_none_is_refused_beside_its_field(session, words, clause, field):
    with pytest.raises(RuleBroken) as refused:
        a_question(session, words, clause=clause)
    assert refused.value.field == field


def test_a_question_may_name_its_clause(session):
    code = get_policy(session, "confidentiality").clauses[0].code
    assert a_question(session, clause=code).clause == code


def test_nothing_that_was_written_stands_in_the_open(session, caseworker):
    row = a_question(session, SECRET)
    service.answer(session, row, "Zanzibar is fine.", actor=caseworker, at=AT)
    service.draft(session, row, Wording("Is zanzibar fine?", "Yes."), names_nobody=True, actor=caseworker, at=AT)
    session.flush()
    stored = session.execute(text("SELECT * FROM policy_questions")).one()
    told = session.execute(text("SELECT * FROM audit_events")).all()
    for value in (*stored, *(value for one in told for value in one)):
        assert b"anzibar" not in (bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode())


def test_a_destroyed_key_takes_question_answer_and_wording_along(session, caseworker):
    row = a_wording(session, caseworker)
    vault_of(session).shred(row.request.key_id)
    with pytest.raises(KeyDestroyed):
        queries.opened(session, row)
    with pytest.raises(KeyDestroyed):
        queries.wording_of(session, row)


def test_the_way_from_the_question_to_the_public_page(session, caseworker, approver):
    row = a_wording(session, caseworker)
    assert (queries.list_to_publish(session), queries.list_published(session)) == ([row], [])
    published = service.publish(session, row, actor=approver, at=AT)
    assert row.state is QuestionState.PUBLISHED
    assert (published.question, published.answer, published.slug) == (WORDING.question, WORDING.answer, row.slug)
    assert queries.list_published(session, "confidentiality") == [published]
    assert queries.list_published(session, "privacy") == queries.list_to_publish(session) == []
    assert queries.count_published(session, "confidentiality") == 1
    assert [r.kind for r in search(session, "school hungry").results][:1] == ["answer"]
    service.withdraw(session, row, actor=approver, at=AT + timedelta(days=1))
    assert (queries.list_published(session), queries.count_published(session, row.slug)) == ([], 0)
    assert "answer" not in [r.kind for r in search(session, "school hungry").results]
    assert published.withdrawn_at == AT + timedelta(days=1)
    assert service.publish(session, row, actor=approver, at=AT).id != published.id
    assert actions_of(session, row) == [
        Action.QUESTION_RECEIVED, Action.QUESTION_ANSWERED, Action.QUESTION_DRAFTED, Action.QUESTION_PUBLISHED,
        Action.QUESTION_WITHDRAWN, Action.QUESTION_PUBLISHED,
    ]  # fmt: skip
    assert verify(session).ok


def test_whoever_wrote_the_wording_cannot_publish_it(session, editor):
    row = a_wording(session, editor)
    with pytest.raises(RuleBroken, match="somebody else"):
        service.publish(session, row, actor=editor, at=AT)
    assert session.scalar(select(func.count()).select_from(PublishedAnswer)) == 0


def test_whoever_mends_the_wording_becomes_the_one_who_wrote_it(session, caseworker, editor):
    row = a_wording(session, caseworker)
    service.draft(session, row, WORDING, names_nobody=False, actor=editor, at=AT)
    with pytest.raises(RuleBroken, match="somebody else"):
        service.publish(session, row, actor=editor, at=AT)


def test_there_is_nothing_to_publish_before_there_is_a_wording(session, caseworker, approver):
    row = a_question(session)
    service.answer(session, row, ANSWERED, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="no wording"):
        service.publish(session, row, actor=approver, at=AT)


@pytest.mark.parametrize("role", Role)
def test_every_act_needs_its_permission(session, caseworker, role):
    row, ready = a_question(session), a_wording(session, caseworker)
    worker = a_worker(session, role, name="Demo Other")
    acts = {
        Permission.QUESTIONS_ANSWER: lambda: service.answer(session, row, ANSWERED, actor=worker, at=AT),
        Permission.QUESTIONS_PUBLISH: lambda: service.publish(session, ready, actor=worker, at=AT),
    }
    for permission, act in acts.items():
        if worker.may(permission):
            act()
        else:
            with pytest.raises(NotAllowed):
                act()


@pytest.mark.parametrize("words", ["", "  ", "word " * 21])
def test_an_answer_has_words_and_they_are_easy(session, caseworker, words):
    row = a_question(session)
    with pytest.raises(RuleBroken) as refused:
        service.answer(session, row, words, actor=caseworker, at=AT)
    assert (refused.value.field, row.state, row.answer) == ("answer", QuestionState.ASKED, None)


@pytest.mark.parametrize(
    ("question", "answer", "field", "said"),
    [
        ("", "Yes.", "public_question", "words for everybody"),
        ("Why?", " ", "public_answer", "words for everybody"),
        ("Do you ring 07700 900123?", "Yes.", "public_question", "a phone number"),
        ("Why?", "Write to sam@demo.example.", "public_answer", "an email address"),
        ("Why?", "She lives near SW1A 1AA, born 12/03/2011.", "public_answer", "a postcode and a date of birth"),
        ("Why?", "word " * 21 + ".", "public_answer", "easier to read"),
    ],
)
def test_a_wording_that_shows_somebody_or_is_hard_is_refused(session, caseworker, question, answer, field, said):
    row = a_question(session)
    service.answer(session, row, ANSWERED, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match=said) as refused:
        service.draft(session, row, Wording(question, answer), names_nobody=True, actor=caseworker, at=AT)
    assert refused.value.field == field
    assert "07700" not in refused.value.message and "sam@" not in refused.value.message
    assert row.wording is None


def test_words_that_could_be_names_have_to_be_looked_at(session, caseworker):
    row, wording = a_question(session), Wording("Do you tell Leeds?", "No.")
    service.answer(session, row, ANSWERED, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="could name somebody") as refused:
        service.draft(session, row, wording, names_nobody=False, actor=caseworker, at=AT)
    assert "Leeds" not in refused.value.message
    service.draft(session, row, wording, names_nobody=True, actor=caseworker, at=AT)
    assert queries.wording_of(session, row) == wording


def test_a_question_is_answered_once(session, caseworker):
    row = a_wording(session, caseworker)
    with pytest.raises(RuleBroken, match="“answered”"):
        service.answer(session, row, ANSWERED, actor=caseworker, at=AT)


def test_the_person_may_stop_their_own_question_and_nobody_elses(session, caseworker):
    mine, other = a_question(session), a_question(session)
    service.close(session, mine, actor=person_actor(mine.request_id), at=AT)
    assert (mine.state, mine.closed_at) == (QuestionState.CLOSED, AT)
    for actor in (person_actor(mine.request_id), caseworker):
        with pytest.raises(NotAllowed):
            service.close(session, other, actor=actor, at=AT)


def test_staff_close_what_is_answered(session, caseworker):
    row = a_wording(session, caseworker)
    with pytest.raises(NotAllowed):
        service.close(session, row, actor=person_actor(row.request_id), at=AT)
    service.close(session, row, actor=caseworker, at=AT)
    assert row.state is QuestionState.CLOSED


def test_an_old_page_changes_nothing(session, caseworker):
    row = a_question(session)
    seen = row.version
    service.answer(session, row, ANSWERED, actor=caseworker, at=AT)
    with pytest.raises(SomebodyElseChangedIt, match="Nothing was overwritten"):
        service.must_be_unchanged(row, seen)


def test_the_list_is_oldest_first_and_pages_without_a_gap(session):
    made = [a_question(session, at=AT + timedelta(days=n % 7)) for n in range(2 * queries.PAGE + 3)]
    seen, after = [], None
    while True:
        page = queries.list_questions(session, after=after)
        seen += page.questions
        if page.next_key is None:
            break
        after = page.next_key
    assert [q.id for q in seen] == [q.id for q in sorted(made, key=lambda q: (q.received_at, q.id.hex))]


def test_opening_is_logged(session, caseworker):
    row = a_question(session)
    service.note_opened(session, row, actor=caseworker, at=AT)
    assert actions_of(session, row)[-1] is Action.QUESTION_OPENED
