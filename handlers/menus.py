"""Menus that are filled while one types: Slack asks for their options."""

import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from etiquette.messages.vocabulary import Form
from handlers.answering import who_of
from handlers.contacts import others
from handlers.fields import storable
from handlers.reception import Reception

SEARCH_LIMIT = 100

log = structlog.get_logger()


def register(app: AsyncApp, reception: Reception) -> None:
    """Every menu; one of an older version has nothing to offer."""

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            options = await _options(reception, body)
        except Exception as error:  # an empty menu is all that can be shown in its place
            log.exception("menu_failed", error=type(error).__name__)
            options = []
        await ack(options=options)

    app.options(re.compile(".*"))(listener)


async def _options(reception: Reception, body: dict[str, Any]) -> list[dict[str, Any]]:
    view = body.get("view") or {}
    if view.get("callback_id") != Form.MERGE:
        return []
    visit = await reception.visit(who_of(body), "", None)
    return await others(visit, view, storable(str(body.get("value") or ""))[:SEARCH_LIMIT])
