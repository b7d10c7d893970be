"""What Slack tells of people and of the installation: a new zone, a member who left, the app removed."""

import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from etiquette.rules.members import Who
from etiquette.services.members import forget_workspace, keep_profile
from handlers.reception import Reception

log = structlog.get_logger()


def register(app: AsyncApp, reception: Reception) -> None:
    """Events about people and the app; any other event is taken and let be, so that Slack does not count a failure."""

    async def user_changed(body: dict[str, Any]) -> None:
        user = body["event"]["user"]
        who = Who(str(body["team_id"]), str(user["id"]))
        await keep_profile(reception.store, who, reception.read_profile(user), reception.now())

    async def removed(body: dict[str, Any]) -> None:
        log.info("workspace_removed", workspace=body["team_id"])
        await forget_workspace(reception.store, str(body["team_id"]))

    async def ignored(_body: dict[str, Any]) -> None:
        return

    app.event("user_change")(user_changed)
    app.event("app_uninstalled")(removed)
    app.event(re.compile(".*"))(ignored)
