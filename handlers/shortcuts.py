"""Shortcuts: log an introduction from anywhere; make a message a deliverable."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import deliverables, introductions
from handlers.answering import answer_of, delivery_of, opened, shown
from handlers.answers import Answer, Opens
from handlers.fields import storable
from handlers.reception import Reception, Visit
from handlers.surfaces import Surface


def register(app: AsyncApp, reception: Reception) -> None:
    """The two shortcuts of the manifest; one of an older version is answered, too."""

    async def answered(body: dict[str, Any]) -> None:
        answer, visit = await answer_of(reception, body, f"shortcut:{body.get('trigger_id')}", _handle)
        if not (isinstance(answer, Opens) and visit is not None and await opened(visit, answer.view)):
            Surface.of(reception, body).tell(shown(answer))

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await reception.recent.once(delivery_of(body), lambda: answered(body))
        await ack()

    app.shortcut(re.compile(".*"))(listener)


async def _handle(visit: Visit, body: dict[str, Any]) -> Answer | None:
    match body["callback_id"]:
        case "log_introduction":
            return await introductions.unfinished(visit, "", None)
        case "make_deliverable":
            said = str((body.get("message") or {}).get("text") or "")
            return await deliverables.unfinished(visit, storable(said), None)
        case _:
            return None
