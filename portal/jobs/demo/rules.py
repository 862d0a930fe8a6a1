"""The demo cites the rules of whichever organisation it is loaded for."""

from dataclasses import replace

from portal.disclosures.entry import Entry
from portal.policies.kinds import Part
from portal.policies.pack import Version


def by_the_rules_of(version: Version, entry: Entry) -> Entry:
    """The entry with a ground of `version`: its own when that stands there, else the first that is as urgent."""
    grounds = [clause for clause in version.clauses if clause.part is Part.GROUND]
    own = [clause for clause in grounds if clause.id == entry.clause]
    as_urgent = [clause for clause in grounds if clause.urgency == entry.urgency.value]
    return replace(entry, policy=version.slug, policy_version=version.number, clause=(own + as_urgent + grounds)[0].id)
