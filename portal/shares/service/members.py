"""Who is in a set: put people in, take them out, take out everybody who opted out."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.requests.kinds import IdentifierKind
from portal.shares import queries
from portal.shares.kinds import Form, NotTaken
from portal.shares.lines import BadLine, PersonLine, read_lines
from portal.shares.matching import share_index
from portal.shares.models import ShareHandle, ShareMember, ShareSet
from portal.shares.rules import MOST_AT_ONCE, MOST_IN_A_SET
from portal.shares.service.opt_outs import gather, indexes_out
from portal.shares.service.sets import must_be_open, must_be_unchanged
from portal.vault import Box, vault_of


def add(
    session: Session,
    row: ShareSet,
    text: str,
    *,
    kind: IdentifierKind | None = None,
    leave_out: bool = False,
    seen_version: int,
    actor: Actor,
    at: datetime,
) -> tuple[int, tuple[BadLine, ...]]:
    """Put the people of a list in. Gives how many went in, and the lines that did not.

    With a bad line nobody goes in unless `leave_out`: nothing is half saved. Whoever opted out is a bad line.
    Raises RuleBroken: no list, too long a list, a set that is not open. NotAllowed.
    """
    actor.must(Permission.SHARES_LOG)
    must_be_unchanged(row, seen_version)
    must_be_open(row)
    people, bad = read_lines(text, kind)
    if not people and not bad:
        raise RuleBroken("Paste the list, or choose a file: one person on each line", field="rows")
    if len(people) + len(bad) > MOST_AT_ONCE:
        raise RuleBroken(f"At most {MOST_AT_ONCE:,} lines at once. Put the rest in afterwards", field="rows")
    if queries.count_members(session, row) + len(people) > MOST_IN_A_SET:
        raise RuleBroken(f"At most {MOST_IN_A_SET:,} people in one set. Begin a second one", field="rows")
    gather(session, row.kind, at=at)
    fit, unfit = _fitting(session, row, people)
    bad = tuple(sorted((*bad, *unfit), key=lambda one: one.number))
    if bad and not leave_out:
        return 0, bad
    box = queries.box_of(session, row)
    for person, indexes in fit:
        _put(session, row, box, person, indexes)
    if fit:
        _changed(row, actor)
        session.flush()
        _note(session, Action.SHARE_FILLED, row, actor, at, found=len(fit))
    return len(fit), bad


def take_out(
    session: Session, row: ShareSet, member_id: uuid.UUID, *, seen_version: int, actor: Actor, at: datetime
) -> None:
    """Take one person out. Raises NotFound, RuleBroken, NotAllowed."""
    actor.must(Permission.SHARES_LOG)
    member = queries.get_member(session, row, member_id)  # first: what is not there is not there, whatever else holds
    must_be_unchanged(row, seen_version)
    must_be_open(row)
    session.delete(member)
    _changed(row, actor)
    session.flush()
    _note(session, Action.SHARE_MEMBER_OUT, row, actor, at)


def take_out_opted_out(session: Session, row: ShareSet, *, seen_version: int, actor: Actor, at: datetime) -> int:
    """Take out everybody who wants no part in it. Gives how many. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.SHARES_LOG)
    must_be_unchanged(row, seen_version)
    must_be_open(row)
    gather(session, row.kind, at=at)
    out = queries.opted_out(session, row)
    for member in out:
        session.delete(member)
    _changed(row, actor)
    session.flush()
    _note(session, Action.SHARE_CHECKED, row, actor, at, found=len(out))
    return len(out)


def note_late_told(
    session: Session, row: ShareSet, *, told_on: date | None, seen_version: int, actor: Actor, at: datetime
) -> int:
    """Write down that whoever got the set was told of everybody who opted out since. Gives how many they are.

    Raises RuleBroken (nobody, no day or one to come), NotAllowed.
    """
    actor.must(Permission.SHARES_LOG)
    must_be_unchanged(row, seen_version)
    late = queries.late(session, row)
    if not late:
        raise RuleBroken("Nobody opted out since. There is nothing to tell.")
    if told_on is None or not (row.shared_on or told_on) <= told_on <= local_date(at):
        raise RuleBroken("Say on which day they were told: from the day it went out until today", field="told_on")
    for member in late:
        member.late_told_on, member.late_told_by_id = told_on, actor.worker_id
    flag_modified(row, "hand_ids")
    session.flush()
    _note(session, Action.SHARE_LATE_TOLD, row, actor, at)
    return len(late)


def _fitting(
    session: Session, row: ShareSet, people: Sequence[PersonLine]
) -> tuple[list[tuple[PersonLine, dict[str, IdentifierKind]]], list[BadLine]]:
    """Who can go in, with their indexes; and who is in already or opted out."""
    vault = vault_of(session)
    there = _there(session, row)
    out = indexes_out(session, row.kind)
    fit: list[tuple[PersonLine, dict[str, IdentifierKind]]] = []
    unfit: list[BadLine] = []
    for person in people:
        indexes = {share_index(vault, kind, spelling): kind for kind, _, spelling in person.handles}
        if out & indexes.keys():
            unfit.append(BadLine(person.number, NotTaken.OPTED_OUT))
        elif any(indexes.keys() <= one for one in there.get(min(indexes), ())):
            unfit.append(BadLine(person.number, NotTaken.THERE_ALREADY))
        else:
            fit.append((person, indexes))
    return fit, unfit


def _there(session: Session, row: ShareSet) -> dict[str, list[set[str]]]:
    """For each index in the set, all indexes of each person who has it.

    Only all of them make it the same person: families share a phone.
    """
    query = select(ShareHandle.member_id, ShareHandle.blind_index).join(
        ShareMember, ShareMember.id == ShareHandle.member_id
    )
    found: dict[uuid.UUID, set[str]] = {}
    for member_id, index in session.execute(query.where(ShareMember.set_id == row.id)):
        found.setdefault(member_id, set()).add(index)
    by_index: dict[str, list[set[str]]] = {}
    for indexes in found.values():
        for index in indexes:
            by_index.setdefault(index, []).append(indexes)
    return by_index


def _put(
    session: Session, row: ShareSet, box: Box, person: PersonLine, indexes: dict[str, IdentifierKind]
) -> None:  # fmt: skip
    member = ShareMember(id=uuid.uuid4(), set_id=row.id)
    known_as = person.code if person.code or row.form is not Form.NAMED else person.handles[0][1]
    if known_as:
        box.put(member, "known_as", known_as)
    member.handles = [ShareHandle(id=uuid.uuid4(), kind=kind, blind_index=index) for index, kind in indexes.items()]
    session.add(member)


def _changed(row: ShareSet, actor: Actor) -> None:
    """Whoever changed who is in it had a hand in it. Also marks the row, so that an older page of it is told."""
    row.hand_ids = sorted({*row.hand_ids, str(actor.worker_id)})
    flag_modified(row, "hand_ids")


def _note(session: Session, action: Action, row: ShareSet, actor: Actor, at: datetime, **facts: int) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at, **facts)
