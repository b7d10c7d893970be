"""A Bolt app as its documentation begins one, on the HTTP server that comes with it.

It only acks; or, given a database's address, saves one row before it does. At its fair best: its server writes no log
of each request, and lets as many callers wait as there are (its default of five has the others tried again by the
kernel after one, two, four and more seconds, which is all that one would measure). On SQLite the row is as durable as
ours are, by the faster of the two ways (a write-ahead log), and SQLAlchemy keeps its pool of connections.
"""

import os
import sys
import threading
from http.server import HTTPServer
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, create_engine, event, insert

from benchmarks.processes import BOT_TOKEN, SECRET

CALLERS = 1024

promises = Table(
    "promises", MetaData(), Column("id", Integer, primary_key=True), Column("member", Text), Column("typed", Text)
)


def durable(url: str) -> Engine:
    """An engine whose commits survive a power cut, as ours do; on SQLite by the faster of the two ways."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _durable(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA busy_timeout=10000")

    return engine


def main() -> None:
    """Listens until its standard input ends."""
    port, api_url = int(sys.argv[1]), sys.argv[2]
    engine = durable(sys.argv[3]) if len(sys.argv) > 3 else None  # noqa: PLR2004
    if engine is not None:
        promises.metadata.create_all(engine)
    app = App(client=WebClient(BOT_TOKEN, base_url=api_url), signing_secret=SECRET)

    @app.command("/coop")
    def typed(ack: Ack, command: dict[str, Any]) -> None:
        if engine is not None:
            with engine.begin() as connection:
                connection.execute(insert(promises).values(member=command["user_id"], typed=command["text"]))
        ack()

    def stop() -> None:
        sys.stdin.read()
        os._exit(0)

    threading.Thread(target=stop, daemon=True).start()
    sys.stdout.write(f"ready {port}\n")
    sys.stdout.flush()
    HTTPServer.request_queue_size = CALLERS
    app.start(port, http_server_logger_enabled=False)


if __name__ == "__main__":
    main()
