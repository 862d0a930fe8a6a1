"""Counts of cases apart for each team, and an index for the cases of one team.

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

ORDERS = ("sort_on", "received_on")
IS_OPEN = "status NOT IN ('answered', 'withdrawn')"
TO_ACKNOWLEDGE = f"{IS_OPEN} AND \"right\" = 'complaint' AND clock_state = 'running'"
NEVER = "'9999-12-31'"
OWNER = {
    "sqlite": "coalesce(substr(owner_id, 1, 8) || '-' || substr(owner_id, 9, 4) || '-' || substr(owner_id, 13, 4)"
    " || '-' || substr(owner_id, 17, 4) || '-' || substr(owner_id, 21), 'nobody')",
    "postgresql": "coalesce(cast(owner_id AS text), 'nobody')",
}


def upgrade() -> None:
    """Count anew, with the team beside whose cases they are."""
    for order in ORDERS:
        op.create_index(f"ix_cases_shelf_team_{order}_id", "cases", ["shelf", "team", order, "id"])
    op.drop_table("case_tallies")
    _add_tallies(40, "all, nobody, or a worker's id", _team())
    _count("coalesce(team, '')")


def downgrade() -> None:
    """Count anew without teams."""
    for order in ORDERS:
        op.drop_index(f"ix_cases_shelf_team_{order}_id", "cases")
    op.drop_table("case_tallies")
    _add_tallies(64, "all, nobody, a team's, or a worker's id")
    _count()


def _add_tallies(length: int, whose: str, *team: sa.Column) -> None:
    op.create_table(
        "case_tallies",
        sa.Column("whose", sa.String(length=length), nullable=False, comment=whose),
        *team,
        sa.Column("what", sa.String(length=20), nullable=False, comment="a shelf, a status, or to-acknowledge"),
        sa.Column("due_on", sa.Date(), nullable=False, comment="the end of days where it does not matter"),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "whose", *(column.name for column in team), "what", "due_on", name=op.f("pk_case_tallies")
        ),
    )


def _team() -> sa.Column:
    return sa.Column("team", sa.String(length=40), nullable=False, comment="of which team the cases are, or of none")


def _count(*team: str) -> None:
    """The cells as the domain kept them at this revision; written out, for the domain of later days is another."""
    never = f"CAST({NEVER} AS DATE)" if op.get_bind().dialect.name == "postgresql" else NEVER
    day = f"CASE WHEN shelf = 'running' THEN sort_on ELSE {never} END"
    for whose in ("''", OWNER[op.get_bind().dialect.name]):
        cell = ", ".join((whose, *team))
        for what, due_on, which in (
            ("shelf", day, "1 = 1"),
            ("status", never, IS_OPEN),
            ("'to-acknowledge'", never, TO_ACKNOWLEDGE),
        ):
            if what == "'to-acknowledge'" and not team and whose != "''":
                continue  # before this revision only everybody's were counted
            groups = ", ".join(str(number) for number in range(1, len(team) + 4))
            op.execute(
                f"INSERT INTO case_tallies SELECT {cell}, {what}, {due_on}, count(*) FROM cases"  # noqa: S608  # our own columns, nothing typed
                f" WHERE {which} GROUP BY {groups}"
            )
