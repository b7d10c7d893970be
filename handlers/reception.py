"""Who is at the door: the member behind a request, and what a handler needs to serve them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from etiquette.messages.vocabulary import Message, Paper
from etiquette.rules.contacts import Contact
from etiquette.rules.elements import Counted
from etiquette.rules.errors import AwayError
from etiquette.rules.members import Member, Profile, Who
from etiquette.services import Store, in_time
from etiquette.services.contacts import everybody
from etiquette.services.members import meet, member_of
from etiquette.services.nudging import Doing
from handlers.recent import Recent

# Slack gives three seconds to answer, and to open a form: what is asked of it meanwhile must leave time for the rest.
PATIENCE = 2.5
PATIENCE_WITH_PROFILES = 1.2
# Nobody waits for what is said after an answer: where Slack asks for a rest, it comes a little later.
RESTS, LONGEST_REST = 3, 10.0

log = structlog.get_logger()


def uncounted() -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Reception:
    """What every listener works with. `stumbled` counts our own mistakes.

    `changed` has stale messages drawn anew, soon; `afterwards` runs what Slack need not wait for; `send_file` brings a
    file into a member's own conversation with the bot; `draw_elements` draws how a partnership stands.
    """

    store: Store
    client: AsyncWebClient
    now: Callable[[], datetime]
    changed: Callable[[], None]
    afterwards: Callable[[Coroutine[Any, Any, None]], None]
    read_profile: Callable[[dict[str, Any]], Profile]
    send_file: Callable[[Member, Paper], Awaitable[None]]
    draw_elements: Callable[[Sequence[Counted]], Awaitable[bytes]]
    invite_limit: int
    recent: Recent = field(default_factory=Recent)
    stumbled: Callable[[], None] = uncounted

    async def visit(self, who: Who, key: str, trigger_id: str | None) -> "Visit":
        """The member's visit; on the first one they are met, in the zone that Slack tells.

        Raises AwayError where what is kept cannot be reached in time.
        """
        until = asyncio.get_running_loop().time() + PATIENCE
        try:
            member = await in_time(member_of(self.store, who), PATIENCE)
        except TimeoutError:
            raise AwayError from None
        if member is None:
            profile = await self.profile(who)
            member = await meet(self.store, who, profile, self.now(), self.invite_limit)
        return Visit(self, member, key, self.now(), trigger_id, until)

    async def respond(self, response_url: str, message: Message, *, replace: bool) -> bool:
        """Replaces the reply that was pressed, or adds one that only its reader sees. False where Slack refuses it."""
        webhook = AsyncWebhookClient(
            response_url, session=self.client.session, timeout=self.client.timeout, retry_handlers=[]
        )
        answer = await webhook.send(
            text=message.text, blocks=message.blocks, replace_original=replace, response_type="ephemeral"
        )
        if answer.status_code != HTTPStatus.OK:
            log.warning("reply_refused", status=answer.status_code)
        return answer.status_code == HTTPStatus.OK

    async def say(self, channel: str, message: Message, thread_ts: str | None = None) -> None:
        """Answers where somebody wrote to the bot, thread included; given a person, in their own with it.

        Slack takes about one message a second in a conversation; what comes faster is said again after the rest that
        it asks for.
        """
        for rests_left in reversed(range(RESTS + 1)):
            try:
                await self.client.chat_postMessage(
                    channel=channel, text=message.text, blocks=message.blocks, thread_ts=thread_ts
                )
            except SlackApiError as refused:
                if not rests_left or refused.response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                    raise
                await asyncio.sleep(_rest(refused))
            else:
                return

    async def profile(self, who: Who) -> Profile | None:
        """What Slack says of a person it is asked about for the first time. None when it does not say so quickly."""
        try:
            async with asyncio.timeout(PATIENCE_WITH_PROFILES):
                answer = await self.client.users_info(user=who.member_id, include_locale=True)
        except Exception:  # noqa: BLE001  # whatever keeps Slack from answering: the scheduler asks again, and the person is served
            return None
        return self.read_profile(answer["user"])


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one member's. `key` is Slack's name for it: the same key has one effect (N4).

    `until`: when a form that is not open yet has lost its trigger, and a command its answer, in the event loop's time.
    `is_welcome`: with this visit they are welcomed, once and for all.
    """

    reception: Reception
    member: Member
    key: str
    now: datetime
    trigger_id: str | None
    until: float
    is_welcome: bool = False

    @property
    def store(self) -> Store:
        return self.reception.store

    @property
    def doing(self) -> Doing:
        return Doing(self.store, self.member, self.key, self.now)

    async def refreshed(self) -> "Visit":
        """The same visit, with the member as they are since: what was done may have changed their settings."""
        return replace(self, member=await member_of(self.store, self.member.who) or self.member)

    async def contacts(self) -> list[Contact]:
        """Everybody whom the member knows."""
        return await everybody(self.store, self.member)


def _rest(refused: SlackApiError) -> float:
    """The seconds that Slack asks for."""
    wait = str(refused.response.headers.get("Retry-After", ""))
    return min(float(wait), LONGEST_REST) if wait.isdecimal() else 1.0
