"""How the page is told of things: the JSON of its own API, which is not Slack's."""

from emulator.channels import Channel, Kind, other_member
from emulator.files import PICTURES
from emulator.records import Message, View
from emulator.seed import SeedPerson
from emulator.wire import JSON
from emulator.workspace import Workspace


def shown_message(message: Message, bot: str) -> JSON:
    """A message."""
    raw = message.raw
    return {
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "ephemeral": message.ephemeral,
        "edited": "edited" in raw,
        "deleted": False,
        "files": [_shown_file(file) for file in raw.get("files", [])],
        "app": message.user == bot,
        "reactions": raw.get("reactions", []),
    }


def _shown_file(file: JSON) -> JSON:
    """A file of a message, with where the page itself finds it."""
    return {
        "name": file["name"],
        "title": file["title"],
        "alt_text": file.get("alt_txt", ""),
        "size": file["size"],
        "is_picture": file["mimetype"] in PICTURES,
        "address": f"/page/files/{file['id']}",
    }


def shown_person(person: SeedPerson, bot: str) -> JSON:
    """A person."""
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name or person.name,
        "title": person.title,
        "tz": person.tz,
        "color": person.color,
        "is_bot": person.is_bot,
        "is_app": person.id == bot,
        "deleted": person.deleted,
        "is_restricted": person.is_restricted,
    }


def shown_channel(workspace: Workspace, channel: Channel, viewer: str) -> JSON:
    """A conversation in `viewer`'s list."""
    other = other_member(channel, viewer) if channel.kind is Kind.IM else None
    kind = "channel" if other is None else "app" if other == workspace.app.bot_user_id else "dm"
    return {
        "id": channel.id,
        "kind": kind,
        "name": channel.name if other is None else workspace.people[other].real_name,
        "is_private": channel.kind is not Kind.PUBLIC,
        "with": other,
        "member": viewer in channel.members,
        "unread": workspace.unread(viewer, channel) if viewer in channel.members else 0,
        "last_ts": f"{channel.timeline[-1] / 1_000_000:.6f}" if channel.timeline else None,
        "topic": channel.topic,
    }


def shown_stack(views: list[View]) -> JSON:
    """A person's open modals."""
    return {"views": [view.raw for view in views]}
