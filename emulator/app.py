"""The app that is installed in the workspace, as its Slack manifest describes it."""

import hashlib
from dataclasses import dataclass, field

from emulator.wire import JSON


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; `url` is where HTTP delivers it."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut, `kind` "global" or "message"."""

    kind: str
    name: str
    description: str
    callback_id: str


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """One app, installed once, with its tokens."""

    app_id: str
    name: str
    description: str
    bot_user_id: str
    bot_id: str
    bot_name: str
    bot_token: str
    app_token: str
    signing_secret: str
    commands: dict[str, Command] = field(default_factory=dict)
    shortcuts: dict[str, Shortcut] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    socket_mode: bool = True
    interactivity: bool = True
    interactivity_url: str | None = None
    options_url: str | None = None
    events_url: str | None = None
    home_enabled: bool = False
    messages_enabled: bool = True
    messages_read_only: bool = False

    @classmethod
    def from_manifest(
        cls,
        manifest: JSON,
        bot_token: str,
        app_token: str,
        signing_secret: str,
        app_id: str | None = None,
        bot_user_id: str | None = None,
    ) -> "InstalledApp":
        """What Slack would have installed from this manifest; ids follow from the name unless given."""
        shown, features = manifest["display_information"], manifest.get("features", {})
        settings, home = manifest.get("settings", {}), features.get("app_home", {})
        interactivity = settings.get("interactivity", {})
        name = shown["name"]
        return cls(
            app_id=app_id or _id("A0", name),
            name=name,
            description=shown.get("description", ""),
            bot_user_id=bot_user_id or _id("U0", name + " bot"),
            bot_id=_id("B0", name),
            bot_name=features.get("bot_user", {}).get("display_name", name),
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=signing_secret,
            commands={c["command"]: _command(c) for c in features.get("slash_commands", [])},
            shortcuts={s["callback_id"]: _shortcut(s) for s in features.get("shortcuts", [])},
            scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            socket_mode=bool(settings.get("socket_mode_enabled", False)),
            interactivity=bool(interactivity.get("is_enabled", False)),
            interactivity_url=interactivity.get("request_url"),
            options_url=interactivity.get("message_menu_options_url"),
            events_url=settings.get("event_subscriptions", {}).get("request_url"),
            home_enabled=bool(home.get("home_tab_enabled", False)),
            messages_enabled=bool(home.get("messages_tab_enabled", True)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        )


def _id(prefix: str, name: str) -> str:
    return prefix + hashlib.sha256(name.encode()).hexdigest()[:8].upper()


def _command(given: JSON) -> Command:
    return Command(
        command=given["command"],
        description=given.get("description", ""),
        usage_hint=given.get("usage_hint", ""),
        should_escape=bool(given.get("should_escape", False)),
        url=given.get("url"),
    )


def _shortcut(given: JSON) -> Shortcut:
    return Shortcut(given["type"], given["name"], given.get("description", ""), given["callback_id"])
