"""Plain words in a direct message work as the command's text does. A form is a button: a message has no trigger."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers import imports
from handlers.answering import answer_of, delivery_of, shown
from handlers.answers import Answer
from handlers.commands import understood
from handlers.fields import storable
from handlers.reception import Reception, Visit

# A message by somebody: plain, with a file, out of a thread into the conversation too, or after `/me`.
WRITTEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})


def register(app: AsyncApp, reception: Reception) -> None:
    """Messages that people write in the bot's own conversations; what else is told of there is let be."""

    async def answered(body: dict[str, Any]) -> None:
        answer, _ = await answer_of(reception, body, f"event:{body.get('event_id')}", _handle)
        message = shown(answer)
        if message is not None:
            event = body["event"]
            reception.afterwards(reception.say(event["channel"], message, event.get("thread_ts")))

    async def listener(body: dict[str, Any]) -> None:
        event = body["event"]
        is_written = event.get("subtype") in WRITTEN and event.get("user") and not event.get("bot_id")
        if event.get("channel_type") != "im" or not is_written:
            return
        await reception.recent.once(delivery_of(body), lambda: answered(body))

    app.event("message")(listener)


async def _handle(visit: Visit, body: dict[str, Any]) -> Answer | None:
    text, files = storable(str(body["event"].get("text") or "")), body["event"].get("files") or []
    if files:
        await imports.received(visit, str(body["event"]["channel"]), files)
        return await understood(visit, text) if imports.says_more(text) else None
    return await understood(visit, text)
