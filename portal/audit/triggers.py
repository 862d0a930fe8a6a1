"""What keeps the audit trail append-only where the models cannot see: in the database itself.

The first migration creates these. A later one that rebuilds `audit_events` or `audit_head` has to create them again.
"""

from sqlalchemy import Connection

REFUSAL = "the audit trail is append-only"

SQLITE_TRIGGERS = {
    "audit_events_no_update": "BEFORE UPDATE ON audit_events",
    "audit_events_no_delete": "BEFORE DELETE ON audit_events",
    # INSERT OR REPLACE would delete without asking the trigger above
    "audit_events_no_replace": "BEFORE INSERT ON audit_events WHEN EXISTS"
    " (SELECT 1 FROM audit_events WHERE number = NEW.number)",
    "audit_head_forward_only": "BEFORE UPDATE ON audit_head WHEN NEW.number <> OLD.number + 1 OR NEW.id <> OLD.id",
    "audit_head_no_delete": "BEFORE DELETE ON audit_head",
    "audit_head_no_replace": "BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head)",
}

POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
)
POSTGRESQL_TRIGGERS = {
    "audit_events_no_change": "BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW",
    "audit_events_no_truncate": "BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT",
    "audit_head_forward_only": "BEFORE UPDATE ON audit_head FOR EACH ROW"
    " WHEN (NEW.number <> OLD.number + 1 OR NEW.id <> OLD.id)",
    "audit_head_one_row": "BEFORE INSERT ON audit_head FOR EACH ROW WHEN (NEW.id <> 1)",
    "audit_head_no_delete": "BEFORE DELETE ON audit_head FOR EACH ROW",
    "audit_head_no_truncate": "BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT",
}


def create_triggers(connection: Connection) -> None:
    """Refuse UPDATE, DELETE, REPLACE and TRUNCATE on the trail. The tables have to be there."""
    if connection.dialect.name == "sqlite":
        for name, when in SQLITE_TRIGGERS.items():
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
        return
    connection.exec_driver_sql(POSTGRESQL_FUNCTION)
    for name, when in POSTGRESQL_TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION audit_refuse()")


def drop_triggers(connection: Connection) -> None:
    """Take the triggers away, before a migration rebuilds or drops the tables."""
    if connection.dialect.name == "sqlite":
        for name in SQLITE_TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        return
    for name, when in POSTGRESQL_TRIGGERS.items():
        table = when.split(" ON ")[1].split()[0]
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    connection.exec_driver_sql("DROP FUNCTION IF EXISTS audit_refuse()")
