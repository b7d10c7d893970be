"""Settings: a member's own, a workspace's numbers, a pause, and a kind of nudge that is stopped where it stands.

Settings are no facts: they are saved as they are sent, twice if they are sent twice, and what is planned follows.
"""

from collections.abc import Mapping
from datetime import datetime

from etiquette.rules.acts import Verb
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.members import Member
from etiquette.rules.nudges import Answer, Kind
from etiquette.rules.planning import SUBJECTS
from etiquette.rules.rulebook import ROWS
from etiquette.rules.settings import Preferences, checked, own_ladders
from etiquette.services.nudging import Doing
from etiquette.services.switches import follow, move_zone, mute, mute_change, unmute
from etiquette.store import kinds, members, nudges, workspaces
from etiquette.store.records import find
from etiquette.store.session import Store, Transaction


async def keep_settings(store: Store, member: Member, wanted: Preferences, now: datetime) -> Member:
    """Saves what a member wants. Planned nudges follow: into other hours, and those of other kinds go or come back."""
    kept = checked(wanted)
    async with store.writing() as tx:
        before = await _current(tx, member)
        await members.change(
            tx,
            member.who,
            work_start=kept.work_start,
            work_end=kept.work_end,
            working_days="".join(map(str, sorted(kept.working_days))),
            country=kept.country,
            daily_messages=kept.daily_messages,
            profile_url=kept.profile_url,
            blurb=kept.blurb,
            invite_limit=kept.invite_limit,
            says_why=kept.says_why,
        )
        changed = await _current(tx, member)
        # Records are held before their nudges, as by any act.
        changed = await unmute(tx, changed, set(before.muted) - kept.muted, now)
        changed = await mute(tx, changed, kept.muted - set(before.muted))
        await follow(tx, before, changed, now)
        return changed


async def keep_zone(store: Store, member: Member, zone: str, now: datetime) -> Member:
    """Saves where a member is, where Slack does not tell. What Slack tells is left as it is."""
    async with store.writing() as tx:
        current = await _current(tx, member)
        if not current.zone_is_slacks:
            await move_zone(tx, current, zone, now)
        return await _current(tx, member)


async def pause(store: Store, member: Member, until: datetime | None, now: datetime) -> Member:
    """Says nothing before then, but for what belongs to a moment that the member chose (N1). None: speaks again."""
    async with store.writing() as tx:
        before = await _current(tx, member)
        await members.change(tx, member.who, paused_until=until)
        paused = await _current(tx, member)
        await follow(tx, before, paused, now)
        return paused


async def keep_numbers(store: Store, member: Member, words: Mapping[Kind, str]) -> Mapping[str, str]:
    """Saves a workspace's own numbers, where they are not the rulebook's; what is planned stays. For admins alone."""
    numbers = own_ladders(words)
    async with store.writing() as tx:
        if not (await _current(tx, member)).is_admin:
            raise EtiquetteError(Refusal.ADMINS_ONLY)
        await workspaces.keep_ladders(tx, member.workspace_id, numbers)
    return numbers


async def stop_kind(doing: Doing, kind: Kind, subject_id: str) -> Member:
    """“Stop this kind”, where a nudge stands: it says so, and nothing of the kind is said any more (N3).

    Refused as NOT_FOUND where the member has no such record, and was told of none.
    """
    async with doing.act(Verb.STOP_KIND) as tx:
        record = SUBJECTS[ROWS[kind].subject]
        subject = await find(tx, record, doing.member.who, subject_id)  # type: ignore[type-var]  # any of them
        if subject is None and not await kinds.was_told(tx, doing.member.who, kind, subject_id):
            raise EtiquetteError(Refusal.NOT_FOUND)
        tx.changes.append(mute_change(kind, was_muted=kind in doing.member.muted))
        await nudges.answer(tx, doing.member.who, subject_id, Answer.STOPPED, doing.now, kinds={kind})
        return await mute(tx, doing.member, {kind})


async def _current(tx: Transaction, member: Member) -> Member:
    found = await members.get(tx, member.who)
    if found is None:
        raise EtiquetteError(Refusal.NOT_FOUND)
    return found
