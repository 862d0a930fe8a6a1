"""Full text on both databases: FTS5 on SQLite, a generated tsvector on PostgreSQL. Only this module tells them apart.

Migrations call `create` and `drop`. What they make is not in the models, for no model can say it: `is_ours` names it,
so that the comparison of models and database leaves it out.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from portal.search.terms import PREFIX_FROM

FTS, VECTOR, INDEX = "search_fts", "vector", "ix_search_entries_vector"

_COPY = "INSERT INTO search_fts(rowid, title, body) VALUES (new.id, new.title, new.body);"
_FORGET = "INSERT INTO search_fts(search_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);"
SQLITE = (
    (
        "CREATE VIRTUAL TABLE search_fts USING fts5(title, body, content='search_entries', content_rowid='id',"
        " prefix='3 4', tokenize='porter unicode61 remove_diacritics 2')"
    ),
    f"CREATE TRIGGER search_entries_added AFTER INSERT ON search_entries BEGIN {_COPY} END",
    f"CREATE TRIGGER search_entries_removed AFTER DELETE ON search_entries BEGIN {_FORGET} END",
    f"CREATE TRIGGER search_entries_changed AFTER UPDATE ON search_entries BEGIN {_FORGET} {_COPY} END",
)
SQLITE_TRIGGERS = frozenset({"search_entries_added", "search_entries_removed", "search_entries_changed"})
POSTGRESQL = (
    (
        "ALTER TABLE search_entries ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'D')) STORED"
    ),
    "CREATE INDEX ix_search_entries_vector ON search_entries USING gin (vector)",
)

# A word in a title counts six times one below it; the texts never change, and values are only ever bound.
_SQLITE_FIND = text(
    "SELECT rowid FROM search_fts WHERE search_fts MATCH :query ORDER BY bm25(search_fts, 6.0, 1.0), rowid LIMIT :most"
)
_POSTGRESQL_FIND = text(
    "SELECT id FROM search_entries, to_tsquery('english', :query) AS wanted WHERE vector @@ wanted"
    " ORDER BY ts_rank(vector, wanted) DESC, id LIMIT :most"
)


def create(connection: Connection) -> None:
    """Make what finds. The table of entries has to be there."""
    for statement in SQLITE if _is_sqlite(connection) else POSTGRESQL:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take it away again, before the table of entries goes."""
    if _is_sqlite(connection):
        for trigger in sorted(SQLITE_TRIGGERS):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.exec_driver_sql("DROP TABLE IF EXISTS search_fts")
        return
    connection.exec_driver_sql("DROP INDEX IF EXISTS ix_search_entries_vector")
    connection.exec_driver_sql("ALTER TABLE search_entries DROP COLUMN IF EXISTS vector")


def is_ours(name: str | None) -> bool:
    """Whether a table, column or index of that name is one that `create` makes."""
    return bool(name) and (str(name) in {VECTOR, INDEX, FTS} or str(name).startswith(f"{FTS}_"))


def in_models(_object: Any, name: str | None, _kind: str, reflected: bool, _other: Any) -> bool:  # Alembic's shape
    """For the comparison of models and database: whether to look at this."""
    return not (reflected and is_ours(name))


def find(session: Session, groups: Iterable[Sequence[str]], *, every: bool, most: int) -> list[int]:
    """Ids of the entries that hold a word of `every` group, or of any of them; best first.

    Words are of letters and digits only (`terms.words_in`), so none of them means anything to a query.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    either, both = (" OR ", " AND ") if is_sqlite else (" | ", " & ")
    quote = _sqlite_word if is_sqlite else _postgresql_word
    joined = (both if every else either).join(f"({either.join(map(quote, group))})" for group in groups)
    if not joined:
        return []
    found = session.execute(_SQLITE_FIND if is_sqlite else _POSTGRESQL_FIND, {"query": joined, "most": most})
    return list(found.scalars())


def _sqlite_word(word: str) -> str:
    return f'"{word}"*' if len(word) >= PREFIX_FROM else f'"{word}"'


def _postgresql_word(word: str) -> str:
    return f"'{word}':*" if len(word) >= PREFIX_FROM else f"'{word}'"


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
