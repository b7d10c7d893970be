"""chat.*: the app writes, changes and deletes (slack.md §3, §9)."""

# ruff: noqa: ARG001 -- every method is called alike, whether it needs its caller or not

from emulator import messages
from emulator.api.method import Method, known_person, visible_channel
from emulator.backend import Backend
from emulator.channels import Channel, Kind, micros, other_member
from emulator.checks import message_metadata, said_in
from emulator.records import Message
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused

LONGEST_UPDATE = 4000


async def post_message(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """chat.postMessage; a user id as channel opens the direct message."""
    channel = _postable(slack, arguments.required("channel"), caller)
    said = said_in(arguments, slack)
    if arguments.flag("reply_broadcast") and "thread_ts" in said:
        said["subtype"] = "thread_broadcast"
    message = messages.post(slack, channel, messages.by_app(slack, said))
    return {"channel": channel.id, "ts": message.ts, "message": message.raw}


def _postable(slack: Backend, target: str, caller: Caller) -> Channel:
    if target in slack.workspace.people:
        if slack.workspace.people[target].deleted or target == slack.bot:
            raise Refused("channel_not_found")
        channel = slack.workspace.dm_with_app(target)
    else:
        channel = visible_channel(slack, target)
    if channel.kind is Kind.IM:
        _reachable(slack, channel)
    elif channel.is_archived:
        raise Refused("is_archived")
    elif slack.bot not in channel.members and "chat:write.public" not in caller.scopes:
        raise Refused("not_in_channel")
    return channel


def _reachable(slack: Backend, channel: Channel) -> None:
    if slack.workspace.people[other_member(channel, slack.bot)].deleted:
        raise Refused("channel_not_found")
    if not slack.app.messages_enabled:
        raise Refused("messages_tab_disabled")


async def update(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """chat.update: text without blocks removes the blocks; metadata stays unless given, `{}` clears it."""
    channel, message = _own(slack, arguments, "cant_update_message")
    if len(arguments.text("text")) > LONGEST_UPDATE:
        raise Refused("msg_too_long")
    said = said_in(arguments, slack)
    gone = [key for key in ("blocks", "attachments") if key not in said]
    if message_metadata(arguments) == {}:
        gone.append("metadata")
    if "blocks" not in said:
        said["edited"] = {"user": slack.bot, "ts": slack.workspace.mint()}
    said.pop("thread_ts", None)
    after = messages.edit(slack, channel, message, said, without=tuple(gone))
    return {"channel": channel.id, "ts": after.ts, "text": after.text, "message": after.raw}


def _own(slack: Backend, arguments: Arguments, error: str) -> tuple[Channel, Message]:
    channel = visible_channel(slack, arguments.required("channel"))
    message = _message(channel, arguments.required("ts"))
    if message.user != slack.bot:
        raise Refused(error)
    return channel, message


def _message(channel: Channel, ts: str) -> Message:
    micros(ts)
    message = channel.messages.get(ts)
    if message is None:
        raise Refused("message_not_found")
    return message


async def delete(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """chat.delete, of the app's own messages."""
    channel, message = _own(slack, arguments, "cant_delete_message")
    messages.delete(slack, channel, message)
    return {"channel": channel.id, "ts": message.ts}


async def post_ephemeral(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """chat.postEphemeral: for one member of the channel, and for no history."""
    channel = _postable(slack, arguments.required("channel"), caller)
    user_id = known_person(slack, arguments.required("user")).id
    if user_id not in channel.members:
        raise Refused("user_not_in_channel")
    message = messages.whisper(slack, channel.id, user_id, said_in(arguments, slack))
    return {"message_ts": message.ts}


async def get_permalink(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """chat.getPermalink; the link leads to the workspace's own page."""
    channel = visible_channel(slack, arguments.required("channel"))
    message = _message(channel, arguments.required("message_ts"))
    link = f"{slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, None, ("chat:write",)),
    "chat.update": Method(update, 3, ("chat:write",)),
    "chat.delete": Method(delete, 3, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, 4, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink, 0),
}
