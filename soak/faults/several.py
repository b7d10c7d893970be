"""What befalls a web process and two workers on one database: one worker may die, or hang, and the other goes on."""

import asyncio
import os
import signal
from random import Random
from time import monotonic

from soak.faults.program import NAMED, Running
from soak.faults.trials import (
    Fault,
    answer_lost,
    clock_stepped,
    database_away,
    database_away_at_start,
    delivered_twice,
    history_unreadable,
    killed_while_typing,
    rate_limited,
    refused,
    slow,
    told_to_stop,
)
from soak.faults.world import World

POSTING, LOOKING = "before chat.postMessage", "before conversations.history"
SLOWLY, ARRIVES_WITHIN = 0.5, 0.1
"""Seconds: for a call that is slow, though it is waited for so long; and until Slack has what was sent to it."""
TRIES = 5


def worker_killed_at(name: str, *, returns: bool) -> Fault:
    """`kill -9` of the first worker that comes to a step of that name. It `returns`, or the other goes on alone."""

    async def killed(living: World, _random: Random) -> int:
        living.crews_switch.kills_at(name)
        return await _one_dies(living, returns=returns)

    killed.__name__ = f"a worker killed {name}{' and started again' if returns else ''}"
    return killed


async def worker_killed_somewhere(living: World, random: Random) -> int:
    """The same at a random one of the next steps that the two take, or at a named one."""
    returns = random.random() < 0.5  # as often as not
    if random.random() < 0.5:
        return await worker_killed_at(random.choice(NAMED), returns=returns)(living, random)
    living.crews_switch.dies_at.value = living.crews_switch.steps.value + random.randint(1, 60)
    return await _one_dies(living, returns=returns)


async def worker_killed_while_typing(living: World, random: Random) -> int:
    """The same, once the web process takes commands; and one is typed before, and one after."""
    await living.listens()
    await living.types(f"before {random.random():.6f}")
    count = await worker_killed_somewhere(living, random)
    await living.types(f"after {random.random():.6f}")
    return count


async def lease_runs_out(living: World, _random: Random) -> int:
    """Slack is slow, and whoever asked it hangs, until the other has looked for what it left. Then it goes on.

    Slack does what it was asked, and in time, but nobody hears of it.
    """
    living.slack.faults.delay("chat.postMessage", SLOWLY, times=20)
    first = await _hung_while_asking(living)
    if first is None:
        return 0
    try:
        second = await _who(living, LOOKING, [each for each in living.at_work if each is not first])
    finally:
        os.kill(first.pid, signal.SIGCONT)
    return int(second is not None)


async def _hung_while_asking(living: World) -> Running | None:
    """A worker that hangs while all it asked is Slack's already. One that hangs just before would ask in vain later."""
    struck, workers = living.slack.faults.struck, living.at_work
    begun = sum(each.took(POSTING) for each in workers)
    for _ in range(TRIES):
        if (first := await _who(living, POSTING, workers)) is None:
            return None
        os.kill(first.pid, signal.SIGSTOP)
        await asyncio.sleep(ARRIVES_WITHIN)
        if sum(each.took(POSTING) for each in workers) - begun == living.slack.faults.struck - struck:
            return first
        os.kill(first.pid, signal.SIGCONT)
        await asyncio.sleep(ARRIVES_WITHIN)
    return None


AMONG_SEVERAL: tuple[Fault, ...] = (
    *(worker_killed_somewhere, worker_killed_while_typing, worker_killed_somewhere, lease_runs_out),
    *(killed_while_typing, told_to_stop, refused, rate_limited, slow, answer_lost, history_unreadable),
    *(delivered_twice, clock_stepped, database_away, database_away_at_start),
)
"""Of those that befall one process, too, `killed_while_typing` kills the web process."""


async def _one_dies(living: World, *, returns: bool, within: float = 20.0) -> int:
    """Waits until a worker has died; 0 where everything was settled before one came to that step."""
    alive, until = len(living.at_work), monotonic() + within
    while len(living.at_work) == alive and monotonic() < until:
        if await living.settled(within=0.3):
            break
    living.crews_switch.spares()
    died = alive - len(living.at_work)
    if died and (returns or not living.at_work):
        living.employs()
    return died


async def _who(living: World, step: str, among: list[Running], within: float = 10.0) -> Running | None:
    """Which of these workers first takes a step from now on; None where everything is settled, or nobody does."""
    before, until = {each.pid: each.took(step) for each in among}, monotonic() + within
    while monotonic() < until:
        for each in among:
            if each.took(step) > before[each.pid]:
                return each
        if await living.settled(within=0.02):
            return None
    return None
