"""Answers that were corrected, drafts and wordings that went back, and rules that were carried over.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NONE = sa.text("'{}'")
STILL_RIGHT = "situations whose rules an editor carried over, each with a mark of what they rest on"


def upgrade() -> None:
    """Add the columns."""
    for name in ("policy_versions", "policy_drafts"):
        with op.batch_alter_table(name) as table:
            table.add_column(
                sa.Column("still_right", sa.JSON(), nullable=False, server_default=NONE, comment=STILL_RIGHT)
            )
        with op.batch_alter_table(name) as table:
            table.alter_column("still_right", server_default=None)
    with op.batch_alter_table("policy_drafts") as table:
        table.add_column(
            sa.Column("note", sa.Text(), nullable=True, comment="why it was sent back, until it is changed")
        )
    with op.batch_alter_table("policy_questions") as table:
        table.add_column(
            sa.Column(
                "corrected_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when the answer was last put right",
            )
        )
        table.add_column(
            sa.Column("note", sa.LargeBinary(), nullable=True, comment="sealed: why the wording was sent back")
        )


def downgrade() -> None:
    """Take them away."""
    for name, columns in {
        "policy_questions": ("note", "corrected_at"),
        "policy_drafts": ("note", "still_right"),
        "policy_versions": ("still_right",),
    }.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.drop_column(column)
