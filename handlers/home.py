"""The Home tab: opened, and drawn anew after a press on it."""

import asyncio
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from etiquette.messages.home import home as rendered
from etiquette.services.matters import overview
from handlers.answering import answer_of, reason_of
from handlers.reception import Reception, Visit
from handlers.welcome import greet

log = structlog.get_logger()


def register(app: AsyncApp, reception: Reception) -> None:
    """The app opened, at its Home or at its messages."""

    async def listener(body: dict[str, Any]) -> None:
        handle = _opened if (body.get("event") or {}).get("tab") == "home" else _looked
        _, visit = await answer_of(reception, body, f"event:{body.get('event_id')}", handle)
        greet(visit)

    app.event("app_home_opened")(listener)


async def publish(visit: Visit, until: float | None = None) -> None:
    """Draws the member's Home from the facts. Where that is not done until then (loop time), it is done afterwards."""
    view = await overview(visit.store, visit.member, visit.now)
    drawn = rendered(view.due, view.calls, view.promises, visit.member, visit.now)
    try:
        async with asyncio.timeout_at(until):
            await visit.reception.client.views_publish(user_id=visit.member.id, view=drawn)
    except TimeoutError:
        if until is not None:
            visit.reception.afterwards(publish(visit))
    except Exception as error:  # noqa: BLE001  # Home is drawn again whenever it is opened; nothing is lost with it
        log.warning("home_not_published", reason=reason_of(error))


async def _looked(_visit: Visit, _body: dict[str, Any]) -> None:
    """At the messages: they are there already, and whoever is new is welcomed below them."""


async def _opened(visit: Visit, _body: dict[str, Any]) -> None:
    await publish(visit, visit.until)
