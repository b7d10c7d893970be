"""Keeps the workspace's state in one SQLite file, written through, so that it survives a kill -9."""

import json
import sqlite3
from pathlib import Path

from emulator.wire import JSON

_TABLE = "CREATE TABLE IF NOT EXISTS records (kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID"


class Store:
    """Records by kind and id; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._db: sqlite3.Connection | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(_TABLE)

    def put(self, kind: str, key: str, body: JSON) -> None:
        """Keep `body`, in place of what was kept under the same kind and key."""
        if self._db is not None:
            text = json.dumps(body, ensure_ascii=False)
            self._db.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", (kind, key, text))

    def drop(self, kind: str, key: str) -> None:
        """Forget one record."""
        if self._db is not None:
            self._db.execute("DELETE FROM records WHERE kind = ? AND id = ?", (kind, key))

    def all(self, kind: str) -> list[tuple[str, JSON]]:
        """Everything of a kind, by key."""
        if self._db is None:
            return []
        rows = self._db.execute("SELECT id, body FROM records WHERE kind = ? ORDER BY id", (kind,))
        return [(key, json.loads(body)) for key, body in rows]

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
