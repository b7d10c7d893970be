"""What a search in a form finds: Slack asks at each letter, and has an answer at once."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.blocks import Option

from etiquette.messages.settings import countries_found, zones_found
from etiquette.services.members import zones
from handlers.reception import Reception

Search = Callable[[str], list[Option]]

# By the field that is searched in.
SEARCHES: dict[str, Search] = {
    "country": countries_found,
    "zone": lambda typed: zones_found(typed, zones()),
}


def register(app: AsyncApp, _reception: Reception) -> None:
    """Every search, the unknown ones included, which find nothing."""

    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        search = SEARCHES.get(str(body.get("block_id")))
        found = search(str(body.get("value") or "")) if search else []
        await ack(options=[option.to_dict() for option in found])

    app.options(re.compile(".*"))(listener)
