"""What can be found: plain words with an address. The full-text part of it lies in `full_text`."""

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, choice
from portal.search.kinds import EntryKind


class SearchEntry(Base):
    """One thing that can be found. A copy: it can be thrown away and made again."""

    __tablename__ = "search_entries"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind))
    key: Mapped[str] = mapped_column(String(200), comment="what it is a copy of")
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text, comment="plain words, one block a line")
    address: Mapped[str] = mapped_column(String(300), comment="path on this site")


class SearchWord(Base):
    """A word that stands in some entry: what a misspelled word can be taken for."""

    __tablename__ = "search_words"

    word: Mapped[str] = mapped_column(String(40), primary_key=True)
