"""How often something was refused in a year, and why, as numbers alone.

Revision ID: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "said_no",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False, comment="in which they came"),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "why", name=op.f("pk_said_no")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("said_no")
