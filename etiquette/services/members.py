"""Members and their workspace: met on the first command, kept current as Slack tells of them."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import DAILY_MESSAGES, INVITE_LIMIT, WORKING_DAYS, Member, Profile, Who
from etiquette.rules.workdays import Hours
from etiquette.rules.workspaces import Workspace
from etiquette.store import members, nudges, workspaces
from etiquette.store.session import Store, Transaction

ZONE_IS_FRESH_FOR = timedelta(hours=24)


async def member_of(store: Store, who: Who) -> Member | None:
    """A member, if they were met before."""
    async with store.reading() as tx:
        return await members.get(tx, who)


async def meet(
    store: Store, who: Who, profile: Profile | None, now: datetime, invite_limit: int = INVITE_LIMIT
) -> Member:
    """The member as stored, made on the first meeting. Without a profile they are in the workspace's own zone."""
    async with store.writing() as tx:
        await members.add(tx, await _new(tx, who, profile, now, invite_limit))
        member = await members.get(tx, who)
    if member is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return member


async def keep_profile(store: Store, who: Who, profile: Profile, now: datetime) -> None:
    """Keeps what Slack says of a member now. In a new zone, nudges keep their local time, and calls their instant."""
    async with store.writing() as tx:
        member = await members.get(tx, who)
        if member is None:
            return
        await members.change(
            tx,
            who,
            zone=known_zone(profile.zone) or member.zone,
            locale=profile.locale or member.locale,
            name=profile.name or member.name,
            is_active=profile.is_active,
            is_guest=profile.is_guest,
            is_admin=profile.is_admin,
            zone_checked_at=now,
        )
        changed = await members.get(tx, who)
        if changed is not None and changed.zone != member.zone:
            await nudges.keep_local_times(tx, changed)


async def members_to_check(store: Store, now: datetime, limit: int = 20) -> list[Member]:
    """Members of whom Slack was not asked for a day."""
    async with store.reading() as tx:
        return await members.unchecked_since(tx, now - ZONE_IS_FRESH_FOR, limit)


async def keep_workspace(store: Store, workspace: Workspace, now: datetime) -> None:
    """Saves the workspace that the bot finds itself in."""
    async with store.writing() as tx:
        await workspaces.keep(tx, workspace, now)


async def forget_workspace(store: Store, workspace_id: str) -> None:
    """The app was removed: everything of the workspace is wiped, for good."""
    async with store.forgetting() as tx:
        await workspaces.wipe(tx, workspace_id)


def known_zone(zone: str | None) -> str | None:
    """The zone, if it is one that this machine knows."""
    return zone if zone in _zones() else None


@cache
def _zones() -> frozenset[str]:
    """Every zone of this machine, looked for on its disk once: that takes longer than meeting somebody does."""
    return frozenset(available_timezones())


async def _new(tx: Transaction, who: Who, profile: Profile | None, now: datetime, invite_limit: int) -> Member:
    workspace = await workspaces.get(tx, who.workspace_id)
    fallback = workspace.zone if workspace else "UTC"
    hours = Hours(known_zone(profile.zone if profile else None) or fallback)
    return Member(
        workspace_id=who.workspace_id,
        id=who.member_id,
        zone=hours.zone,
        locale=profile.locale if profile else None,
        name=profile.name if profile else None,
        dm_channel=None,
        is_active=profile.is_active if profile else True,
        invite_limit=invite_limit,
        daily_messages=DAILY_MESSAGES,
        working_days=WORKING_DAYS,
        work_start=hours.start,
        work_end=hours.end,
        zone_checked_at=now if profile else None,
        country=None,
        paused_until=None,
        muted=(),
        profile_url=None,
        blurb=None,
        says_why=True,
        is_guest=profile.is_guest if profile else False,
        is_admin=profile.is_admin if profile else False,
        started_at=None,
        welcomed_at=None,
        created_at=now,
    )
