"""conversations.*: opening, looking at and joining conversations. Reading them is in history.py."""

# ruff: noqa: ARG001 -- every method is called alike, whether it needs its caller or not

from emulator import events
from emulator.api.method import Method, readable_channel, visible_channel
from emulator.api.paging import page
from emulator.backend import Backend
from emulator.channels import SCOPE_NOUN, Channel, Kind, channel_object
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused

MOST_IN_A_DM = 8
ALL_READ = tuple(f"{noun}:read" for noun in SCOPE_NOUN.values())
ALL_WRITE = ("channels:manage", "groups:write", "im:write", "mpim:write")


async def open_conversation(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """conversations.open, of a direct message with the app, by people or by its id."""
    if arguments.text("channel"):
        channel, known = visible_channel(slack, arguments.text("channel")), True
    else:
        users = _users(slack, arguments)
        caller.need("im:write" if len(users) == 1 else "mpim:write")
        known = slack.workspace.direct(*users, slack.bot) is not None
        channel = slack.workspace.open_direct(*users, slack.bot)
    if not known:
        slack.hub.tell("conversations", {}, channel.members)
    shown = channel_object(channel, slack.bot, slack.workspace.team_id)
    answer: JSON = {"channel": shown if arguments.flag("return_im") else {"id": channel.id}}
    return {**answer, "no_op": True, "already_open": True} if known else answer


def _users(slack: Backend, arguments: Arguments) -> list[str]:
    users = list(dict.fromkeys(arguments.names("users")))
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > MOST_IN_A_DM:
        raise Refused("too_many_users")
    if slack.bot in users:
        raise Refused("invalid_user_combination")
    for user_id in users:
        person = slack.workspace.people.get(user_id)
        if person is None:
            raise Refused("user_not_found")
        if person.deleted:
            raise Refused("user_disabled")
    return users


async def info(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """conversations.info."""
    channel = readable_channel(slack, arguments, caller, "read")
    shown = channel_object(channel, slack.bot, slack.workspace.team_id)
    if not arguments.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


async def list_conversations(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """conversations.list, by `types`."""
    kinds = wanted_kinds(arguments, caller)
    seen = [c for c in slack.workspace.channels.values() if c.kind in kinds and _may_see(slack, c)]
    return channels_page(slack, seen, arguments)


def _may_see(slack: Backend, channel: Channel) -> bool:
    return channel.kind is Kind.PUBLIC or slack.bot in channel.members


def channels_page(slack: Backend, channels: list[Channel], arguments: Arguments) -> JSON:
    """One page of channels, archived ones left out where asked."""
    if arguments.flag("exclude_archived"):
        channels = [channel for channel in channels if not channel.is_archived]
    shown, metadata = page(channels, arguments, default=100, most=1000)
    team_id = slack.workspace.team_id
    found = [channel_object(channel, slack.bot, team_id) for channel in shown]
    return {"channels": found, "response_metadata": metadata}


def wanted_kinds(arguments: Arguments, caller: Caller) -> set[Kind]:
    """The sorts of `types`, each of which needs its own scope."""
    try:
        kinds = {Kind(name) for name in arguments.names("types")} or {Kind.PUBLIC}
    except ValueError:
        raise Refused("invalid_types") from None
    for kind in kinds:
        caller.need(f"{SCOPE_NOUN[kind]}:read")
    return kinds


async def members(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """conversations.members."""
    channel = readable_channel(slack, arguments, caller, "read")
    shown, metadata = page(list(channel.members), arguments, default=100, most=1000)
    return {"members": shown, "response_metadata": metadata}


async def join(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """conversations.join, of public channels."""
    channel = visible_channel(slack, arguments.required("channel"))
    if channel.kind is not Kind.PUBLIC:
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    known = slack.bot in channel.members
    if not known:
        admit(slack, channel, slack.bot, None)
    answer: JSON = {"channel": channel_object(channel, slack.bot, slack.workspace.team_id)}
    return {**answer, "warning": "already_in_channel"} if known else answer


def admit(slack: Backend, channel: Channel, user_id: str, inviter: str | None) -> None:
    """Somebody joins a channel."""
    channel.members[user_id] = None
    slack.workspace.keep_channel(channel)
    slack.hub.tell("conversations", {})
    events.joined(slack, channel, user_id, inviter)


METHODS = {
    "conversations.open": Method(open_conversation, 3, ALL_WRITE),
    "conversations.info": Method(info, 3, ALL_READ),
    "conversations.list": Method(list_conversations, 2, ALL_READ),
    "conversations.members": Method(members, 4, ALL_READ),
    "conversations.join": Method(join, 3, ("channels:join",)),
}
