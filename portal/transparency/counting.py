"""What is counted for the year, from the register and the cases, with all folded in that must never stand alone.

An entry whose person must not be told of it counts among "other reasons", "others" and "not yet": a category of its own
would say that it is there. For the same reason all that the law makes us do is one reason, and a special police unit
is police. What is counted here is not for anybody's eyes before `suppression.publish`.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.answers.kinds import NoBecause
from portal.answers.models import SaidNo
from portal.cases.deadlines import ClockState
from portal.cases.deadlines.complaints import COMPLAINT_DAYS
from portal.cases.models import Case
from portal.cases.states import Status
from portal.core.clock import LONDON, local_date
from portal.disclosures import kinds as k
from portal.disclosures.models import Disclosure, Recipient
from portal.disclosures.relaxed import NOT_RECORDED
from portal.policies.kinds import Because, Part
from portal.policies.models import Policy, PolicyClause, PolicyVersion
from portal.requests.kinds import Right
from portal.transparency.figures import Counted
from portal.transparency.suppression import Inside

LAW, OTHER = "law", "other"
NO_NO = "nothing"  # to which nothing was said no
ABOUT_A_PERSON = (k.Purpose.SAFEGUARDING, k.Purpose.LEGAL)
TOLD = (k.Decision.SHARED, k.Decision.PART)

WHOM = {
    k.RecipientKind.POLICE_EMERGENCY: "999",
    k.RecipientKind.AMBULANCE: "999",
    k.RecipientKind.POLICE: "police",
    k.RecipientKind.COUNTER_TERRORISM: "police",
    k.RecipientKind.SOCIAL_WORK: "social-work",
    k.RecipientKind.HEALTH: "health",
}
AGES = {
    k.PersonGroup.CHILD: "under-18",
    k.PersonGroup.ADULT: "18-or-over",
    k.PersonGroup.ADULT_AT_RISK: "18-or-over",
    k.PersonGroup.NOT_KNOWN: "not-known",
}
KNEW = {
    k.Told.BEFORE: "before",
    k.Told.AFTER: "after",
    k.Told.NOT_YET: "not-yet",
    k.Told.NO_WAY: "not-yet",
    k.Told.MUST_NOT: "not-yet",
    k.Told.NOT_RECORDED: NOT_RECORDED,
}

# Every part that a split can have, in the order in which it is shown: an order by size would say too much.
PARTS: dict[str, tuple[str, ...]] = {
    "urgency": tuple(k.Urgency),
    "age": tuple(dict.fromkeys(AGES.values())),
    "whom": (*dict.fromkeys(WHOM.values()), OTHER),
    "knew": tuple(dict.fromkeys(KNEW.values())),
    "right": tuple(right.value for right in Right if right not in {Right.COMPLAINT, Right.QUESTION}),
    "in-time": ("in-time", "late", "open", "stopped"),
    "longer": ("no", "yes"),
    "receipt": ("in-time", "late", "waiting"),
    "no": (NO_NO, *(why.value for why in NoBecause)),
}

# Nobody says no to what is not answered, and everybody knows that.
ANSWERED = Inside("no", frozenset(NoBecause), "in-time", frozenset({"in-time", "late"}))


def count_told(session: Session, year: int) -> Counted:
    """How often somebody outside was told about a person in that year: why, whom, how urgent, what age, who knew."""
    laws = _made_by_law(session)
    why = Counter(dict.fromkeys((*titles(session), LAW, OTHER), 0))
    parts = {name: Counter[str]() for name in ("urgency", "age", "whom", "knew")}
    for row in session.execute(_told(year)):
        locked = row.told is k.Told.MUST_NOT
        ground = LAW if (row.policy, row.policy_version, row.clause) in laws else row.clause
        why[OTHER if locked or ground == NOT_RECORDED else ground] += row.times
        parts["urgency"][row.urgency.value] += row.times
        parts["age"][AGES[row.person_group]] += row.times
        parts["whom"][OTHER if locked else WHOM.get(row.kind, OTHER)] += row.times
        parts["knew"][KNEW[row.told]] += row.times
    return Counted(why.total(), {"why": dict(why), **{name: _all(name, found) for name, found in parts.items()}})


def count_not_told(session: Session, year: int) -> Counted:
    """How often it was decided not to tell anybody. Locked entries count here as they do everywhere."""
    query = select(func.count()).select_from(Disclosure).where(*_of_year(year))
    return Counted(session.scalar(query.where(Disclosure.decision == k.Decision.NOT_SHARED)) or 0, {})


def count_requests(session: Session, year: int) -> Counted:
    """What was asked for in that year, if it was answered in time, took longer than a month, was refused and why."""
    rights, times, longer = Counter[str](), Counter[str](), Counter[str]()
    names = (Case.right, Case.status, Case.closed_at, Case.due_on, Case.clock_state)
    for row in session.execute(select(*names).where(*_received(year), Case.right != Right.COMPLAINT)):
        rights[row.right.value] += 1
        times[_in_time(row)] += 1
        longer["yes" if row.clock_state == ClockState.EXTENDED else "no"] += 1
    found = {"right": rights, "in-time": times, "longer": longer, "no": _said_no(session, year, rights.total())}
    return Counted(rights.total(), {name: _all(name, counts) for name, counts in found.items()}, ANSWERED)


def count_complaints(session: Session, year: int) -> Counted:
    """How many people complained, and whether they were told within 30 days that it came (s.164A DPA 2018)."""
    found = Counter[str]()
    query = select(Case.received_on, Case.acknowledged_at)
    for row in session.execute(query.where(*_received(year), Case.right == Right.COMPLAINT)):
        found[_receipt(row.received_on, row.acknowledged_at)] += 1
    return Counted(found.total(), {"receipt": _all("receipt", found)})


def _said_no(session: Session, year: int, total: int) -> Counter[str]:
    """To how many of these something was said no, and why; kept as numbers alone, for the reasons are sealed."""
    found = Counter({row.why.value: row.times for row in session.scalars(select(SaidNo).where(SaidNo.year == year))})
    found[NO_NO] = total - found.total()
    return found


def _told(year: int) -> Any:
    """Entries that told somebody, by everything that is counted; the first recipient stands for all of one entry."""
    codes = (
        Disclosure.policy, Disclosure.policy_version, Disclosure.clause, Disclosure.urgency, Disclosure.person_group,
        Disclosure.told, Recipient.kind,
    )  # fmt: skip
    first = (Recipient.disclosure_id == Disclosure.id) & (Recipient.position == 0)
    query = select(*codes, func.count().label("times")).select_from(Disclosure).outerjoin(Recipient, first)
    return query.where(*_of_year(year), Disclosure.decision.in_(TOLD)).group_by(*codes)


def _of_year(year: int) -> tuple[ColumnElement[bool], ...]:
    """Entries about a person that were decided in the year, by the date on the wall in the United Kingdom."""
    start, end = (datetime(y, 1, 1, tzinfo=LONDON) for y in (year, year + 1))
    return (Disclosure.decided_at >= start, Disclosure.decided_at < end, Disclosure.purpose.in_(ABOUT_A_PERSON))


def _received(year: int) -> tuple[ColumnElement[bool], ...]:
    return (Case.received_on >= date(year, 1, 1), Case.received_on < date(year + 1, 1, 1))


def _made_by_law(session: Session) -> set[tuple[str, int, str]]:
    """Clauses that rest on a law or an order, in every version."""
    query = (
        select(Policy.slug, PolicyVersion.number, PolicyClause.code)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .join(PolicyClause, PolicyClause.version_id == PolicyVersion.id)
        .where(PolicyClause.because == Because.LAW)
    )
    return {(slug, number, code) for slug, number, code in session.execute(query)}


def _in_time(row: Any) -> str:
    if row.status is Status.WITHDRAWN:
        return "stopped"
    if row.closed_at is None:
        return "open"
    return "late" if row.due_on is not None and local_date(row.closed_at) > row.due_on else "in-time"


def _receipt(received_on: date, acknowledged_at: datetime | None) -> str:
    if acknowledged_at is None:
        return "waiting"
    return "in-time" if local_date(acknowledged_at) <= received_on + timedelta(days=COMPLAINT_DAYS) else "late"


def _all(name: str, counts: Counter[str]) -> dict[str, int]:
    """Every part in its place, none left out: a part that is missing on the page would be a number too.

    What only old logs leave open is left out where there is none of it: it is then zero for everybody.
    """
    return {part: counts[part] for part in PARTS[name] if counts[part] or part != NOT_RECORDED}


def titles(session: Session) -> dict[str, str]:
    """The newest title of every ground that no law makes us use, by its permanent id, in the order of the rules."""
    query = (
        select(PolicyClause.code, PolicyClause.title)
        .join(PolicyVersion, PolicyVersion.id == PolicyClause.version_id)
        .where(PolicyClause.part == Part.GROUND, PolicyClause.because != Because.LAW)
        .order_by(PolicyVersion.number, PolicyClause.position)
    )
    return {code: title for code, title in session.execute(query)}  # noqa: C416  # rows are Row objects
