"""Members and their workspace: met on the first command, kept current as Slack tells of them."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import DAILY_MESSAGES, INVITE_LIMIT, WORKING_DAYS, Member, Profile, Who
from etiquette.rules.nudges import Answer
from etiquette.rules.workdays import Hours
from etiquette.rules.workspaces import Workspace
from etiquette.services.going_away import came_back, went_away
from etiquette.services.nudging import Doing
from etiquette.services.questions import ask_zone, settle_question
from etiquette.services.switches import move_zone, zone_change
from etiquette.store import members, workspaces
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
        if profile and profile.is_admin and (zone := known_zone(profile.zone)):
            await workspaces.keep_zone(tx, who.workspace_id, zone)
        await members.add(tx, await _new(tx, who, profile, now, invite_limit))
        member = await members.get(tx, who)
    if member is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return member


async def arrive(store: Store, member: Member, now: datetime, *, uses: bool, greets: bool) -> tuple[Member, bool]:
    """Somebody at the door: the member as they are from now on, and whether this is when they are welcomed.

    `uses`: they use the bot themselves, which starts them. `greets`: a welcome can be said here. Each happens once,
    however many arrive together. Guests who only look around are left alone, as is anybody who may be one.
    """
    starts = uses and member.started_at is None
    may_be_guest = member.is_guest or member.zone_checked_at is None
    welcomes = greets and member.welcomed_at is None and (uses or not may_be_guest)
    if not starts and not welcomes:
        return member, False
    async with store.writing() as tx:
        has_started = starts and await members.begin(tx, member.who, now)
        is_welcomed = welcomes and await members.welcome(tx, member.who, now)
        current = await members.get(tx, member.who) or member
        if has_started:
            await ask_zone(tx, current, now)
        return current, is_welcomed


async def keep_profile(store: Store, who: Who, profile: Profile, now: datetime) -> None:
    """Keeps what Slack says of a member now. In a new zone, nudges and a pause keep their local time, calls theirs.

    Where Slack tells no zone, the one that the member chose stays, or the workspace's; then they are asked, once.
    """
    told = known_zone(profile.zone)
    async with store.writing() as tx:
        member = await members.get(tx, who)
        if member is None:
            return
        await members.change(
            tx,
            who,
            zone_is_slacks=told is not None or member.zone_is_slacks,
            locale=profile.locale or member.locale,
            name=profile.name or member.name,
            is_active=profile.is_active,
            is_guest=profile.is_guest,
            is_admin=profile.is_admin,
            zone_checked_at=now,
        )
        changed = await members.get(tx, who)
        if changed is None:
            return
        if member.is_active and not changed.is_active:
            await went_away(tx, who, now)
        if changed.is_active and not member.is_active:
            await came_back(tx, who, now)
        if changed.is_admin and told:
            await workspaces.keep_zone(tx, who.workspace_id, told)
        await move_zone(tx, changed, told or member.zone, now)
        await ask_zone(tx, changed, now)


async def choose_zone(doing: Doing, question_id: str, zone: str) -> Member:
    """The member says where they are, for Slack does not (N1). Refused as UNKNOWN_ZONE where there is no such zone."""
    chosen = known_zone(zone)
    if chosen is None:
        raise EtiquetteError(Refusal.UNKNOWN_ZONE)
    async with doing.act(Verb.ANSWER_QUESTION) as tx:
        await settle_question(tx, doing, question_id, Answer.DONE)
        tx.changes.append(zone_change(doing.member))
        await move_zone(tx, doing.member, chosen, doing.now)
        return await members.get(tx, doing.member.who) or doing.member


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


@cache
def zones() -> list[str]:
    """The zones that people live in, by their names: continent and city, and UTC."""
    lived_in = (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [*sorted(lived_in), "UTC"]


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
    told = known_zone(profile.zone if profile else None)
    hours = Hours(told or fallback)
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
        zone_is_slacks=told is not None,
    )
