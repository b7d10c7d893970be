"""Slack's client as the whole program uses it: on one session, counting what comes to nothing, never retrying."""

import asyncio
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.config import Settings
from bot.figures import Figures
from scheduler.slack import DEAD_TOKENS, SLOWEST_CALL, reason_of, status_of

OPENS_SOCKETS = "apps.connections.open"
TOLD = "Slack no longer takes the bot token: nothing is said until it does, and what is planned stays planned."

log = structlog.get_logger(__name__)


class Client(AsyncWebClient):
    """It never retries by itself: a lost answer may mean a posted message.

    `refused` is why Slack does not take the bot token; None while it does. It is said once, and once more when it does.
    """

    def __init__(
        self, settings: Settings, session: aiohttp.ClientSession, figures: Figures, token: str | None = None
    ) -> None:
        super().__init__(
            token=token,
            base_url=settings.api_url,
            session=session,
            timeout=int(SLOWEST_CALL),
            retry_handlers=[],
        )
        self.refused: str | None = None
        self._figures = figures

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        """One call; every method of the client comes through here."""
        try:
            answer = await super().api_call(api_method, **arguments)
        except SlackApiError as error:
            reason = reason_of(error)
            is_rest = status_of(error) == HTTPStatus.TOO_MANY_REQUESTS
            self._figures.slack_failed(api_method, "ratelimited" if is_rest else reason, is_rest=is_rest)
            if reason in DEAD_TOKENS:
                self._judge(api_method, reason)
            raise
        except (TimeoutError, asyncio.CancelledError):  # whoever asked waits no longer
            self._figures.slack_failed(api_method, "timeout", is_rest=False)
            raise
        except (aiohttp.ClientError, OSError):
            self._figures.slack_failed(api_method, "unreachable", is_rest=False)
            raise
        self._judge(api_method, None)
        return answer

    def _judge(self, method: str, refused: str | None) -> None:
        """Whether Slack takes the token; that of a socket is another one."""
        if method == OPENS_SOCKETS or refused == self.refused:
            return
        if self.refused is None:
            log.error("token_refused", told=TOLD, reason=refused)
        elif refused is None:
            log.info("token_taken_again")
        self.refused = refused
        self._figures.stopped.set(refused is not None)
