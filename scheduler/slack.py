"""The way out to Slack. Only here do Slack's answers become ours: a result, or a DeliveryError."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from etiquette.messages.vocabulary import Message
from etiquette.rules.members import Profile
from etiquette.rules.nudges import Delivery
from scheduler.answers import read_profile, silent_until
from scheduler.pace import Pace, Rest

EVENT_TYPE = "coopetiquette_delivery"
POSTING = "chat.postMessage"
SILENCES = "dnd.teamInfo"
SILENCES_AT_ONCE = 50
HISTORY_PAGE = 200
HISTORY_PAGES = 50
MEMBERS_PAGE = 1000
NOT_SLACK = "not_slack"
CLOCK_SKEW = timedelta(days=1)
AUTH_REST = timedelta(minutes=10)
SLOWEST_CALL = 30.0
"""Seconds. Kept here, since the SDK's own timeout does not hold for a session that is shared; a lease outlasts it."""

log = structlog.get_logger()

# A token that Slack no longer takes, or that lacks a scope: an operator's to mend, so that nothing is given up for it.
DEAD_TOKENS = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
TOKEN_ERRORS = DEAD_TOKENS | {"missing_scope"}
EVERY_METHOD = "*"
# Slack does not say whether what was asked has happened.
UNCLEAR_ERRORS = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
# It lies with the person, and will not pass: nobody is there to be told.
PERMANENT_ERRORS = frozenset(
    {
        "cannot_dm_bot",
        "is_archived",
        "messages_tab_disabled",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)


class Verdict(StrEnum):
    """What a failed call means for the delivery. `refused`: certainly not taken, and it may lie with what was sent."""

    PASSING = "passing"
    PERMANENT = "permanent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class DeliveryError(Exception):
    """Slack did not take what was sent. `reason` is Slack's word for it; `wait` is how long to leave it alone."""

    def __init__(self, verdict: Verdict, reason: str, wait: timedelta = timedelta()) -> None:
        super().__init__(f"{verdict}: {reason}")
        self.verdict = verdict
        self.reason = reason
        self.wait = wait


class WayOut:
    """Slack as the scheduler uses it. Never retries by itself: a lost answer may mean a posted message.

    A 429 holds that method in that workspace for as long as Slack says, in machine time; others go on. A token that it
    does not take holds all methods. `pace` is how fast messages are posted.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        machine_now: Callable[[], datetime],
        slowest: float = SLOWEST_CALL,
        pace: Pace | None = None,
    ) -> None:
        self.pace = pace or Pace()
        self._client = client
        self._machine_now = machine_now
        self._slowest = slowest
        self._holds: dict[tuple[str, str], Rest] = {}
        self._asked: dict[tuple[str, str], Rest] = {}

    @property
    def client(self) -> AsyncWebClient:
        return self._client

    def is_held(self, workspace_id: str, method: str = POSTING) -> bool:
        """Whether Slack asked for a rest from this method in this workspace."""
        return self._held_until(workspace_id, method) > self._machine_now()

    def asked_to_rest(self, workspace_id: str, method: str = POSTING) -> datetime | None:
        """Until when Slack asked for a rest from this method in a workspace, whoever asks it; None where it did not."""
        rest = self._asked.get((workspace_id, method))
        return rest.until if rest and rest.lasts(self._machine_now()) else None

    async def room_for(self, delivery: Delivery) -> None:
        """Waits until a delivery may be posted without being too much for its conversation, or its workspace."""
        await self.pace.room(delivery.workspace_id, str(delivery.channel))

    def rest(self) -> float:
        """Seconds until the last of Slack's rests is over."""
        now = self._machine_now()
        until = max((rest.until for rest in self._holds.values() if rest.lasts(now)), default=now)
        return (until - now).total_seconds()

    async def open(self, workspace_id: str, member_id: str) -> str:
        """The id of the conversation with a member, opened where it was not yet."""
        answer = await self._call(workspace_id, "conversations.open", users=member_id)
        return str(answer["channel"]["id"])

    async def post(self, delivery: Delivery, message: Message) -> str:
        """Posts into the delivery's conversation, and gives back the message's `ts`."""
        payload = {"delivery": delivery.id, "nudges": ",".join(delivery.digests)}
        answer = await self._call(
            delivery.workspace_id,
            POSTING,
            channel=delivery.channel,
            text=message.text,
            blocks=message.blocks,
            metadata={"event_type": EVENT_TYPE, "event_payload": payload},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["ts"])

    async def update(self, delivery: Delivery, message: Message) -> None:
        """Draws a posted message anew. Its metadata stays, for it is left out."""
        await self._call(
            delivery.workspace_id,
            "chat.update",
            channel=delivery.channel,
            ts=delivery.ts,
            text=message.text,
            blocks=message.blocks,
        )

    async def read(self, delivery: Delivery) -> dict[str, Any] | None:
        """A posted message as it stands in its conversation; None where it is gone."""
        page = await self._call(
            delivery.workspace_id,
            "conversations.history",
            channel=delivery.channel,
            oldest=delivery.ts,
            latest=delivery.ts,
            inclusive=True,
            limit=1,
        )
        return next((dict(said) for said in page["messages"] if said.get("ts") == delivery.ts), None)

    async def find(self, delivery: Delivery) -> str | None:
        """The `ts` of a delivery's message, if it stands in its conversation's history."""
        said = self.history(delivery.workspace_id, str(delivery.channel), delivery.created_at)
        async with contextlib.aclosing(said):
            async for message in said:
                if _carries(message, delivery):
                    return str(message["ts"])
        return None

    async def history(
        self, workspace_id: str, channel: str, since: datetime | None = None
    ) -> AsyncGenerator[dict[str, Any], None]:
        """What was said in a conversation, newest first, with its metadata; a day more, for a clock may be ahead."""
        began = min(since, self._machine_now()) - CLOCK_SKEW if since else datetime.fromtimestamp(0, UTC)
        oldest, cursor = f"{began.timestamp():.6f}", ""
        for _ in range(HISTORY_PAGES):
            page = await self._call(
                workspace_id,
                "conversations.history",
                channel=channel,
                oldest=oldest,
                include_all_metadata=True,
                limit=HISTORY_PAGE,
                cursor=cursor,
            )
            for said in page["messages"]:
                yield said
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise DeliveryError(Verdict.UNKNOWN, "history_too_long")

    async def profile(self, workspace_id: str, member_id: str) -> Profile:
        """What Slack says of a person; any part of it may be missing."""
        answer = await self._call(workspace_id, "users.info", user=member_id, include_locale=True)
        return read_profile(answer["user"])

    async def channel(self, workspace_id: str, channel: str) -> dict[str, Any]:
        """What Slack says of a channel: `conversations.info`."""
        answer = await self._call(workspace_id, "conversations.info", channel=channel)
        return dict(answer["channel"])

    async def is_in(self, workspace_id: str, channel: str, member_id: str) -> bool:
        """Whether somebody is in a channel."""
        cursor = ""
        for _ in range(HISTORY_PAGES):
            page = await self._call(
                workspace_id, "conversations.members", channel=channel, limit=MEMBERS_PAGE, cursor=cursor
            )
            if member_id in page["members"]:
                return True
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return False
        raise DeliveryError(Verdict.UNKNOWN, "too_many_members")

    async def is_ready(self, workspace_id: str, file_id: str) -> bool:
        """Whether a message may show a file by now: Slack knows what sort of file it is."""
        answer = await self._call(workspace_id, "files.info", file=file_id)
        return bool(answer["file"].get("mimetype"))

    async def silences(self, workspace_id: str, member_ids: Sequence[str], now: datetime) -> dict[str, datetime]:
        """Who is in do-not-disturb, and until when (N1). Of whom Slack does not tell is taken to be reachable."""
        told: dict[str, Any] = {}
        try:
            for start in range(0, len(member_ids), SILENCES_AT_ONCE):
                asked = list(member_ids[start : start + SILENCES_AT_ONCE])
                told |= (await self._call(workspace_id, SILENCES, users=asked))["users"]
        except DeliveryError as error:
            if error.reason not in DEAD_TOKENS:  # which is said once, where it is noticed
                log.warning("silences_untold", workspace=workspace_id, reason=error.reason)
        return {member_id: until for member_id, dnd in told.items() if (until := silent_until(dnd, now))}

    async def call(self, workspace_id: str, method: str, **arguments: Any) -> Any:
        """Slack's own answer to one of its methods; what it refuses is a DeliveryError."""
        return await self._call(workspace_id, method, **arguments)

    async def _call(self, workspace_id: str, method: str, **arguments: Any) -> Any:
        if self.is_held(workspace_id, method):
            rest = self._held_until(workspace_id, method) - self._machine_now()
            raise DeliveryError(Verdict.PASSING, "ratelimited", rest)
        try:
            async with asyncio.timeout(self._slowest):
                return await getattr(self._client, method.replace(".", "_"))(**arguments)
        except SlackApiError as error:
            raise self._judged(workspace_id, method, error) from None
        except aiohttp.ClientConnectorError as error:
            raise DeliveryError(Verdict.PASSING, type(error).__name__, timedelta(minutes=1)) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DeliveryError(Verdict.UNKNOWN, type(error).__name__) from None

    def _judged(self, workspace_id: str, method: str, error: SlackApiError) -> DeliveryError:
        status, reason = status_of(error), reason_of(error)
        if status == HTTPStatus.TOO_MANY_REQUESTS or reason in {"ratelimited", "rate_limited"}:
            wait = timedelta(seconds=_retry_after(error.response))
            self._asked[workspace_id, method] = Rest(self._machine_now(), self._machine_now() + wait)
            return self._rest(workspace_id, method, "ratelimited", wait)
        if reason in TOKEN_ERRORS:
            method = EVERY_METHOD if reason in DEAD_TOKENS else method
            return self._rest(workspace_id, method, reason, AUTH_REST)
        if status != HTTPStatus.OK or reason in UNCLEAR_ERRORS or reason == NOT_SLACK:
            return DeliveryError(Verdict.UNKNOWN, reason)
        return DeliveryError(Verdict.PERMANENT if reason in PERMANENT_ERRORS else Verdict.REFUSED, reason)

    def _held_until(self, workspace_id: str, method: str) -> datetime:
        now, rests = self._machine_now(), [self._holds.get((workspace_id, each)) for each in (method, EVERY_METHOD)]
        return max((rest.until for rest in rests if rest and rest.lasts(now)), default=now)

    def _rest(self, workspace_id: str, method: str, reason: str, wait: timedelta) -> DeliveryError:
        self._holds[workspace_id, method] = Rest(self._machine_now(), self._machine_now() + wait)
        return DeliveryError(Verdict.PASSING, reason, wait)


def status_of(error: SlackApiError) -> int:
    """The HTTP status of an answer that was a refusal."""
    return int(getattr(error.response, "status_code", HTTPStatus.OK))


def reason_of(error: SlackApiError) -> str:
    """Slack's word for a refusal; `not_slack` where whatever stands before Slack answered in its place."""
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error") or NOT_SLACK) if isinstance(answer, dict) else NOT_SLACK


def _carries(said: dict[str, Any], delivery: Delivery) -> bool:
    metadata = said.get("metadata") or {}
    return (
        metadata.get("event_type") == EVENT_TYPE
        and (metadata.get("event_payload") or {}).get("delivery") == delivery.id
    )


def _retry_after(answer: Any) -> float:
    try:
        return max(float((getattr(answer, "headers", None) or {}).get("Retry-After", 30)), 1.0)
    except ValueError:
        return 30.0
