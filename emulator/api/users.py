"""users.* and dnd.*: who there is, where they are, and whether they are muted (slack.md §10)."""

# ruff: noqa: ARG001 -- every method is called alike, whether it needs its caller or not

from emulator.api.conversations import channels_page, wanted_kinds
from emulator.api.method import Method, known_person
from emulator.api.paging import page
from emulator.backend import Backend
from emulator.channels import Kind
from emulator.people import dnd_object, user_object
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused

MOST_AT_ONCE = 50


def _user(slack: Backend, user_id: str, arguments: Arguments, caller: Caller) -> JSON:
    return user_object(
        known_person(slack, user_id),
        slack.workspace.team_id,
        slack.clock.now(),
        email="users:read.email" in caller.scopes,
        locale=arguments.flag("include_locale"),
    )


async def info(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """users.info."""
    return {"user": _user(slack, arguments.required("user"), arguments, caller)}


async def list_users(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """users.list, deactivated people included and strangers left out, as in Slack."""
    listed = [person.id for person in slack.workspace.people.values() if not person.is_stranger]
    shown, metadata = page(listed, arguments, default=0, most=1000)
    members = [_user(slack, user_id, arguments, caller) for user_id in shown]
    return {"members": members, "cache_ts": int(slack.clock.now()), "response_metadata": metadata}


async def lookup_by_email(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """users.lookupByEmail."""
    email = arguments.required("email").lower()
    for person in slack.workspace.people.values():
        if (person.email or "").lower() == email and not person.deleted:
            return {"user": _user(slack, person.id, arguments, caller)}
    raise Refused("users_not_found")


async def conversations(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """users.conversations: those of a person that the app shares, or its own."""
    user_id = known_person(slack, arguments.text("user") or slack.bot).id
    kinds = wanted_kinds(arguments, caller)
    found = [
        channel
        for channel in slack.workspace.channels.values()
        if channel.kind in kinds
        and user_id in channel.members
        and (channel.kind is Kind.PUBLIC or slack.bot in channel.members)
    ]
    return channels_page(slack, found, arguments)


async def presence(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """users.getPresence."""
    return {"presence": known_person(slack, arguments.text("user") or slack.bot).presence}


async def dnd(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """dnd.info; what snoozes is told of the app itself alone."""
    person, now = known_person(slack, arguments.text("user") or slack.bot), slack.clock.now()
    own = {"snooze_enabled": False} if person.id == slack.bot else {}
    return {**dnd_object(person, now), **own}


async def team_dnd(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """dnd.teamInfo, of up to fifty people."""
    wanted, known = arguments.names("users")[:MOST_AT_ONCE], slack.workspace.people
    if not wanted:
        raise Refused("no_users_provided")
    if not known.keys() >= set(wanted):
        raise Refused("user_not_visible")
    return {"users": {user_id: dnd_object(known[user_id], slack.clock.now()) for user_id in wanted}}


READ = ("users:read",)
METHODS = {
    "users.info": Method(info, 4, READ),
    "users.list": Method(list_users, 2, READ),
    "users.lookupByEmail": Method(lookup_by_email, 3, ("users:read.email",)),
    "users.conversations": Method(conversations, 3),
    "users.getPresence": Method(presence, 3, READ),
    "dnd.info": Method(dnd, 3, ("dnd:read",)),
    "dnd.teamInfo": Method(team_dnd, 2, ("dnd:read",)),
}
