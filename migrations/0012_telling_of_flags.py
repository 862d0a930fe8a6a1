"""E-mails to workers about flags.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "flag_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=80), nullable=True, comment="the name of a class, never a message"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["safeguarding_flags.id"], name=op.f("fk_flag_notices_flag_id_safeguarding_flags")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_flag_notices_worker_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_notices")),
        sa.UniqueConstraint("flag_id", "worker_id", "kind", name=op.f("uq_flag_notices_flag_id")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("flag_notices")
