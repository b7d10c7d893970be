"""What Slack knows of people: members' zones, asked once a day besides what it tells by itself; introducers' names."""

import structlog

from etiquette.rules.members import Profile
from etiquette.services.introductions import name_introducer, unnamed_introducers
from etiquette.services.members import keep_profile, members_to_check
from scheduler.desk import Desk
from scheduler.slack import DeliveryError, Verdict

log = structlog.get_logger()


async def refresh_members(desk: Desk) -> int:
    """Asks Slack about a few members of whom it was not asked for a day. Gives back how many were looked up."""
    looked_up = 0
    for member in await members_to_check(desk.store, desk.now()):
        try:
            profile = await desk.slack.profile(member.workspace_id, member.id)
        except DeliveryError as error:
            if error.verdict is Verdict.PASSING:  # a rest, or a token that Slack does not take: others say so
                return looked_up
            log.warning("profile_refused", workspace=member.workspace_id, member=member.id, reason=error.reason)
            if error.verdict is Verdict.UNKNOWN:
                return looked_up
            profile = Profile(None, None, None, is_active=member.is_active)  # Slack does not show them to us: no news
        await keep_profile(desk.store, member.who, profile, desk.now())
        looked_up += 1
    return looked_up


async def name_introducers(desk: Desk) -> int:
    """Looks up the names of introducers in Slack, so that a draft can greet them. Gives back how many were kept."""
    named = 0
    for introduction in await unnamed_introducers(desk.store):
        try:
            profile = await desk.slack.profile(introduction.workspace_id, str(introduction.introducer_user_id))
            name = profile.name or ""
        except DeliveryError as error:
            if error.verdict in {Verdict.PASSING, Verdict.UNKNOWN}:
                return named
            name = ""  # somebody whom Slack does not show us: the draft greets them without a name
        await name_introducer(desk.store, introduction, name)
        named += 1
    return named
