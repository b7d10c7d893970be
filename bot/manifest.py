"""The Slack app manifest: all that this program asks of Slack, as "create an app from a manifest" reads it.

Names, limits and keys are Slack's; see its manifest reference.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.config import OfflineSettings
from bot.values import Transport, is_http

NAME = "Coopetiquette"
SUMMARY = "Nudges the etiquette of collaboration: prepare, call, deliver, thank, invite, give back."
STORY = (
    "Introductions are gifts, and gifts come with manners. Log an introduction in ten seconds, and never "
    "again forget a thank-you, a promise or an invitation: Coopetiquette remembers what good manners ask for "
    "next, and says so at the right moment, in working hours, in a direct message that you can answer where "
    "it stands. What you log is yours alone, unless you share it."
)

PLACEHOLDER = "https://your-host.example"
EVENTS_PATH = "/slack/events"

MAKE_DELIVERABLE = "make_deliverable"
LOG_INTRODUCTION = "log_introduction"


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as Slack lists it."""

    name: str
    description: str
    hint: str


COMMANDS = (
    Command(
        "/coop",
        "What is due now; and everything else, by word",
        "[intro|call|deliverable|thanks|invite|help] …",
    ),
    Command("/coop-intro", "Log an introduction", "Dana Reyes via @Sam https://linkedin.com/in/dana"),
    Command("/coop-call", "Log a call, to come or past", "Dana Reyes Tuesday 3pm"),
    Command("/coop-deliverable", "Log what was promised", "Dana: the deck by Friday"),
)

SHORTCUTS = (
    {
        "type": "message",
        "name": "Make this a deliverable",
        "callback_id": MAKE_DELIVERABLE,
        "description": "Remember what this message promises",
    },
    {
        "type": "global",
        "name": "Log an introduction",
        "callback_id": LOG_INTRODUCTION,
        "description": "Who met whom, and who brought them together",
    },
)

SCOPES = (
    "commands",  # slash commands and shortcuts
    "chat:write",  # nudges, and the answers to presses
    "im:write",  # opens the direct message that a nudge goes to
    "im:history",  # hears words in a direct message; finds, after a crash, what was posted already
    "users:read",  # time zone, locale, and who has left
    "dnd:read",  # does not nudge whoever asked for silence
    "channels:read",  # which channel a digest goes to, and who may set it up
    "groups:read",  # the same for private channels
    "channels:history",  # finds, after a crash, the digest that was posted already
    "groups:history",  # the same in private channels
    "files:write",  # exports, into the member's own direct message
    "files:read",  # imports, from the same place
    "app_mentions:read",  # hears its name where commands do not work, as in threads
)

# What is subscribed to is handled: Slack counts an event that nobody answers as a failure.
EVENTS = ("app_home_opened", "app_uninstalled", "message.im", "tokens_revoked", "user_change")


def manifest(settings: OfflineSettings, url: str | None = None) -> dict[str, Any]:
    """The manifest for these settings.

    `url` is where Slack reaches this program over HTTP, without a path; Socket Mode needs none. Where HTTP
    has none, PLACEHOLDER stands in for it. Raises ValueError where it is no such address.
    """
    requests = None if settings.transport is Transport.SOCKET else _base(url) + EVENTS_PATH
    return {
        "display_information": {
            "name": NAME,
            "description": SUMMARY,
            "long_description": STORY,
            "background_color": "#1f4d46",
        },
        "features": _features(requests),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": _at(requests, "request_url") | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True}
            | _at(requests, "request_url")
            | _at(requests, "message_menu_options_url"),
            "org_deploy_enabled": False,
            "socket_mode_enabled": requests is None,
            "token_rotation_enabled": False,
        },
    }


def _features(requests: str | None) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "shortcuts": [dict(shortcut) for shortcut in SHORTCUTS],
        "slash_commands": [_slash_command(command, requests) for command in COMMANDS],
    }


def _slash_command(command: Command, requests: str | None) -> dict[str, Any]:
    about = {"command": command.name, "description": command.description, "usage_hint": command.hint}
    return about | {"should_escape": True} | _at(requests, "url")


def _at(requests: str | None, key: str) -> dict[str, str]:
    return {} if requests is None else {key: requests}


def _base(url: str | None) -> str:
    if url is None:
        return PLACEHOLDER
    if not is_http(url) or re.search(r"[?#]|[^:/]/.", url):
        raise ValueError("--url must be an http(s) address without a path, such as https://coop.example.org.")
    return url.rstrip("/")
