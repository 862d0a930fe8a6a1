"""The shelves of cases with an index for every list, counts that are kept, saved views and calendar feeds.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

NARROWED_BY = ("right", "owner_id", "status", "age_band", "channel")
ORDERS = ("sort_on", "received_on")
INDEXES = [
    *(("shelf", order, "id") for order in ORDERS),
    *(("shelf", narrowed, order, "id") for narrowed in NARROWED_BY for order in ORDERS),
]
OLD_INDEXES = [("status", "sort_on", "id"), ("owner_id", "sort_on", "id")]
SHELF = """
    UPDATE cases SET
        channel = (SELECT channel FROM requests WHERE requests.id = cases.request_id),
        shelf = CASE
            WHEN status = 'answered' THEN 'answered'
            WHEN status = 'withdrawn' THEN 'withdrawn'
            WHEN clock_state IN ('stopped', 'not-started') AND "right" <> 'complaint' THEN 'paused'
            ELSE 'running' END
"""
IS_OPEN = "status NOT IN ('answered', 'withdrawn')"
NEVER = "'9999-12-31'"
OWNER = {
    "sqlite": "coalesce(substr(owner_id, 1, 8) || '-' || substr(owner_id, 9, 4) || '-' || substr(owner_id, 13, 4)"
    " || '-' || substr(owner_id, 17, 4) || '-' || substr(owner_id, 21), 'nobody')",
    "postgresql": "coalesce(cast(owner_id AS text), 'nobody')",
}


def upgrade() -> None:
    """Add the columns, fill them, count what is there."""
    with op.batch_alter_table("cases") as table:
        table.add_column(
            sa.Column(
                "shelf",
                sa.String(length=40),
                nullable=False,
                server_default="running",
                comment="which lists it is on; follows from status and clock",
            )
        )
        table.add_column(
            sa.Column(
                "channel",
                sa.String(length=40),
                nullable=False,
                server_default="portal",
                comment="as the request: for lists",
            )
        )
        table.add_column(
            sa.Column("age_band", sa.String(length=40), nullable=True, comment="what staff know; empty: not known")
        )
    op.execute(SHELF)
    with op.batch_alter_table("cases") as table:
        table.alter_column("shelf", server_default=None)
        table.alter_column("channel", server_default=None)
        for columns in OLD_INDEXES:
            table.drop_index(_name(columns))
    for columns in INDEXES:
        op.create_index(_name(columns), "cases", list(columns))
    _add_tables()
    _count()


def downgrade() -> None:
    """Take them away."""
    for table_name in ("calendar_feeds", "saved_views", "case_tallies"):
        op.drop_table(table_name)
    for columns in INDEXES:
        op.drop_index(_name(columns), "cases")
    for columns in OLD_INDEXES:
        op.create_index(_name(columns), "cases", list(columns))
    with op.batch_alter_table("cases") as table:
        for column in ("age_band", "channel", "shelf"):
            table.drop_column(column)


def _add_tables() -> None:
    op.create_table(
        "case_tallies",
        sa.Column(
            "whose",
            sa.String(length=64),
            nullable=False,
            comment="all, nobody, a team's, or a worker's id",
        ),
        sa.Column("what", sa.String(length=20), nullable=False, comment="a shelf, a status, or to-acknowledge"),
        sa.Column("due_on", sa.Date(), nullable=False, comment="the end of days where it does not matter"),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("whose", "what", "due_on", name=op.f("pk_case_tallies")),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment="AES-256-GCM, under the row's data key"),
        sa.Column("filters", sa.JSON(), nullable=False, comment="codes and ids, as in the address of the list"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_saved_views_worker_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    op.create_index(op.f("ix_saved_views_worker_id"), "saved_views", ["worker_id"])
    op.create_table(
        "calendar_feeds",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of what stands in the address"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_calendar_feeds_worker_id_workers")),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )


def _count() -> None:
    """The same cells as the domain keeps; written out here, for the domain of later days is another."""
    owner = OWNER[op.get_bind().dialect.name]
    never = f"CAST({NEVER} AS DATE)" if op.get_bind().dialect.name == "postgresql" else NEVER
    day = f"CASE WHEN shelf = 'running' THEN sort_on ELSE {never} END"
    for whose in ("''", owner):
        op.execute(f"INSERT INTO case_tallies SELECT {whose}, shelf, {day}, count(*) FROM cases GROUP BY 1, 2, 3")  # noqa: S608  # our own columns, nothing typed
        op.execute(
            f"INSERT INTO case_tallies SELECT {whose}, status, {never}, count(*) FROM cases"  # noqa: S608  # our own columns, nothing typed
            f" WHERE {IS_OPEN} GROUP BY 1, 2, 3"
        )
    op.execute(
        f"INSERT INTO case_tallies SELECT '', 'to-acknowledge', {never}, count(*) FROM cases"  # noqa: S608  # our own columns, nothing typed
        f" WHERE {IS_OPEN} AND \"right\" = 'complaint' AND clock_state = 'running' HAVING count(*) > 0"
    )


def _name(columns: tuple[str, ...]) -> str:
    return f"ix_cases_{'_'.join(columns)}"
