"""Whether somebody who asks for a young person may do so.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the decision and its reason."""
    with op.batch_alter_table("requests") as batch_op:
        batch_op.add_column(
            sa.Column("authority", sa.String(length=40), nullable=True, comment="empty: not decided, or not needed")
        )
        batch_op.add_column(
            sa.Column("authority_words", sa.LargeBinary(), nullable=True, comment="sealed: what the decision rests on")
        )


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("requests") as batch_op:
        batch_op.drop_column("authority_words")
        batch_op.drop_column("authority")
