"""Flags on requests in which words of danger were found.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "safeguarding_flags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "look_by",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="the charity's promise to itself; the person is never told",
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True, comment="when a worker first opened it"),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True, comment="sealed under the request's key: what was done"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["workers.id"], name=op.f("fk_safeguarding_flags_closed_by_id_workers")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_safeguarding_flags_request_id_requests")
        ),
        sa.ForeignKeyConstraint(["seen_by_id"], ["workers.id"], name=op.f("fk_safeguarding_flags_seen_by_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_flags")),
    )
    with op.batch_alter_table("safeguarding_flags", schema=None) as batch_op:
        batch_op.create_index(
            "ix_safeguarding_flags_closed_at_look_by_id", ["closed_at", "look_by", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_safeguarding_flags_request_id"), ["request_id"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_table("safeguarding_flags")
