"""Alembic's environment: it is always handed an open connection, and never opens one itself."""

from typing import Any, Literal

from alembic import context

from etiquette.store.tables import metadata
from etiquette.store.types import Instant, Word, Words


def render(kind: str, column_type: Any, _context: Any) -> str | Literal[False]:
    """A migration outlives the code of its day: our own column types are written as what they are in the database."""
    if kind == "type" and isinstance(column_type, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(column_type, Word):
        return "sa.String(length=32)"
    if kind == "type" and isinstance(column_type, Words):
        return "sa.Text()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render,
    render_as_batch=True,
)
context.run_migrations()
