"""Questions about a rule, what was published of them, and search.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from portal.search import full_text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables, then what finds in them."""
    op.create_table(
        "policy_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False, comment="the policy"),
        sa.Column(
            "version_number", sa.Integer(), nullable=False, comment="the version that stood there when it was asked"
        ),
        sa.Column("clause", sa.String(length=80), nullable=True, comment="permanent id; empty: the policy as a whole"),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False, comment="AES-256-GCM, under the row's data key"),
        sa.Column("answer", sa.LargeBinary(), nullable=True, comment="sealed: what the person is told, nobody else"),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("wording", sa.LargeBinary(), nullable=True, comment="sealed JSON: question, answer, to be published"),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=True, comment="may not publish it"),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["workers.id"], name=op.f("fk_policy_questions_answered_by_id_workers")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["workers.id"], name=op.f("fk_policy_questions_drafted_by_id_workers")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_policy_questions_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_questions")),
        sa.UniqueConstraint("request_id", name=op.f("uq_policy_questions_request_id")),
    )
    op.create_index(
        "ix_policy_questions_state_received_at_id", "policy_questions", ["state", "received_at", "id"], unique=False
    )
    op.create_table(
        "published_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("clause", sa.String(length=80), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["workers.id"], name=op.f("fk_published_answers_published_by_id_workers")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["policy_questions.id"], name=op.f("fk_published_answers_question_id_policy_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_answers")),
    )
    op.create_index(
        "ix_published_answers_slug_published_at", "published_answers", ["slug", "published_at"], unique=False
    )
    op.create_index(op.f("ix_published_answers_question_id"), "published_answers", ["question_id"], unique=False)
    op.create_table(
        "search_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False, comment="what it is a copy of"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="plain words, one block a line"),
        sa.Column("address", sa.String(length=300), nullable=False, comment="path on this site"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_search_entries_kind")),
    )
    op.create_table(
        "search_words",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_words")),
    )
    full_text.create(op.get_bind())


def downgrade() -> None:
    """Take them away."""
    full_text.drop(op.get_bind())
    for table in ("search_words", "search_entries", "published_answers", "policy_questions"):
        op.drop_table(table)
