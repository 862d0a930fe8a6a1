"""The published rules, as an import needs them: which of them counted on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.disclosures.importing.building import NoSuchRule
from portal.disclosures.relaxed import NO_RULE
from portal.policies.models import PolicyVersion
from portal.policies.queries import clause_choices, list_all_versions
from portal.policies.rules import in_force


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every version of every policy, oldest first."""

    versions: dict[str, Sequence[PolicyVersion]]

    @classmethod
    def of(cls, session: Session) -> "RuleBook":
        """Read them once for many rows."""
        found: dict[str, list[PolicyVersion]] = {}
        for version in list_all_versions(session):
            found.setdefault(version.slug, []).append(version)
        return cls({slug: tuple(versions) for slug, versions in found.items()})

    def choices(self) -> list[tuple[str, str]]:
        """`policy:clause` and its newest title, for every clause that ever could be a reason."""
        titles: dict[str, str] = {}
        for slug, versions in self.versions.items():
            for version in versions:
                titles.update({f"{slug}:{clause.code}": clause.title for clause in clause_choices(version)})
        return sorted(titles.items(), key=lambda pair: (pair[0].partition(":")[0], pair[1]))

    def on(self, policy_and_clause: str, day: date) -> tuple[str, int, str]:
        """Give policy, version and clause; NO_RULE on a day of which nobody can say which version counted.

        Raises NoSuchRule.
        """
        slug, _, code = policy_and_clause.partition(":")
        version = in_force(self.versions.get(slug, ()), day)
        if version is None:
            return NO_RULE
        if code not in {clause.code for clause in clause_choices(version)}:
            raise NoSuchRule
        return slug, version.number, code
