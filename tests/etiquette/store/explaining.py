"""How a database goes about what it is asked: the plans, word for word.

On PostgreSQL there are two kinds of plan: one that knows the values, and one that is made for whatever values come. The
driver leaves it to the server to choose once it has asked the same thing five times, so that both have to be good.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from psycopg import sql
from sqlalchemy import event

from etiquette.store.session import Transaction

Ask = Callable[[Transaction], Awaitable[Any]]
PARAMETER = re.compile(r"%\((\w+)\)s")


async def plans_of(tx: Transaction, ask: Ask) -> list[str]:
    """The plan of all that is looked up: on PostgreSQL the one that knows the values, then the one that does not."""
    async with overheard(tx) as statements:
        await ask(tx)
    asked = [each for each in statements if each[0].startswith("SELECT")]
    if tx.connection.dialect.name == "sqlite":
        return [await _explained(tx, f"EXPLAIN QUERY PLAN {statement}", values) for statement, values in asked]
    plans = [await _explained(tx, f"EXPLAIN {statement}", values) for statement, values in asked]
    await tx.connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    return plans + [await _whatever_comes(tx, statement, values) for statement, values in asked]


@asynccontextmanager
async def overheard(tx: Transaction) -> AsyncIterator[list[tuple[str, Any]]]:
    """What is asked of the database in the block, as the driver gets it."""
    heard: list[tuple[str, Any]] = []

    def listen(_c: Any, _k: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        heard.append((statement, parameters))

    engine = tx.connection.engine
    event.listen(engine, "before_cursor_execute", listen)
    yield heard
    event.remove(engine, "before_cursor_execute", listen)


async def _whatever_comes(tx: Transaction, statement: str, values: dict[str, Any]) -> str:
    """The plan that a prepared statement has once it is made for all values."""
    names = list(dict.fromkeys(PARAMETER.findall(statement)))
    numbered = PARAMETER.sub(lambda found: f"${names.index(found[1]) + 1}", statement)
    given = sql.SQL(", ").join(sql.Literal(values[name]) for name in names).as_string(None)
    run = tx.connection.exec_driver_sql
    await run(f"PREPARE asked AS {numbered}")
    plan = (await run(f"EXPLAIN EXECUTE asked ({given})" if names else "EXPLAIN EXECUTE asked")).scalars().all()
    await run("DEALLOCATE asked")
    return "\n".join(plan)


async def _explained(tx: Transaction, statement: str, values: Any) -> str:
    rows = await tx.connection.exec_driver_sql(statement, values)
    return "\n".join(str(row[-1]) for row in rows)
