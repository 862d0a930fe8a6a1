"""The work on a case: teams, who is kept out, broken glass, notes, tasks, links, hand-overs, topics and care.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

WORKER, CASE, REQUEST = "workers.id", "cases.id", "requests.id"
TABLES = (
    "hard_looks", "worker_care", "request_topics", "hand_overs", "case_links", "case_tasks", "case_notes",
    "broken_glass", "conflicts",
)  # fmt: skip


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _to(name: str, _target: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable, comment=comment)


def _moment(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def _code(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.String(length=40), nullable=nullable, comment=comment)


def _keys(table: str, **columns: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}_{target.split('.')[0]}"))
        for name, target in columns.items()
    ]


def _primary(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}"))


SUBMISSION = "random id of the form: a second press finds it taken"
SEALED = "AES-256-GCM, under the row's data key"


def upgrade() -> None:
    """Add the columns and the tables."""
    for table, comment in (
        ("workers", "a code; empty where an organisation has no teams"),
        ("cases", "code of the team whose case it is; empty: of all"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.add_column(_code("team", nullable=True, comment=comment))
    _access()
    _work()
    _care()


def _access() -> None:
    op.create_table(
        "conflicts",
        _id(),
        _to("request_id", REQUEST),
        _to("worker_id", WORKER),
        _to("said_by_id", WORKER),
        _moment("said_at"),
        _moment("lifted_at", nullable=True),
        _to("lifted_by_id", WORKER, nullable=True),
        *_keys("conflicts", request_id=REQUEST, worker_id=WORKER, said_by_id=WORKER, lifted_by_id=WORKER),
        _primary("conflicts", "id"),
    )
    op.create_index("ix_conflicts_worker_id_request_id", "conflicts", ["worker_id", "request_id"])
    op.create_index(op.f("ix_conflicts_request_id"), "conflicts", ["request_id"])
    op.create_table(
        "broken_glass",
        _id(),
        _to("case_id", CASE),
        _to("worker_id", WORKER),
        sa.Column("reason", sa.LargeBinary(), nullable=False, comment=SEALED),
        _moment("broken_at"),
        _moment("until"),
        _moment("reviewed_at", nullable=True),
        _to("reviewed_by_id", WORKER, nullable=True),
        _code("looked", nullable=True, comment="what came of the review"),
        *_keys("broken_glass", case_id=CASE, worker_id=WORKER, reviewed_by_id=WORKER),
        _primary("broken_glass", "id"),
    )
    op.create_index("ix_broken_glass_worker_id_case_id", "broken_glass", ["worker_id", "case_id"])
    op.create_index(op.f("ix_broken_glass_reviewed_at"), "broken_glass", ["reviewed_at"])


def _work() -> None:
    op.create_table(
        "case_notes",
        _id(),
        _to("case_id", CASE),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True, comment="sealed; empty once erased"),
        _to("author_id", WORKER),
        _moment("written_at"),
        sa.Column("hands_over", sa.Boolean(), nullable=False, comment="written for whoever has the case next"),
        sa.Column("submission", sa.String(length=64), nullable=False, comment=SUBMISSION),
        _moment("erased_at", nullable=True),
        _to("erased_by_id", WORKER, nullable=True),
        _code("erased_why", nullable=True),
        *_keys("case_notes", case_id=CASE, author_id=WORKER, erased_by_id=WORKER),
        _primary("case_notes", "id"),
        sa.UniqueConstraint("case_id", "submission", name=op.f("uq_case_notes_case_id")),
    )
    op.create_index("ix_case_notes_case_id_written_at", "case_notes", ["case_id", "written_at"])
    op.create_table(
        "case_tasks",
        _id(),
        _to("case_id", CASE),
        sa.Column("what", sa.LargeBinary(), nullable=False, comment=SEALED),
        _to("worker_id", WORKER, nullable=True, comment="who is asked, at the desk"),
        sa.Column("whom", sa.LargeBinary(), nullable=True, comment="sealed: who is asked, when not at the desk"),
        sa.Column("due_on", sa.Date(), nullable=False),
        _code("state"),
        _to("asked_by_id", WORKER),
        _moment("asked_at"),
        sa.Column("chased_on", sa.Date(), nullable=True, comment="when it was last chased"),
        _moment("mailed_at", nullable=True, comment="when an e-mail about it was claimed: at most one"),
        _moment("closed_at", nullable=True),
        sa.Column("submission", sa.String(length=64), nullable=False, comment=SUBMISSION),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("case_tasks", case_id=CASE, worker_id=WORKER, asked_by_id=WORKER),
        _primary("case_tasks", "id"),
        sa.UniqueConstraint("case_id", "submission", name=op.f("uq_case_tasks_case_id")),
    )
    op.create_index("ix_case_tasks_case_id_due_on", "case_tasks", ["case_id", "due_on"])
    op.create_index("ix_case_tasks_state_due_on", "case_tasks", ["state", "due_on"])
    op.create_table(
        "case_links",
        _id(),
        _to("case_id", CASE),
        _to("other_id", CASE),
        _code("reason"),
        _to("linked_by_id", WORKER),
        _moment("linked_at"),
        _moment("unlinked_at", nullable=True),
        _to("unlinked_by_id", WORKER, nullable=True),
        _code("unlinked_why", nullable=True),
        *_keys("case_links", case_id=CASE, other_id=CASE, linked_by_id=WORKER, unlinked_by_id=WORKER),
        _primary("case_links", "id"),
    )
    op.create_index(op.f("ix_case_links_case_id"), "case_links", ["case_id"])
    op.create_index(op.f("ix_case_links_other_id"), "case_links", ["other_id"])
    op.create_table(
        "hand_overs",
        _id(),
        _to("case_id", CASE),
        _to("from_id", WORKER, nullable=True),
        _to("to_id", WORKER, nullable=True, comment="empty: to all"),
        _to("by_id", WORKER),
        _moment("at"),
        *_keys("hand_overs", case_id=CASE, from_id=WORKER, to_id=WORKER, by_id=WORKER),
        _primary("hand_overs", "id"),
    )
    op.create_index("ix_hand_overs_case_id_at", "hand_overs", ["case_id", "at"])


def _care() -> None:
    op.create_table(
        "request_topics",
        _to("request_id", REQUEST),
        _code("topic"),
        *_keys("request_topics", request_id=REQUEST),
        _primary("request_topics", "request_id", "topic"),
    )
    op.create_table(
        "worker_care",
        _to("worker_id", WORKER),
        sa.Column(
            "open_topics", sa.JSON(), nullable=False, comment="topics whose words need not be folded; none at first"
        ),
        sa.Column("cap", sa.Integer(), nullable=False),
        *_keys("worker_care", worker_id=WORKER),
        _primary("worker_care", "worker_id"),
    )
    op.create_table(
        "hard_looks",
        _to("worker_id", WORKER),
        sa.Column("day", sa.Date(), nullable=False),
        _to("case_id", CASE),
        *_keys("hard_looks", worker_id=WORKER, case_id=CASE),
        _primary("hard_looks", "worker_id", "day", "case_id"),
    )
    op.create_index(op.f("ix_hard_looks_day"), "hard_looks", ["day"])


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_table(table)
    for table in ("cases", "workers"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("team")
