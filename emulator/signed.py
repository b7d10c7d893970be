"""Signed HTTP delivery to the app's request URLs (slack.md §6)."""

import asyncio
import json
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from emulator.app import InstalledApp
from emulator.clock import Clock
from emulator.delivery import Answer, Delivery, Envelope
from emulator.wire import JSON

FORM, JSON_BODY = "application/x-www-form-urlencoded", "application/json"
MOST_REDIRECTS = 3  # aiohttp gives up at this one, so two are followed
SUCCESS, SERVER_FAILED = range(200, 300), 500


class SignedRequests:
    """Posts to the app as Slack does. `override` stands in for every URL of the manifest."""

    def __init__(self, app: InstalledApp, clock: Clock) -> None:
        self._app, self._clock = app, clock
        self._verifier = SignatureVerifier(app.signing_secret)
        self._session: aiohttp.ClientSession | None = None
        self.override: str | None = None

    async def ready(self) -> None:
        """A URL is always there."""

    async def close(self) -> None:
        """Close what is open."""
        if self._session is not None:
            await self._session.close()

    async def send(self, delivery: Delivery, patience: float) -> Answer:
        """Post, and wait for the answer; redirects are followed twice."""
        url = self.override or self._url(delivery)
        if not url:
            return Answer(error="dispatch_failed", reason="connection_failed", may_retry=False)
        try:
            return await asyncio.wait_for(self._post(url, delivery), patience)
        except TimeoutError:
            return Answer(error="operation_timeout", reason="http_timeout")
        except aiohttp.TooManyRedirects:
            return Answer(error="dispatch_failed", reason="too_many_redirects")
        except aiohttp.ClientError:
            return Answer(error="dispatch_failed", reason="connection_failed")

    async def _post(self, url: str, delivery: Delivery) -> Answer:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        content_type, body = _encoded(delivery)
        headers = {"Content-Type": content_type, **self._signed(body), **_retry(delivery)}
        async with self._session.post(url, data=body, headers=headers, max_redirects=MOST_REDIRECTS) as response:
            return await _answer(response)

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._clock.wall()))
        signature = self._verifier.generate_signature(timestamp=timestamp, body=body) or ""
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "application/json,*/*",
        }

    def _url(self, delivery: Delivery) -> str | None:
        if delivery.envelope is Envelope.EVENT:
            return self._app.events_url
        if delivery.envelope is Envelope.COMMAND:
            return self._app.commands[delivery.payload["command"]].url
        is_suggestion = delivery.payload["type"] == "block_suggestion"
        return self._app.options_url if is_suggestion else self._app.interactivity_url


def _encoded(delivery: Delivery) -> tuple[str, bytes]:
    if delivery.envelope is Envelope.EVENT:
        return JSON_BODY, json.dumps(delivery.payload).encode()
    if delivery.envelope is Envelope.COMMAND:
        return FORM, urlencode(delivery.payload).encode()
    return FORM, urlencode({"payload": json.dumps(delivery.payload)}).encode()


def _retry(delivery: Delivery) -> dict[str, str]:
    if not delivery.attempt:
        return {}
    return {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": delivery.reason}


async def _answer(response: aiohttp.ClientResponse) -> Answer:
    text = await response.text()
    if response.status in SUCCESS:
        return Answer(body=_body(text), status=response.status)
    error = "http_client_error" if response.status < SERVER_FAILED else "http_service_error"
    may_retry = response.headers.get("X-Slack-No-Retry") != "1"
    return Answer(error=error, reason="http_error", status=response.status, may_retry=may_retry)


def _body(text: str) -> JSON:
    if not text.strip():
        return {}
    try:
        body = json.loads(text)
    except ValueError:
        return {"text": text}
    return body if isinstance(body, dict) else {"text": text}
