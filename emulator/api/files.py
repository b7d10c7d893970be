"""files.*: announce, upload, complete; the file is ready and shared a moment later (slack.md §9)."""

# ruff: noqa: ARG001 -- every method is called alike, whether it needs its caller or not

import asyncio

from emulator import messages
from emulator.api.method import Method, visible_channel
from emulator.backend import Backend
from emulator.channels import Channel, Kind
from emulator.checks import message_blocks
from emulator.files import File, file_object
from emulator.records import Message
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused, invalid

LONGEST_ALT = 1000
LISTED_AS = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.MPIM: "groups", Kind.IM: "ims"}


async def get_upload_url(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """files.getUploadURLExternal."""
    name, length = arguments.required("filename"), arguments.number("length", 0)
    if length < 1 or len(arguments.text("alt_txt")) > LONGEST_ALT:
        raise invalid("length must be positive and alt_txt at most 1000 characters")
    file = slack.files.announce(name, length, slack.bot, int(slack.clock.now()), arguments.text("alt_txt"))
    return {"upload_url": f"{slack.url}/upload/v1/{file.ticket}", "file_id": file.id}


async def complete_upload(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """files.completeUploadExternal: once; the share message comes by itself, later, and has no metadata."""
    given = arguments.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        raise invalid("missing required field: files")
    files = [_uploaded(slack, one) for one in given]
    channels = [_member_of(slack, target) for target in _targets(arguments)]
    comment: JSON = {"text": arguments.text("initial_comment")}
    blocks = message_blocks(arguments, slack)
    if blocks:
        comment["blocks"] = blocks
    if arguments.text("thread_ts"):
        comment["thread_ts"] = arguments.text("thread_ts")
    for file in files:
        file.completed = True
    slack.in_hand += 1
    slack.courier.background(_settle(slack, files, channels, comment))
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def _uploaded(slack: Backend, given: JSON) -> File:
    file = slack.files.get(str(given.get("id")))
    if file.content is None or file.completed:
        raise Refused("file_not_found")
    file.title = given.get("title") or file.title
    return file


def _targets(arguments: Arguments) -> list[str]:
    return arguments.names("channels") or arguments.names("channel_id")


def _member_of(slack: Backend, target: str) -> Channel:
    if target in slack.workspace.people:
        return slack.workspace.dm_with_app(target)
    channel = visible_channel(slack, target)
    if slack.bot not in channel.members:
        raise Refused("not_in_channel")
    return channel


async def _settle(slack: Backend, files: list[File], channels: list[Channel], comment: JSON) -> None:
    try:
        await asyncio.sleep(slack.file_delay)
    finally:
        slack.in_hand -= 1
    for file in files:
        file.ready = True
        slack.files.keep(file)
    shown = [file_object(file, slack.url, slack.workspace.team_id) for file in files]
    for channel in channels:
        messages.post(slack, channel, messages.by_app(slack, {**comment, "files": shown, "upload": True}))


async def info(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """files.info: with where it was shared; the mimetype is empty until the file is ready."""
    file = known_file(slack, arguments.required("file"))
    shown = file_object(file, slack.url, slack.workspace.team_id)
    return {"file": {**shown, **_places(slack, file), "comments_count": 0}, "comments": []}


def known_file(slack: Backend, file_id: str) -> File:
    """A file of the app's own, or one shared where the app may look; Refused("file_not_found")."""
    file = slack.files.get(file_id)
    if file.user != slack.bot and not _shared(slack, file_id):
        raise Refused("file_not_found")
    return file


def _shared(slack: Backend, file_id: str) -> list[tuple[Channel, Message]]:
    """The messages that share a file and that the app may know of."""
    return [
        (channel, message)
        for channel in slack.workspace.channels.values()
        if channel.kind is Kind.PUBLIC or slack.bot in channel.members
        for message in channel.messages.values()
        if _shares(message.raw, file_id)
    ]


def _places(slack: Backend, file: File) -> JSON:
    """Where a file was shared, in Slack's two ways: lists of ids, and messages by channel."""
    places: JSON = {"channels": [], "groups": [], "ims": [], "shares": {}}
    for channel, message in _shared(slack, file.id):
        listed = places[LISTED_AS[channel.kind]]
        if channel.id not in listed:
            listed.append(channel.id)
        audience = "public" if channel.kind is Kind.PUBLIC else "private"
        share = {"ts": message.ts, "team_id": slack.workspace.team_id, "channel_name": channel.name}
        more = {"reply_users": [], "reply_users_count": 0, "reply_count": 0, "share_user_id": message.user}
        places["shares"].setdefault(audience, {}).setdefault(channel.id, []).append({**share, **more})
    return {**places, "is_public": bool(places["channels"])}


async def delete(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """files.delete, of the app's own files; where one was shared, the message shows no file any more."""
    file_id = arguments.required("file")
    if known_file(slack, file_id).user != slack.bot:
        raise Refused("cant_delete_file")
    slack.files.delete(file_id)
    for channel in slack.workspace.channels.values():
        for message in [m for m in channel.messages.values() if _shares(m.raw, file_id)]:
            left = [file for file in message.raw["files"] if file["id"] != file_id]
            messages.edit(slack, channel, message, {"files": left})
    return {}


def _shares(raw: JSON, file_id: str) -> bool:
    return any(file["id"] == file_id for file in raw.get("files", []))


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, 4, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, 4, ("files:write",)),
    "files.info": Method(info, 4, ("files:read",)),
    "files.delete": Method(delete, 3, ("files:write",)),
}
