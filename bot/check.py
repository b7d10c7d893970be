"""`coopetiquette check`: is everything in place, and if not, what is wrong and how is it mended?

Each step yields what it found; none of them changes anything.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.config import OfflineSettings, Settings
from bot.manifest import SCOPES
from bot.values import Transport
from etiquette.rules.errors import AwayError
from etiquette.store.migrate import pending
from etiquette.store.session import Store

PATIENCE_SECONDS = 10
MOST_SECONDS_OFF = 60

MENDS = {
    "invalid_auth": "copy the token anew from the app's page at Slack, OAuth & Permissions",
    "not_authed": "copy the token anew from the app's page at Slack, OAuth & Permissions",
    "account_inactive": "install the app into the workspace again, and copy the new token",
    "token_revoked": "install the app into the workspace again, and copy the new token",
    "token_expired": "turn token rotation off on the app's page at Slack, and copy the new token",
    "not_allowed_token_type": "use the kind of token that the variable is named for",
    "missing_scope": "add the scope on the app's page at Slack, and install the app again",
    "ratelimited": "try again in a minute",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and what is wrong with it and how to mend that; None where all is well."""

    what: str
    trouble: str | None = None


async def findings(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Finding]:
    """Look at the database, the tokens, the scopes and the clock, in this order."""
    yield Finding("database", await database_trouble(settings))
    async with aiohttp.ClientSession() as session:
        slack = client(settings, session)
        try:
            who = await slack.auth_test()
        except UNREACHABLE as error:
            yield Finding("bot token", told(error, "SLACK_BOT_TOKEN"))
        else:
            yield Finding(f"bot token: {who.get('user')} in {who.get('team')}")
            yield Finding("scopes", _scopes(who))
            yield Finding("clock", _clock(who, (clock or Clock()).machine_now()))
        if settings.transport is Transport.SOCKET and settings.app_token is not None:
            yield Finding("app token", await _socket(slack, settings.app_token.get_secret_value()))


# The last: what the SDK itself stumbles with over an answer that is no JSON.
UNREACHABLE = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError)


def client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that asks once, and not for long."""
    return AsyncWebClient(
        token=settings.bot_token.get_secret_value(),
        base_url=settings.api_url,
        timeout=PATIENCE_SECONDS,
        session=session,
        retry_handlers=[],
    )


def told(error: Exception, variable: str) -> str:
    """A refusal or a failure of a call, as a sentence with a mend."""
    if not isinstance(error, SlackApiError):
        return f"Slack did not answer ({type(error).__name__}): is SLACK_API_URL right, and the network up?"
    answer = error.response.data
    if not isinstance(answer, dict):
        return f"SLACK_API_URL answers, but not as Slack does (HTTP {error.response.status_code}): is it right?"
    code, needed = answer.get("error"), answer.get("needed")
    mend = MENDS.get(str(code), "Slack's documentation of the method says what that means")
    return f"Slack refused {variable} ({code}{f', needs {needed}' if needed else ''}): {mend}."


def what_the_driver_said(error: Exception) -> str:
    """What the driver said; it names hosts and users, and never a password."""
    if isinstance(error, AwayError) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    said = str(getattr(error, "orig", None) or type(error).__name__).strip()
    return said.splitlines()[0]


async def database_trouble(settings: OfflineSettings) -> str | None:
    """What is wrong with the database, and the mend. Nothing is changed by looking, nor is a file made."""
    address = settings.database_url.get_secret_value()
    file = make_url(address).database or ""
    if settings.on_sqlite and not await asyncio.to_thread(Path(file).exists):
        return f"There is no {file} yet: run `coopetiquette migrate`."
    store, does = Store(address), "answers"
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            if trouble := await pending(store):
                return trouble
            does = "takes changes"
            await store.try_writing()
    except (AwayError, SQLAlchemyError, OSError) as error:
        return f"DATABASE_URL leads to no database that {does}: {what_the_driver_said(error)}"
    finally:
        await store.close()
    return None


def _scopes(who: AsyncSlackResponse) -> str | None:
    headers = _headers(who)
    if "x-oauth-scopes" not in headers:
        return "The server does not say which scopes the token has: is SLACK_API_URL a Web API?"
    given = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = [scope for scope in SCOPES if scope not in given]
    if not missing:
        return None
    return (
        f"The app lacks {', '.join(missing)}: paste `coopetiquette manifest` into its manifest at Slack, "
        "and install it again."
    )


def _clock(who: AsyncSlackResponse, now: datetime) -> str | None:
    """Slack dates its answers. What is signed is refused when it is older than five minutes, by our clock."""
    try:
        theirs = parsedate_to_datetime(_headers(who).get("date", ""))
        ahead = round((now - theirs).total_seconds())
    except (ValueError, TypeError):
        return None  # it does not say what time it is
    if abs(ahead) <= MOST_SECONDS_OFF:
        return None
    way = "ahead of" if ahead > 0 else "behind"
    return f"This machine's clock is {abs(ahead)} seconds {way} Slack's: have it set right, by NTP for example."


def _headers(who: AsyncSlackResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in who.headers.items()}


async def _socket(slack: AsyncWebClient, app_token: str) -> str | None:
    try:
        await slack.apps_connections_open(app_token=app_token)
    except UNREACHABLE as error:
        return told(error, "SLACK_APP_TOKEN")
    return None
