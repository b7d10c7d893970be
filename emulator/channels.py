"""Channels and direct messages: what they hold, and how Slack tells of them."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import StrEnum

from emulator.records import Message
from emulator.wire import JSON, Refused


class Kind(StrEnum):
    """What sort of conversation it is, in the words of `types=`."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    IM = "im"
    MPIM = "mpim"


EVENT_TYPE = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.IM: "im", Kind.MPIM: "mpim"}
SCOPE_NOUN = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.IM: "im", Kind.MPIM: "mpim"}


def micros(ts: str) -> int:
    """A Slack timestamp as whole microseconds; Refused("invalid_ts") where it is none."""
    seconds, _, fraction = ts.partition(".")
    if not seconds.isdecimal() or (fraction and not fraction.isdecimal()):
        raise Refused("invalid_ts")
    return int(seconds) * 1_000_000 + int(fraction[:6].ljust(6, "0") or 0)


def spelled(moment: int) -> str:
    """Microseconds as a Slack timestamp."""
    return f"{moment // 1_000_000}.{moment % 1_000_000:06d}"


@dataclass(slots=True)
class Channel:
    """A conversation, its members in the order in which they came, its messages by timestamp."""

    id: str
    name: str
    kind: Kind
    created: int
    members: dict[str, None] = field(default_factory=dict)
    is_archived: bool = False
    is_ext_shared: bool = False
    topic: str = ""
    purpose: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    timeline: list[int] = field(default_factory=list)
    threads: dict[str, list[int]] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        """Append a message, which must be later than all others."""
        self.messages[message.ts] = message
        thread = message.thread_ts
        moment = micros(message.ts)
        if thread and thread != message.ts:
            self.threads.setdefault(thread, []).append(moment)
        if not thread or thread == message.ts or message.raw.get("subtype") == "thread_broadcast":
            self.timeline.append(moment)

    def remove(self, message: Message) -> None:
        """Take a message out."""
        del self.messages[message.ts]
        moment = micros(message.ts)
        for line in (self.timeline, self.threads.get(message.thread_ts or "", [])):
            place = bisect_left(line, moment)
            if place < len(line) and line[place] == moment:
                del line[place]

    def between(self, oldest: int, latest: int, thread: str | None = None, *, inclusive: bool) -> list[int]:
        """The moments of the messages within a span, oldest first."""
        line = self.timeline if thread is None else self.threads.get(thread, [])
        start = bisect_left(line, oldest) if inclusive else bisect_right(line, oldest)
        end = bisect_right(line, latest) if inclusive else bisect_left(line, latest)
        return line[start:end]

    def later_than(self, moment: int) -> int:
        """How many messages came after a moment."""
        return len(self.timeline) - bisect_right(self.timeline, moment)

    def saved(self) -> JSON:
        """As it is kept."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind.value,
            "created": self.created,
            "members": list(self.members),
            "is_archived": self.is_archived,
            "is_ext_shared": self.is_ext_shared,
            "topic": self.topic,
            "purpose": self.purpose,
        }

    @classmethod
    def restored(cls, saved: JSON) -> "Channel":
        """As it was kept, without its messages."""
        members = dict.fromkeys(saved["members"])
        return cls(**{**saved, "kind": Kind(saved["kind"]), "members": members})


def channel_object(channel: Channel, viewer: str, team_id: str) -> JSON:
    """The conversation object as `viewer` gets it."""
    if channel.kind is Kind.IM:
        return _im_object(channel, viewer, team_id)
    words = {"creator": "", "last_set": channel.created}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind is Kind.PUBLIC,
        "is_group": channel.kind is Kind.PRIVATE,
        "is_im": False,
        "is_mpim": channel.kind is Kind.MPIM,
        "is_private": channel.kind is not Kind.PUBLIC,
        "created": channel.created,
        "updated": channel.created * 1000,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "unlinked": 0,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "shared_team_ids": [team_id],
        "context_team_id": team_id,
        "creator": next(iter(channel.members), ""),
        "is_member": viewer in channel.members,
        "topic": {"value": channel.topic, **words},
        "purpose": {"value": channel.purpose, **words},
        "previous_names": [],
        "num_members": len(channel.members),
    }


def _im_object(channel: Channel, viewer: str, team_id: str) -> JSON:
    return {
        "id": channel.id,
        "created": channel.created,
        "is_im": True,
        "is_org_shared": False,
        "is_archived": False,
        "context_team_id": team_id,
        "user": other_member(channel, viewer),
        "is_user_deleted": False,
        "priority": 0,
    }


def other_member(channel: Channel, viewer: str) -> str:
    """Whom a direct message is with, seen by `viewer`."""
    return next((member for member in channel.members if member != viewer), viewer)
