"""Entries that are being written: kept sealed, opened by their writer only, logged once, forgotten for good."""

import secrets
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.disclosures import drafts
from portal.disclosures.draft_models import DisclosureDraft
from portal.disclosures.models import Disclosure
from portal.jobs import HANDLERS
from portal.outbox import Job
from portal.vault import KeyDestroyed, vault_of
from tests.builders.desk import AT, a_worker, an_entry

TYPED = {"user_name": ["quiet.otter"], "why": ["You were not safe."]}


@pytest.fixture
def writer(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def draft(session, writer):
    return drafts.begin(session, "the-person", TYPED, submission=secrets.token_hex(16), actor=writer, at=AT)


def shred(session):
    """Run the jobs that destroy keys, as the worker process does."""
    for job in session.scalars(select(Job).where(Job.name == drafts.SHRED)):
        HANDLERS[drafts.SHRED](session, job.ids, at=AT)


def test_a_draft_is_read_back_as_it_was_typed_and_stands_nowhere_open(session, writer, draft):
    assert drafts.opened(session, draft.id, actor=writer).answers == {"the-person": TYPED}
    raw = b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for row in session.execute(select(DisclosureDraft.__table__)) for value in row
    )  # fmt: skip
    assert b"otter" not in raw and b"not safe" not in raw


def test_a_step_is_kept_beside_the_others_and_the_last_word_counts(session, writer, draft):
    drafts.keep(session, draft.id, "which-rule", {"why": ["a"]}, actor=writer, at=AT)
    drafts.keep(session, draft.id, "which-rule", {"why": ["b"]}, actor=writer, at=AT + timedelta(hours=1))
    opened = drafts.opened(session, draft.id, actor=writer)
    assert opened.answers == {"the-person": TYPED, "which-rule": {"why": ["b"]}}
    assert (opened.row.started_at, opened.row.touched_at) == (AT, AT + timedelta(hours=1))


def test_a_second_press_of_the_first_step_begins_nothing(session, writer):
    first, second = (drafts.begin(session, "a", {"x": [n]}, submission="s" * 32, actor=writer, at=AT) for n in "12")
    assert first.id == second.id
    assert drafts.opened(session, first.id, actor=writer).answers == {"a": {"x": ["2"]}}


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SAFEGUARDING])
def test_nobody_else_opens_changes_logs_or_drops_it(session, draft, role):
    other = a_worker(session, role, name="Demo Other")
    acts = [
        lambda: drafts.opened(session, draft.id, actor=other),
        lambda: drafts.keep(session, draft.id, "a", {}, actor=other, at=AT),
        lambda: drafts.log(session, draft.id, an_entry(), nation="england-and-wales", actor=other, at=AT),
        lambda: drafts.throw_away(session, draft.id, actor=other, at=AT),
        lambda: drafts.logged_from(session, draft.id, actor=other),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert drafts.of_worker(session, actor=other) == []


def test_somebody_who_may_not_log_begins_none(session):
    with pytest.raises(NotAllowed):
        drafts.begin(session, "a", {}, submission="s" * 32, actor=a_worker(session, Role.APPROVER), at=AT)


def test_logging_makes_one_entry_and_destroys_the_key_of_the_draft(session, writer, draft):
    key, log_id = draft.key_id, draft.id
    entry = drafts.log(session, log_id, an_entry(), nation="england-and-wales", actor=writer, at=AT)
    assert entry.logged_by_id == writer.id and drafts.of_worker(session, actor=writer) == []
    with pytest.raises(NotFound):
        drafts.log(session, log_id, an_entry(), nation="england-and-wales", actor=writer, at=AT)
    assert drafts.logged_from(session, log_id, actor=writer) is entry
    assert session.scalar(select(func.count()).select_from(Disclosure)) == 1
    vault_of(session).box(key).seal("still:there", b"x")  # until the transaction is kept and the job has run
    shred(session)
    shred(session)
    with pytest.raises(KeyDestroyed):
        vault_of(session).box(key).seal("gone", b"x")


def test_a_refused_entry_leaves_the_draft_whole(session, writer, draft):
    with pytest.raises(RuleBroken):
        drafts.log(session, draft.id, an_entry(why=" "), nation="england-and-wales", actor=writer, at=AT)
    assert drafts.opened(session, draft.id, actor=writer).answers == {"the-person": TYPED}
    assert session.scalar(select(func.count()).select_from(Disclosure)) == 0


def test_what_is_thrown_away_is_gone_in_every_copy(session, writer, draft):
    key, log_id = draft.key_id, draft.id
    drafts.throw_away(session, log_id, actor=writer, at=AT)
    shred(session)
    with pytest.raises(KeyDestroyed):
        vault_of(session).box(key).seal("gone", b"x")
    with pytest.raises(NotFound):
        drafts.opened(session, log_id, actor=writer)
    said = [e.action for e in session.scalars(select(AuditEvent).where(AuditEvent.subject == log_id))]
    assert said == [Action.DISCLOSURE_DRAFT_BEGUN, Action.DISCLOSURE_DRAFT_DROPPED]


def test_drafts_that_lie_too_long_are_counted(session, writer, draft):
    assert drafts.count_lying(session, actor=writer, at=AT + drafts.LIES_TOO_LONG) == 0
    assert drafts.count_lying(session, actor=writer, at=AT + drafts.LIES_TOO_LONG + timedelta(seconds=1)) == 1
    other = a_worker(session, Role.CASEWORKER, name="Demo Other")
    assert drafts.count_lying(session, actor=other, at=AT + timedelta(days=9)) == 0


def test_a_draft_that_never_was_is_not_found(session, writer):
    with pytest.raises(NotFound):
        drafts.opened(session, uuid.uuid4(), actor=writer)
