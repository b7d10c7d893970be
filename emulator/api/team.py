"""Who one is and where: auth.*, team.*, bots.*, apps.*, api.test."""

# ruff: noqa: ARG001 -- every method is called alike, whether it needs its caller or not

import secrets

from emulator.api.method import Method
from emulator.backend import Backend
from emulator.tokens import Caller
from emulator.wire import JSON, Arguments, Refused


async def auth_test(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """auth.test."""
    workspace = slack.workspace
    return {
        "url": f"{slack.url}/",
        "team": workspace.team_name,
        "user": workspace.people[slack.bot].name,
        "team_id": workspace.team_id,
        "user_id": slack.bot,
        "bot_id": slack.app.bot_id,
        "is_enterprise_install": False,
    }


async def auth_revoke(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """auth.revoke: the token is no good from now on."""
    if arguments.flag("test"):
        return {"revoked": False}
    slack.tokens.revoke(caller.token)
    return {"revoked": True}


async def api_test(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """api.test gives back what it got, and fails where asked to."""
    if arguments.text("error"):
        raise Refused(arguments.text("error"), args=arguments.values)
    return {"args": arguments.values}


async def team_info(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """team.info."""
    workspace = slack.workspace
    icon = {"image_default": True}
    team = {"id": workspace.team_id, "name": workspace.team_name, "domain": workspace.team_domain}
    return {"team": {**team, "url": f"{slack.url}/", "email_domain": "", "icon": icon}}


async def bot_info(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """bots.info, of the app's own bot."""
    app = slack.app
    if arguments.text("bot") not in ("", app.bot_id):
        raise Refused("bot_not_found")
    bot = {"id": app.bot_id, "deleted": False, "name": app.bot_name, "updated": 0, "app_id": app.app_id}
    return {"bot": {**bot, "user_id": slack.bot, "icons": {}}}


async def connections_open(slack: Backend, arguments: Arguments, caller: Caller) -> JSON:
    """apps.connections.open: a one-off WebSocket URL."""
    host = slack.url.removeprefix("http://")
    return {"url": f"ws://{host}/link/?ticket={secrets.token_hex(12)}&app_id={slack.app.app_id}"}


METHODS = {
    "auth.test": Method(auth_test, 0),
    "auth.revoke": Method(auth_revoke, 3),
    "api.test": Method(api_test, 4),
    "team.info": Method(team_info, 3, ("team:read",)),
    "bots.info": Method(bot_info, 3, ("users:read",)),
    "apps.connections.open": Method(connections_open, 3, ("connections:write",), app_level=True),
}
