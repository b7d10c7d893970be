"""The one port: Web API, sockets, response URLs, uploads, and the page."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from emulator import file_web
from emulator.answers import answer_by_url
from emulator.backend import Backend
from emulator.calls import answer_call, read_body
from emulator.guard import loopback_only
from emulator.page_web import page_routes
from emulator.records import Call
from emulator.wire import JSON, Arguments, Refused

LARGEST_REQUEST = 64 * 1024 * 1024
Answering = Callable[[Backend, web.Request], Awaitable[web.StreamResponse]]


def web_app(slack: Backend) -> web.Application:
    """The whole server."""
    app = web.Application(middlewares=[loopback_only], client_max_size=LARGEST_REQUEST)
    private = _bound(slack, file_web.download)
    api, answers = _bound(slack, answer_call), _bound(slack, _answer_response_url)
    app.add_routes(
        [
            web.get("/api/{method}", api),
            web.post("/api/{method}", api),
            web.post("/{surface:commands|actions|app}/{team}/{token}", answers),
            web.post("/upload/v1/{ticket}", _bound(slack, file_web.upload)),
            web.get("/files-pri/{team}-{file_id}/{name}", private),
            web.get("/files-pri/{team}-{file_id}/download/{name}", private),
            web.get("/page/files/{file_id}", _bound(slack, file_web.show)),
            web.get("/files/{user}/{file_id}/{name}", _to_the_page),
            web.get("/link/", slack.sockets.serve),
            web.get("/link", slack.sockets.serve),
            web.get("/archives/{channel}/{message}", _to_the_page),
            *page_routes(slack),
        ]
    )
    return app


def _bound(slack: Backend, answering: Answering) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        return await answering(slack, request)

    return handler


async def _answer_response_url(slack: Backend, request: web.Request) -> web.Response:
    body: JSON = {}
    try:
        body = await _response_body(request)
        error = _use(slack, request.match_info["token"], body)
    except Refused as refused:
        error = refused.error
    slack.calls.append(Call("response_url", body, slack.clock.now(), slack.clock.machine(), error))
    if error is None:
        return web.Response(text="ok")
    status = 404 if error in ("expired_url", "used_url") else 400
    return web.json_response({"ok": False, "error": error}, status=status)


async def _response_body(request: web.Request) -> JSON:
    body = await read_body(request)
    payload = Arguments(body).json("payload", "invalid_payload")
    return payload if isinstance(payload, dict) else body


def _use(slack: Backend, token: str, body: JSON) -> str | None:
    fault = slack.faults.strike("response_url", body)
    if fault.error is None:
        answer_by_url(slack, token, body)
    return fault.error


async def _to_the_page(_: web.Request) -> web.Response:
    raise web.HTTPFound("/")
