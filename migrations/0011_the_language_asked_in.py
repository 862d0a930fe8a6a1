"""The language in which somebody asked, so that texts and e-mails speak it.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ASKED_IN = "the language it was asked in: texts and e-mails speak it"


def upgrade() -> None:
    """Add the column; what was asked before was asked in English."""
    with op.batch_alter_table("requests") as table:
        table.add_column(sa.Column("language", sa.String(2), nullable=False, server_default="en", comment=ASKED_IN))
    with op.batch_alter_table("requests") as table:
        table.alter_column("language", server_default=None)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("requests") as table:
        table.drop_column("language")
