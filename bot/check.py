"""`coopetiquette check`: is everything in place, and if not, what is wrong and how is it mended?

Each step yields what it found; none of them changes anything.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.config import Settings
from bot.manifest import SCOPES
from bot.values import Transport
from etiquette.store.migrate import pending
from etiquette.store.session import Store

PATIENCE_SECONDS = 10

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


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the database, the tokens and the scopes, in this order."""
    yield Finding("database", await _database(settings))
    async with aiohttp.ClientSession() as session:
        slack = client(settings, session)
        try:
            who = await slack.auth_test()
        except UNREACHABLE as error:
            yield Finding("bot token", told(error, "SLACK_BOT_TOKEN"))
        else:
            yield Finding(f"bot token: {who.get('user')} in {who.get('team')}")
            yield Finding("scopes", _scopes(who))
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
    said = str(getattr(error, "orig", None) or type(error).__name__).strip()
    return said.splitlines()[0]


async def _database(settings: Settings) -> str | None:
    address = settings.database_url.get_secret_value()
    file = make_url(address).database or ""
    if settings.on_sqlite and not await asyncio.to_thread(Path(file).exists):
        return f"There is no {file} yet: run `coopetiquette migrate`."
    store = Store(address)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await pending(store)
    except (SQLAlchemyError, OSError) as error:
        return f"DATABASE_URL leads to no database that answers: {what_the_driver_said(error)}"
    finally:
        await store.close()


def _scopes(who: AsyncSlackResponse) -> str | None:
    headers = {name.lower(): value for name, value in who.headers.items()}
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


async def _socket(slack: AsyncWebClient, app_token: str) -> str | None:
    try:
        await slack.apps_connections_open(app_token=app_token)
    except UNREACHABLE as error:
        return told(error, "SLACK_APP_TOKEN")
    return None
