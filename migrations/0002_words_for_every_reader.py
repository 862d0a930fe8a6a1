"""Words for every reader, and the file a version came from.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT, LIST, NAMES = sa.text("''"), sa.text("'[]'"), sa.text("'{}'")


def upgrade() -> None:
    """Add the columns."""
    # What was published before keeps its words: it had one text for everybody, no list of pieces, and no file.
    with op.batch_alter_table("policy_versions") as table:
        table.add_column(
            sa.Column("review_on", sa.Date(), nullable=True, comment="the day by which it was to be looked at again")
        )
        table.add_column(
            sa.Column(
                "details", sa.JSON(), nullable=False, server_default=LIST, comment="what we would share, piece by piece"
            )
        )
        table.add_column(
            sa.Column(
                "text", sa.Text(), nullable=False, server_default=TEXT, comment="the file of the pack, byte for byte"
            )
        )
    with op.batch_alter_table("clauses") as table:
        table.add_column(
            sa.Column(
                "under",
                sa.String(length=80),
                nullable=True,
                comment="permanent id of a wider ground that holds this one",
            )
        )
        table.add_column(
            sa.Column(
                "readings",
                sa.JSON(),
                nullable=False,
                server_default=NAMES,
                comment="reader to Markdown, where the words differ",
            )
        )
    with op.batch_alter_table("policy_versions") as table:
        table.alter_column("details", server_default=None)
        table.alter_column("text", server_default=None)
    with op.batch_alter_table("clauses") as table:
        table.alter_column("readings", server_default=None)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("clauses") as table:
        table.drop_column("readings")
        table.drop_column("under")
    with op.batch_alter_table("policy_versions") as table:
        table.drop_column("text")
        table.drop_column("details")
        table.drop_column("review_on")
