"""The first tables: requests, cases, register, answers, policies, accounts, jobs, audit.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from portal.audit.triggers import create_triggers, drop_triggers

revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None


def upgrade() -> None:
    """Make every table, then forbid changing the audit trail."""
    op.create_table(
        "audit_events",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="1, 2, 3 … without a gap"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.Uuid(), nullable=False, comment="what it happened to"),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="SHA-256 over everything above"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_events")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index("ix_audit_events_subject_number", ["subject", "number"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "attempts", sa.Integer(), nullable=False, comment="leases taken, so that a job that kills its worker counts"
        ),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.String(length=200), nullable=True, comment="host:process:its start"),
        sa.Column("last_error", sa.String(length=80), nullable=True, comment="the name of a class, never a message"),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_state_run_after", ["state", "run_after"], unique=False)

    op.create_table(
        "policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("slug", name=op.f("uq_policies_slug")),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column(
            "submission",
            sa.String(length=64),
            nullable=False,
            comment="random id of the draft it came from: a second press of Send finds it taken",
        ),
        sa.Column("reference_index", sa.String(length=64), nullable=False, comment="blind index of the reference"),
        sa.Column("reference", sa.LargeBinary(), nullable=False, comment="AES-256-GCM, under the row's data key"),
        sa.Column("words_hash", sa.String(length=200), nullable=False, comment="argon2id"),
        sa.Column("words_proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "received_on", sa.Date(), nullable=False, comment="local date in the United Kingdom: the clock starts here"
        ),
        sa.Column(
            "answers", sa.LargeBinary(), nullable=False, comment="sealed JSON: ways they talked with us, month, note"
        ),
        sa.Column("contact_card", sa.LargeBinary(), nullable=False, comment="sealed JSON: way, value, what is safe"),
        sa.Column("last_opened_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("reference_index", name=op.f("uq_requests_reference_index")),
        sa.UniqueConstraint("submission", name=op.f("uq_requests_submission")),
    )
    op.create_table(
        "throttle_counters",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle_counters")),
    )
    with op.batch_alter_table("throttle_counters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_counters_window_start"), ["window_start"], unique=False)

    op.create_table(
        "workers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=False, comment="AES-256-GCM, under the row's data key"),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workers")),
        sa.UniqueConstraint("email", name=op.f("uq_workers_email")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False, comment="what staff call it; opens nothing"),
        sa.Column("right", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("clock_state", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "sort_on",
            sa.Date(),
            nullable=False,
            comment="due_on, or the end of days where there is none: the queue's order",
        ),
        sa.Column("target_on", sa.Date(), nullable=True, comment="internal target, before the due date"),
        sa.Column("extension_notice_by", sa.Date(), nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False),
        sa.Column("working", sa.JSON(), nullable=False, comment="how the due date was worked out: sentence, law"),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["workers.id"], name=op.f("fk_cases_owner_id_workers")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_cases_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_owner_id_sort_on_id", ["owner_id", "sort_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_request_id"), ["request_id"], unique=False)
        batch_op.create_index("ix_cases_status_sort_on_id", ["status", "sort_on", "id"], unique=False)

    op.create_table(
        "disclosures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column(
            "submission",
            sa.String(length=64),
            nullable=True,
            comment="random id of the form it came from: a second press of Log finds it taken",
        ),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("nation", sa.String(length=40), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at_risk", sa.String(length=40), nullable=False),
        sa.Column("person_group", sa.String(length=40), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True, comment="decides which version of the policy applied"),
        sa.Column("policy", sa.String(length=80), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=80), nullable=False),
        sa.Column("lawful_basis", sa.String(length=40), nullable=False),
        sa.Column("special_condition", sa.String(length=40), nullable=False),
        sa.Column("consent", sa.String(length=40), nullable=False),
        sa.Column("no_consent_reason", sa.String(length=40), nullable=True),
        sa.Column("told", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_signature_id", sa.Uuid(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("feedback", sa.String(length=40), nullable=False),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False, comment="sealed: why we told, in the person's words"),
        sa.Column(
            "necessity", sa.LargeBinary(), nullable=True, comment="sealed: why it was needed and no more than needed"
        ),
        sa.Column(
            "late_reason",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed: why it was written down later than it happened",
        ),
        sa.Column("consent_note", sa.LargeBinary(), nullable=True, comment="sealed: what the person said about it"),
        sa.Column("views", sa.LargeBinary(), nullable=True, comment="sealed: the person's own views"),
        sa.Column("told_note", sa.LargeBinary(), nullable=True, comment="sealed: why the person was not told yet"),
        sa.Column("left_out", sa.LargeBinary(), nullable=True, comment="sealed: what we did not tell"),
        sa.Column(
            "feedback_words",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed: what happened next, as far as we were told",
        ),
        sa.Column("effect", sa.LargeBinary(), nullable=True, comment="sealed: what it changed for using the service"),
        sa.ForeignKeyConstraint(["approved_by_id"], ["workers.id"], name=op.f("fk_disclosures_approved_by_id_workers")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["workers.id"], name=op.f("fk_disclosures_decided_by_id_workers")),
        sa.ForeignKeyConstraint(
            ["second_signature_id"], ["workers.id"], name=op.f("fk_disclosures_second_signature_id_workers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
        sa.UniqueConstraint("number", name=op.f("uq_disclosures_number")),
        sa.UniqueConstraint("submission", name=op.f("uq_disclosures_submission")),
    )
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.create_index("ix_disclosures_decided_at_id", ["decided_at", "id"], unique=False)

    op.create_table(
        "identifiers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("blind_index", sa.String(length=64), nullable=False, comment="HMAC of a normalised identifier"),
        sa.Column("value", sa.LargeBinary(), nullable=False, comment="AES-256-GCM, under the row's data key"),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_identifiers_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifiers")),
        sa.UniqueConstraint("request_id", "blind_index", name=op.f("uq_identifiers_request_id")),
    )
    with op.batch_alter_table("identifiers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identifiers_blind_index"), ["blind_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_identifiers_request_id"), ["request_id"], unique=False)

    op.create_table(
        "policy_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True, comment="empty: nobody published the day it started"),
        sa.Column("in_force_by", sa.Date(), nullable=True, comment="a day on which it certainly applied already"),
        sa.Column("covers", sa.Text(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False, comment="id of a recipient to the words for it"),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_policy_versions_policy_id_policies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
        sa.UniqueConstraint("policy_id", "number", name=op.f("uq_policy_versions_policy_id")),
    )
    op.create_table(
        "server_sessions",
        sa.Column("id_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the cookie's token"),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column(
            "data", sa.LargeBinary(), nullable=False, comment="AES-256-GCM, under a key made from the cookie's token"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["workers.id"], name=op.f("fk_server_sessions_worker_id_workers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_server_sessions")),
    )
    with op.batch_alter_table("server_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_server_sessions_last_seen_at"), ["last_seen_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_server_sessions_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=True, comment="sealed: the letter as the worker writes it"),
        sa.Column("content", sa.LargeBinary(), nullable=True, comment="sealed: everything the document says, frozen"),
        sa.Column(
            "told_ids", sa.JSON(), nullable=False, comment="the entries it tells, as they were confirmed when prepared"
        ),
        sa.Column(
            "redactor_ids", sa.JSON(), nullable=False, comment="every worker who had a hand in it: none may approve"
        ),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf_name", sa.String(length=64), nullable=True, comment="sealed file in the file store"),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "pdf_faults", sa.JSON(), nullable=False, comment="codes of checks the file failed; empty when it is sound"
        ),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_sha256", sa.String(length=64), nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_opened_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["workers.id"], name=op.f("fk_answers_approved_by_id_workers")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_answers_case_id_cases")),
        sa.ForeignKeyConstraint(["released_by_id"], ["workers.id"], name=op.f("fk_answers_released_by_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("case_id", name=op.f("uq_answers_case_id")),
    )
    op.create_table(
        "clauses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False, comment="the permanent id"),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="Markdown, as published"),
        sa.Column("html", sa.Text(), nullable=False, comment="made from the words by our own renderer, tags escaped"),
        sa.Column("urgency", sa.String(length=40), nullable=True),
        sa.Column("because", sa.String(length=40), nullable=True),
        sa.Column("shares", sa.Text(), nullable=True, comment="empty: what the version shares"),
        sa.Column("age_codes", sa.JSON(), nullable=False),
        sa.Column("life_risk_only_codes", sa.JSON(), nullable=False),
        sa.Column("tell", sa.JSON(), nullable=False, comment="ids of recipients"),
        sa.Column("source", sa.JSON(), nullable=False, comment="lines of the sources"),
        sa.Column("law", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["policy_versions.id"], name=op.f("fk_clauses_version_id_policy_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clauses")),
        sa.UniqueConstraint("version_id", "code", name=op.f("uq_clauses_version_id")),
    )
    op.create_table(
        "disclosure_fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False, comment="sealed: what was told, in the person's words"),
        sa.Column("why", sa.LargeBinary(), nullable=False, comment="sealed: why this piece was needed"),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_disclosure_fields_disclosure_id_disclosures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_fields")),
    )
    with op.batch_alter_table("disclosure_fields", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_fields_disclosure_id"), ["disclosure_id"], unique=False)

    op.create_table(
        "disclosure_identifiers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("blind_index", sa.String(length=64), nullable=False, comment="HMAC of a normalised identifier"),
        sa.Column("value", sa.LargeBinary(), nullable=False, comment="AES-256-GCM, under the row's data key"),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_disclosure_identifiers_disclosure_id_disclosures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_identifiers")),
        sa.UniqueConstraint("disclosure_id", "blind_index", name=op.f("uq_disclosure_identifiers_disclosure_id")),
    )
    with op.batch_alter_table("disclosure_identifiers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_identifiers_blind_index"), ["blind_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_identifiers_disclosure_id"), ["disclosure_id"], unique=False)

    op.create_table(
        "disclosure_matches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column(
            "matched_kinds", sa.JSON(), nullable=False, comment="which kinds of identifier met; never their values"
        ),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "decider_ids", sa.JSON(), nullable=False, comment="everybody who ever decided: none of them may approve"
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_disclosure_matches_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["workers.id"], name=op.f("fk_disclosure_matches_decided_by_id_workers")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_disclosure_matches_disclosure_id_disclosures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_matches")),
        sa.UniqueConstraint("case_id", "disclosure_id", name=op.f("uq_disclosure_matches_case_id")),
    )
    with op.batch_alter_table("disclosure_matches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_matches_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disclosure_matches_disclosure_id"), ["disclosure_id"], unique=False)

    op.create_table(
        "disclosure_recipients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sent_by", sa.String(length=40), nullable=False),
        sa.Column("identity_checked", sa.Boolean(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment="sealed: name of the organisation or person"),
        sa.Column("role", sa.LargeBinary(), nullable=True, comment="sealed: their role"),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_disclosure_recipients_disclosure_id_disclosures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_recipients")),
    )
    with op.batch_alter_table("disclosure_recipients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_recipients_disclosure_id"), ["disclosure_id"], unique=False)

    op.create_table(
        "disclosure_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=40), nullable=False),
        sa.Column("sent_by_worker_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False, comment="sealed: what was put right"),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_disclosure_corrections_disclosure_id_disclosures")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["disclosure_recipients.id"],
            name=op.f("fk_disclosure_corrections_recipient_id_disclosure_recipients"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_worker_id"], ["workers.id"], name=op.f("fk_disclosure_corrections_sent_by_worker_id_workers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_corrections")),
    )
    with op.batch_alter_table("disclosure_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_corrections_disclosure_id"), ["disclosure_id"], unique=False)
    create_triggers(op.get_bind())


def downgrade() -> None:
    """Drop everything. There is nothing before."""
    drop_triggers(op.get_bind())
    with op.batch_alter_table("disclosure_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_corrections_disclosure_id"))

    op.drop_table("disclosure_corrections")
    with op.batch_alter_table("disclosure_recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_recipients_disclosure_id"))

    op.drop_table("disclosure_recipients")
    with op.batch_alter_table("disclosure_matches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_matches_disclosure_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_matches_case_id"))

    op.drop_table("disclosure_matches")
    with op.batch_alter_table("disclosure_identifiers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_identifiers_disclosure_id"))
        batch_op.drop_index(batch_op.f("ix_disclosure_identifiers_blind_index"))

    op.drop_table("disclosure_identifiers")
    with op.batch_alter_table("disclosure_fields", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_fields_disclosure_id"))

    op.drop_table("disclosure_fields")
    op.drop_table("clauses")
    op.drop_table("answers")
    with op.batch_alter_table("server_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_server_sessions_worker_id"))
        batch_op.drop_index(batch_op.f("ix_server_sessions_last_seen_at"))

    op.drop_table("server_sessions")
    op.drop_table("policy_versions")
    with op.batch_alter_table("identifiers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identifiers_request_id"))
        batch_op.drop_index(batch_op.f("ix_identifiers_blind_index"))

    op.drop_table("identifiers")
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosures_decided_at_id")

    op.drop_table("disclosures")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_status_sort_on_id")
        batch_op.drop_index(batch_op.f("ix_cases_request_id"))
        batch_op.drop_index("ix_cases_owner_id_sort_on_id")

    op.drop_table("cases")
    op.drop_table("workers")
    with op.batch_alter_table("throttle_counters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_counters_window_start"))

    op.drop_table("throttle_counters")
    op.drop_table("requests")
    op.drop_table("policies")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_state_run_after")

    op.drop_table("jobs")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_events_subject_number")

    op.drop_table("audit_events")
