"""Invitations, passkeys, recovery codes, resets, access reviews; what the desk did, counted by day.

Revision ID: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

MOMENT = sa.DateTime(timezone=True)
SEALED = "AES-256-GCM, under the row's data key"
HMAC = "HMAC with a key that is not here"


def _to(table: str, column: str, named: str, *, cascades: bool = False) -> sa.ForeignKeyConstraint:
    name = f"fk_{named}_{column}_{table}"
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="CASCADE" if cascades else None)


def upgrade() -> None:
    """Make the tables; a worker may have passkeys alone."""
    with op.batch_alter_table("workers") as table:
        table.add_column(sa.Column("last_seen_on", sa.Date(), nullable=True, comment="the day of the last sign-in"))
        table.alter_column(
            "totp_secret",
            existing_type=sa.LargeBinary(),
            nullable=True,
            comment="sealed; none for passkeys alone",
            existing_comment=SEALED,
        )
    _passkeys()
    _invitations()
    _reviews()
    _figures()


def _passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment=SEALED),
        sa.Column("handle", sa.String(64), nullable=False, comment="SHA-256 of the credential's id"),
        sa.Column(
            "credential", sa.LargeBinary(), nullable=False, comment="attested credential data: id and public key"
        ),
        sa.Column(
            "sign_count", sa.Integer(), nullable=False, comment="what the device counted last; 0: it does not count"
        ),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        _to("workers", "worker_id", "passkeys", cascades=True),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("handle", name="uq_passkeys_handle"),
    )
    op.create_index("ix_passkeys_worker_id", "passkeys", ["worker_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False, comment=HMAC),
        sa.Column("used_at", MOMENT, nullable=True),
        _to("workers", "worker_id", "recovery_codes", cascades=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_codes"),
        sa.UniqueConstraint("code_hash", name="uq_recovery_codes_code_hash"),
    )
    op.create_index("ix_recovery_codes_worker_id", "recovery_codes", ["worker_id"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True, comment="whom it made, or who sets up again"),
        sa.Column("is_reset", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False, comment=HMAC),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True, comment="used or revoked"),
        _to("workers", "worker_id", "invitations", cascades=True),
        _to("workers", "invited_by_id", "invitations"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
    )
    op.create_index("ix_invitations_worker_id", "invitations", ["worker_id"])
    op.create_index("ix_invitations_ended_at", "invitations", ["ended_at"])
    op.create_table(
        "factor_resets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True, comment="confirmed or refused"),
        _to("workers", "worker_id", "factor_resets", cascades=True),
        _to("workers", "asked_by_id", "factor_resets"),
        sa.PrimaryKeyConstraint("id", name="pk_factor_resets"),
    )
    op.create_index("ix_factor_resets_worker_id", "factor_resets", ["worker_id"])
    op.create_table(
        "worker_mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("last_error", sa.String(80), nullable=True, comment="the name of a class, never a message"),
        sa.Column("created_at", MOMENT, nullable=False),
        _to("workers", "worker_id", "worker_mails", cascades=True),
        _to("invitations", "invitation_id", "worker_mails", cascades=True),
        sa.PrimaryKeyConstraint("id", name="pk_worker_mails"),
    )


def _reviews() -> None:
    op.create_table(
        "access_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("finished_by_id", sa.Uuid(), nullable=True),
        _to("workers", "started_by_id", "access_reviews"),
        _to("workers", "finished_by_id", "access_reviews"),
        sa.PrimaryKeyConstraint("id", name="pk_access_reviews"),
    )
    op.create_index("ix_access_reviews_started_at", "access_reviews", ["started_at"])
    op.create_table(
        "access_review_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False, comment="personal files opened in the 90 days before"),
        sa.Column(
            "broke_glass",
            sa.Integer(),
            nullable=False,
            comment="times in these days that they opened one that was not theirs",
        ),
        sa.Column("verdict", sa.String(40), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        _to("access_reviews", "review_id", "access_review_rows", cascades=True),
        _to("workers", "worker_id", "access_review_rows"),
        _to("workers", "decided_by_id", "access_review_rows"),
        sa.PrimaryKeyConstraint("id", name="pk_access_review_rows"),
        sa.UniqueConstraint("review_id", "worker_id", name="uq_access_review_rows_review_id"),
    )


def _figures() -> None:
    op.create_table(
        "team_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("right", sa.String(40), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False, comment="working days, or 1 for yes and 0 for no"),
        sa.Column("cases", sa.Integer(), nullable=False, comment="how many cases"),
        sa.PrimaryKeyConstraint("day", "right", "measure", "value", name="pk_team_counts"),
    )
    op.create_table(
        "team_counted",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="the last entry of the trail that was counted"),
        sa.PrimaryKeyConstraint("id", name="pk_team_counted"),
    )


def downgrade() -> None:
    """Take them away. A worker with passkeys alone cannot sign in any more: there is no column for it."""
    for name in ("team_counted", "team_counts", "access_review_rows", "access_reviews", "worker_mails"):
        op.drop_table(name)
    for name in ("factor_resets", "invitations", "recovery_codes", "passkeys"):
        op.drop_table(name)
    op.execute(sa.text("UPDATE workers SET totp_secret = :nothing WHERE totp_secret IS NULL").bindparams(nothing=b""))
    with op.batch_alter_table("workers") as table:
        table.alter_column(
            "totp_secret",
            existing_type=sa.LargeBinary(),
            nullable=False,
            comment=SEALED,
            existing_comment="sealed; none for passkeys alone",
        )
        table.drop_column("last_seen_on")
