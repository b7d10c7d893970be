"""Where Slack reaches us by HTTP: what is unsigned is turned away, what is broken is told so, the rest goes to Bolt."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

LARGEST = 1024 * 1024
SLACKS_PATIENCE = 2.5  # seconds: it hangs up after three
DIGITS = 11  # of a timestamp in seconds, for some thousand years

log = structlog.get_logger(__name__)


def events(opens: asyncio.Future[AsyncApp], signing_secret: str) -> web.RouteDef:
    """`POST /slack/events`: commands, presses, forms, events. 401 for what Slack did not sign, 400 for what is broken.

    What comes before the program is there to take it waits for that, as long as Slack does; then it is a 503.

    The signature is judged here and not by Bolt, which answers some broken requests with 500, and Slack sends
    those again and again.
    """
    verifier = SignatureVerifier(signing_secret)

    async def listener(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        if not _is_signed(verifier, body, request):
            return web.json_response({"error": "invalid request"}, status=401)
        if not _is_whole(body, request.content_type):
            return web.json_response({"error": "broken request"}, status=400)
        try:
            app = await asyncio.wait_for(asyncio.shield(opens), SLACKS_PATIENCE)
        except TimeoutError:
            return web.json_response({"error": "starting"}, status=503)
        try:
            answer = await app.async_dispatch(await to_bolt_request(request))
        except Exception as error:  # noqa: BLE001  # our own failures are answered before this; what is left is broken
            log.warning("request_broken", error=type(error).__name__)
            return web.json_response({"error": "broken request"}, status=400)
        return await to_aiohttp_response(answer)

    return web.post("/slack/events", listener)


def _is_signed(verifier: SignatureVerifier, body: bytes, request: web.Request) -> bool:
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= DIGITS):
        return False
    try:
        return verifier.is_valid(body, timestamp, signature)
    except (UnicodeDecodeError, TypeError):
        return False  # what Slack signs is text, and so is its signature


def _is_whole(body: bytes, content_type: str) -> bool:
    """Whether a request can be read as what it says it is: a JSON object, or a form that may carry one."""
    try:
        text = body.decode()
        if content_type == "application/json":
            return _names_an_event(json.loads(text))
        form = parse_qs(text, keep_blank_values=True)
        return _names_somebody(form)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return False


def _names_an_event(envelope: Any) -> bool:
    """An event is an object that says what it is; so does what Slack says of itself, without one."""
    if not isinstance(envelope, dict) or not isinstance(envelope.get("type"), str):
        return False
    event = envelope.get("event")
    return envelope["type"] != "event_callback" or (isinstance(event, dict) and isinstance(event.get("type"), str))


def _names_somebody(form: dict[str, list[str]]) -> bool:
    """A command names who typed it, a payload who pressed; a check of the certificate names nobody."""
    if "ssl_check" in form:
        return True
    if "payload" not in form:
        return all(form.get(name, [""])[0] for name in ("command", "user_id", "team_id"))
    payload: Any = json.loads(form["payload"][0])
    return isinstance(payload, dict) and isinstance(payload.get("user"), dict) and "type" in payload
