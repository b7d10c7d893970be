"""What a Web API method is, and what most of them ask first: which channel, which person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from emulator.backend import Backend
from emulator.channels import SCOPE_NOUN, Channel, Kind
from emulator.seed import SeedPerson
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused

Handler = Callable[[Backend, Arguments, Caller], Awaitable[JSON]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: any one of `scopes` opens it; `tier` as in slack.md §8, 0 is "special"."""

    handler: Handler
    tier: int | None = None
    scopes: tuple[str, ...] = ()
    app_level: bool = False


def visible_channel(slack: Backend, channel_id: str) -> Channel:
    """A channel that the app may know of, by id or name; Refused("channel_not_found")."""
    workspace = slack.workspace
    found = workspace.channels.get(channel_id) or workspace.channels.get(
        workspace.channel_names.get(channel_id.removeprefix("#"), "")
    )
    if found is None or (found.kind is not Kind.PUBLIC and slack.bot not in found.members):
        raise Refused("channel_not_found")
    return found


def readable_channel(slack: Backend, arguments: Arguments, caller: Caller, right: str) -> Channel:
    """The channel of the call, with the scope that its sort needs for `right` ("read", "history")."""
    channel = visible_channel(slack, arguments.required("channel"))
    caller.need(f"{SCOPE_NOUN[channel.kind]}:{right}")
    return channel


def known_person(slack: Backend, user_id: str) -> SeedPerson:
    """A person by id; Refused("user_not_found")."""
    person = slack.workspace.people.get(user_id)
    if person is None:
        raise Refused("user_not_found")
    return person
