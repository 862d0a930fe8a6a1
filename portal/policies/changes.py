"""What a new version of a policy changes for whoever relied on the old one. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from portal.policies.kinds import Part
from portal.policies.pack.policy import Clause, Version

WHERE_FROM = {"source"}  # where we read it changes nothing for anybody


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact of a clause that is another now; `what` is empty when the whole clause is gone.

    `is_broken`: its facts cannot be read, so nobody can say yet what is another.
    """

    code: str
    title: str
    what: str = ""
    old: str = ""
    new: str = ""
    is_broken: bool = False


def clauses_changed(old_version: Version, new_version: Version) -> set[str]:
    """The ids of clauses that are new, gone, or say something else: words, facts, who is told, what is shared."""
    old, new = (
        {clause.id: _said(version, clause) for clause in version.clauses} for version in (old_version, new_version)
    )
    return {code for code in old.keys() | new.keys() if old.get(code) != new.get(code)}


def facts_changed(
    old_version: Version, new_version: Version, broken: Collection[str] = ()
) -> Iterator[FactChange]:  # fmt: skip
    """The clauses that are gone, and those whose ages, life risk, urgency, reason or recipients are others now.

    `broken` are clauses that stand in the new text and cannot be read, so `new_version` does not have them.
    """
    for old in old_version.clauses:
        new = new_version.clause(old.id)
        if new is None:
            yield FactChange(old.id, old.title, is_broken=old.id in broken)
            continue
        before, after = _facts(old_version, old), _facts(new_version, new)
        for what in before:
            if before[what] != after[what]:
                yield FactChange(old.id, new.title, what, before[what] or "none", after[what] or "none")


def _facts(version: Version, clause: Clause) -> dict[str, str]:
    return {
        "part": clause.part.value,
        "ages": ", ".join(clause.ages),
        "only while a life is at risk": ", ".join(clause.life_risk_only),
        "urgency": clause.urgency or "",
        "because": clause.because or "",
        "tell": "; ".join(version.recipients.get(name, name) for name in clause.tell),
    }


def _said(version: Version, clause: Clause) -> dict[str, object]:
    said = clause.model_dump(exclude=WHERE_FROM)
    said["tell"] = [version.recipients.get(name, name) for name in clause.tell]
    if clause.part is Part.GROUND and not clause.shares:
        said["shares"] = (version.shares, version.details)
    return said
