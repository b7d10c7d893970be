"""Everything of a member's, taken out and brought back whole (N7)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from etiquette.rules import archives as archive_rules
from etiquette.rules.archives import Archive
from etiquette.rules.digests import Digest
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.imports import Export, ExportState, Holds, Import, ImportState
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Plan
from etiquette.rules.planning import Subject, nudges_for
from etiquette.services.digests import begun_anew
from etiquette.services.nudging import Doing
from etiquette.services.switches import move_zone
from etiquette.store import archived_plans, archives, digests, exports, imports, members, nudges
from etiquette.store.archives import Kept, Revived
from etiquette.store.revisions import latest_revision
from etiquette.store.session import Store, Transaction


async def ask_for_export(doing: Doing) -> bool:
    """Saves that everything was asked for. False where one is on its way already."""
    async with doing.store.writing() as tx:
        if await exports.waiting(tx, doing.member.who) is not None:
            return False
        await exports.add(tx, _export(doing))
        return True


async def everything_of(store: Store, who: Who) -> Archive | None:
    """Everything of a member's as it stands; None of somebody who is not known."""
    async with store.reading() as tx:
        member = await members.get(tx, who)
        return None if member is None else await archives.taken_out(tx, member)


def read_archive(content: bytes, known: Import) -> Revived:
    """An export, each value of it looked at. Refused where it is none, or somebody else's. Not for the loop."""
    archive = archive_rules.read(content)
    if archive.who != Who(known.workspace_id, known.member_id):
        raise EtiquetteError(Refusal.EXPORT_OF_ANOTHER)
    return archives.revived(archive, known.id)


async def bring_back(
    store: Store, known: Import, brought: Revived, now: datetime, left: Collection[str] = ()
) -> Import | None:
    """Brings an export back in one transaction: what is here already stays as it is, what is still ahead is planned.

    Settings come with it where nothing else was here. `left`: channels in which the member is no more; their digests
    stay out, as does one whose channel has another. None: it was brought back, or forgotten, meanwhile.
    """
    who = brought.who
    async with store.writing() as tx:
        current = await imports.find(tx, who, known.id, held=True)
        member = await members.get(tx, who)
        if member is None or current is None or current.state is not ImportState.WAITING:
            return None
        if await archives.is_empty(tx, who):
            member = await _settled_in(tx, member, brought, now)
        before = await archives.count(tx, who)
        absent = await archives.missing(
            tx, replace(brought, records=await archived_plans.settled(tx, who, brought.records, now))
        )
        taken = {*left, *await digests.channels_taken(tx, who.workspace_id)}
        homeless = [each for each in absent["digests"] if isinstance(each, Digest) and each.channel in taken]
        absent["digests"] = [each for each in absent["digests"] if each not in homeless]
        subjects = [each for records in absent.values() for each in records if isinstance(each, Subject)]
        await archives.put_back(tx, await _moved_on(tx, absent, subjects, member, now))
        new = sum((await archives.count(tx, who)).values()) - sum(before.values())
        found = sum(map(len, brought.records.values()))
        held = {"new": new, "known": found - new - len(homeless), "unreadable": len(homeless)}
        return await imports.change(tx, current, state=ImportState.READ, holds=Holds.EXPORT, **held)


def channels_of(brought: Revived) -> set[str]:
    """The channels whose digests an export would bring back."""
    return {each.channel for each in brought.records["digests"] if isinstance(each, Digest)}


async def _settled_in(tx: Transaction, member: Member, brought: Revived, now: datetime) -> Member:
    """The member with their settings; with the zone that they chose, where Slack tells none."""
    if brought.zone and not member.zone_is_slacks:
        await move_zone(tx, member, brought.zone, now)
    await members.change(tx, member.who, **brought.settings)
    return await members.get(tx, member.who) or member


async def _moved_on(
    tx: Transaction, absent: dict[str, list[Kept]], subjects: list[Subject], member: Member, now: datetime
) -> dict[str, list[Kept]]:
    """The records to put back, with what they call for planned.

    One that was here before goes on with a new revision: what was planned for one that has been cannot be again (N4).
    """
    latest = await latest_revision(tx, [each.id for each in subjects])
    put_back: dict[str, list[Kept]] = {}
    plans: list[Plan] = []
    for noun, records in absent.items():
        put_back[noun] = []
        for record in records:
            kept = begun_anew(record, now) if isinstance(record, Digest) else record
            if isinstance(record, Subject):
                kept = replace(record, revision=max(record.revision, latest.get(record.id, 0) + 1))
                plans += _planned(kept, member, now)
            put_back[noun].append(kept)
    await nudges.plan(tx, member.workspace_id, plans, now)
    return put_back


def _planned(subject: Subject, member: Member, now: datetime) -> list[Plan]:
    """What a record calls for from now on. Refused where its dates are such as no calendar has."""
    try:
        return nudges_for(subject, member, now)
    except (ValueError, OverflowError):
        raise EtiquetteError(Refusal.NOT_AN_EXPORT) from None


def _export(doing: Doing) -> Export:
    return Export(
        id=blake2b(doing.key.encode(), digest_size=16).hexdigest(),
        workspace_id=doing.member.workspace_id,
        member_id=doing.member.id,
        state=ExportState.WAITING,
        channel=doing.member.dm_channel,
        file_ids="",
        attempts=0,
        due_at=doing.now,
        created_at=doing.now,
    )
