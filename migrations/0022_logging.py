"""Entries of the register while they are written, and what becomes of them afterwards.

Revision ID: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

MOMENT = sa.DateTime(timezone=True)
WORKERS, DISCLOSURES = "workers.id", "disclosures.id"
FORM = "random id of the form"


def upgrade() -> None:
    """Add the columns and the tables, and say who wrote down what is there already."""
    with op.batch_alter_table("disclosures") as batch:
        batch.add_column(
            sa.Column("logged_by_id", sa.Uuid(), nullable=True, comment="who wrote it down; not always who decided")
        )
        batch.add_column(
            sa.Column(
                "on_consent", sa.Boolean(), nullable=True,
                comment="was the data collected on consent (Art 8A(4) UK GDPR)",
            )
        )  # fmt: skip
        batch.add_column(_words("protect", "other people whose identity has to stay out of answers"))
        batch.add_column(_words("copy_at", "where the exact copy of what was told lies"))
        batch.create_foreign_key("fk_disclosures_logged_by_id_workers", "workers", ["logged_by_id"], ["id"])
    op.execute("UPDATE disclosures SET logged_by_id = decided_by_id")
    with op.batch_alter_table("disclosure_recipients") as batch:
        batch.add_column(_words("contact", "how they are reached"))
    with op.batch_alter_table("disclosure_corrections") as batch:
        batch.add_column(_words("proof", "what proves that it was sent"))
        batch.add_column(sa.Column("recorded_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("submission", sa.String(length=64), nullable=True, comment=FORM))
        batch.create_unique_constraint("uq_disclosure_corrections_submission", ["submission"])
    _drafts()
    _afterwards()


def _drafts() -> None:
    op.create_table(
        "disclosure_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column(
            "submission", sa.String(length=64), nullable=False,
            comment="random id of the first form: a second press finds it taken",
        ),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("touched_at", MOMENT, nullable=False),
        _words("answers", "what was answered, step by step", nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], [WORKERS], name="fk_disclosure_drafts_worker_id_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure_drafts"),
        sa.UniqueConstraint("submission", name="uq_disclosure_drafts_submission"),
    )  # fmt: skip
    op.create_index("ix_disclosure_drafts_worker_id_touched_at", "disclosure_drafts", ["worker_id", "touched_at"])


def _afterwards() -> None:
    _of_an_entry(
        "disclosure_feedback",
        {"noted_by_id": WORKERS},
        sa.Column("feedback", sa.String(length=40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        _words("words", "what they told us"),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=True, comment=FORM),
    )
    _of_an_entry(
        "disclosure_amendments",
        {"amended_by_id": WORKERS},
        sa.Column("part", sa.String(length=40), nullable=False, comment="which part of the entry, a code"),
        sa.Column("part_id", sa.Uuid(), nullable=True, comment="the recipient, the piece or the identifier"),
        _words("was", "what stood there", nullable=False),
        _words("now", "what stands there since", nullable=False),
        _words("why", "what was wrong", nullable=False),
        sa.Column("amended_by_id", sa.Uuid(), nullable=False),
        sa.Column("amended_at", MOMENT, nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False, comment=FORM),
    )
    _of_an_entry(
        "disclosure_attachments",
        {"added_by_id": WORKERS, "removed_by_id": WORKERS},
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="what the content is, by its own bytes"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "stored", sa.String(length=40), nullable=True, comment="name in the file store; empty once taken away"
        ),
        sa.Column("label", sa.LargeBinary(), nullable=True, comment="sealed: what it is; empty once taken away"),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=False, comment=FORM),
    )


def _words(name: str, comment: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable, comment=f"sealed: {comment}")


def _of_an_entry(table: str, others: dict[str, str], *columns: sa.Column) -> None:
    """A table of rows that belong to an entry: its id, the entry, what else there is, and one press makes one row."""
    keys = {"disclosure_id": DISCLOSURES, **others}
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        *columns,
        *(
            sa.ForeignKeyConstraint([name], [target], name=f"fk_{table}_{name}_{target.split('.')[0]}")
            for name, target in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("submission", name=f"uq_{table}_submission"),
    )
    op.create_index(f"ix_{table}_disclosure_id", table, ["disclosure_id"])


def downgrade() -> None:
    """Take them away."""
    for table in ("disclosure_attachments", "disclosure_amendments", "disclosure_feedback", "disclosure_drafts"):
        op.drop_table(table)
    with op.batch_alter_table("disclosure_corrections") as batch:
        batch.drop_constraint("uq_disclosure_corrections_submission", type_="unique")
        for name in ("submission", "recorded_at", "proof"):
            batch.drop_column(name)
    with op.batch_alter_table("disclosure_recipients") as batch:
        batch.drop_column("contact")
    with op.batch_alter_table("disclosures") as batch:
        batch.drop_constraint("fk_disclosures_logged_by_id_workers", type_="foreignkey")
        for name in ("copy_at", "protect", "on_consent", "logged_by_id"):
            batch.drop_column(name)
