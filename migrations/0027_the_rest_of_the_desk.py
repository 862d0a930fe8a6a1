"""Debriefs; what went wrong with the e-mail of a chaser; indexes for the list of e-mails that did not leave.

Revision ID: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

FAILED = {
    "flag_notices": ("ix_flag_notices_state_created_at_id", ["state", "created_at", "id"]),
    "worker_mails": ("ix_worker_mails_state_created_at_id", ["state", "created_at", "id"]),
}
DEBRIEFS = {
    "ix_debriefs_asked_on": ["asked_on"],
    "ix_debriefs_done_on_asked_on_id": ["done_on", "asked_on", "id"],
    "ix_debriefs_worker_id_done_on": ["worker_id", "done_on"],
}


def upgrade() -> None:
    """Add the column, the indexes and the table."""
    op.add_column(
        "case_tasks",
        sa.Column("mail_error", sa.String(80), nullable=True, comment="the name of a class, never a message"),
    )
    for table, (name, columns) in FAILED.items():
        op.create_index(name, table, columns)
    op.create_table(
        "debriefs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("wants_talk", sa.Boolean(), nullable=False, comment="no: they only left a note"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column(
            "submission",
            sa.String(64),
            nullable=False,
            comment="random id of the form: a second press finds it taken",
        ),
        sa.Column("key_id", sa.String(64), nullable=True, comment="of the note alone; gone when it is done"),
        sa.Column("note", sa.LargeBinary(), nullable=True, comment="sealed; empty once done"),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["done_by_id"], ["workers.id"], name="fk_debriefs_done_by_id_workers"),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name="fk_debriefs_worker_id_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_debriefs"),
    )
    for name, columns in DEBRIEFS.items():
        op.create_index(name, "debriefs", columns)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("debriefs")
    for table, (name, _) in FAILED.items():
        op.drop_index(name, table)
    with op.batch_alter_table("case_tasks") as table:
        table.drop_column("mail_error")
