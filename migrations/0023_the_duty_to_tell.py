"""The duty to tell: where it stands for each entry, its steps, and the answers a lead looks at before they leave.

What was logged before this begins as one person said it: a "not yet" waits for its second signature, and an entry the
person must not be told of is a proposed lock, hidden as it was.

Revision ID: 0023
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

MOMENT = sa.DateTime(timezone=True)
WORKERS, ENTRIES = "workers.id", "disclosures.id"
PAIRED = "paired with the ban on tipping off (Terrorism Act 2000 s.39)"
BEGINS = {
    "before": "told-before",
    "after": "told-after",
    "not-yet": "unsigned",
    "must-not-be-told": "lock-proposed",
}
WAITS = {"unsigned", "lock-proposed"}


def _code(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.String(length=40), nullable=nullable, comment=comment)


def _to(table: str, name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}_{target.removesuffix('.id')}"))


def upgrade() -> None:
    """Make the tables, then open the duty of every entry that is there."""
    _duties()
    _steps()
    op.create_table(
        "answer_holds",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("press", sa.String(length=32), nullable=False, comment="random id of the release that is held"),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("let_go_at", MOMENT, nullable=True),
        sa.Column("let_go_by_id", sa.Uuid(), nullable=True),
        _to("answer_holds", "case_id", "cases.id"),
        _to("answer_holds", "let_go_by_id", WORKERS),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_answer_holds")),
    )
    op.create_index("ix_answer_holds_let_go_at_since", "answer_holds", ["let_go_at", "since"])
    _begin()


def _duties() -> None:
    op.create_table(
        "disclosure_duties",
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        _code("state"),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True, comment="whoever asked for what a second person decides"),
        _code("exemption", nullable=True, comment="of a lock, also a proposed one"),
        sa.Column("tipping_off", sa.Boolean(), nullable=False, comment=PAIRED),
        sa.Column("opinion_on", sa.Date(), nullable=True, comment="day of the health professional's opinion"),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("disclosure_duties", "disclosure_id", ENTRIES),
        _to("disclosure_duties", "proposed_by_id", WORKERS),
        sa.PrimaryKeyConstraint("disclosure_id", name=op.f("pk_disclosure_duties")),
    )
    op.create_index(
        "ix_disclosure_duties_state_since_disclosure_id", "disclosure_duties", ["state", "since", "disclosure_id"]
    )
    op.create_index("ix_disclosure_duties_state_review_on", "disclosure_duties", ["state", "review_on"])


def _steps() -> None:
    op.create_table(
        "disclosure_tellings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="its place among the steps of the entry"),
        _code("action"),
        _code("state", comment="where it led"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True, comment="sealed: why"),
        sa.Column("review_on", sa.Date(), nullable=True),
        _code("exemption", nullable=True),
        sa.Column("tipping_off", sa.Boolean(), nullable=False),
        sa.Column("opinion_on", sa.Date(), nullable=True),
        _code("how", nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True, comment="the message in which they read it"),
        _to("disclosure_tellings", "disclosure_id", ENTRIES),
        _to("disclosure_tellings", "by_id", WORKERS),
        _to("disclosure_tellings", "message_id", "request_messages.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_tellings")),
        sa.UniqueConstraint("disclosure_id", "number", name=op.f("uq_disclosure_tellings_disclosure_id")),
    )


def _begin() -> None:
    entries = sa.table(
        "disclosures", sa.column("id", sa.Uuid()), sa.column("told", sa.String()), sa.column("told_at", MOMENT),
        sa.column("recorded_at", MOMENT), sa.column("review_on", sa.Date()), sa.column("decided_by_id", sa.Uuid()),
    )  # fmt: skip
    duties = sa.table(
        "disclosure_duties", sa.column("disclosure_id", sa.Uuid()), sa.column("state", sa.String()),
        sa.column("since", MOMENT), sa.column("review_on", sa.Date()), sa.column("proposed_by_id", sa.Uuid()),
        sa.column("tipping_off", sa.Boolean()), sa.column("version", sa.Integer()),
    )  # fmt: skip
    steps = sa.table(
        "disclosure_tellings", sa.column("id", sa.Uuid()), sa.column("disclosure_id", sa.Uuid()),
        sa.column("number", sa.Integer()), sa.column("action", sa.String()), sa.column("state", sa.String()),
        sa.column("at", MOMENT), sa.column("by_id", sa.Uuid()), sa.column("review_on", sa.Date()),
        sa.column("tipping_off", sa.Boolean()), sa.column("told_at", MOMENT),
    )  # fmt: skip
    connection = op.get_bind()
    rows = connection.execute(sa.select(entries)).all()
    states = {row.id: BEGINS[row.told] for row in rows}
    if rows:
        connection.execute(sa.insert(duties), [_duty(row, states[row.id]) for row in rows])
        connection.execute(sa.insert(steps), [_step(row, states[row.id]) for row in rows])


def _duty(row: sa.Row, state: str) -> dict[str, object]:
    waits = state in WAITS
    return {
        "disclosure_id": row.id, "state": state, "since": row.recorded_at, "tipping_off": False, "version": 1,
        "review_on": row.review_on if waits else None, "proposed_by_id": row.decided_by_id if waits else None,
    }  # fmt: skip


def _step(row: sa.Row, state: str) -> dict[str, object]:
    return {
        "id": uuid.uuid4(), "disclosure_id": row.id, "number": 1, "action": "telling:begun", "state": state,
        "at": row.recorded_at, "by_id": row.decided_by_id, "review_on": row.review_on, "tipping_off": False,
        "told_at": row.told_at,
    }  # fmt: skip


def downgrade() -> None:
    """Take them away. What the entries themselves say stays as it is, but for a word that did not exist before."""
    op.execute("UPDATE disclosures SET told = 'not-yet' WHERE told = 'no-way-to-reach'")
    for name in ("answer_holds", "disclosure_tellings", "disclosure_duties"):
        op.drop_table(name)
