"""Whose each entry of the register is: people, who was said to be two, and every act on them.

Revision ID: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

PERSON, CHANGE, ENTRY = "register_people.id", "register_people_changes.id", "disclosures.id"


def _keys(table: str, **columns: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}_{target.split('.')[0]}"))
        for name, target in columns.items()
    ]


def _to(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable, comment=comment)


def _primary(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Make the tables, and say on a match how it is known where little fits."""
    with op.batch_alter_table("disclosure_matches") as batch:
        batch.add_column(
            sa.Column("how_known", sa.String(length=40), nullable=True, comment="given where only weak things met")
        )
    op.create_table(
        "register_people",
        _to("id"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False,
            comment="moves with every act: two acts at once, and one is refused",
        ),
        _primary("register_people", "id"),
    )  # fmt: skip
    op.create_table(
        "register_person_entries",
        _to("disclosure_id"),
        _to("person_id"),
        *_keys("register_person_entries", disclosure_id=ENTRY, person_id=PERSON),
        _primary("register_person_entries", "disclosure_id"),
    )
    op.create_index(op.f("ix_register_person_entries_person_id"), "register_person_entries", ["person_id"])
    op.create_table(
        "register_people_apart",
        _to("one_id"),
        _to("other_id"),
        *_keys("register_people_apart", one_id=PERSON, other_id=PERSON),
        _primary("register_people_apart", "one_id", "other_id"),
    )
    op.create_index(op.f("ix_register_people_apart_other_id"), "register_people_apart", ["other_id"])
    _acts()


def _acts() -> None:
    op.create_table(
        "register_people_changes",
        _to("id"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True, comment="none: an undo"),
        sa.Column("before", sa.JSON(), nullable=False, comment="ids: whose each entry was, and who was said to be two"),
        sa.Column("after", sa.JSON(), nullable=False, comment="the same, when it was done"),
        _to("undoes_id", nullable=True, comment="what it takes back; nothing is taken back twice"),
        _to("by_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys("register_people_changes", undoes_id=CHANGE, by_id="workers.id"),
        _primary("register_people_changes", "id"),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_register_people_changes_undoes_id")),
    )
    op.create_index("ix_register_people_changes_at_id", "register_people_changes", ["at", "id"])
    op.create_table(
        "register_people_changed",
        _to("disclosure_id"),
        _to("change_id"),
        *_keys("register_people_changed", disclosure_id=ENTRY, change_id=CHANGE),
        _primary("register_people_changed", "disclosure_id", "change_id"),
    )


def downgrade() -> None:
    """Take them away: every entry is a person of its own again."""
    op.drop_table("register_people_changed")
    op.drop_table("register_people_changes")
    op.drop_table("register_people_apart")
    op.drop_table("register_person_entries")
    op.drop_table("register_people")
    with op.batch_alter_table("disclosure_matches") as batch:
        batch.drop_column("how_known")
