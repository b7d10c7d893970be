"""reactions.*: the app reacts to messages."""

# ruff: noqa: ARG001 -- every method is called alike, whether it needs its caller or not

from emulator import messages
from emulator.api.method import Method, visible_channel
from emulator.backend import Backend
from emulator.channels import Channel, micros
from emulator.records import Message
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused, invalid


async def add(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """reactions.add."""
    channel, message, name = _target(slack, arguments)
    reactions = {reaction["name"]: reaction["users"] for reaction in message.raw.get("reactions", [])}
    if slack.bot in reactions.get(name, []):
        raise Refused("already_reacted")
    _show(slack, channel, message, {**reactions, name: [*reactions.get(name, []), slack.bot]})
    return {}


async def remove(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """reactions.remove."""
    channel, message, name = _target(slack, arguments)
    reactions = {reaction["name"]: reaction["users"] for reaction in message.raw.get("reactions", [])}
    if slack.bot not in reactions.get(name, []):
        raise Refused("no_reaction")
    _show(slack, channel, message, {**reactions, name: [u for u in reactions[name] if u != slack.bot]})
    return {}


def _target(slack: Backend, arguments: Arguments) -> tuple[Channel, Message, str]:
    name = arguments.required("name").strip(":")
    channel = visible_channel(slack, arguments.required("channel"))
    ts = arguments.required("timestamp")
    micros(ts)
    if slack.bot not in channel.members:
        raise Refused("not_in_channel")
    if ts not in channel.messages:
        raise Refused("message_not_found")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise invalid("invalid name")
    return channel, channel.messages[ts], name


def _show(slack: Backend, channel: Channel, message: Message, reactions: dict[str, list[str]]) -> None:
    shown = [{"name": name, "users": users, "count": len(users)} for name, users in reactions.items() if users]
    messages.reacted(slack, channel, Message(channel.id, {**message.raw, "reactions": shown}))


METHODS = {
    "reactions.add": Method(add, 3, ("reactions:write",)),
    "reactions.remove": Method(remove, 2, ("reactions:write",)),
}
