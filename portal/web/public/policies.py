"""What stays private: the organisation's own rules, by age and by version. No cookie is set here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.policies import queries
from portal.policies.kinds import UNDER_16, UNDER_18, AgeBand, Because, Part, Urgency
from portal.web.access import public
from portal.web.public.packing import pack

if TYPE_CHECKING:
    from portal.policies.models import PolicyClause, PolicyVersion

bp = Blueprint("policies", __name__, url_prefix="/policies")
bp.after_request(pack)


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for telling somebody, as one column shows it."""

    clause: "PolicyClause"
    who: list[str]
    shares: str
    life_risk_only: bool
    only_under_16: bool


@dataclass(frozen=True, slots=True)
class Column:
    """The reasons for one age, under the kinds the page has words for: emergency, not-urgent, law, at-risk."""

    name: str
    groups: dict[str, list[Ground]]


@bp.get("/", endpoint="list")
@public
def list_policies() -> ResponseReturnValue:
    """Every policy, by its newest version."""
    return render_template("public/policies/list.html", policies=queries.list_policies(db.session))


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """The newest version of a policy."""
    return _page(queries.get_policy(db.session, slug))


@bp.get("/<slug>/<int(max=99999):number>")
@public
def version(slug: str, number: int) -> ResponseReturnValue:
    """One version of a policy. What was promised on a day stays readable."""
    return _page(queries.get_version(db.session, slug, number))


def _page(shown: "PolicyVersion") -> str:
    parts = {part: [clause for clause in shown.clauses if clause.part is part] for part in Part}
    columns = [_under_18(shown, parts[Part.GROUND]), _adults(shown, parts[Part.GROUND])]
    numbers = queries.list_numbers(db.session, shown.slug)
    return render_template("public/policies/show.html", version=shown, parts=parts, columns=columns, numbers=numbers)


def _under_18(shown: "PolicyVersion", grounds: Iterable["PolicyClause"]) -> Column:
    groups: dict[str, list[Ground]] = {Urgency.EMERGENCY: [], Urgency.NOT_URGENT: [], Because.LAW: []}
    for clause in grounds:
        if clause.ages & UNDER_18:
            groups[_kind(clause)].append(_ground(shown, clause, UNDER_18))
    return Column("under-18", groups)


def _adults(shown: "PolicyVersion", grounds: Iterable["PolicyClause"]) -> Column:
    groups: dict[str, list[Ground]] = {Urgency.EMERGENCY: [], Because.LAW: [], AgeBand.ADULT_AT_RISK: []}
    for clause in grounds:
        if AgeBand.ADULT in clause.ages:
            groups.setdefault(_kind(clause), []).append(_ground(shown, clause, {AgeBand.ADULT}))
        elif AgeBand.ADULT_AT_RISK in clause.ages:
            groups[AgeBand.ADULT_AT_RISK].append(_ground(shown, clause, {AgeBand.ADULT_AT_RISK}))
    return Column("18-or-over", groups)


def _kind(clause: "PolicyClause") -> str:
    return Because.LAW if clause.because is Because.LAW else str(clause.urgency)


def _ground(shown: "PolicyVersion", clause: "PolicyClause", ages: Iterable[AgeBand]) -> Ground:
    return Ground(
        clause=clause,
        who=[shown.recipients[name] for name in clause.tell],
        shares=clause.shares or shown.shares,
        life_risk_only=bool(clause.life_risk_only.intersection(ages)),
        only_under_16=clause.ages <= UNDER_16,
    )
