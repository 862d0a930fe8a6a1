"""Somebody who asks for a young person: nothing goes out before it is written down that they may."""

import pytest

from portal.accounts.permissions import Role
from portal.answers import queries
from portal.answers import service as answers
from portal.audit import Action, timeline
from portal.core.errors import NotAllowed, RuleBroken
from portal.requests import authority
from portal.requests import queries as requests
from portal.requests.authority import MAY_ASK, Authority
from portal.requests.wishes import Asker, Asking
from tests.builders.desk import AT, a_case, a_worker, answer_it

PARENT = Asking(Asker.PARENT, name="Demo Parent")


@pytest.fixture
def desk(session):
    return a_worker(session, Role.CASEWORKER), a_worker(session, Role.APPROVER, name="Demo Approver")


def who_asks(session, case, approver):
    gate = queries.gate_for(session, case, actor=approver, today=AT.date())
    return next(check.green for check in gate if check.name == "Who asks")


def test_whoever_asks_for_themselves_needs_no_decision(session, desk):
    case = a_case(session)
    answer_it(session, case, desk[0])
    assert who_asks(session, case, desk[1])
    row = requests.get(session, case.request_id)
    with pytest.raises(RuleBroken, match="for themselves"):
        authority.decide(session, row, Authority.AGREED, "They said so.", actor=desk[0], at=AT)


@pytest.mark.parametrize("decision", [None, *Authority])
def test_nothing_goes_to_somebody_else_without_a_yes(session, desk, decision):
    caseworker, approver = desk
    case = a_case(session, asking=PARENT)
    answer = answer_it(session, case, caseworker)
    row = requests.get(session, case.request_id)
    if decision:
        authority.decide(session, row, decision, "We asked them in chat.", actor=caseworker, at=AT)
    may = decision in MAY_ASK
    assert who_asks(session, case, approver) is may
    if may:
        answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
        answers.release(session, case, contact_confirmed=True, actor=approver, at=AT)
    else:
        with pytest.raises(RuleBroken, match="Who asks"):
            answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)


def test_a_yes_that_is_taken_back_after_approval_holds_the_release(session, desk):
    caseworker, approver = desk
    case = a_case(session, asking=PARENT)
    answer = answer_it(session, case, caseworker)
    row = requests.get(session, case.request_id)
    authority.decide(session, row, Authority.AGREED, "They said yes.", actor=caseworker, at=AT)
    answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    authority.decide(session, row, Authority.MAY_NOT, "They changed their mind.", actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="Nothing was released"):
        answers.release(session, case, contact_confirmed=True, actor=approver, at=AT)


def test_the_trail_says_what_was_decided_and_none_of_the_words(session, desk):
    case = a_case(session, asking=PARENT)
    row = requests.get(session, case.request_id)
    authority.decide(session, row, Authority.AGREED, "Secretwords in chat.", actor=desk[0], at=AT)
    event = timeline(session, [row.id], actions={Action.REQUEST_AUTHORITY_DECIDED})[0]
    assert event.facts == {"reason": "agreed"}
    assert b"Secretwords" not in row.authority_words


def test_a_decision_needs_words_and_the_right_worker(session, desk):
    case = a_case(session, asking=PARENT)
    row = requests.get(session, case.request_id)
    with pytest.raises(RuleBroken, match="what it rests on"):
        authority.decide(session, row, Authority.AGREED, "  ", actor=desk[0], at=AT)
    with pytest.raises(NotAllowed):
        authority.decide(session, row, Authority.AGREED, "They said yes.", actor=desk[1], at=AT)
