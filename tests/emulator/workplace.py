"""The workspace that these tests happen in: Ada, Bo, Cleo, Sam, and Dan, who has left."""

from typing import Any

from emulator import InstalledApp, Seed, SeedChannel, SeedPerson

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-coop", "xapp-coop", "a signing secret"
ADA, BO, CLEO, SAM, DAN = "U0ADA", "U0BO", "U0CLEO", "U0SAM", "U0DAN"
GENERAL, QUIET, SECRETS = "C0GENERAL", "C0QUIET", "G0SECRETS"
SCOPES = [
    "commands",
    "chat:write",
    "channels:history",
    "channels:join",
    "channels:read",
    "dnd:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "reactions:write",
    "team:read",
    "users:read",
    "users:read.email",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "message.channels",
    "message.im",
    "user_change",
]


def make_manifest(**settings: Any) -> dict[str, Any]:
    """A manifest as Slack's own; `settings` are added to its settings."""
    return {
        "display_information": {"name": "Coop", "description": "Nudges"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "coop"},
            "slash_commands": [
                {"command": "/coop", "description": "Log something", "should_escape": True},
                {"command": "/raw", "description": "As it was typed"},
            ],
            "shortcuts": [
                {"name": "Log", "type": "global", "callback_id": "log", "description": "Log something"},
                {"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keep this"},
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES}},
        "settings": {
            "socket_mode_enabled": True,
            "interactivity": {"is_enabled": True},
            "event_subscriptions": {"bot_events": EVENTS},
            **settings,
        },
    }


def make_installed(**settings: Any) -> InstalledApp:
    return InstalledApp.from_manifest(make_manifest(**settings), BOT_TOKEN, APP_TOKEN, SECRET)


def make_seed() -> Seed:
    people = [
        SeedPerson(ADA, "ada", "Ada Okafor", tz="Europe/London", email="ada@example.com", is_owner=True, is_admin=True),
        SeedPerson(BO, "bo", "Bo Lindqvist", tz="Europe/Stockholm", dnd=("22:00", "08:00")),
        SeedPerson(CLEO, "cleo", "Cleo Marchetti", tz="America/New_York", is_restricted=True),
        SeedPerson(SAM, "sam", "Sam Reyes", tz=None),
        SeedPerson(DAN, "dan", "Dan Wu", deleted=True),
    ]
    channels = [
        SeedChannel(GENERAL, "general", [ADA, BO, CLEO], bot_is_member=True),
        SeedChannel(QUIET, "quiet", [ADA]),
        SeedChannel(SECRETS, "secrets", [BO], is_private=True),
    ]
    return Seed(people=people, channels=channels)


def button(action_id: str, label: str = "Done", value: str | None = None) -> dict[str, Any]:
    text = {"type": "plain_text", "text": label}
    said = {"type": "button", "action_id": action_id, "text": text}
    return said if value is None else {**said, "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    label = {"type": "plain_text", "text": block_id.title()}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **more}


def typed(action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


def modal(*blocks: dict[str, Any], title: str = "A form", **more: Any) -> dict[str, Any]:
    submit = {"type": "plain_text", "text": "Save"}
    head = {"type": "modal", "title": {"type": "plain_text", "text": title}, "submit": submit}
    return {**head, "callback_id": "form", "blocks": list(blocks) or [section("Nothing to fill in")], **more}


def home(text: str = "Welcome home") -> dict[str, Any]:
    return {"type": "home", "blocks": [section(text)]}
