"""A published version as statements to compare: each clause with its facts, and what the version says of itself."""

from portal.policies.compared import Statement
from portal.policies.facts import LIFE_AT_RISK, how_and_why, only_for
from portal.policies.kinds import Part
from portal.policies.markdown import to_blocks
from portal.policies.models import PolicyClause, PolicyVersion

# No clause can have these ids: an id has no double hyphen.
COVERS, SHARES = "rules--cover", "rules--share"


def statements_of(version: PolicyVersion) -> list[Statement]:
    """Every clause, in order, in the main words; then what the rules are about, and what would be shared."""
    return [
        *(_of_clause(version, clause) for clause in version.clauses),
        Statement(COVERS, "What these rules are about", (version.covers,)),
        Statement(SHARES, "What we would share", (version.shares, *version.details)),
    ]


def _of_clause(version: PolicyVersion, clause: PolicyClause) -> Statement:
    words = [line for block in to_blocks(clause.words) for line in (block.text, *block.items) if line]
    return Statement(
        code=clause.code,
        title=clause.title,
        lines=(*words, *_facts(version, clause)),
        words=tuple(words),
        is_reason=clause.part is Part.GROUND,
        ages=clause.ages,
        life_risk_only=clause.life_risk_only,
        urgency=clause.urgency,
        because=clause.because,
        shares=clause.shares or "",
        under=clause.under or "",
        who={name: version.recipients[name] for name in clause.tell},
    )


def _facts(version: PolicyVersion, clause: PolicyClause) -> list[str]:
    said = [only_for(clause.ages), LIFE_AT_RISK if clause.life_risk_only else ""]
    said.append(how_and_why(clause.urgency, clause.because))
    said += [f"We might tell: {version.recipients[name]}." for name in clause.tell]
    said += [f"We would share: {clause.shares}"] if clause.shares else []
    return [line for line in said if line]
