"""Shares of many at once, who is in them, who opted out; and who was told of a change (Art 19).

Revision ID: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

MOMENT = sa.DateTime(timezone=True)
WORKER, SET, CASE = "workers.id", "share_sets.id", "cases.id"
BLIND = "HMAC of a normalised identifier"
TABLES = (
    "recipient_notices", "share_matches", "share_opt_out_handles", "share_opt_outs", "share_handles", "share_members",
    "share_sets",
)  # fmt: skip


def _id(name: str = "id", *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _code(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def _day(name: str, comment: str | None = None, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable, comment=comment)


def _sealed(name: str, comment: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable, comment=f"sealed: {comment}")


def _keys(table: str, **columns: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}_{target.split('.')[0]}"))
        for name, target in columns.items()
    ] + [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _index(table: str, *names: str) -> None:
    for name in names:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def upgrade() -> None:
    """Make the tables."""
    _sets()
    _members()
    _opt_outs()
    _matches()
    _notices()


def _sets() -> None:
    op.create_table(
        "share_sets",
        _id(),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False, comment="random id of the form it came from"),
        *(_code(name) for name in ("kind", "form", "receiver", "basis", "state")),
        sa.Column("is_locked", sa.Boolean(), nullable=False, comment="the people in it must not be told"),
        _day("review_on"),
        _id("begun_by_id"),
        sa.Column("begun_at", MOMENT, nullable=False),
        _id("proposed_by_id", nullable=True),
        _id("closed_by_id", nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        _day("shared_on", "the day on which it went out"),
        sa.Column(
            "hand_ids", sa.JSON(), nullable=False, comment="every worker who changed it: none may be its second person"
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        _sealed("receiver_name", "who gets it", nullable=False),
        _sealed("what", "what they get, in words for whoever is in it", nullable=False),
        _sealed("why", "why, in words for whoever is in it", nullable=False),
        _sealed("locked_why", "why the people in it must not be told"),
        *_keys("share_sets", begun_by_id=WORKER, proposed_by_id=WORKER, closed_by_id=WORKER),
        sa.UniqueConstraint("number", name=op.f("uq_share_sets_number")),
        sa.UniqueConstraint("submission", name=op.f("uq_share_sets_submission")),
    )
    op.create_index("ix_share_sets_begun_at_id", "share_sets", ["begun_at", "id"])
    _index("share_sets", "state")


def _members() -> None:
    op.create_table(
        "share_members",
        _id(),
        _id("set_id"),
        _sealed("known_as", "what the receiver knows them by: a code, or a name in a named set"),
        _day("late_told_on", "when the receiver was told of an opt-out that came late"),
        _id("late_told_by_id", nullable=True),
        *_keys("share_members", set_id=SET, late_told_by_id=WORKER),
    )
    _index("share_members", "set_id")
    op.create_table(
        "share_handles",
        _id(),
        _id("member_id"),
        _code("kind"),
        sa.Column("blind_index", sa.String(length=64), nullable=False, comment=BLIND),
        *_keys("share_handles", member_id="share_members.id"),
        sa.UniqueConstraint("member_id", "blind_index", name=op.f("uq_share_handles_member_id")),
    )
    _index("share_handles", "member_id", "blind_index")


def _opt_outs() -> None:
    op.create_table(
        "share_opt_outs",
        _id(),
        _code("kind"),
        _code("source"),
        sa.Column(
            "source_index", sa.String(length=64), nullable=True,
            comment="blind index of the case it came from, which a copy cannot look up",
        ),
        _day("noted_on", nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=True, comment="empty: by the portal"),
        _day("lifted_on"),
        _id("lifted_by_id", nullable=True),
        _code("lifted_why", nullable=True),
        *_keys("share_opt_outs", noted_by_id=WORKER, lifted_by_id=WORKER),
    )  # fmt: skip
    _index("share_opt_outs", "source_index")
    op.create_table(
        "share_opt_out_handles",
        _id(),
        _id("opt_out_id"),
        sa.Column("blind_index", sa.String(length=64), nullable=False, comment=BLIND),
        *_keys("share_opt_out_handles", opt_out_id="share_opt_outs.id"),
        sa.UniqueConstraint("opt_out_id", "blind_index", name=op.f("uq_share_opt_out_handles_opt_out_id")),
    )
    _index("share_opt_out_handles", "opt_out_id", "blind_index")


def _matches() -> None:
    op.create_table(
        "share_matches",
        _id(),
        _id("case_id"),
        _id("set_id"),
        _code("decision"),
        sa.Column(
            "decider_ids", sa.JSON(), nullable=False, comment="everybody who ever decided: none of them may approve"
        ),
        sa.Column("decided_at", MOMENT, nullable=False),
        *_keys("share_matches", case_id=CASE, set_id=SET),
        sa.UniqueConstraint("case_id", "set_id", name=op.f("uq_share_matches_case_id")),
    )
    _index("share_matches", "case_id", "set_id")


def _notices() -> None:
    op.create_table(
        "recipient_notices",
        _id(),
        _id("case_id"),
        _id("recipient_id", nullable=True),
        _id("set_id", nullable=True),
        _code("state"),
        sa.Column("opened_at", MOMENT, nullable=False),
        _code("way", nullable=True),
        _day("sent_on"),
        _code("not_told", nullable=True),
        _id("done_by_id", nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("proof_name", sa.String(length=64), nullable=True, comment="sealed file in the file store"),
        _code("proof_kind", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _sealed("words", "what they were told"),
        _sealed("proof", "a reference that proves it"),
        _sealed("why", "why they cannot be told, in words for the person"),
        *_keys(
            "recipient_notices", case_id=CASE, recipient_id="disclosure_recipients.id", set_id=SET, done_by_id=WORKER
        ),
        sa.UniqueConstraint("case_id", "recipient_id", name=op.f("uq_recipient_notices_case_id")),
        sa.UniqueConstraint("case_id", "set_id", name=op.f("uq_recipient_notices_set_id")),
    )
    _index("recipient_notices", "case_id")
    op.create_index("ix_recipient_notices_state_opened_at", "recipient_notices", ["state", "opened_at", "id"])


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_table(table)
