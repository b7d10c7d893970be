"""The dispatch: deliveries of no nudges. Claim -> render -> post -> mark, as the sweep does of nudges (N4, E16, E17).

A channel's digest, a lesson that is shared there, and word to whoever wanted one of the two that it cannot be posted.
"""

from dataclasses import dataclass, replace

import structlog

from etiquette.messages.digest_replies import trouble as trouble_told
from etiquette.messages.digests import digest as digest_told
from etiquette.messages.digests import lesson as lesson_told
from etiquette.messages.vocabulary import Message
from etiquette.rules.digests import Digest, Standing, Trouble, is_missed, weeks_until
from etiquette.rules.errors import AwayError
from etiquette.rules.lessons import Lesson
from etiquette.rules.members import Member, Who
from etiquette.rules.nudges import Cargo, Delivery
from etiquette.store import deliveries, digests, dispatches, members, workspaces
from etiquette.store.session import Transaction
from scheduler.channels import TROUBLES, trouble_in
from scheduler.desk import Desk
from scheduler.digests import tell_trouble
from scheduler.lost_time import was_said
from scheduler.pictures import pictured
from scheduler.slack import DeliveryError, Verdict
from scheduler.sweep import CHANNEL_IS_GONE, STEP_ASIDE, TRIES
from scheduler.turns import give_back, in_turns, take, through

BATCH = 50

log = structlog.get_logger()


class TroubleError(Exception):
    """Something in the channel is in the way, which whoever wanted it there can mend."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class OvertakenError(Exception):
    """The lease ran out on the way: somebody else looks for the delivery, or has settled it by now."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery that is still ours, and what it says; `plainer` is the same without its picture."""

    delivery: Delivery
    message: Message
    plainer: Message | None = None


async def dispatch(desk: Desk) -> int:
    """Posts what is due, several workspaces at a time. Gives back how many deliveries were settled."""
    return await in_turns(desk, dispatches.workspaces_due, _turn)


async def _turn(desk: Desk, workspace_id: str) -> int | None:
    claimed = await claim(desk, workspace_id)
    return None if claimed is None else await through(desk, workspace_id, claimed, send, dispatches.put_back)


async def claim(desk: Desk, workspace_id: str) -> list[Delivery] | None:
    """What is due in a workspace, claimed, and with it our turn there. None: nothing is, or it is another's turn."""
    async with desk.store.writing() as tx:
        if not await take(tx, desk, workspace_id):
            return None
        limit = desk.slack.pace.batch(BATCH)
        due = await dispatches.claim_due(tx, workspace_id, desk.now(), desk.lease(), limit)
        for delivery_id, damage in due.damaged.items():
            log.error("delivery_unreadable", delivery=delivery_id, error=damage)
            await dispatches.put_aside(tx, [delivery_id], damage, desk.now() + STEP_ASIDE, TRIES)
        if due.records or due.damaged:
            return due.records
        await give_back(tx, desk, workspace_id)
    return None


async def send(desk: Desk, delivery: Delivery) -> bool:
    """One claimed delivery to its end. True when it is settled; what goes wrong is written down here.

    Raises AwayError alone: then it stays claimed, and is looked for when its lease has run out.
    `delivery` is as it was claimed: what goes wrong once it was kept is settled by whoever knows its new lease.
    """
    try:
        if await was_said(desk, delivery):
            return True
        ready = await prepared(desk, delivery)
        return ready is not None and await _post_and_mark(desk, ready)
    except TroubleError as error:
        await given_up(desk, delivery, error.trouble, error.trouble)
        return True
    except OvertakenError:
        return False
    except DeliveryError as error:
        return await _refused(desk, delivery, error)
    except AwayError:
        raise  # nobody's mistake: it costs no try, and no hour
    except Exception as error:  # a bug in one row must not stop the others: it steps aside, visibly
        log.exception("delivery_failed", delivery=delivery.id, error=type(error).__name__)
        await _step_aside(desk, delivery, type(error).__name__)
        return False


async def prepared(desk: Desk, delivery: Delivery) -> Ready | None:
    """What a delivery says by now. None where nothing is left to say, or where it is not ours any more."""
    match delivery.cargo:
        case Cargo.DIGEST:
            ready = await _digest(desk, delivery)
        case Cargo.LESSON:
            ready = await _lesson(desk, delivery)
        case _:
            ready = await _trouble(desk, delivery)
    if ready is None:
        async with desk.store.writing() as tx:
            await deliveries.withdraw(tx, delivery)
        return None
    async with desk.store.writing() as tx:
        kept = await dispatches.keep(tx, ready.delivery, desk.lease(), channel=ready.delivery.channel)
    return None if kept is None else replace(ready, delivery=kept)


async def given_up(desk: Desk, delivery: Delivery, reason: str, trouble: Trouble | None) -> None:
    """Ends a delivery for good. Where it can be mended, whoever wanted it is told how, once."""
    log.warning("delivery_given_up", delivery=delivery.id, reason=reason)
    async with desk.store.writing() as tx:
        if await deliveries.abandon(tx, delivery.id, reason) and trouble is not None:
            await _tell(tx, desk, delivery, trouble)


async def _digest(desk: Desk, delivery: Delivery) -> Ready | None:
    async with desk.store.reading() as tx:
        digest = await digests.get(tx, delivery.workspace_id, str(delivery.subject_id))
    if digest is None or is_missed(delivery.created_at, desk.now()):
        return None
    await _may_go(desk, delivery, digest.member_id, vouched=digest.standing is Standing.WELCOME)
    async with desk.store.reading() as tx:
        last = await dispatches.last_posted(tx, delivery.workspace_id, Cargo.DIGEST, digest.id)
        spans = weeks_until(delivery.created_at, digest.zone)
        telling = await digests.telling(tx, delivery.workspace_id, spans, last or digest.since)
    if telling.is_empty:
        return None
    if digest.standing is not Standing.WELCOME:
        async with desk.store.writing() as tx:
            await digests.stands(tx, digest, Standing.WELCOME)
    shown = await pictured(desk, delivery, telling)
    if shown is None:
        raise OvertakenError
    plain = digest_told(telling)
    return (
        Ready(shown.delivery, digest_told(telling, shown.file_id), plain)
        if shown.file_id
        else Ready(shown.delivery, plain)
    )


async def _lesson(desk: Desk, delivery: Delivery) -> Ready | None:
    async with desk.store.reading() as tx:
        lesson = await digests.lesson(tx, delivery.workspace_id, str(delivery.subject_id))
        member = await _owner(tx, lesson) if lesson else None
    if lesson is None or member is None or delivery.channel is None:
        return None
    await _may_go(desk, delivery, member.id, reads_outside=True)
    return Ready(delivery, lesson_told(lesson, member))


async def _trouble(desk: Desk, delivery: Delivery) -> Ready | None:
    """Word to a member, in their own conversation."""
    noun, trouble, _ = str(delivery.occasion).split("/", 2)
    async with desk.store.reading() as tx:
        member = await members.get(tx, Who(delivery.workspace_id, str(delivery.recipient)))
        workspace = await workspaces.get(tx, delivery.workspace_id)
        find = digests.get if noun == Cargo.DIGEST else digests.lesson
        subject = await find(tx, delivery.workspace_id, str(delivery.subject_id))
    if member is None or workspace is None or subject is None or not subject.channel:
        return None
    channel = member.dm_channel or await desk.slack.open(delivery.workspace_id, member.id)
    if member.dm_channel is None:
        async with desk.store.writing() as tx:
            await members.change(tx, member.who, dm_channel=channel)
    digest = subject if isinstance(subject, Digest) else None
    told = trouble_told(Trouble(trouble), subject.channel, workspace.bot_user_id, digest)
    return Ready(replace(delivery, channel=channel), told)


async def _owner(tx: Transaction, lesson: Lesson) -> Member | None:
    return await members.get(tx, Who(lesson.workspace_id, lesson.member_id))


async def _may_go(desk: Desk, delivery: Delivery, member_id: str, **known: bool) -> None:
    trouble = await trouble_in(desk, str(delivery.channel), Who(delivery.workspace_id, member_id), **known)
    if trouble is not None:
        raise TroubleError(trouble)


async def _post_and_mark(desk: Desk, ready: Ready) -> bool:
    """What fails from here on may have been posted: nothing is given back unless Slack said that it refused."""
    delivery = await desk.room_for(ready.delivery)
    if delivery is None:
        return False  # we were held up: whoever recovers it looks whether it was posted, and nobody says it twice
    try:
        ts = await _posted(desk, replace(ready, delivery=delivery))
        async with desk.store.writing() as tx:
            marked = await deliveries.mark_posted(tx, delivery, ts, desk.now())
    except DeliveryError as error:
        return await _refused(desk, delivery, error)
    except Exception as error:  # posted perhaps, and not marked: the lease runs out, and recovery looks for it
        log.exception("delivery_unmarked", delivery=delivery.id, error=type(error).__name__)
        return False
    log.info("delivery_posted" if marked else "delivery_overtaken", delivery=delivery.id, cargo=delivery.cargo)
    return marked


async def _posted(desk: Desk, ready: Ready) -> str:
    """A picture that Slack will not show does not keep the rest from being read."""
    try:
        return await desk.slack.post(ready.delivery, ready.message)
    except DeliveryError as error:
        if error.verdict is not Verdict.REFUSED or error.reason in TROUBLES or ready.plainer is None:
            raise
        log.warning("picture_refused", delivery=ready.delivery.id, reason=error.reason)
        return await desk.slack.post(ready.delivery, ready.plainer)


async def _refused(desk: Desk, delivery: Delivery, error: DeliveryError) -> bool:
    log.warning("delivery_refused", delivery=delivery.id, verdict=error.verdict, reason=error.reason)
    is_channels = delivery.cargo is not Cargo.TROUBLE
    if is_channels and error.reason in TROUBLES:
        await given_up(desk, delivery, error.reason, TROUBLES[error.reason])
        return True
    match error.verdict:
        case Verdict.PASSING:
            async with desk.store.writing() as tx:
                await dispatches.release(tx, delivery, error.reason, desk.now() + error.wait, attempted=False)
        case Verdict.PERMANENT:
            await given_up(desk, delivery, error.reason, None)
        case Verdict.REFUSED:
            if error.reason == CHANNEL_IS_GONE:
                async with desk.store.writing() as tx:
                    await members.change(tx, Who(delivery.workspace_id, str(delivery.recipient)), dm_channel=None)
            await _step_aside(desk, delivery, error.reason)
        case Verdict.UNKNOWN:
            async with desk.store.writing() as tx:
                await deliveries.hold(tx, delivery, desk.lease(), error.reason)
    return False


async def _step_aside(desk: Desk, delivery: Delivery, error: str) -> None:
    """A delivery that fails for a reason of our own: tried again in an hour, given up after five tries."""
    if delivery.attempts >= TRIES:
        await given_up(desk, delivery, error, None)
        return
    async with desk.store.writing() as tx:
        await dispatches.release(tx, delivery, error, desk.now() + STEP_ASIDE)


async def _tell(tx: Transaction, desk: Desk, delivery: Delivery, trouble: Trouble) -> None:
    workspace_id, subject_id = delivery.workspace_id, str(delivery.subject_id)
    if delivery.cargo is Cargo.DIGEST:
        digest = await digests.get(tx, workspace_id, subject_id)
        if digest is not None:
            await tell_trouble(tx, digest, trouble, desk)
        return
    lesson = await digests.lesson(tx, workspace_id, subject_id)
    if lesson is not None:
        occasion, who = f"lesson/{trouble}/{delivery.occasion}", lesson.member_id
        await deliveries.plan(tx, workspace_id, Cargo.TROUBLE, lesson.id, occasion, None, desk.now(), who)
