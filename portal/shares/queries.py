"""Reads of sets. Locked ones are found only by who may see locked entries; lists open no seal."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.shares.kinds import OptOutKind
from portal.shares.matching import indexes_of
from portal.shares.models import OptOut, OptOutHandle, ShareHandle, ShareMember, ShareSet
from portal.shares.rules import OPT_OUT_OF
from portal.shares.states import ShareState
from portal.vault import Box, vault_of

PAGE = 25


@dataclass(frozen=True, slots=True)
class OpenedSet:
    """A set with its seals opened."""

    row: ShareSet
    receiver_name: str
    what: str
    why: str
    locked_why: str


@dataclass(frozen=True, slots=True)
class OpenedMember:
    """Somebody in a set, as the receiver knows them; empty when nothing is kept but blind indexes."""

    id: uuid.UUID
    known_as: str
    is_late: bool


def get(session: Session, share_id: uuid.UUID, *, locked: bool = False) -> ShareSet:
    """The set. Raises NotFound; a locked one is not found either, unless `locked` says the asker may see it."""
    row = session.get(ShareSet, share_id)
    if row is None or (row.is_locked and not locked):
        raise NotFound
    return row


def box_of(session: Session, row: ShareSet) -> Box:
    """What seals and opens the words of a set."""
    return vault_of(session).box(row.key_id)


def opened(session: Session, row: ShareSet) -> OpenedSet:
    """The set with its seals opened. Raises KeyDestroyed."""
    box = box_of(session, row)
    locked_why = box.get(row, "locked_why") if row.locked_why else ""
    return OpenedSet(row, box.get(row, "receiver_name"), box.get(row, "what"), box.get(row, "why"), locked_why)


def list_sets(
    session: Session, *, locked: bool, before: tuple[datetime, uuid.UUID] | None = None
) -> Sequence[ShareSet]:
    """One page of sets and one row more, newest first; page by key."""
    query = select(ShareSet).order_by(ShareSet.begun_at.desc(), ShareSet.id.desc()).limit(PAGE + 1)
    if not locked:
        query = query.where(ShareSet.is_locked.is_(False))
    if before is not None:
        query = query.where(tuple_(ShareSet.begun_at, ShareSet.id) < tuple_(*before))
    return session.scalars(query).all()


def count_members(session: Session, row: ShareSet) -> int:
    """How many people are in a set."""
    return session.scalar(select(func.count()).where(ShareMember.set_id == row.id)) or 0


def list_members(
    session: Session, row: ShareSet, *, shut: Collection[uuid.UUID], after: uuid.UUID | None = None
) -> tuple[list[OpenedMember], uuid.UUID | None]:
    """One page of the people in a set, and the key of the next page. `shut`: requests of people the worker knows.

    Whoever shares a handle with one of those is left out, and nothing says so: it would tell that they are in it.
    """
    query = select(ShareMember).where(ShareMember.set_id == row.id).order_by(ShareMember.id).limit(PAGE + 1)
    if after is not None:
        query = query.where(ShareMember.id > after)
    rows = session.scalars(query).all()
    hidden = members_about(session, row, shut)
    late = set(session.scalars(_late(row)))
    box = box_of(session, row)
    page = [
        OpenedMember(one.id, box.get(one, "known_as") if one.known_as else "", one.id in late)
        for one in rows[:PAGE]
        if one.id not in hidden
    ]
    return page, rows[PAGE - 1].id if rows[PAGE:] else None


def get_member(session: Session, row: ShareSet, member_id: uuid.UUID) -> ShareMember:
    """Somebody in that set. Raises NotFound."""
    member = session.get(ShareMember, member_id)
    if member is None or member.set_id != row.id:
        raise NotFound
    return member


def members_about(session: Session, row: ShareSet, request_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Who in the set shares a handle with one of these requests."""
    indexes = {index for request_id in request_ids for index in indexes_of(session, request_id)}
    if not indexes:
        return set()
    query = select(ShareMember.id).join(ShareMember.handles).where(ShareMember.set_id == row.id)
    return set(session.scalars(query.where(ShareHandle.blind_index.in_(sorted(indexes)))))


def is_about(session: Session, member_id: uuid.UUID, request_ids: Collection[uuid.UUID]) -> bool:
    """Whether somebody in a set shares a handle with one of these requests. Raises NotFound."""
    member = session.get(ShareMember, member_id)
    if member is None:
        raise NotFound
    indexes = {index for request_id in request_ids for index in indexes_of(session, request_id)}
    return any(handle.blind_index in indexes for handle in member.handles)


def opted_out(session: Session, row: ShareSet) -> list[ShareMember]:
    """Who in the set wants no part in it."""
    return list(session.scalars(_opted_out(row).order_by(ShareMember.id)))


def late(session: Session, row: ShareSet) -> list[ShareMember]:
    """Who opted out after the set went out, and whose receiver was not told of it yet."""
    return list(session.scalars(select(ShareMember).where(ShareMember.id.in_(_late(row))).order_by(ShareMember.id)))


def count_late_sets(session: Session, *, locked: bool) -> int:
    """How many sets went out whose receivers have to be told of an opt-out that came later."""
    total = 0
    for kind, opt_out in OPT_OUT_OF.items():
        query = (
            select(func.count(ShareSet.id.distinct()))
            .join(ShareMember, ShareMember.set_id == ShareSet.id)
            .where(ShareSet.state == ShareState.CLOSED, ShareSet.kind == kind, ShareMember.late_told_on.is_(None))
            .where(_wants_out(opt_out))
        )
        total += session.scalar(query if locked else query.where(ShareSet.is_locked.is_(False))) or 0
    return total


def count_waiting(session: Session, *, besides: uuid.UUID, locked: bool) -> int:
    """How many sets wait for this worker as the second person."""
    rows = session.execute(
        select(ShareSet.hand_ids, ShareSet.is_locked).where(ShareSet.state == ShareState.WAITING)
    )  # few at any time
    return sum(1 for hands, is_locked in rows if str(besides) not in hands and (locked or not is_locked))


def count_opt_outs(session: Session) -> dict[OptOutKind, int]:
    """How many opt-outs count, by kind."""
    query = select(OptOut.kind, func.count()).where(OptOut.lifted_on.is_(None)).group_by(OptOut.kind)
    counts: dict[OptOutKind, int] = {kind: count for kind, count in session.execute(query)}  # noqa: C416  # Row objects
    return {kind: counts.get(kind, 0) for kind in OptOutKind}


def _opted_out(row: ShareSet) -> Select[ShareMember]:
    query = select(ShareMember).where(ShareMember.set_id == row.id)
    kind = OPT_OUT_OF.get(row.kind)
    return query.where(_wants_out(kind)) if kind else query.where(ShareMember.id.is_(None))


def _late(row: ShareSet) -> Select[uuid.UUID]:
    query = _opted_out(row).where(ShareMember.late_told_on.is_(None)).with_only_columns(ShareMember.id)
    return query if row.state is ShareState.CLOSED else query.where(ShareMember.id.is_(None))


def _wants_out(kind: OptOutKind) -> ColumnElement[bool]:
    """Whether the member shares a handle with an opt-out that counts. A family on one phone goes out together."""
    return exists(
        select(OptOutHandle.id)
        .join(OptOut, OptOut.id == OptOutHandle.opt_out_id)
        .join(ShareHandle, ShareHandle.blind_index == OptOutHandle.blind_index)
        .where(ShareHandle.member_id == ShareMember.id, OptOut.kind == kind, OptOut.lifted_on.is_(None))
        .correlate(ShareMember)
    )
