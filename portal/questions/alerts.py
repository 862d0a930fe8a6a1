"""Who asked about a rule that says something else since. Worked out when somebody looks; nothing is sent or stored."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.core.clock import local_date
from portal.policies.changes import clauses_changed
from portal.policies.models import PolicyVersion
from portal.policies.queries import as_version, get_version, policy_of_day, standing
from portal.questions.models import PolicyQuestion, PublishedAnswer
from portal.questions.queries import get, list_published


def changed_since(session: Session, row: PolicyQuestion, *, today: date) -> PolicyVersion | None:
    """The version in which the rule that was asked about says something else: the one of today, else the next one.

    A question about a policy as a whole is about each of its rules. A version that is still to come says so by its
    `starts_on`. Raises NotFound.
    """
    asked_about = get_version(session, row.slug, row.version_number)
    return _changed(session, asked_about, row.clause, today)


def written_under(session: Session, row: PolicyQuestion, day: date) -> PolicyVersion:
    """The version that words for everybody were about when they were written on that day. Raises NotFound.

    Not an older one than the version that was asked about: whoever wrote them had that in front of them.
    """
    counted = policy_of_day(session, row.slug, day)
    asked_about = get_version(session, row.slug, row.version_number)
    return counted if counted.number > asked_about.number else asked_about


def changed_after(session: Session, row: PolicyQuestion, day: date, *, today: date) -> PolicyVersion | None:
    """The same for words for everybody that were written on that day. Raises NotFound."""
    return _changed(session, written_under(session, row, day), row.clause, today)


def to_look_at_again(session: Session, *, today: date) -> list[tuple[PublishedAnswer, PolicyVersion]]:
    """The published answers whose rule says something else since, or soon, each with the version that does."""
    found = []
    for one in list_published(session):
        row = get(session, one.question_id)
        version = changed_after(session, row, local_date(one.published_at), today=today)
        if version is not None:
            found.append((one, version))
    return found


def _changed(session: Session, older: PolicyVersion, clause: str | None, today: date) -> PolicyVersion | None:
    stands = standing(session, older.slug, today)
    numbers = [stands.now.number, *([stands.coming.number] if stands.coming else [])]
    for number in numbers:
        newer = get_version(session, older.slug, number)
        if number > older.number and _says_something_else(older, newer, clause):
            return newer
    return None


def _says_something_else(older: PolicyVersion, newer: PolicyVersion, clause: str | None) -> bool:
    changed = clauses_changed(as_version(older), as_version(newer))
    return bool(changed) and (clause is None or clause in changed)


def count_who_asked(session: Session, slug: str, changed: Collection[str]) -> int:
    """How many people asked about one of these rules, or about the whole policy."""
    about: ColumnElement[bool] = or_(PolicyQuestion.clause.is_(None), PolicyQuestion.clause.in_(changed))
    query = select(func.count()).select_from(PolicyQuestion).where(PolicyQuestion.slug == slug, about)
    return session.scalar(query) or 0 if changed else 0
