"""The rules that situations are judged by on a day: those of the pack, carried over to what was published here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.policies.carried import Carried, Lost, can_stand, carried_to, carry, judged_by, mark_of
from portal.policies.models import Policy, PolicyVersion
from portal.policies.pack import Pack
from portal.policies.pack.policy import Version
from portal.policies.queries import as_version, get_version, list_numbers, standing


@dataclass(frozen=True, slots=True)
class Print:
    """What tells one published version from another, without its text."""

    number: int
    sha256: str
    still_right: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Open:
    """A situation whose rules rest on what is another now. `mark` is that of what they rest on today.

    `can_stand`: the version has what the rules need, so that somebody can say that they still hold.
    """

    situation: str
    title: str
    lost: tuple[Lost, ...]
    mark: str
    can_stand: bool
    confirmed: str | None

    @property
    def is_still_right(self) -> bool:
        """Whether an editor said so of this very text."""
        return self.can_stand and self.confirmed == self.mark

    @property
    def will_depend(self) -> bool:
        """Whether somebody who asks hears "it depends" where they hear more today."""
        return not self.is_still_right and any(one.is_answer for one in self.lost)


def pack_of_day(session: Session, pack: Pack, day: date) -> tuple[Pack, int | None]:
    """The pack as it judges on that day, and the number of the version that counts then.

    The number is None when there are no rules for it: nothing can be judged then, and nothing may be promised.
    """
    slug = pack.judged_by.slug
    if not list_numbers(session, slug):
        return pack, None
    found = carried_up_to(session, pack, standing(session, slug, day).now.number)
    return (judged_by(pack, found), found.version.number) if found else (pack, None)


def carried_up_to(session: Session, pack: Pack, number: int) -> Carried | None:
    """The rules of one published version, its own or carried over; None when no version up to it had any."""
    slug = pack.judged_by.slug
    columns = select(PolicyVersion.number, PolicyVersion.sha256, PolicyVersion.still_right)
    wanted = columns.join(PolicyVersion.policy).where(Policy.slug == slug, PolicyVersion.number <= number)
    rows = [Print(*row) for row in session.execute(wanted.order_by(PolicyVersion.number))]
    return carried_to(pack, rows, lambda one: as_version(get_version(session, slug, one)))


def open_situations(
    session: Session, pack: Pack, version: Version, still_right: Mapping[str, str]
) -> list[Open]:  # fmt: skip
    """The situations whose rules rest on what a version that is not published yet changes, in the order of the pack."""
    before = carried_up_to(session, pack, version.number - 1) if version.slug == pack.situations.policy else None
    if before is None:
        return []
    lost = carry(before, version, {}).lost
    found = []
    for situation in pack.situations.situations:
        own = [one for one in lost if one.rule.situation == situation.id]
        if own:
            found.append(
                Open(
                    situation=situation.id, title=situation.title, lost=tuple(own),
                    mark=mark_of(before, version, situation.id),
                    can_stand=all(can_stand(one.rule, version) for one in own), confirmed=still_right.get(situation.id),
                )
            )  # fmt: skip
    return found
