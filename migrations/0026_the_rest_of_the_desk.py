"""What went wrong with the e-mail of a chaser, and indexes for the list of e-mails that did not leave.

Revision ID: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0019"

FAILED = {
    "flag_notices": ("ix_flag_notices_state_created_at_id", ["state", "created_at", "id"]),
    "worker_mails": ("ix_worker_mails_state_created_at_id", ["state", "created_at", "id"]),
}


def upgrade() -> None:
    """Add the column and the indexes."""
    op.add_column(
        "case_tasks",
        sa.Column("mail_error", sa.String(80), nullable=True, comment="the name of a class, never a message"),
    )
    for table, (name, columns) in FAILED.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Take them away."""
    for table, (name, _) in FAILED.items():
        op.drop_index(name, table)
    with op.batch_alter_table("case_tasks") as table:
        table.drop_column("mail_error")
