"""The page's files, its stream of what happens, and the clock that it may move."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from emulator.backend import Backend
from emulator.moving import clock_now, move_to, move_to_next
from emulator.page_api import Asking, answered, page_api_routes
from emulator.person import Person
from emulator.stream import Window
from emulator.wire import JSON

PAGE = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
STEPS = {"hour": 3600.0, "day": 86400.0}
FARTHEST_SECONDS = 366 * 86400.0
KEEP_ALIVE_SECONDS = 15.0
POLICY = (
    "default-src 'self'; img-src 'self' data: https: http:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page_routes(slack: Backend) -> list[web.RouteDef]:
    """Everything that the page asks for."""
    clocks = ("/page/api/clock", "/page/api/as/{user}/clock")
    return [
        *page_api_routes(slack),
        *[web.get(path, answered(slack, _clock)) for path in clocks],
        *[web.post(path, answered(slack, _move)) for path in clocks],
        web.get("/page/api/as/{user}/stream", _streaming(slack)),
        web.get("/", _index),
        web.get("/page/static/{file}", _static),
    ]


async def _clock(asking: Asking) -> JSON:
    return await clock_now(asking.slack)


async def _move(asking: Asking) -> JSON:
    await _moved(asking.slack, asking.body)
    return await clock_now(asking.slack)


async def _moved(slack: Backend, body: JSON) -> None:
    if body.get("move") == "next":
        await move_to_next(slack)
        return
    seconds = STEPS[body["move"]] if "move" in body else float(body["seconds"])
    if not 0 <= seconds <= FARTHEST_SECONDS:
        raise ValueError("time moves on, a year at most")
    await move_to(slack, slack.clock.now() + seconds)


# -- the stream ------------------------------------------------------------------------------------


def _streaming(slack: Backend) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            user = Person(slack, request.match_info["user"]).id
        except LookupError as missing:
            return web.json_response({"error": str(missing)}, status=404)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        window = slack.hub.open(user)
        try:
            await response.write(b"retry: 1000\n\n")
            await _tell_until_the_end(window, response)
        except ConnectionError:
            pass  # the window was closed
        finally:
            slack.hub.close(window)
        return response

    return handler


async def _tell_until_the_end(window: Window, response: web.StreamResponse) -> None:
    while True:
        try:
            told = await asyncio.wait_for(window.queue.get(), KEEP_ALIVE_SECONDS)
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        if told is None:
            return
        name, data = told
        await response.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())


# -- the files -------------------------------------------------------------------------------------


async def _index(_: web.Request) -> web.Response:
    return _file("index.html")


async def _static(request: web.Request) -> web.Response:
    return _file(request.match_info["file"])


def _file(name: str) -> web.Response:
    path = PAGE / name
    if path.parent != PAGE or path.suffix not in TYPES or not path.is_file():
        raise web.HTTPNotFound
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=headers)
