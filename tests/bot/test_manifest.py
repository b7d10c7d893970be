"""The manifest is complete, and within what Slack allows."""

import re
from typing import Any

import pytest

from bot.config import OfflineSettings
from bot.manifest import COMMANDS, PLACEHOLDER, manifest

BUILT_IN = {
    *(
        "archive",
        "away",
        "call",
        "collapse",
        "dm",
        "dnd",
        "expand",
        "feed",
        "huddle",
        "invite",
        "join",
        "kick",
    ),
    *(
        "leave",
        "me",
        "msg",
        "mute",
        "open",
        "prefs",
        "pro",
        "remind",
        "remove",
        "rename",
        "search",
        "shortcuts",
    ),
    *("shrug", "star", "status", "topic", "who"),
}
NEEDED_FOR = {"message.im": "im:history", "user_change": "users:read", "app_mention": "app_mentions:read"}


def asked(transport: str, url: str | None = None) -> dict[str, Any]:
    return manifest(OfflineSettings.of({"COOP_TRANSPORT": transport}), url)


@pytest.fixture(params=["socket", "http"])
def either(request: pytest.FixtureRequest) -> dict[str, Any]:
    return asked(request.param, "https://coop.example.org" if request.param == "http" else None)


def urls_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        named = [text for key, text in value.items() if key.endswith("url")]
        return named + [url for inner in value.values() for url in urls_in(inner)]
    return [url for inner in value for url in urls_in(inner)] if isinstance(value, list) else []


def test_its_names_and_texts_fit(either: dict[str, Any]) -> None:
    shown = either["display_information"]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch("#[0-9a-f]{6}", shown["background_color"])
    assert len(either["features"]["bot_user"]["display_name"]) <= 80


def test_its_commands_fit_and_are_no_built_ins(either: dict[str, Any]) -> None:
    commands = either["features"]["slash_commands"]

    assert [command["command"] for command in commands] == [
        "/coop",
        "/coop-intro",
        "/coop-call",
        "/coop-deliverable",
    ]
    for command in commands:
        assert re.fullmatch("/[a-z0-9-]{1,31}", command["command"])
        assert command["command"][1:] not in BUILT_IN
        assert 0 < len(command["description"]) <= 2000
        assert 0 < len(command["usage_hint"]) <= 1000
        assert command["should_escape"] is True


def test_its_shortcuts_fit(either: dict[str, Any]) -> None:
    shortcuts = either["features"]["shortcuts"]

    assert {(one["type"], one["callback_id"]) for one in shortcuts} == {
        ("message", "make_deliverable"),
        ("global", "log_introduction"),
    }
    for shortcut in shortcuts:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_members_can_write_to_the_bot_and_open_its_home(either: dict[str, Any]) -> None:
    assert either["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert either["settings"]["interactivity"]["is_enabled"] is True


def test_every_event_comes_with_the_scope_it_needs(either: dict[str, Any]) -> None:
    scopes, events = (
        either["oauth_config"]["scopes"]["bot"],
        either["settings"]["event_subscriptions"]["bot_events"],
    )

    assert events == ["app_home_opened", "app_uninstalled", "message.im", "tokens_revoked", "user_change"]
    assert {NEEDED_FOR[event] for event in events if event in NEEDED_FOR} <= set(scopes)
    assert len(scopes) == len(set(scopes)) <= 255


def test_what_the_bot_does_is_allowed(either: dict[str, Any]) -> None:
    wanted = {"commands", "chat:write", "im:write", "im:history", "users:read", "dnd:read"}

    assert wanted <= set(either["oauth_config"]["scopes"]["bot"])


def test_socket_mode_needs_no_address() -> None:
    socket = asked("socket")

    assert socket["settings"]["socket_mode_enabled"] is True
    assert urls_in(socket) == []


def test_http_says_where_slack_reaches_everything() -> None:
    http = asked("http", "https://coop.example.org/")

    assert http["settings"]["socket_mode_enabled"] is False
    assert set(urls_in(http)) == {"https://coop.example.org/slack/events"}
    assert len(urls_in(http)) == len(COMMANDS) + 3


def test_http_without_an_address_shows_where_it_belongs() -> None:
    assert set(urls_in(asked("http"))) == {f"{PLACEHOLDER}/slack/events"}


@pytest.mark.parametrize(
    "url", ["coop.example.org", "ftp://coop.example.org", "https://x.org/slack", "https://", "https://["]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="--url must be"):
        asked("http", url)
