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
    """users.list, deactivated people included, as in Slack."""
    shown, metadata = page(list(slack.workspace.people), arguments, default=0, most=1000)
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
    """dnd.info."""
    return dnd_object(known_person(slack, arguments.text("user") or slack.bot), slack.clock.now())


async def team_dnd(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """dnd.teamInfo, of up to fifty people."""
    people = [known_person(slack, user_id) for user_id in arguments.names("users")]
    if not people:
        raise Refused("users_list_not_supplied")
    return {"users": {person.id: dnd_object(person, slack.clock.now()) for person in people[:50]}}


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
