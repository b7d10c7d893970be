"""What a supervisor is answered."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot import health

Ask = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
async def ask() -> Ask:
    """Asks a server with these checks for a path: status and body."""

    async def get(path: str, **checks: health.Check) -> tuple[int, Any]:
        app = web.Application()
        app.add_routes(health.routes(checks))
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            port = runner.addresses[0][1]
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{port}{path}") as answer,
            ):
                return answer.status, await answer.json()
        finally:
            await runner.cleanup()

    return get


async def well() -> None:
    """All is well."""


async def unwell() -> str:
    return "The socket is closed."


async def broken() -> str:
    raise ConnectionError("to ada:hush@db")


async def hanging() -> str:
    await asyncio.sleep(60)
    return "too late"


async def test_the_process_is_alive_though_nothing_else_is(ask: Ask) -> None:
    assert await ask("/healthz", database=broken) == (200, {"alive": True})


async def test_it_is_ready_when_every_check_is_well(ask: Ask) -> None:
    assert await ask("/readyz", database=well, slack=well) == (
        200,
        {"ready": True, "checks": {"database": "ok", "slack": "ok"}},
    )


async def test_it_is_not_ready_when_one_check_is_not_well_and_names_it(ask: Ask) -> None:
    assert await ask("/readyz", database=well, socket=unwell) == (
        503,
        {"ready": False, "checks": {"database": "ok", "socket": "The socket is closed."}},
    )


async def test_a_check_that_fails_is_told_by_its_kind_and_not_in_its_words(ask: Ask) -> None:
    status, body = await ask("/readyz", database=broken)

    assert (status, body["checks"]) == (503, {"database": "It failed with ConnectionError."})


async def test_a_check_that_hangs_does_not_keep_the_supervisor_waiting(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.05)

    status, body = await ask("/readyz", slack=hanging)

    assert (status, body["checks"]) == (503, {"slack": "No answer within 0.05 seconds."})
