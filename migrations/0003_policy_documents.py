"""A PDF of every published version.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table. The next `pack load` promises a document for every version that has none."""
    op.create_table(
        "policy_documents",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["policy_versions.id"], name=op.f("fk_policy_documents_version_id_policy_versions")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_policy_documents")),
    )


def downgrade() -> None:
    """Take it away: every document can be made again."""
    op.drop_table("policy_documents")
