"""Column types: instants in UTC whatever the database, enums as their words, ids as 32 hexadecimal characters."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, DateTime, Dialect, String, Text, TypeDecorator, literal_column


def new_id() -> str:
    """A new record's id: never used before, in this database or in a backup of it."""
    return uuid4().hex


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC. SQLite keeps it without its zone, and it is given back with it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[tuple[Any, ...]]):
    """Several words in one column, comma-joined: of a StrEnum, or as they were typed."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum] | type[str] = str) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Iterable[str] | None, _dialect: Dialect) -> str:
        return ",".join(value or ())

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[Any, ...]:
        return tuple(self.words(word) for word in (value or "").split(",") if word)


class Word(TypeDecorator[Any]):
    """A StrEnum, stored as its word."""

    impl = String(32)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, _dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


def literally(word: StrEnum) -> ColumnElement[str]:
    """A word that stands in the statement itself, rather than beside it.

    A plan that is made once, for whatever values come, uses an index that is partial to a word only where it can read
    that word.
    """
    return literal_column(f"'{word}'")
