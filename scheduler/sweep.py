"""The sweep: claim -> still due? -> render -> post -> mark. The only place where that order matters.

1. Claim, in one short transaction for one workspace: what is due to one member becomes one delivery under a lease, and
   the rule is asked again of each nudge; what may not be said now is withdrawn or moved.
2. Render from the facts as they are by then. 3. Post, with no transaction open. 4. Mark.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from etiquette.messages.nudges import delivery as rendered
from etiquette.messages.vocabulary import Message
from etiquette.rules.claims import day_began, judge
from etiquette.rules.errors import AwayError
from etiquette.rules.matters import Matter, rank
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Delivery, Nudge, State
from etiquette.rules.planning import still_due
from etiquette.services.questions import still_to_ask
from etiquette.store import deliveries, members, moving, nudges
from etiquette.store.matters import matters_of, subjects_of
from etiquette.store.session import Transaction
from scheduler.desk import Desk
from scheduler.ignored import notice_ignored
from scheduler.lost_time import look_back
from scheduler.slack import DeliveryError, Verdict

BATCH = 200
AT_ONCE = 8
TRIES = 5
STEP_ASIDE = timedelta(hours=1)
CHANNEL_IS_GONE = "channel_not_found"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a delivery carries, loaded from the facts: its nudges, and those of them that are due as things stand."""

    member: Member | None
    matters: tuple[Matter, ...]
    nudges: tuple[Nudge, ...]
    due: tuple[Nudge, ...]

    @property
    def to_say(self) -> list[Matter]:
        """What is still to be said."""
        subjects = {nudge.subject_id for nudge in self.due}
        return [matter for matter in self.matters if matter.subject.id in subjects]

    @property
    def digests(self) -> list[str]:
        """The natural keys of what is said, for the message's metadata."""
        return [nudge.digest for nudge in self.due]

    @property
    def no_longer_due(self) -> list[str]:
        """The ids of the nudges that have nothing left to say."""
        return [nudge.id for nudge in self.nudges if nudge not in self.due]


async def sweep(desk: Desk) -> int:
    """Posts what is due, workspace by workspace, until nothing is. Gives back how many messages were posted."""
    async with desk.store.reading() as tx:
        workspaces = await nudges.workspaces_due(tx, desk.now())
    return sum([await _sweep_workspace(desk, workspace_id) for workspace_id in workspaces])


async def _sweep_workspace(desk: Desk, workspace_id: str) -> int:
    try:
        return await _drain(desk, workspace_id)
    except AwayError:
        raise  # it is not one workspace that is wrong
    except Exception as error:  # what is wrong with one workspace must not keep the others waiting
        log.exception("workspace_failed", workspace=workspace_id, error=type(error).__name__)
        return 0


async def _drain(desk: Desk, workspace_id: str) -> int:
    posted = 0
    while not desk.is_closing and not desk.slack.is_held(workspace_id):
        claimed = await claim(desk, workspace_id)
        if claimed is None:
            break
        posted += await _deliver_all(desk, claimed)
    return posted


async def claim(desk: Desk, workspace_id: str) -> list[Delivery] | None:
    """One batch of a workspace's due nudges, as deliveries. None: nothing is due. Empty: nothing may be said now.

    A member is held while theirs are claimed, so that of two workers one counts what the other says (N2). Slack is
    asked for their do-not-disturb before that, and for what was said in lost time, for no transaction is open across a
    call. A nudge steps aside whose row, or whose member's row, cannot even be read.
    """
    async with desk.store.reading() as tx:
        recipients = await nudges.recipients_due(tx, workspace_id, desk.now(), BATCH)
    silences = await desk.slack.silences(workspace_id, recipients, desk.now())
    if desk.slack.is_held(workspace_id):
        return None  # Slack takes nothing of ours: what is planned stays planned
    looked_back = await look_back(desk, workspace_id, recipients)
    async with desk.store.writing() as tx:
        due = await nudges.due(tx, workspace_id, desk.now(), BATCH)
        due = due if looked_back is None else await looked_back.clear(tx, due)
        by_recipient = _by_recipient(due.records)
        people = await members.held(tx, workspace_id, list(by_recipient))
        claimed: list[Delivery] = []
        for member in sorted(people.records, key=lambda member: by_recipient[member.id][0].due_at):
            claimed += await _claim_of(tx, desk, member, by_recipient[member.id], silences.get(member.id))
        damaged = dict(due.damaged)
        for member_id, damage in people.damaged.items():
            log.error("member_unreadable", member=member_id, error=damage)
            damaged |= {nudge.id: damage for nudge in by_recipient[member_id]}
        for nudge_id, damage in damaged.items():
            await _put_aside(tx, desk, nudge_id, damage)
        return claimed if people.records or damaged else None


async def _claim_of(
    tx: Transaction, desk: Desk, member: Member, due: list[Nudge], silent_until: datetime | None
) -> list[Delivery]:
    """What may be said to one member. What cannot even be judged steps aside, and keeps nothing else waiting."""
    try:
        async with tx.connection.begin_nested():
            return await _claim_together(tx, desk, member, due, silent_until)
    except Exception as error:  # one damaged record must not stop the others: each is looked at alone
        log.exception("claim_failed", member=member.id, error=type(error).__name__)
    return [delivery for nudge in due for delivery in await _claim_alone(tx, desk, member, nudge, silent_until)]


async def _claim_alone(
    tx: Transaction, desk: Desk, member: Member, nudge: Nudge, silent_until: datetime | None
) -> list[Delivery]:
    try:
        async with tx.connection.begin_nested():
            return await _claim_together(tx, desk, member, [nudge], silent_until)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is written beside the nudge
        damage = type(error).__name__
    await _put_aside(tx, desk, nudge.id, damage)
    return []


async def _claim_together(
    tx: Transaction, desk: Desk, member: Member, due: list[Nudge], silent_until: datetime | None
) -> list[Delivery]:
    now = desk.now()
    due = await still_to_ask(tx, member, due)
    said_today = await deliveries.posted_since(tx, member.who, day_began(member, now))
    said = await nudges.said_of(tx, {nudge.subject_id for nudge in due})
    silent_until = max(filter(None, [silent_until, member.paused_until]), default=None)
    verdicts = judge(due, await subjects_of(tx, due), member, said_today, now, said, silent_until)
    await nudges.settle(tx, [nudge.id for nudge in verdicts.withdraw], State.WITHDRAWN)
    await moving.move(tx, verdicts.move)
    return [
        await deliveries.claim(tx, member.who, together, now, desk.lease(), member.dm_channel)
        for together in verdicts.say
    ]


def _by_recipient(due: list[Nudge]) -> dict[str, list[Nudge]]:
    by_recipient: dict[str, list[Nudge]] = defaultdict(list)
    for nudge in due:
        by_recipient[nudge.recipient].append(nudge)
    return by_recipient


async def _deliver_all(desk: Desk, claimed: list[Delivery]) -> int:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(delivery: Delivery) -> bool:
        async with gate:
            return await deliver(desk, delivery)

    return sum(await asyncio.gather(*(one(delivery) for delivery in claimed)))


async def deliver(desk: Desk, delivery: Delivery) -> bool:
    """One claimed delivery to its end. True when it was posted; what goes wrong is settled here, and never raised."""
    try:
        ready = await _prepared(desk, delivery)
    except DeliveryError as error:
        await _refused(desk, delivery, error)
        return False
    except Exception as error:  # a bug in one row must not stop the others: it steps aside, visibly
        log.exception("delivery_failed", delivery=delivery.id, error=type(error).__name__)
        await _step_aside(desk, delivery, type(error).__name__)
        return False
    return ready is not None and await _post_and_mark(desk, *ready)


async def _prepared(desk: Desk, delivery: Delivery) -> tuple[Delivery, Message] | None:
    """The delivery with its conversation, and its message. None when nothing is left to say, or it is not ours now."""
    parcel = await carried(desk, delivery)
    if parcel.member is None or not parcel.member.is_active or not parcel.to_say:
        async with desk.store.writing() as tx:
            await deliveries.withdraw(tx, delivery)
        return None
    message = rendered(parcel.to_say, parcel.member, desk.now())
    channel = delivery.channel or await desk.slack.open(delivery.workspace_id, str(delivery.recipient))
    async with desk.store.writing() as tx:
        kept = await deliveries.keep(tx, delivery, channel, parcel.digests, desk.lease())
        if kept is None:
            return None
        await nudges.settle(tx, parcel.no_longer_due, State.WITHDRAWN)
        if delivery.channel is None:
            await members.change(tx, parcel.member.who, dm_channel=channel)
    return kept, message


async def _post_and_mark(desk: Desk, delivery: Delivery, message: Message) -> bool:
    """What fails from here on may have been posted: nothing is given back unless Slack said that it refused."""
    if desk.is_late(delivery):
        return False  # we were held up: whoever recovers it looks whether it was posted, and nobody says it twice
    try:
        ts = await desk.slack.post(delivery, message)
        async with desk.store.writing() as tx:
            marked = await deliveries.mark_posted(tx, delivery, ts, desk.now())
    except DeliveryError as error:
        await _refused(desk, delivery, error)
        return False
    except Exception as error:  # posted perhaps, and not marked: the lease runs out, and recovery looks for it
        log.exception("delivery_unmarked", delivery=delivery.id, error=type(error).__name__)
        return False
    if not marked:
        log.error("delivery_overtaken", delivery=delivery.id)
        return False
    log.info("nudge_posted", delivery=delivery.id, nudges=len(delivery.digests))
    await notice_ignored(desk, delivery)
    return True


async def carried(desk: Desk, delivery: Delivery) -> Parcel:
    """Whom a delivery is for, and what it speaks of as it stands now, most pressing first."""
    async with desk.store.reading() as tx:
        people = await members.several(tx, delivery.workspace_id, [str(delivery.recipient)])
        said = await nudges.of_delivery(tx, delivery.id)
        subjects = await subjects_of(tx, said)
        spoken = [(nudge.kind, subjects[nudge.subject_id], nudge) for nudge in said if nudge.subject_id in subjects]
        matters = sorted(await matters_of(tx, spoken), key=rank)
    apt = [nudge for nudge in said if still_due(nudge, subjects.get(nudge.subject_id), desk.now())]
    return Parcel(people.get(str(delivery.recipient)), tuple(matters), tuple(said), tuple(apt))


async def _refused(desk: Desk, delivery: Delivery, error: DeliveryError) -> None:
    log.warning("delivery_refused", delivery=delivery.id, verdict=error.verdict, reason=error.reason)
    async with desk.store.writing() as tx:
        match error.verdict:
            case Verdict.PASSING:
                again = desk.now() + error.wait
                await deliveries.release(tx, delivery, error.reason, again, attempted=False)
            case Verdict.PERMANENT:
                await deliveries.abandon(tx, delivery.id, error.reason)
            case Verdict.REFUSED:
                await _set_aside(tx, desk, delivery, error.reason)
            case Verdict.UNKNOWN:
                await deliveries.hold(tx, delivery, desk.lease(), error.reason)
        if error.reason == CHANNEL_IS_GONE:
            await members.change(tx, Who(delivery.workspace_id, str(delivery.recipient)), dm_channel=None)


async def _put_aside(tx: Transaction, desk: Desk, nudge_id: str, damage: str) -> None:
    """A nudge that cannot be said as things stand: what is wrong is written beside it, in a delivery of its own."""
    log.error("nudge_set_aside", nudge=nudge_id, error=damage)
    delivery = await deliveries.claim_unsaid(tx, nudge_id, desk.now(), desk.lease())
    await _set_aside(tx, desk, delivery, damage)


async def _step_aside(desk: Desk, delivery: Delivery, error: str) -> None:
    async with desk.store.writing() as tx:
        await _set_aside(tx, desk, delivery, error)


async def _set_aside(tx: Transaction, desk: Desk, delivery: Delivery, error: str) -> None:
    """A delivery that fails for a reason of our own: tried again in an hour, given up after five tries."""
    if delivery.attempts >= TRIES:
        await deliveries.abandon(tx, delivery.id, error)
    else:
        await deliveries.release(tx, delivery, error, desk.now() + STEP_ASIDE)
