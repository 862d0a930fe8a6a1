"""Drafts of policies, as the editors' desk keeps them.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "policy_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False, comment="the number of the version it started from"),
        sa.Column("text", sa.Text(), nullable=False, comment="a file of the pack; it may have problems"),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False, comment="whoever changed the text last"),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["policies.slug"], name=op.f("fk_policy_drafts_slug_policies")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["workers.id"], name=op.f("fk_policy_drafts_updated_by_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_drafts")),
    )
    with op.batch_alter_table("policy_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_drafts_slug"), ["slug"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_table("policy_drafts")
