"""One Web API call, from request to answer: arguments, faults, limits, token, scope, method, record."""

import asyncio
import json
from typing import Any

from aiohttp import web

from emulator.api import METHODS
from emulator.api.method import Method
from emulator.backend import Backend
from emulator.faults import Fault
from emulator.records import Call
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused


class RateLimited(Exception):  # noqa: N818 -- the workspace does it on purpose
    """429, and when to come again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


async def answer_call(slack: Backend, request: web.Request) -> web.Response:
    """GET or POST /api/{method}."""
    name = request.match_info["method"]
    slack.in_hand += 1
    try:
        return await _answer(slack, request, name)
    finally:
        slack.in_hand -= 1


async def _answer(slack: Backend, request: web.Request, name: str) -> web.Response:
    try:
        values, token = await read_arguments(request)
    except Refused as refused:
        return web.json_response({"ok": False, "error": refused.error})
    fault = slack.faults.strike(name, values)
    if fault.delay:
        await asyncio.sleep(fault.delay)
    error, response = await _outcome(slack, name, values, token, fault)
    slack.calls.append(Call(name, values, slack.clock.now(), slack.clock.machine(), error))
    if fault.drop and request.transport is not None:
        request.transport.abort()
    return response


async def _outcome(
    slack: Backend, name: str, values: JSON, token: str, fault: Fault
) -> tuple[str | None, web.Response]:
    try:
        if fault.status is not None:
            return f"http_{fault.status}", web.Response(status=fault.status, text="fault on demand")
        caller, method = _admitted(slack, name, values, token, fault)
        answer = await method.handler(slack, Arguments(values), caller)
        return None, web.json_response({"ok": True, **answer}, headers=_scopes(caller))
    except Refused as refused:
        return refused.error, web.json_response({"ok": False, "error": refused.error, **refused.extra})
    except RateLimited as limited:
        headers = {"Retry-After": str(limited.retry_after)}
        body = {"ok": False, "error": "ratelimited"}
        return "ratelimited", web.json_response(body, status=429, headers=headers)


def _admitted(slack: Backend, name: str, values: JSON, token: str, fault: Fault) -> tuple[Caller, Method]:
    if fault.retry_after is not None:
        raise RateLimited(fault.retry_after)
    method = METHODS.get(name)
    if method is None:
        raise Refused("unknown_method", req_method=name)
    channel = str(values.get("channel", ""))
    wait = slack.meter.wait(slack.limits, name, method.tier, channel, slack.clock.machine())
    if wait > 0:
        raise RateLimited(wait)
    caller = slack.tokens.caller(token, app_level=method.app_level)
    caller.need(*method.scopes)
    if fault.error is not None:
        raise Refused(fault.error)
    return caller, method


def _scopes(caller: Caller) -> dict[str, str]:
    return {"x-oauth-scopes": ",".join(sorted(caller.scopes))}


async def read_arguments(request: web.Request) -> tuple[JSON, str]:
    """The arguments, from query and body together, and the token; Refused("invalid_json")."""
    values: dict[str, Any] = dict(request.query)
    if request.can_read_body:
        values.update(await read_body(request))
    given = str(values.pop("token", ""))
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return values, token.strip() if kind == "Bearer" else given


async def read_body(request: web.Request) -> JSON:
    """A JSON or form body; Refused("invalid_json", "json_not_object", "invalid_form_data")."""
    if request.content_type != "application/json":
        return await _form(request)
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body


async def _form(request: web.Request) -> JSON:
    try:
        return {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    except ValueError:
        raise Refused("invalid_form_data") from None
