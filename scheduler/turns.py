"""Turns: in a workspace one worker at a time posts what is due, and a worker posts in many workspaces at the same time.

A turn is one batch: taken with its claim, and given back when it is through. It is bounded in messages and in time, so
that a busy workspace, or one whose Slack is slow, keeps no other waiting (N4).
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from etiquette.rules.errors import AwayError
from etiquette.rules.nudges import Delivery
from etiquette.store import turns
from etiquette.store.session import Transaction
from scheduler.desk import Desk

LONGEST = timedelta(seconds=20)
"""Machine time in which deliveries of a turn are begun: with the slowest calls of the last, a lease outlasts it."""
LOOK_AGAIN = 1.0
"""Seconds after which it is looked elsewhere, while something is in hand."""

T = TypeVar("T")
Work = Coroutine[Any, Any, int]
Due = Callable[[Transaction, datetime, str, datetime], Awaitable[Sequence[str]]]
Turn = Callable[[Desk, str], Awaitable[int | None]]

log = structlog.get_logger()


async def side_by_side(find: Callable[[Collection[str]], Awaitable[Mapping[str, Work]]]) -> int:
    """Works in several workspaces at the same time, in each on one thing after the other, until nothing is found.

    `find` is told in which workspaces there is work in hand, and gives that of others; while there is some, it is asked
    again and again, so that whoever has a slow Slack keeps nobody else waiting. Gives back how much was done.
    """
    in_hand: dict[str, asyncio.Task[int]] = {}
    done = 0
    try:
        while True:
            found = await find(in_hand.keys())
            in_hand |= {workspace_id: asyncio.create_task(work) for workspace_id, work in found.items()}
            if not in_hand:
                return done
            await asyncio.wait(in_hand.values(), timeout=LOOK_AGAIN)
            for workspace_id in [each for each, work in in_hand.items() if work.done()]:
                done += in_hand.pop(workspace_id).result()
    finally:
        await asyncio.gather(*in_hand.values(), return_exceptions=True)


def by_workspace(
    claimed: Iterable[T], workspace_of: Callable[[T], str], one: Callable[[T], Awaitable[bool]]
) -> dict[str, Work]:
    """What was claimed as work by workspace, in each one after the other: Slack is asked gently."""
    apart: defaultdict[str, list[T]] = defaultdict(list)
    for each in claimed:
        apart[workspace_of(each)].append(each)

    async def in_one(these: list[T]) -> int:
        return sum([await one(each) for each in these])

    return {workspace_id: in_one(these) for workspace_id, these in apart.items()}


async def in_turns(desk: Desk, due: Due, turn: Turn) -> int:
    """Takes turn after turn in every workspace where something is due, until nothing is, or it is another's turn."""
    seen: dict[str, float] = {}
    now = asyncio.get_running_loop().time

    async def drained(workspace_id: str) -> int:
        done = await _drained(desk, workspace_id, turn)
        seen[workspace_id] = now()
        return done

    async def find(in_hand: Collection[str]) -> Mapping[str, Work]:
        if desk.is_closing:
            return {}
        async with desk.store.reading() as tx:
            found = await due(tx, desk.now(), desk.worker, desk.machine_now())
        new = [each for each in found if each not in in_hand and now() - seen.get(each, -LOOK_AGAIN) >= LOOK_AGAIN]
        return {workspace_id: drained(workspace_id) for workspace_id in new}

    return await side_by_side(find)


async def begin(desk: Desk, workspace_id: str) -> bool:
    """Takes a turn before Slack is asked anything, so that of two workers one asks. False: it is another's."""
    async with desk.store.writing() as tx:
        return await take(tx, desk, workspace_id)


async def take(tx: Transaction, desk: Desk, workspace_id: str) -> bool:
    """Inside a claim's transaction: whether it is our turn still, and then for the length of a lease."""
    return await turns.take(tx, workspace_id, desk.worker, desk.machine_now(), desk.lease())


async def give_back(tx: Transaction, desk: Desk, workspace_id: str) -> None:
    """Ends our turn. Whoever has the next one keeps Slack's rest, and the distance from the last message."""
    free_at = desk.machine_now() + timedelta(seconds=desk.slack.pace.handover)
    await turns.give_back(tx, workspace_id, desk.worker, free_at, desk.slack.asked_to_rest(workspace_id))


async def through(
    desk: Desk,
    workspace_id: str,
    claimed: Collection[Delivery],
    deliver: Callable[[Desk, Delivery], Awaitable[bool]],
    put_back: Callable[[Transaction, Collection[Delivery]], Awaitable[None]],
) -> int:
    """Brings what was claimed to its end, a few at a time, and gives the turn back; what was not begun, too.

    Raises AwayError where the database was away for one of them, after the others came to their end.
    """
    ends = desk.machine_now() + LONGEST
    gate = asyncio.Semaphore(desk.slack.pace.at_once)
    unbegun: list[Delivery] = []

    async def one(delivery: Delivery) -> bool:
        async with gate:
            if desk.is_closing or desk.machine_now() >= ends or desk.slack.is_held(workspace_id):
                unbegun.append(delivery)
                return False
            return await deliver(desk, delivery)

    ended = await asyncio.gather(*map(one, claimed), return_exceptions=True)
    async with desk.store.writing() as tx:
        await put_back(tx, unbegun)
        await give_back(tx, desk, workspace_id)
    for each in ended:
        if isinstance(each, BaseException):
            raise each
    return ended.count(True)


async def _drained(desk: Desk, workspace_id: str, turn: Turn) -> int:
    """Turn after turn, as places are free; of one worker's ticks, one at a time has the turn in a workspace."""
    done = 0
    try:
        while not desk.is_closing and not desk.slack.is_held(workspace_id):
            async with desk.lines[workspace_id], desk.places:
                more = await turn(desk, workspace_id)
            if more is None:
                break
            done += more
    except AwayError:
        raise  # it is not one workspace that is wrong
    except Exception as error:  # what is wrong with one workspace must not keep the others waiting
        log.exception("workspace_failed", workspace=workspace_id, error=type(error).__name__)
        async with desk.store.writing() as tx:  # it may be this worker that is wrong
            await give_back(tx, desk, workspace_id)
    return done
