"""Who it is: checks and their steps, notes on understanding, handles that workers linked.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

SEALED = "AES-256-GCM, under the row's data key"


def upgrade() -> None:
    """Add the tables and the columns."""
    with op.batch_alter_table("identifiers") as table:
        table.add_column(
            sa.Column(
                "linked_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="by a worker; empty: the person gave it",
            )
        )
        table.add_column(sa.Column("linked_by_id", sa.Uuid(), nullable=True))
        table.add_column(
            sa.Column("linked_why", sa.LargeBinary(), nullable=True, comment="sealed: how we know that it is theirs")
        )
        table.create_foreign_key(table.f("fk_identifiers_linked_by_id_workers"), "workers", ["linked_by_id"], ["id"])
    op.create_table(
        "identity_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="of the request's checks: two begun at once are one"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("confidence", sa.String(length=40), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True, comment="sealed with the request: why it was decided so"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "evidence_key_id", sa.String(length=64), nullable=True, comment="of what they told, and of nothing else"
        ),
        sa.Column("evidence_until", sa.DateTime(timezone=True), nullable=True, comment="the key is destroyed then"),
        sa.Column("evidence_gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["workers.id"], name=op.f("fk_identity_checks_decided_by_id_workers")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["workers.id"], name=op.f("fk_identity_checks_opened_by_id_workers")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_identity_checks_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_checks")),
        sa.UniqueConstraint("request_id", "number", name=op.f("uq_identity_checks_request_id")),
    )
    op.create_index(op.f("ix_identity_checks_request_id"), "identity_checks", ["request_id"], unique=False)
    op.create_index(op.f("ix_identity_checks_evidence_until"), "identity_checks", ["evidence_until"], unique=False)
    op.create_table(
        "identity_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True, comment="empty on the lowest rung"),
        sa.Column("reason_words", sa.LargeBinary(), nullable=True, comment="sealed with the request"),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=True, comment="a document: whether a second worker said yes"),
        sa.Column("allowed_by_id", sa.Uuid(), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_by_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("code_word", sa.String(length=40), nullable=True),
        sa.Column("seen_by_others", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False, comment="pairs of a kind and whether it fitted"),
        sa.Column("paper", sa.String(length=40), nullable=True),
        sa.Column("seen", sa.String(length=40), nullable=True),
        sa.Column("fits", sa.Boolean(), nullable=True),
        sa.Column(
            "evidence",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed under the check's own key: what they told",
        ),
        sa.ForeignKeyConstraint(
            ["allowed_by_id"], ["workers.id"], name=op.f("fk_identity_steps_allowed_by_id_workers")
        ),
        sa.ForeignKeyConstraint(["begun_by_id"], ["workers.id"], name=op.f("fk_identity_steps_begun_by_id_workers")),
        sa.ForeignKeyConstraint(
            ["check_id"], ["identity_checks.id"], name=op.f("fk_identity_steps_check_id_identity_checks")
        ),
        sa.ForeignKeyConstraint(["shown_by_id"], ["workers.id"], name=op.f("fk_identity_steps_shown_by_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_steps")),
        sa.UniqueConstraint("check_id", "number", name=op.f("uq_identity_steps_check_id")),
    )
    op.create_index(op.f("ix_identity_steps_check_id"), "identity_steps", ["check_id"], unique=False)
    op.create_table(
        "capacity_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("view", sa.String(length=40), nullable=False),
        sa.Column("considered", sa.JSON(), nullable=False, comment="codes"),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment=SEALED),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by_id"], ["workers.id"], name=op.f("fk_capacity_notes_noted_by_id_workers")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_capacity_notes_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_notes")),
    )
    op.create_index(op.f("ix_capacity_notes_request_id"), "capacity_notes", ["request_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("capacity_notes")
    op.drop_table("identity_steps")
    op.drop_table("identity_checks")
    with op.batch_alter_table("identifiers") as table:
        table.drop_constraint(table.f("fk_identifiers_linked_by_id_workers"), type_="foreignkey")
        table.drop_column("linked_why")
        table.drop_column("linked_by_id")
        table.drop_column("linked_at")
