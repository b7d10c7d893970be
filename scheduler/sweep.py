"""The sweep: claim -> still due? -> render -> post -> mark. The only place where that order matters.

1. Claim, in one short transaction for one workspace: what is due to one member becomes one delivery under a lease, and
   the rule is asked again of each nudge; what may not be said now is withdrawn or moved.
2. Render from the facts as they are by then. 3. Post, with no transaction open. 4. Mark.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain

import structlog

from etiquette.breath import breath
from etiquette.messages.nudges import delivery as rendered
from etiquette.messages.vocabulary import Message
from etiquette.rules.claims import day_began, judge
from etiquette.rules.errors import AwayError
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Delivery, Nudge, State
from etiquette.services.questions import still_to_ask
from etiquette.store import allowance, deliveries, members, moving, nudges
from etiquette.store.away import is_away
from etiquette.store.deliveries import Claim
from etiquette.store.matters import subjects_of_each
from etiquette.store.session import Transaction
from scheduler.desk import Desk
from scheduler.ignored import notice_ignored
from scheduler.lost_time import look_back
from scheduler.parcels import Parcel, carried
from scheduler.slack import SILENCES, DeliveryError, Verdict
from scheduler.turns import begin, give_back, in_turns, take, through

BATCH = 50
TRIES = 5
STEP_ASIDE = timedelta(hours=1)
CHANNEL_IS_GONE = "channel_not_found"

Due = Mapping[str, list[Nudge]]

log = structlog.get_logger()


async def sweep(desk: Desk) -> int:
    """Posts what is due, several workspaces at a time, until nothing is. Gives back how many messages were posted."""
    return await in_turns(desk, nudges.workspaces_due, _turn)


async def _turn(desk: Desk, workspace_id: str) -> int | None:
    claimed = await claim(desk, workspace_id)
    return None if claimed is None else await through(desk, workspace_id, claimed, deliver, deliveries.put_back)


async def claim(desk: Desk, workspace_id: str) -> list[Delivery] | None:
    """One batch of a workspace's due nudges, as deliveries, and with it our turn there. Empty: nothing may be said now.

    None: nothing is due, or it is another's turn. A member is held while theirs are claimed, so that of two workers one
    counts what the other says (N2). Slack is asked for their do-not-disturb before that, and for what was said in lost
    time, for no transaction is open across a call. A nudge steps aside whose row, or whose member's row, cannot even be
    read.
    """
    async with desk.store.reading() as tx:
        recipients = await nudges.recipients_due(tx, workspace_id, desk.now(), desk.slack.pace.batch(BATCH))
    if not recipients or not await begin(desk, workspace_id):
        return None
    silences = await desk.slack.silences(workspace_id, recipients, desk.now())
    if desk.slack.is_held(workspace_id):
        return []  # Slack takes nothing of ours: what is planned stays planned
    if desk.slack.asked_to_rest(workspace_id, SILENCES):
        async with desk.store.writing() as tx:
            await give_back(tx, desk, workspace_id)
        return None  # it will tell who is not to be disturbed (N1) in a moment
    looked_back = await look_back(desk, workspace_id, recipients)
    async with desk.store.writing() as tx:
        if not await take(tx, desk, workspace_id):
            return None
        due = await nudges.due(tx, workspace_id, recipients, desk.now())
        due = due if looked_back is None else await looked_back.clear(tx, due)
        by_recipient = _by_recipient(due.records)
        people = await members.held(tx, workspace_id, list(by_recipient))
        longest_due_first = sorted(people.records, key=lambda member: by_recipient[member.id][0].due_at)
        claimed = await _claim_of(tx, desk, longest_due_first, by_recipient, silences)
        damaged = dict(due.damaged)
        for member_id, damage in people.damaged.items():
            log.error("member_unreadable", member=member_id, error=damage)
            damaged |= {nudge.id: damage for nudge in by_recipient[member_id]}
        for nudge_id, damage in damaged.items():
            await _put_aside(tx, desk, nudge_id, damage)
        if people.records or damaged:
            return claimed
        await give_back(tx, desk, workspace_id)
    return None


async def _claim_of(
    tx: Transaction, desk: Desk, people: Sequence[Member], due: Due, silences: Mapping[str, datetime]
) -> list[Delivery]:
    """What may be said to these members. What cannot even be judged steps aside, and keeps nothing else waiting."""
    try:
        async with tx.trying():
            return await _claim_together(tx, desk, people, due, silences)
    except Exception as error:  # one damaged record must not stop the others: each is looked at alone
        if is_away(error):
            raise
        log.exception("claim_failed", members=len(people), error=type(error).__name__)
    if len(people) > 1:
        alone = [await _claim_of(tx, desk, [member], due, silences) for member in people]
    else:
        alone = [await _claim_alone(tx, desk, people[0], nudge, silences) for nudge in due[people[0].id]]
    return list(chain.from_iterable(alone))


async def _claim_alone(
    tx: Transaction, desk: Desk, member: Member, nudge: Nudge, silences: Mapping[str, datetime]
) -> list[Delivery]:
    try:
        async with tx.trying():
            return await _claim_together(tx, desk, [member], {member.id: [nudge]}, silences)
    except Exception as error:  # whatever it is, it is written beside the nudge
        if is_away(error):
            raise
        damage = type(error).__name__
    await _put_aside(tx, desk, nudge.id, damage)
    return []


async def _claim_together(
    tx: Transaction, desk: Desk, people: Sequence[Member], due: Due, silences: Mapping[str, datetime]
) -> list[Delivery]:
    """Each is judged by what is their own; all is looked up, and written, in one go."""
    if not people:
        return []
    now = desk.now()
    asked = [await still_to_ask(tx, member, due[member.id]) for member in people]
    days = {member.id: day_began(member, now) for member in people}
    said_today = await allowance.posted_since(tx, people[0].workspace_id, days)
    said = await nudges.said_of(tx, {nudge.subject_id for nudge in chain.from_iterable(asked)})
    subjects = await subjects_of_each(tx, asked)
    claims: list[Claim] = []
    for member, theirs, known in zip(people, asked, subjects, strict=True):
        await breath()
        about = {nudge.subject_id for nudge in theirs}
        said_of_it = [nudge for nudge in said if nudge.subject_id in about]
        silent_until = max(filter(None, [silences.get(member.id), member.paused_until]), default=None)
        verdicts = judge(theirs, known, member, said_today[member.id], now, said_of_it, silent_until)
        await nudges.settle(tx, [nudge.id for nudge in verdicts.withdraw], State.WITHDRAWN)
        await moving.move(tx, verdicts.move)
        claims += [Claim(member.who, together, member.dm_channel) for together in verdicts.say]
    return await deliveries.claim(tx, claims, now, desk.lease())


def _by_recipient(due: list[Nudge]) -> dict[str, list[Nudge]]:
    by_recipient: dict[str, list[Nudge]] = defaultdict(list)
    for nudge in due:
        by_recipient[nudge.recipient].append(nudge)
    return by_recipient


async def deliver(desk: Desk, delivery: Delivery) -> bool:
    """One claimed delivery to its end. True when it was posted; what goes wrong is settled here.

    Raises AwayError alone: then it stays claimed, and is looked for when its lease has run out.
    """
    try:
        ready = await _prepared(desk, delivery)
    except DeliveryError as error:
        await _refused(desk, delivery, error)
        return False
    except AwayError:
        raise  # nobody's mistake: it costs no try, and no hour
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
    kept = await desk.together(_keep, (delivery, channel, parcel))
    return None if kept is None else (kept, message)


async def _keep(desk: Desk, these: Sequence[tuple[Delivery, str, Parcel]]) -> list[Delivery | None]:
    """Each under a new lease, right before it is posted; None for what is not ours now."""
    async with desk.store.writing() as tx:
        asked = [(delivery, channel, parcel.digests) for delivery, channel, parcel in these]
        kept = await deliveries.keep_all(tx, asked, desk.lease())
        ours = [each for each, delivery in zip(these, kept, strict=True) if delivery is not None]
        over = [nudge_id for _, _, parcel in ours for nudge_id in parcel.no_longer_due]
        await nudges.settle(tx, over, State.WITHDRAWN)
        for delivery, channel, parcel in sorted(ours, key=lambda each: each[0].id):
            if delivery.channel is None and parcel.member is not None:
                await members.change(tx, parcel.member.who, dm_channel=channel)
    return kept


async def _post_and_mark(desk: Desk, delivery: Delivery, message: Message) -> bool:
    """What fails from here on may have been posted: nothing is given back unless Slack said that it refused."""
    ours = await desk.room_for(delivery)
    if ours is None:
        return False  # we were held up: whoever recovers it looks whether it was posted, and nobody says it twice
    delivery = ours
    try:
        ts = await desk.slack.post(delivery, message)
        marked = await desk.together(_mark, (delivery, ts))
    except DeliveryError as error:
        await _refused(desk, delivery, error)
        return False
    except Exception as error:  # posted perhaps, and not marked: the lease runs out, and recovery looks for it
        log.exception("delivery_unmarked", delivery=delivery.id, error=type(error).__name__)
        return False
    if not marked:
        log.error("delivery_overtaken", delivery=delivery.id)
        return False
    desk.said_at = asyncio.get_running_loop().time()
    log.info("nudge_posted", delivery=delivery.id, nudges=len(delivery.digests))
    await notice_ignored(desk, delivery)
    return True


async def _mark(desk: Desk, these: Sequence[tuple[Delivery, str]]) -> list[bool]:
    """Each of them was posted; False for what somebody settled before."""
    async with desk.store.writing() as tx:
        return await deliveries.mark_all_posted(tx, these, desk.now())


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
