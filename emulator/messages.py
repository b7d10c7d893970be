"""Writing in the workspace: whoever may see it is shown it, and the app is told of it."""

import uuid
from typing import Any

from emulator import events
from emulator.backend import Backend
from emulator.channels import Channel, Kind
from emulator.files import File, file_object
from emulator.records import Message
from emulator.shapes import shown_message
from emulator.wire import JSON


def by_app(slack: Backend, said: JSON) -> JSON:
    """What the app says, as a message that has no timestamp yet; `said` is text, blocks, metadata."""
    app = slack.app
    return {
        "type": "message",
        "user": slack.bot,
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "team": slack.workspace.team_id,
        "bot_profile": {
            "id": app.bot_id,
            "app_id": app.app_id,
            "name": app.bot_name,
            "team_id": slack.workspace.team_id,
            "deleted": False,
        },
        "text": "",
        **{key: value for key, value in said.items() if value is not None},
    }


def by_person(slack: Backend, user_id: str, text: str) -> JSON:
    """What a person writes."""
    leaf = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {
        "client_msg_id": str(uuid.uuid4()),
        "type": "message",
        "user": user_id,
        "team": slack.workspace.team_id,
        "text": text,
        "blocks": [{"type": "rich_text", "block_id": uuid.uuid4().hex[:5], "elements": [leaf]}],
    }


def with_file(slack: Backend, file: File, text: str) -> JSON:
    """What a person sends with a file in it."""
    raw = by_person(slack, file.user, text)
    if not text:
        del raw["blocks"]
    shown = file_object(file, slack.url, slack.workspace.team_id)
    return {**raw, "subtype": "file_share", "files": [shown], "upload": False, "display_as_bot": False}


def post(slack: Backend, channel: Channel, raw: JSON, *, announce: bool = True) -> Message:
    """Write a message; `announce=False` keeps it from the app."""
    first = not channel.messages
    message = Message(channel.id, {**raw, "ts": slack.workspace.mint()})
    slack.workspace.add(message)
    _count_reply(slack, channel, message)
    if message.user in slack.workspace.people and message.user != slack.bot:
        slack.workspace.mark_read(message.user, channel)
    if first:
        slack.hub.tell("conversations", {}, audience(channel))
    slack.hub.tell("message", _shown(slack, message), audience(channel))
    if announce:
        events.posted(slack, channel, message)
    return message


def edit(slack: Backend, channel: Channel, message: Message, changes: JSON, without: tuple[str, ...] = ()) -> Message:
    """Change a message; the keys in `without` go."""
    kept = {key: value for key, value in message.raw.items() if key not in without}
    after = Message(channel.id, {**kept, **changes})
    slack.workspace.change(after)
    slack.hub.tell("message_changed", _shown(slack, after), audience(channel))
    events.changed(slack, channel, message, after)
    return after


def reacted(slack: Backend, channel: Channel, after: Message) -> None:
    """Show a message with its reactions, which is no edit."""
    slack.workspace.change(after)
    slack.hub.tell("message_changed", _shown(slack, after), audience(channel))


def delete(slack: Backend, channel: Channel, message: Message) -> None:
    """Delete a message."""
    slack.workspace.remove(message)
    slack.hub.tell("message_deleted", {"channel": channel.id, "ts": message.ts}, audience(channel))
    events.deleted(slack, channel, message)


def whisper(slack: Backend, channel_id: str, user_id: str, said: JSON) -> Message:
    """Say something that `user_id` alone sees, and that no history holds."""
    raw = {**by_app(slack, said), "ts": slack.workspace.mint(), "is_ephemeral": True}
    message = Message(channel_id, raw, ephemeral_to=user_id)
    slack.workspace.whisper(message)
    slack.hub.tell("message", _shown(slack, message), {user_id})
    return message


def whisper_again(slack: Backend, message: Message, said: JSON) -> Message:
    """Put something else in an ephemeral message's place."""
    raw = {**by_app(slack, said), "ts": message.ts, "is_ephemeral": True}
    after = Message(message.channel, raw, ephemeral_to=message.ephemeral_to)
    slack.workspace.whisper(after)
    slack.hub.tell("message_changed", _shown(slack, after), _only(message))
    return after


def hush(slack: Backend, message: Message) -> None:
    """Take an ephemeral message away."""
    slack.workspace.hush(message)
    slack.hub.tell("message_deleted", {"channel": message.channel, "ts": message.ts}, _only(message))


def audience(channel: Channel) -> Any:
    """Whose windows are told: everybody's for a public channel, else the members'."""
    return None if channel.kind is Kind.PUBLIC else channel.members


def _shown(slack: Backend, message: Message) -> JSON:
    return {"channel": message.channel, "message": shown_message(message, slack.bot)}


def _count_reply(slack: Backend, channel: Channel, message: Message) -> None:
    parent = channel.messages.get(message.thread_ts or "")
    if parent is None or parent is message:
        return
    users = list(dict.fromkeys([*parent.raw.get("reply_users", []), message.user]))
    counted = {"thread_ts": parent.ts, "reply_count": parent.raw.get("reply_count", 0) + 1}
    latest = {"latest_reply": message.ts, "reply_users": users, "reply_users_count": len(users)}
    after = Message(channel.id, {**parent.raw, **counted, **latest})
    slack.workspace.change(after)
    slack.hub.tell("message_changed", _shown(slack, after), audience(channel))


def _only(message: Message) -> set[str]:
    return {message.ephemeral_to or ""}
