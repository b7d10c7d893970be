"""What Slack may tell the program that no person's act in the local workspace leads to."""

import secrets
from typing import Any

from emulator import commands, events
from emulator.delivery import Answer, Envelope
from tests.whole import Whole


def envelope(story: Whole, event: dict[str, Any]) -> dict[str, Any]:
    """An event as Slack delivers it, with a name of its own."""
    return events._envelope(story.slack.backend, event)


def tell(story: Whole, event: dict[str, Any]) -> None:
    """Something happened: delivered again and again until it is taken."""
    tell_again(story, envelope(story, event))


def tell_again(story: Whole, enveloped: dict[str, Any]) -> None:
    """The very same delivery."""
    story.slack.backend.courier.tell(enveloped)


async def act(story: Whole, payload: dict[str, Any]) -> Answer:
    """An interaction of Ada's with whatever else is in it."""
    common = {"user": {"id": "U0ADA", "team_id": "T0COOP"}, "team": {"id": "T0COOP", "domain": "coop"}}
    given = {**common, "trigger_id": f"1.2.{secrets.token_hex(8)}", "api_app_id": story.slack.app.app_id, **payload}
    return await story.slack.backend.courier.ask(Envelope.INTERACTIVE, given)


async def command(story: Whole, text: str, name: str = "/coop") -> Answer:
    """A command of Ada's with its text as it is on the wire."""
    response = story.slack.backend.responses.issue(story.ada.dm, story.ada.id)
    payload = commands._payload(story.slack.backend, response, name, text)
    return await story.slack.backend.courier.ask(Envelope.COMMAND, payload)
