"""What happened to the clock of a case, each working out of its due date, and what workers said of bank holidays.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "clock_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="1, 2, 3 within the case: two workers at once cannot both be next",
        ),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False, comment="local date in the United Kingdom, as it was"),
        sa.Column("gate", sa.String(40), nullable=True),
        sa.Column(
            "about_id",
            sa.Uuid(),
            nullable=True,
            comment="the question that was answered, or the event that is taken back",
        ),
        sa.Column("reason", sa.String(80), nullable=True, comment="a code, or codes for an extension: a,b"),
        sa.Column("words", sa.LargeBinary(), nullable=True, comment="sealed under the request's data key"),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_clock_events_case_id_cases")),
        sa.ForeignKeyConstraint(["about_id"], ["clock_events.id"], name=op.f("fk_clock_events_about_id_clock_events")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["request_messages.id"], name=op.f("fk_clock_events_message_id_request_messages")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_clock_events_worker_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_events")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_clock_events_case_id")),
    )
    op.create_table(
        "calendar_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("day_is", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="about the day, never about a person"),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_do", sa.Integer(), nullable=False, comment="open cases to work out anew"),
        sa.Column("done", sa.Integer(), nullable=False, comment="how many of them are done"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["workers.id"], name=op.f("fk_calendar_changes_changed_by_id_workers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_changes")),
    )
    op.create_index(op.f("ix_calendar_changes_day"), "calendar_changes", ["day"])
    op.create_table(
        "clock_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("state_before", sa.String(20), nullable=True),
        sa.Column("state_after", sa.String(20), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column(
            "calendar",
            sa.String(80),
            nullable=False,
            comment="which lists of bank holidays it was worked out with",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_clock_runs_case_id_cases")),
        sa.ForeignKeyConstraint(["event_id"], ["clock_events.id"], name=op.f("fk_clock_runs_event_id_clock_events")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["calendar_changes.id"], name=op.f("fk_clock_runs_change_id_calendar_changes")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_clock_runs_worker_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_runs")),
    )
    op.create_index("ix_clock_runs_case_id_at", "clock_runs", ["case_id", "at"])
    op.create_index(op.f("ix_clock_runs_change_id"), "clock_runs", ["change_id"])


def downgrade() -> None:
    """Take them away."""
    for name in ("clock_runs", "calendar_changes", "clock_events"):
        op.drop_table(name)
