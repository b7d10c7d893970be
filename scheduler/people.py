"""Members' zones, kept current: Slack is asked once a day, besides what it tells by itself."""

import structlog

from etiquette.services.members import keep_profile, members_to_check
from scheduler.desk import Desk
from scheduler.slack import DeliveryError

log = structlog.get_logger()


async def refresh_members(desk: Desk) -> int:
    """Asks Slack about a few members of whom it was not asked for a day. Gives back how many were kept."""
    kept = 0
    for member in await members_to_check(desk.store, desk.now()):
        try:
            profile = await desk.slack.profile(member.workspace_id, member.id)
        except DeliveryError as error:
            log.warning("profile_refused", workspace=member.workspace_id, member=member.id, reason=error.reason)
            return kept
        await keep_profile(desk.store, member.who, profile, desk.now())
        kept += 1
    return kept
