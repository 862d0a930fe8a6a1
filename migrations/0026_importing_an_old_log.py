"""An old log comes into the register: imports, their rows, and what an imported entry may leave open.

Revision ID: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and let an old log say nothing where a worker has to say something."""
    with op.batch_alter_table("disclosures") as table:
        table.add_column(
            sa.Column(
                "imported",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="came from an old log: what that did not have is not recorded",
            )
        )
    silent = "empty: an old log does not say"
    with op.batch_alter_table("disclosure_recipients") as table:
        table.alter_column("identity_checked", existing_type=sa.Boolean(), nullable=True, comment=silent)
    with op.batch_alter_table("disclosure_fields") as table:
        table.alter_column("agreed", existing_type=sa.Boolean(), nullable=True, comment=silent)
    _make_imports()
    _make_rows()


def _make_imports() -> None:
    op.create_table(
        "register_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column(
            "read_as", sa.String(length=80), nullable=False, comment="kind of file, encoding, what stands between cells"
        ),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column(
            "until", MOMENT, nullable=False, comment="the key of the content is destroyed by then, at the latest"
        ),
        sa.Column("content_gone_at", MOMENT, nullable=True),
        sa.Column("headings", sa.LargeBinary(), nullable=True, comment="sealed: the headings of the columns"),
        sa.Column("mapping", sa.LargeBinary(), nullable=True, comment="sealed: what columns and words mean"),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False, comment="which try; a job of an older one does nothing"),
        sa.Column("done", sa.Integer(), nullable=False, comment="chunks that were worked through in this try"),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["started_by_id"], ["workers.id"], name="fk_register_imports_started_by_id_workers"),
        sa.ForeignKeyConstraint(["taken_by_id"], ["workers.id"], name="fk_register_imports_taken_by_id_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_register_imports"),
    )
    op.create_index("ix_register_imports_started_at_id", "register_imports", ["started_at", "id"])
    op.create_table(
        "register_import_chunks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False, comment="sealed: number and cells of each row"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_imports.id"], name="fk_register_import_chunks_import_id_register_imports"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_import_chunks"),
        sa.UniqueConstraint("import_id", "position", name="uq_register_import_chunks_import_id"),
    )
    op.create_index("ix_register_import_chunks_import_id", "register_import_chunks", ["import_id"])


def _make_rows() -> None:
    op.create_table(
        "register_import_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column(
            "mark", sa.String(length=64), nullable=False, comment="HMAC of all its cells: the same row is known again"
        ),
        sa.Column("alike", sa.String(length=64), nullable=True, comment="HMAC of day, handle and recipient"),
        sa.Column("namesake", sa.String(length=64), nullable=True, comment="HMAC of first name and birthday"),
        sa.Column("who", sa.String(length=64), nullable=True, comment="HMAC of the other handles"),
        sa.Column("ticked", sa.Boolean(), nullable=False, comment="a worker said: take it although it is flagged"),
        sa.Column("problems", sa.JSON(), nullable=False, comment="column, field and reason; no word of the row"),
        sa.Column("disclosure_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name="fk_register_import_rows_disclosure_id_disclosures"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_imports.id"], name="fk_register_import_rows_import_id_register_imports"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_import_rows"),
        sa.UniqueConstraint("disclosure_id", name="uq_register_import_rows_disclosure_id"),
        sa.UniqueConstraint("import_id", "number", name="uq_register_import_rows_import_id"),
    )
    for columns in (["import_id", "state", "number"], ["import_id", "mark"], ["import_id", "alike"],
                    ["import_id", "namesake"]):  # fmt: skip
        op.create_index(f"ix_register_import_rows_{'_'.join(columns)}", "register_import_rows", columns)


def downgrade() -> None:
    """Take them away, and the entries' flag. What an old log left open is then a plain no."""
    for name in ("register_import_rows", "register_import_chunks", "register_imports"):
        op.drop_table(name)
    op.execute("UPDATE disclosure_recipients SET identity_checked = false WHERE identity_checked IS NULL")
    op.execute("UPDATE disclosure_fields SET agreed = false WHERE agreed IS NULL")
    with op.batch_alter_table("disclosure_fields") as table:
        table.alter_column("agreed", existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table("disclosure_recipients") as table:
        table.alter_column("identity_checked", existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table("disclosures") as table:
        table.drop_column("imported")
