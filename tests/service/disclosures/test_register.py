"""The register: log, find, match. And what nobody may see."""

import uuid
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts.permissions import Role
from portal.cases import service as cases
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.disclosures import kinds as k
from portal.disclosures import queries, service
from portal.disclosures.entry import FieldEntry, RecipientEntry
from portal.disclosures.models import Disclosure, DisclosureIdentifier, DisclosureMatch, Recipient, SharedField
from portal.disclosures.telling import share_of
from portal.policies.models import PolicyVersion
from portal.requests.kinds import IdentifierKind
from tests.builders.desk import AT, a_case, a_disclosure, a_locked_entry, a_worker, an_entry


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


def test_an_entry_is_read_back_as_it_was_written(session, lead):
    entry = an_entry()
    opened = queries.opened(session, a_disclosure(session, lead, entry).id)
    assert opened.words["why"] == entry.why
    assert [(r.kind, r.name, r.role) for r in opened.recipients] == [(r.kind, r.name, r.role) for r in entry.recipients]
    assert [(f.kind, f.what, f.why, f.agreed) for f in opened.fields] == [
        (f.kind, f.what, f.why, f.agreed) for f in entry.fields
    ]


def test_no_word_of_an_entry_stands_open(session, lead):
    entry = an_entry()
    a_disclosure(session, lead, entry)
    raw = b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in (Disclosure, Recipient, SharedField, DisclosureIdentifier)
        for row in session.execute(select(table.__table__))
        for value in row
    )
    for words in ("quiet.otter", "Demo Ambulance", "that night", "your first name", "family", "A crew came"):
        assert words.encode() not in raw


BROKEN = [
    ({"decided_at": AT + timedelta(days=1)}, "decided_on"),
    ({"shared_at": None}, "shared_on"),
    ({"shared_at": AT + timedelta(days=1)}, "shared_on"),
    ({"shared_at": AT - timedelta(days=31)}, "late_reason"),
    ({"shared_at": AT - timedelta(days=31), "late_reason": "x", "urgency": k.Urgency.NOT_URGENT}, "shared_on"),
    ({"recipients": ()}, "recipient_name"),
    ({"fields": ()}, "what"),
    ({"why": "  "}, "why"),
    ({"fields": (FieldEntry(k.FieldKind.NAME, "your name", " ", agreed=False),)}, "fields"),
    ({"fields": (FieldEntry(k.FieldKind.NAME, " ", "to find you", agreed=False),)}, "fields"),
    (
        {
            "recipients": (
                RecipientEntry(k.RecipientKind.POLICE, " ", "officer", k.SentBy.PHONE, identity_checked=True),
            )
        },
        "recipients",
    ),
    ({"told_at": AT + timedelta(days=1)}, "told_on"),
    ({"said_on": AT.date() + timedelta(days=2)}, "said_on"),
    ({"clause": "made-up"}, "clause"),
    ({"policy_version": 99}, "clause"),
    ({"identifiers": ()}, "user_name"),
    ({"no_consent_reason": None}, "no_consent_reason"),
    ({"told": k.Told.NOT_YET}, "told_note"),
    ({"told": k.Told.NOT_YET, "told_note": "Not safe yet"}, "review_on"),
    ({"told": k.Told.MUST_NOT, "told_note": "An investigation"}, "review_on"),
    ({"feedback_words": ""}, "feedback_words"),
]


@pytest.mark.parametrize(("changes", "field"), BROKEN)
def test_an_untrue_or_useless_entry_is_refused_beside_its_field(session, lead, changes, field):
    with pytest.raises(RuleBroken) as refused:
        a_disclosure(session, lead, an_entry(**changes))
    assert refused.value.field == field


def test_a_decision_not_to_share_needs_no_recipient(session, lead):
    entry = an_entry(decision=k.Decision.NOT_SHARED, shared_at=None, recipients=(), fields=())
    opened = queries.opened(session, a_disclosure(session, lead, entry).id)
    assert share_of(opened, rule="a rule").heading.endswith("did not")


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SAFEGUARDING, Role.CASEWORKER}])
def test_only_safeguarding_and_caseworkers_log(session, role):
    with pytest.raises(NotAllowed):
        a_disclosure(session, a_worker(session, role))


@pytest.mark.parametrize(
    ("typed", "kind", "logged"),
    [
        ("@Quiet.Otter", IdentifierKind.USER_NAME, "quiet.otter"),
        ("07700 900123", IdentifierKind.PHONE, "+447700900123"),
        ("SAM@demo.org", IdentifierKind.EMAIL, "sam@demo.org"),
    ],
)
def test_an_entry_is_suggested_by_what_it_shares_with_the_request(session, lead, typed, kind, logged):
    disclosure = a_disclosure(session, lead, an_entry(identifiers=((kind, logged),)))
    case = a_case(session, identifiers=((kind, typed),))
    assert [(s.disclosure.id, s.kinds) for s in queries.suggestions(session, case)] == [(disclosure.id, (kind,))]


def test_the_same_words_under_another_kind_do_not_match(session, lead):
    a_disclosure(session, lead, an_entry(identifiers=((IdentifierKind.NICKNAME, "quiet.otter"),)))
    assert queries.suggestions(session, a_case(session)) == []


def test_an_entry_of_somebody_else_cannot_be_pulled_in_by_its_id(session, lead, caseworker):
    other = a_disclosure(session, lead, an_entry("somebody.else"))
    case = a_case(session)
    for wrong in (other.id, uuid.uuid4()):
        with pytest.raises(NotFound):
            service.decide_match(session, case, wrong, k.MatchDecision.CONFIRMED, actor=caseworker, at=AT)
    assert queries.confirmed(session, case) == []


def test_a_copy_of_the_database_cannot_join_requests_and_register(session, lead):
    from portal.requests.models import Identifier

    a_disclosure(session, lead)
    a_case(session)
    ours = set(session.scalars(select(Identifier.blind_index)))
    assert ours and not ours & set(session.scalars(select(DisclosureIdentifier.blind_index)))


def test_a_locked_entry_is_as_if_it_were_not_there(session, lead, caseworker):
    locked = a_disclosure(session, lead, a_locked_entry())
    case = a_case(session)
    assert queries.suggestions(session, case) == []
    assert locked not in queries.list_register(session, locked=False)
    with pytest.raises(NotFound):
        queries.opened(session, locked.id)
    with pytest.raises(NotFound):
        service.decide_match(session, case, locked.id, k.MatchDecision.CONFIRMED, actor=caseworker, at=AT)
    with pytest.raises(ValueError, match="never told"):
        share_of(queries.opened(session, locked.id, locked=True), rule="a rule")


def test_an_entry_locked_after_it_was_confirmed_leaves_the_answer(session, lead, caseworker):
    disclosure, case = a_disclosure(session, lead), a_case(session)
    service.decide_match(session, case, disclosure.id, k.MatchDecision.CONFIRMED, actor=caseworker, at=AT)
    assert queries.confirmed(session, case) == [disclosure]
    disclosure.told = k.Told.MUST_NOT
    session.flush()
    assert queries.confirmed(session, case) == []


def test_a_decision_can_be_changed_and_the_last_one_counts(session, lead, caseworker):
    disclosure, case = a_disclosure(session, lead), a_case(session)
    for decision in (k.MatchDecision.CONFIRMED, k.MatchDecision.REFUSED):
        service.decide_match(session, case, disclosure.id, decision, actor=caseworker, at=AT)
    assert queries.confirmed(session, case) == []
    assert [s.decision for s in queries.suggestions(session, case)] == [k.MatchDecision.REFUSED]


def test_nothing_is_decided_on_a_closed_case(session, lead, caseworker):
    from portal.accounts.actor import person_actor

    disclosure, case = a_disclosure(session, lead), a_case(session)
    cases.withdraw(session, case, actor=person_actor(case.request_id), at=AT)
    with pytest.raises(RuleBroken):
        service.decide_match(session, case, disclosure.id, k.MatchDecision.CONFIRMED, actor=caseworker, at=AT)


def test_the_register_pages_newest_first_without_a_gap(session, lead):
    entries = [
        replace(an_entry(f"o{n}"), decided_at=AT - timedelta(days=n % 7, hours=1), shared_at=AT - timedelta(minutes=1))
        for n in range(30)
    ]
    made = {a_disclosure(session, lead, entry).id for entry in entries}
    first = queries.list_register(session, locked=False)[: queries.PAGE]
    last = first[-1]
    rest = queries.list_register(session, locked=False, before=(last.decided_at, last.id))
    assert {d.id for d in [*first, *rest]} == made
    assert len(first) + len(rest) == 30


@pytest.mark.parametrize("told", [t for t in k.Told if t is not k.Told.MUST_NOT])
@pytest.mark.parametrize("feedback", k.Feedback)
def test_every_told_and_feedback_becomes_a_sentence(session, lead, told, feedback):
    changes = {"told": told, "told_note": "n", "review_on": AT.date(), "feedback": feedback, "imported": True}
    share = share_of(queries.opened(session, a_disclosure(session, lead, an_entry(**changes)).id), rule="a rule")
    assert share.told and share.next


def test_pressing_log_twice_logs_once(session, lead):
    for press in (1, 2):
        with pytest.raises(RuleBroken, match="already logged") if press == 2 else nullcontext():
            service.log_disclosure(
                session, an_entry(), nation="england-and-wales", actor=lead, at=AT, submission="one form"
            )
    assert len(queries.list_register(session, locked=True)) == 1


NO_ONE = {"decision": k.Decision.NOT_SHARED, "shared_at": None, "recipients": (), "fields": ()}


@pytest.mark.parametrize(
    ("changes", "told", "after"),
    [
        ({}, "We told you after we did it. That was on 25 October 2026.", "They told us: A crew came to see you and made sure you were safe."),
        ({"told": k.Told.BEFORE, "told_at": None}, "We told you before we did it.", "They told us"),
        ({"feedback": k.Feedback.NOT_TOLD_US}, "We told you after", "We asked them what happened next. They have not told us."),
        (NO_ONE, "There was nothing to tell you about, as we did not tell anyone.", "Nothing, as no one was told."),
    ],
)  # fmt: skip
def test_what_the_person_reads_is_a_sentence_that_makes_sense(session, lead, changes, told, after):
    share = share_of(queries.opened(session, a_disclosure(session, lead, an_entry(**changes)).id), rule="a rule")
    assert share.told.startswith(told) and share.next.startswith(after)


def test_what_is_about_somebody_the_reader_knows_is_on_no_page_and_the_pages_have_no_gap(session, lead, caseworker):
    shared, matched = a_case(session, "known.otter"), a_case(session, "other.name")
    hidden = {a_disclosure(session, lead, an_entry("known.otter")).id for _ in range(3)}
    by_word = a_disclosure(session, lead, an_entry("nobodys.name"))
    for number in range(2 * queries.PAGE):
        a_disclosure(
            session, lead, replace(an_entry(f"o{number}"), decided_at=AT - timedelta(days=31, hours=number % 5))
        )
    row = DisclosureMatch(
        id=uuid.uuid4(), case_id=matched.id, disclosure_id=by_word.id, decision=k.MatchDecision.CONFIRMED,
        matched_kinds=[], decided_by_id=caseworker.id, decider_ids=[str(caseworker.id)], decided_at=AT,
    )  # fmt: skip
    session.add(row)
    session.flush()
    shut = frozenset({shared.request_id, matched.request_id})
    seen, before = [], None
    while found := queries.list_register(session, locked=True, before=before, shut=shut)[: queries.PAGE]:
        seen += [entry.id for entry in found]
        before = found[-1].decided_at, found[-1].id
    everything = set(session.scalars(select(Disclosure.id)))
    assert len(seen) == len(set(seen)) and set(seen) == everything - hidden - {by_word.id}
    assert {one for one in everything if queries.is_about(session, one, shut)} == everything - set(seen)
    row.decision = k.MatchDecision.REFUSED
    session.flush()
    assert not queries.is_about(session, by_word.id, shut)


def test_a_rule_of_a_version_that_did_not_count_then_is_refused(session, lead):
    """Version 3 begins after it was said: version 2 is cited, or nothing."""
    for number, day in ((2, date(2025, 1, 1)), (3, AT.date())):  # past the guard of what is published
        session.execute(update(PolicyVersion).where(PolicyVersion.number == number).values(effective_on=day))
    with pytest.raises(RuleBroken, match="did not count") as refused:
        a_disclosure(session, lead)
    assert refused.value.field == "clause"
    assert a_disclosure(session, lead, an_entry(policy_version=2, clause="life-in-danger")).policy_version == 2


def test_where_nobody_knows_which_version_counted_any_that_may_have_is_taken(session, lead):
    for said_on in (None, date(2026, 10, 24)):
        for version, clause in ((2, "life-in-danger"), (3, "plan-now")):
            a_disclosure(session, lead, an_entry(said_on=said_on, policy_version=version, clause=clause))


def test_whoever_approved_is_somebody_else_who_works_here(session, lead, caseworker):
    entry = a_disclosure(session, lead, an_entry(decided_by_id=caseworker.id, approved_by_id=lead.id))
    assert (entry.decided_by_id, entry.approved_by_id, entry.logged_by_id) == (caseworker.id, lead.id, lead.id)
    for decided, approved, field in (
        (None, lead.id, "approved_by"), (None, uuid.uuid4(), "approved_by"), (uuid.uuid4(), None, "decided_by"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken) as refused:
            a_disclosure(session, lead, an_entry(decided_by_id=decided, approved_by_id=approved))
        assert refused.value.field == field


def test_only_who_may_see_a_locked_entry_makes_one(session, caseworker):
    with pytest.raises(NotAllowed):
        a_disclosure(session, caseworker, a_locked_entry())
