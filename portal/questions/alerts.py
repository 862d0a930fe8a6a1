"""Who asked about a rule that says something else since. Worked out when somebody looks; nothing is sent or stored."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.policies.changes import clauses_changed
from portal.policies.models import PolicyVersion
from portal.policies.queries import as_version, get_policy, get_version
from portal.questions.models import PolicyQuestion


def changed_since(session: Session, row: PolicyQuestion) -> PolicyVersion | None:
    """The newest version, when the rule that was asked about says something else in it. Raises NotFound.

    A question about a policy as a whole is about each of its rules.
    """
    newest = get_policy(session, row.slug)
    if newest.number <= row.version_number:
        return None
    asked_about = get_version(session, row.slug, row.version_number)
    changed = clauses_changed(as_version(asked_about), as_version(newest))
    return newest if changed and (row.clause is None or row.clause in changed) else None


def count_who_asked(session: Session, slug: str, changed: Collection[str]) -> int:
    """How many people asked about one of these rules, or about the whole policy."""
    about: ColumnElement[bool] = or_(PolicyQuestion.clause.is_(None), PolicyQuestion.clause.in_(changed))
    query = select(func.count()).select_from(PolicyQuestion).where(PolicyQuestion.slug == slug, about)
    return session.scalar(query) or 0 if changed else 0
