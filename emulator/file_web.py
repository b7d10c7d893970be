"""The ways to a file's bytes: upload, the app's download with its token, and the page's own."""

import asyncio
from urllib.parse import quote

from aiohttp import web

from emulator.api.files import known_file
from emulator.backend import Backend
from emulator.files import PICTURES, File
from emulator.records import Call
from emulator.wire import Refused

LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Sign in</title></head>"
    "<body><p>You need to sign in to see this file.</p></body></html>"
)
HARMLESS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


async def upload(slack: Backend, request: web.Request) -> web.Response:
    """POST to the upload_url: raw bytes, or a form with a file in it."""
    try:
        file = slack.files.upload(request.match_info["ticket"], await _uploaded(request))
    except Refused as refused:
        return web.Response(text=refused.error, status=400)
    return web.Response(text=f"OK - {file.length}")


async def _uploaded(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""


async def download(slack: Backend, request: web.Request) -> web.Response:
    """GET url_private: as in Slack, who shows no good token gets a login page, and status 200."""
    file_id = request.match_info["file_id"]
    error: str | None
    fault = slack.faults.strike("url_private", {})
    await asyncio.sleep(fault.delay)
    if fault.status is not None:
        error, response = f"http_{fault.status}", web.Response(status=fault.status)
    else:
        error, response = _private(slack, file_id, request.headers.get("Authorization", ""))
    slack.calls.append(Call("url_private", {"file": file_id}, slack.clock.now(), slack.clock.machine(), error))
    return response


def _private(slack: Backend, file_id: str, authorization: str) -> tuple[str | None, web.Response]:
    kind, _, token = authorization.partition(" ")
    try:
        slack.tokens.caller(token.strip() if kind == "Bearer" else "", app_level=False).need("files:read")
    except Refused as refused:
        return refused.error, web.Response(text=LOGIN_PAGE, content_type="text/html")
    try:
        return None, _sent(known_file(slack, file_id))
    except Refused as refused:
        return refused.error, web.Response(status=404, text="Not found")


async def show(slack: Backend, request: web.Request) -> web.Response:
    """GET for the page, which needs no token: pictures to be looked at, all else to be saved."""
    try:
        return _sent(slack.files.get(request.match_info["file_id"]), inline=True)
    except Refused:
        raise web.HTTPNotFound from None


def _sent(file: File, *, inline: bool = False) -> web.Response:
    look = "inline" if inline and file.mimetype in PICTURES else "attachment"
    headers = {**HARMLESS, "Content-Disposition": f"{look}; filename*=UTF-8''{quote(file.name, safe='')}"}
    return web.Response(body=file.content or b"", content_type=file.mimetype, headers=headers)
