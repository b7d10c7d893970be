"""The Home tab: opened, drawn anew after a press on it, and its people paged and searched."""

import asyncio
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from etiquette.messages.home import home as rendered
from etiquette.messages.vocabulary import read_metadata
from etiquette.rules.people import AT_FIRST, SEARCH_LIMIT, Look
from etiquette.services.overview import overview
from handlers.answering import answer_of, reason_of
from handlers.answers import Turned
from handlers.fields import storable
from handlers.reception import Reception, Visit

log = structlog.get_logger()


def register(app: AsyncApp, reception: Reception) -> None:
    """The Home tab's one event."""

    async def listener(body: dict[str, Any]) -> None:
        if (body.get("event") or {}).get("tab") == "home":
            await answer_of(reception, body, f"event:{body.get('event_id')}", _opened)

    app.event("app_home_opened")(listener)


async def publish(visit: Visit, until: float | None = None, look: Look = AT_FIRST) -> None:
    """Draws the member's Home from the facts. Where that is not done until then (loop time), it is done afterwards."""
    seen = await overview(visit.store, visit.member, visit.now, look)
    drawn = rendered(seen, visit.member, visit.now)
    try:
        async with asyncio.timeout_at(until):
            await visit.reception.client.views_publish(user_id=visit.member.id, view=drawn)
    except TimeoutError:
        if until is not None:
            visit.reception.afterwards(publish(visit, look=look))
    except Exception as error:  # noqa: BLE001  # Home is drawn again whenever it is opened; nothing is lost with it
        log.warning("home_not_published", reason=reason_of(error))


def look_of(view: dict[str, Any] | None) -> Look:
    """Where the member looked when they pressed something: an act elsewhere on Home does not turn the page."""
    return look_in(str((view or {}).get("private_metadata") or ""))


def look_in(kept: str) -> Look:
    """Where a member looks, as `look_kept` wrote it. What it did not write is the first page."""
    read = read_metadata(kept)
    page, wanted = read.get("page"), read.get("wanted")
    return Look(page if isinstance(page, int) else 0, wanted[:SEARCH_LIMIT] if isinstance(wanted, str) else "")


async def page_turned(_visit: Visit, pressed_value: str) -> Turned:
    """Another page of the people."""
    return Turned(look_in(pressed_value))


async def searched(_visit: Visit, typed: str) -> Turned:
    """The people who fit some words; everybody, where there are none."""
    return Turned(Look(0, " ".join(storable(typed).split())[:SEARCH_LIMIT]))


async def _opened(visit: Visit, _body: dict[str, Any]) -> None:
    await publish(visit, visit.until)
