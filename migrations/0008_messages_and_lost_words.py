"""Messages inside a request, a request that rests, words that were lost, complaints that were acknowledged.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the tables and the columns."""
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "resting_since",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="the person asked us to wait: nothing is released",
            )
        )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "acknowledged_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when the person was told that a complaint came",
            )
        )
        batch_op.add_column(sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_acknowledged_by_id_workers"), "workers", ["acknowledged_by_id"], ["id"]
        )
    op.create_table(
        "words_asks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("recognised", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="made, refused by the person, or asked anew",
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["workers.id"], name=op.f("fk_words_asks_asked_by_id_workers")),
        sa.ForeignKeyConstraint(["made_by_id"], ["workers.id"], name=op.f("fk_words_asks_made_by_id_workers")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_words_asks_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words_asks")),
    )
    op.create_index(op.f("ix_words_asks_request_id"), "words_asks", ["request_id"], unique=False)
    op.create_table(
        "request_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column(
            "case_id",
            sa.Uuid(),
            nullable=True,
            comment="the case whose answer it stands beside, or the complaint it opened",
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column(
            "part",
            sa.Integer(),
            nullable=True,
            comment="of the answer it stands beside; empty: the answer as a whole",
        ),
        sa.Column(
            "submission",
            sa.String(length=32),
            nullable=False,
            comment="random id of the form it came from: a second press of Send finds it taken",
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="AES-256-GCM, under the row's data key"),
        sa.Column("reasons", sa.LargeBinary(), nullable=True, comment="sealed JSON: what a complaint is about, coded"),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True, comment="the day on which the other side first saw it"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_request_messages_case_id_cases")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_messages_request_id_requests")),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_request_messages_worker_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_messages")),
        sa.UniqueConstraint("request_id", "submission", name=op.f("uq_request_messages_request_id")),
    )
    op.create_index(op.f("ix_request_messages_case_id"), "request_messages", ["case_id"], unique=False)
    op.create_index(
        "ix_request_messages_request_id_sent_at_id", "request_messages", ["request_id", "sent_at", "id"], unique=False
    )
    op.create_index(
        "ix_request_messages_sender_seen_on_request_id",
        "request_messages",
        ["sender", "seen_on", "request_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("request_messages")
    op.drop_table("words_asks")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_acknowledged_by_id_workers"), type_="foreignkey")
        batch_op.drop_column("acknowledged_by_id")
        batch_op.drop_column("acknowledged_at")
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_column("resting_since")
