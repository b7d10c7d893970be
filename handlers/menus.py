"""Menus that are filled while one types: Slack asks for their options at each letter, and has them at once."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from etiquette.messages.settings import countries_found, zones_found
from etiquette.rules.errors import AwayError
from etiquette.services.members import zones
from handlers.answering import who_of
from handlers.contacts import others
from handlers.fields import storable
from handlers.reception import Reception, Visit

SEARCH_LIMIT = 100

Search = Callable[[Visit, dict[str, Any], str], Awaitable[list[dict[str, Any]]]]

log = structlog.get_logger()


def register(app: AsyncApp, reception: Reception) -> None:
    """Every menu; one of an older version has nothing to offer."""

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            options = await _options(reception, body)
        except AwayError:  # it is said in the log by whoever noticed it
            options = []
        except Exception as error:  # an empty menu is all that can be shown in its place
            log.exception("menu_failed", error=type(error).__name__)
            options = []
        await ack(options=options)

    app.options(re.compile(".*"))(listener)


async def countries(_visit: Visit, _view: dict[str, Any], typed: str) -> list[dict[str, Any]]:
    """The countries whose holidays are known, by what is typed of them."""
    return [option.to_dict() for option in countries_found(typed)]


async def places(_visit: Visit, _view: dict[str, Any], typed: str) -> list[dict[str, Any]]:
    """Time zones, by a city in them."""
    return [option.to_dict() for option in zones_found(typed, zones())]


# By the field that is searched in.
SEARCHES: dict[str, Search] = {"country": countries, "zone": places, "other": others}


async def _options(reception: Reception, body: dict[str, Any]) -> list[dict[str, Any]]:
    search = SEARCHES.get(str(body.get("block_id")))
    if search is None:
        return []
    visit = await reception.visit(who_of(body), "", None)
    return await search(visit, body.get("view") or {}, storable(str(body.get("value") or ""))[:SEARCH_LIMIT])
