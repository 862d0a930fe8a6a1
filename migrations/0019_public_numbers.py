"""The public numbers of a year, frozen, and their PDF.

Revision ID: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "numbers_years",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False, comment="1, and one more for each correction"),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column(
            "people_helped",
            sa.Integer(),
            nullable=False,
            comment="as the organisation counts them itself, to the nearest 100",
        ),
        sa.Column("figures", sa.JSON(), nullable=False, comment="rounded and suppressed; no count from 1 to 7"),
        sa.Column("figures_sha256", sa.String(length=64), nullable=False),
        sa.Column("correction", sa.Text(), nullable=True, comment="public words: what was wrong before"),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["workers.id"], name="fk_numbers_years_prepared_by_id_workers"),
        sa.ForeignKeyConstraint(["published_by_id"], ["workers.id"], name="fk_numbers_years_published_by_id_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_numbers_years"),
        sa.UniqueConstraint("year", "edition", name="uq_numbers_years_year"),
    )
    op.create_table(
        "numbers_documents",
        sa.Column("numbers_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["numbers_id"], ["numbers_years.id"], name="fk_numbers_documents_numbers_id_numbers_years"
        ),
        sa.PrimaryKeyConstraint("numbers_id", name="pk_numbers_documents"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("numbers_documents")
    op.drop_table("numbers_years")
