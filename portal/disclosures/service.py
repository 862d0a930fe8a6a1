"""What can happen in the register: log an entry, match it to the person of a case."""

import secrets
import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import find_active
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.service import NUMBER_LENGTH
from portal.cases.states import Status
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures import duty
from portal.disclosures.entry import Entry
from portal.disclosures.kinds import MatchDecision, Told
from portal.disclosures.models import Disclosure, DisclosureIdentifier, DisclosureMatch, Recipient, SharedField
from portal.disclosures.people.finding import met, register_index
from portal.disclosures.people.matching import HowKnown
from portal.disclosures.relaxed import NO_RULE
from portal.policies.queries import clause_title, list_versions
from portal.policies.rules import versions_for
from portal.requests.code import ALPHABET
from portal.requests.identifiers import normalise
from portal.vault import Box, vault_of

CLASH = "These names lead to two people. Stop here: look which of them is not theirs, and say so. Nothing was changed."
STILL_DECIDING = frozenset({Status.RECEIVED, Status.IN_PROGRESS})
_WORDS = (
    "why", "necessity", "late_reason", "consent_note", "views", "told_note", "left_out", "feedback_words", "effect",
    "protect", "copy_at",
)  # fmt: skip
_PLAIN = (
    "purpose", "service", "urgency", "decision", "decided_at", "shared_at", "at_risk", "person_group", "said_on",
    "policy", "policy_version", "clause", "lawful_basis", "special_condition", "consent", "no_consent_reason",
    "told", "told_at", "review_on", "feedback", "feedback_on", "on_consent", "approved_by_id", "imported",
)  # fmt: skip


def log_disclosure(
    session: Session, entry: Entry, *, nation: str, actor: Actor, at: datetime, submission: str | None = None
) -> Disclosure:
    """Write one entry, sealed under a key of its own. Raises RuleBroken (Entry.check), NotAllowed."""
    actor.must(Permission.REGISTER_LOG)
    if entry.told is Told.MUST_NOT:
        actor.must(Permission.REGISTER_LOCKED)
    entry.check(at)
    _must_have_counted(session, entry)
    _must_be_by_two(session, entry, actor)
    if submission and session.scalar(select(Disclosure.id).where(Disclosure.submission == submission)):
        raise RuleBroken("You have already logged this. Nothing was logged twice.")
    vault = vault_of(session)
    disclosure = Disclosure(
        id=uuid.uuid4(),
        key_id=vault.new_key("disclosure"),
        number="".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH)),
        submission=submission,
        nation=nation,
        recorded_at=at,
        decided_by_id=entry.decided_by_id or actor.worker_id,
        logged_by_id=actor.worker_id,
        **{name: getattr(entry, name) for name in _PLAIN},
    )
    box = vault.box(disclosure.key_id).at_once()
    for name in _WORDS:
        if (words := getattr(entry, name).strip()) or name == "why":  # an old log may have no words for it
            box.put(disclosure, name, words)
    session.add(disclosure)
    session.flush()
    _add_parts(session, box, disclosure, entry)
    _add_identifiers(session, box, disclosure, entry)
    session.flush()
    record(session, Action.DISCLOSURE_LOGGED, actor_kind=actor.kind, actor_id=actor.id, subject=disclosure.id, at=at)
    duty.begin(session, disclosure, entry.told_note, actor=actor, at=at)
    return disclosure


def _must_have_counted(session: Session, entry: Entry) -> None:
    """An answer cites the clause: it has to be published, in a version that may have counted when it was said."""
    if entry.imported and entry.rule == NO_RULE:
        return
    try:
        clause_title(session, entry.policy, entry.policy_version, entry.clause)
        versions = versions_for(list_versions(session, entry.policy), entry.said_on)
    except NotFound:
        raise RuleBroken("Choose a rule that is published", field="clause") from None
    if entry.policy_version not in {version.number for version in versions}:
        raise RuleBroken(
            "That version did not count on the day on which it was said. Choose a rule of one that did", field="clause"
        )


def _must_be_by_two(session: Session, entry: Entry, actor: Actor) -> None:
    """Whoever approved is on the books, and somebody else than whoever decided."""
    decided_by = entry.decided_by_id or actor.worker_id
    if find_active(session, decided_by) is None:
        raise RuleBroken("Choose somebody who works here", field="decided_by")
    if entry.approved_by_id is None:
        return
    if entry.approved_by_id == decided_by:
        raise RuleBroken("Somebody else than whoever decided has to approve", field="approved_by")
    if find_active(session, entry.approved_by_id) is None:
        raise RuleBroken("Choose somebody who works here", field="approved_by")


def _add_parts(session: Session, box: Box, disclosure: Disclosure, entry: Entry) -> None:
    for position, given in enumerate(entry.recipients):
        recipient = Recipient(
            id=uuid.uuid4(), disclosure_id=disclosure.id, position=position, kind=given.kind, sent_by=given.sent_by,
            identity_checked=given.identity_checked,
        )  # fmt: skip
        box.put(recipient, "name", given.name.strip())
        if given.role.strip():
            box.put(recipient, "role", given.role.strip())
        if given.contact.strip():
            box.put(recipient, "contact", given.contact.strip())
        session.add(recipient)
    for position, piece in enumerate(entry.fields):
        field = SharedField(
            id=uuid.uuid4(), disclosure_id=disclosure.id, position=position, kind=piece.kind, agreed=piece.agreed
        )
        box.put(field, "what", piece.what.strip())
        box.put(field, "why", piece.why.strip())
        session.add(field)


def _add_identifiers(session: Session, box: Box, disclosure: Disclosure, entry: Entry) -> None:
    vault = vault_of(session)
    seen: set[str] = set()
    for kind, typed in entry.identifiers:
        spelling = normalise(kind, typed)
        index = register_index(vault, kind, spelling)
        if spelling and index not in seen:
            seen.add(index)
            row = DisclosureIdentifier(id=uuid.uuid4(), disclosure_id=disclosure.id, kind=kind, blind_index=index)
            box.put(row, "value", typed.strip())
            session.add(row)


def decide_match(
    session: Session, case: Case, disclosure_id: uuid.UUID, decision: MatchDecision, *, actor: Actor, at: datetime,
    how: HowKnown | None = None,
) -> DisclosureMatch:  # fmt: skip
    """Say whether a suggested entry is about the person of this case. `how`: how the worker knows, where little fits.

    Only a suggestion can be decided: an entry that shares no identifier with the request cannot be pulled into an
    answer by its id. Raises NotFound (no such suggestion, or locked), RuleBroken (the case is closed, a yes without
    `how` where only weak things fit, a yes while the handles lead to two people), NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    if case.status not in STILL_DECIDING:
        raise RuleBroken("Take the answer back first: it tells what was decided before. Nothing was changed.")
    # not only for a case that tells of it: whoever got the data hears of a change too (Art 19)
    everything = met(session, case)
    suggestion = next((s for s in everything.suggestions if s.disclosure.id == disclosure_id), None)
    if suggestion is None:
        raise NotFound
    is_yes = decision is MatchDecision.CONFIRMED
    if is_yes and everything.is_clash:
        raise RuleBroken(CLASH)
    if is_yes and suggestion.fit.is_weak and how is None:
        raise RuleBroken("Say how you know that it is them: what fits, fits many people", field="how")
    match = session.scalar(
        select(DisclosureMatch).where(
            DisclosureMatch.case_id == case.id, DisclosureMatch.disclosure_id == disclosure_id
        )
    ) or DisclosureMatch(id=uuid.uuid4(), case_id=case.id, disclosure_id=disclosure_id)
    match.decision = decision
    match.how_known = how if is_yes and suggestion.fit.is_weak else None
    match.matched_kinds = [kind.value for kind in suggestion.kinds]
    match.decided_by_id = actor.worker_id
    match.decider_ids = sorted({*(match.decider_ids or []), str(actor.worker_id)})
    match.decided_at = at
    session.add(match)
    flag_modified(case, "status")  # a decision is a change of the case: an old page of it is told so
    session.flush()
    action = Action.DISCLOSURE_MATCHED if is_yes else Action.DISCLOSURE_MATCH_REFUSED
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
        entry=str(disclosure_id),
    )  # fmt: skip
    return match


def note_opened(session: Session, disclosure: Disclosure, *, actor: Actor, at: datetime) -> None:
    """A worker opened an entry: every opening is logged."""
    record(session, Action.DISCLOSURE_OPENED, actor_kind=actor.kind, actor_id=actor.id, subject=disclosure.id, at=at)
