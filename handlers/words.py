"""Plain words in a direct message work as the command's text does. A form is a button: a message has no trigger."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers.answering import answer_of, delivery_of, shown
from handlers.answers import Answer
from handlers.commands import understood
from handlers.fields import storable
from handlers.reception import Reception, Visit


def register(app: AsyncApp, reception: Reception) -> None:
    """Messages in the bot's own conversations; changed and deleted ones, and those of other bots, are let be."""

    async def answered(body: dict[str, Any]) -> None:
        answer, _ = await answer_of(reception, body, f"event:{body.get('event_id')}", _handle)
        message = shown(answer)
        if message is not None:
            reception.afterwards(reception.say(body["event"]["channel"], message))

    async def listener(body: dict[str, Any]) -> None:
        event = body["event"]
        if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id") or not event.get("user"):
            return
        await reception.recent.once(delivery_of(body), lambda: answered(body))

    app.event("message")(listener)


async def _handle(visit: Visit, body: dict[str, Any]) -> Answer:
    return await understood(visit, storable(str(body["event"].get("text") or "")))
