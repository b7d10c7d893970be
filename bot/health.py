"""What a supervisor asks over HTTP: are you alive, are you ready to work, and what have you counted?"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from etiquette.store.patience import in_time

Check = Callable[[], Coroutine[Any, Any, str | None]]

PATIENCE_SECONDS = 5


def routes(checks: Mapping[str, Check]) -> list[web.RouteDef]:
    """`GET /healthz`: 200 while the process answers. `GET /readyz`: 200 where every check is well, else 503.

    A check returns None when all is well, else a sentence without a secret in it; one that fails or
    hangs is told by its kind. The answer names each.
    """

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_request: web.Request) -> web.Response:
        troubles = dict(zip(checks, await asyncio.gather(*map(_trouble, checks.values())), strict=True))
        well = not any(troubles.values())
        told = {name: trouble or "ok" for name, trouble in troubles.items()}
        return web.json_response({"ready": well, "checks": told}, status=200 if well else 503)

    return [web.get("/healthz", alive), web.get("/readyz", ready)]


def metrics(page: Callable[[], Awaitable[bytes]]) -> web.RouteDef:
    """`GET /metrics`: the page of figures, as Prometheus reads it."""

    async def shown(_request: web.Request) -> web.Response:
        return web.Response(body=await page(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return web.get("/metrics", shown)


async def _trouble(check: Check) -> str | None:
    try:
        return await in_time(check(), PATIENCE_SECONDS)
    except TimeoutError:
        return f"No answer within {PATIENCE_SECONDS} seconds."
    except Exception as error:  # noqa: BLE001  # whatever it is, the answer is: not ready
        return f"It failed with {type(error).__name__}."
