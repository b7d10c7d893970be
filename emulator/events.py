"""Events API: what happens in the workspace, told to the app if its manifest subscribes (slack.md §5)."""

import secrets
from typing import Any

from emulator.backend import Backend
from emulator.channels import EVENT_TYPE, Channel, Kind
from emulator.people import user_object
from emulator.records import Message
from emulator.wire import JSON

MESSAGE_EVENT = {
    Kind.PUBLIC: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.IM: "message.im",
    Kind.MPIM: "message.mpim",
}


def emit(slack: Backend, subscription: str, event: JSON) -> None:
    """Tell the app, if it subscribed."""
    if subscription in slack.app.events:
        slack.courier.tell(_envelope(slack, event))


def _envelope(slack: Backend, event: JSON) -> JSON:
    team_id = slack.workspace.team_id
    authorization = {
        "enterprise_id": None,
        "team_id": team_id,
        "user_id": slack.bot,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "deprecated",
        "team_id": team_id,
        "context_team_id": team_id,
        "context_enterprise_id": None,
        "api_app_id": slack.app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": "Ev0" + secrets.token_hex(5).upper(),
        "event_time": int(slack.clock.now()),
        "event_context": "4-" + secrets.token_urlsafe(12),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
    }


def posted(slack: Backend, channel: Channel, message: Message) -> None:
    """message.* to a member app, and app_mention where a person names it."""
    if slack.bot not in channel.members:
        return
    event = {**_public(message.raw), "channel": channel.id, "event_ts": message.ts}
    emit(slack, MESSAGE_EVENT[channel.kind], {**event, "channel_type": EVENT_TYPE[channel.kind]})
    if f"<@{slack.bot}>" in message.text and message.user != slack.bot and channel.kind is not Kind.IM:
        emit(slack, "app_mention", {**event, "type": "app_mention"})


def changed(slack: Backend, channel: Channel, before: Message, after: Message) -> None:
    """message_changed."""
    _hidden(slack, channel, "message_changed", message=_public(after.raw), previous_message=_public(before.raw))


def deleted(slack: Backend, channel: Channel, before: Message) -> None:
    """message_deleted."""
    _hidden(slack, channel, "message_deleted", deleted_ts=before.ts, previous_message=_public(before.raw))


def _hidden(slack: Backend, channel: Channel, subtype: str, **more: Any) -> None:
    if slack.bot not in channel.members or MESSAGE_EVENT[channel.kind] not in slack.app.events:
        return
    ts = slack.workspace.mint()
    event = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id, "ts": ts, **more}
    event_type = {"channel_type": EVENT_TYPE[channel.kind], "event_ts": ts}
    emit(slack, MESSAGE_EVENT[channel.kind], {**event, **event_type})


def _public(raw: JSON) -> JSON:
    return {key: value for key, value in raw.items() if key != "metadata"}


def home_opened(slack: Backend, user_id: str, tab: str) -> None:
    """app_home_opened; with the view only if one was published before."""
    view = slack.views.home(user_id)
    event: JSON = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": slack.workspace.dm_with_app(user_id).id,
        "tab": tab,
        "event_ts": slack.workspace.mint(),
    }
    emit(slack, "app_home_opened", {**event, "view": view.raw} if view is not None and tab == "home" else event)


def user_changed(slack: Backend, user_id: str) -> None:
    """user_change, with the full user object."""
    person = slack.workspace.people[user_id]
    user = user_object(person, slack.workspace.team_id, slack.clock.now(), locale=True)
    ts = slack.workspace.mint()
    emit(
        slack,
        "user_change",
        {"type": "user_change", "user": user, "cache_ts": int(float(ts)), "event_ts": ts},
    )


def team_joined(slack: Backend, user_id: str) -> None:
    """team_join: somebody new in the workspace."""
    person = slack.workspace.people[user_id]
    user = user_object(person, slack.workspace.team_id, slack.clock.now(), locale=True)
    emit(slack, "team_join", {"type": "team_join", "user": user, "event_ts": slack.workspace.mint()})


def joined(slack: Backend, channel: Channel, user_id: str, inviter: str | None) -> None:
    """member_joined_channel, where the app is a member itself by now."""
    if slack.bot in channel.members:
        event = _membership(slack, "member_joined_channel", channel, user_id)
        emit(slack, "member_joined_channel", {**event, "inviter": inviter} if inviter else event)


def left(slack: Backend, channel: Channel, user_id: str) -> None:
    """member_left_channel."""
    if slack.bot in channel.members or user_id == slack.bot:
        emit(slack, "member_left_channel", _membership(slack, "member_left_channel", channel, user_id))


def _membership(slack: Backend, name: str, channel: Channel, user_id: str) -> JSON:
    return {
        "type": name,
        "user": user_id,
        "channel": channel.id,
        "channel_type": "C" if channel.kind is Kind.PUBLIC else "G",
        "team": slack.workspace.team_id,
        "event_ts": slack.workspace.mint(),
    }


def archived(slack: Backend, channel: Channel, user_id: str) -> None:
    """channel_archive or group_archive."""
    name = "channel_archive" if channel.kind is Kind.PUBLIC else "group_archive"
    event = {"type": name, "channel": channel.id, "user": user_id, "event_ts": slack.workspace.mint()}
    emit(slack, name, {**event, "is_moved": 0})
