"""Letters by kind and version, decisions and deeds of an answer, releases that wait, and the file of a complaint.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

MOMENT = sa.DateTime(timezone=True)
CODE = sa.String(length=40)


def worker(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """A column with the id of a worker."""
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def upgrade() -> None:
    """Add the columns and the tables."""
    with op.batch_alter_table("request_messages") as table:
        table.add_column(sa.Column("letter", CODE, nullable=True, comment="the kind of letter it is, if it is one"))
        table.add_column(sa.Column("letter_version", sa.Integer(), nullable=True))
    with op.batch_alter_table("answers") as table:
        for column in (
            sa.Column("letter_kind", CODE, nullable=True),
            sa.Column(
                "letter_version", sa.Integer(), nullable=True, comment="of the letter's text that it was begun from"
            ),
            sa.Column("press", sa.String(length=32), nullable=True, comment="random id of the release that waits"),
            sa.Column("pressed_by_id", sa.Uuid(), nullable=True),
            sa.Column("leaves_at", MOMENT, nullable=True, comment="until then a release can be taken back"),
            sa.Column("stopped", CODE, nullable=True),
            sa.Column("outcome", CODE, nullable=True),
            sa.Column("late", CODE, nullable=True),
            sa.Column("late_words", sa.LargeBinary(), nullable=True, comment="sealed: why it was late"),
            sa.Column("odd_hour", CODE, nullable=True),
        ):
            table.add_column(column)
        table.create_foreign_key("fk_answers_pressed_by_id_workers", "workers", ["pressed_by_id"], ["id"])
    op.create_table(
        "answer_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("decided", CODE, nullable=False),
        sa.Column(
            "content", sa.LargeBinary(), nullable=False, comment="sealed JSON: what, ground, words, kept until when"
        ),
        worker("decided_by_id"),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_answer_decisions_case_id_cases"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["workers.id"], name="fk_answer_decisions_decided_by_id_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_decisions"),
    )
    op.create_index("ix_answer_decisions_case_id", "answer_decisions", ["case_id"])
    op.create_table(
        "answer_deeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(length=80), nullable=False, comment="its id in the data map of the pack"),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=False,
            comment="sealed JSON: what the system is called, words for the person",
        ),
        worker("done_by_id"),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_answer_deeds_case_id_cases"),
        sa.ForeignKeyConstraint(["done_by_id"], ["workers.id"], name="fk_answer_deeds_done_by_id_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_deeds"),
    )
    op.create_index("ix_answer_deeds_case_id", "answer_deeds", ["case_id"])
    op.create_table(
        "answer_looks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        worker("worker_id"),
        sa.Column("seen", sa.LargeBinary(), nullable=False, comment="sealed: the frozen content, as last seen"),
        sa.Column("before", sa.LargeBinary(), nullable=True, comment="sealed: the other content seen before that"),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("before_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name="fk_answer_looks_answer_id_answers"),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name="fk_answer_looks_worker_id_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_looks"),
        sa.UniqueConstraint("answer_id", "worker_id", name="uq_answer_looks_answer_id"),
    )
    op.create_index("ix_answer_looks_answer_id", "answer_looks", ["answer_id"])
    op.create_table(
        "complaint_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("about_case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "about_worker_ids", sa.JSON(), nullable=False, comment="workers whom it names: none of them may judge it"
        ),
        sa.Column("told_at", MOMENT, nullable=True, comment="when the person was last told how it goes"),
        sa.Column("outcome", CODE, nullable=True),
        sa.Column("letter", sa.LargeBinary(), nullable=True, comment="sealed: the letter that tells the outcome"),
        sa.Column("boxes", sa.LargeBinary(), nullable=True, comment="sealed JSON: what its writer typed"),
        sa.Column("letter_version", sa.Integer(), nullable=True),
        worker("written_by_id", nullable=True),
        sa.Column("written_at", MOMENT, nullable=True),
        worker("decided_by_id", nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["about_case_id"], ["cases.id"], name="fk_complaint_files_about_case_id_cases"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_complaint_files_case_id_cases"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["workers.id"], name="fk_complaint_files_decided_by_id_workers"),
        sa.ForeignKeyConstraint(["written_by_id"], ["workers.id"], name="fk_complaint_files_written_by_id_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_files"),
        sa.UniqueConstraint("case_id", name="uq_complaint_files_case_id"),
    )


def downgrade() -> None:
    """Take them away."""
    for name in ("complaint_files", "answer_looks", "answer_deeds", "answer_decisions"):
        op.drop_table(name)
    with op.batch_alter_table("answers") as table:
        table.drop_constraint("fk_answers_pressed_by_id_workers", type_="foreignkey")
        for name in (
            "odd_hour", "late_words", "late", "outcome", "stopped", "leaves_at", "pressed_by_id", "press",
            "letter_version", "letter_kind",
        ):  # fmt: skip
            table.drop_column(name)
    with op.batch_alter_table("request_messages") as table:
        table.drop_column("letter_version")
        table.drop_column("letter")
