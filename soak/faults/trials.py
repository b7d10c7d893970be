"""Trials: what befalls the program in one run, and what the judge says of it afterwards."""

import asyncio
import resource
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

from etiquette.store.session import Store
from soak.faults.ground import Ground, away
from soak.faults.judge import differences, put_off, said_in
from soak.faults.program import Running
from soak.faults.world import World, world

MOMENT = 0.15
AN_HOUR, A_MINUTE = 3600.0, 60.0
HOURS = 2
"""For so long is waited for what waits after more than one crash: until the end of the working day."""
FULL = 4096
AWAY, EARLY = "My memory is away", 5
SETTLES_WITHIN = 40.0

Fault = Callable[[World, Random], Awaitable[int]]
"""Does its worst to a world in which the program runs, and gives how many faults that were."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one run."""

    name: str
    faults: int
    differences: tuple[str, ...]
    log: str = ""
    each: tuple[tuple[str, int], ...] = ()
    """How often each of its faults struck, by name."""

    @property
    def is_well(self) -> bool:
        return not self.differences


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a run is like that nothing befalls: what it says, and in how many steps."""

    expected: frozenset[str]
    steps: tuple[str, ...]


async def undisturbed(ground: Ground) -> Quiet:
    """A run that nothing befalls."""
    async with _trial(ground, "http") as living:
        written = living.folder / "steps"
        living.starts(written)
        await living.settled()
        store = Store(living.database_url)
        said = await said_in(living.slack, store)
        await store.close()
        return Quiet(said.matters, tuple(written.read_text().splitlines()))


async def tried(
    ground: Ground, expected: frozenset[str], faults: Sequence[Fault], random: Random, transport: str = "http"
) -> Trial:
    """The program runs, all these faults befall it one after the other, and then it is left in peace, and judged."""
    names = ", ".join(fault.__name__ for fault in faults)
    async with _trial(ground, transport) as living:
        living.starts()
        each = tuple([(fault.__name__, await fault(living, random)) for fault in faults])
        living.slack.faults.clear()
        living.goes_on()
        for _ in range(HOURS):
            await living.settled(SETTLES_WITHIN)
            if not await _waits(living, expected):
                break
            living.passes(AN_HOUR + A_MINUTE)
        is_settled = await living.settled(SETTLES_WITHIN)  # what came due while one looked what waits is done, too
        await living.ends()
        store = Store(living.database_url)
        found = await differences(living.slack, store, living.now(), expected, living.acknowledged)
        await store.close()
        if not is_settled:
            found.insert(0, f"it found no rest within {SETTLES_WITHIN:.0f} seconds")
        log = (living.folder / "program.log").read_text() if found else ""
        count = sum(times for _, times in each)
        return Trial(f"{names} on {ground.name} by {transport}", count, tuple(found), log, each)


def killed_at(step: int) -> Fault:
    """`kill -9` at one step of its work, whatever it does there; then it is started again."""

    async def killed(living: World, _random: Random) -> int:
        living.switch.dies_at.value = living.switch.steps.value + step
        died = await _dies(living)
        living.switch.spares()
        if died:
            living.starts()
        return int(died)

    killed.__name__ = f"killed at step {step}"
    return killed


async def killed_somewhere(living: World, random: Random) -> int:
    """`kill -9` at a random one of its next steps; a web process that has workers takes few."""
    return await killed_at(random.randint(1, 6 if living.is_several else 60))(living, random)


async def killed_while_typing(living: World, random: Random) -> int:
    """The same, while Ada types commands."""
    await living.listens()
    typing = asyncio.gather(*(living.types(f"thing {number} {random.random():.6f}") for number in range(4)))
    count = await killed_somewhere(living, random)
    await typing
    return count


async def told_to_stop(living: World, _random: Random) -> int:
    """SIGTERM in the middle of its work, and another start."""
    await asyncio.sleep(MOMENT)
    await living.ends()
    living.starts()
    return 1


async def refused(living: World, random: Random) -> int:
    """Slack is not well: 500s, its own errors, a minute's rest asked for (in seconds, here)."""
    kinds = ({"status": 500}, {"status": 503}, {"error": "internal_error"}, {"retry_after": 1})
    methods = ("chat.postMessage", "conversations.open", "*")
    before = living.slack.faults.struck
    living.slack.faults.refuse(random.choice(methods), times=random.randint(1, 4), **random.choice(kinds))
    return await struck(living, before)


async def rate_limited(living: World, random: Random) -> int:
    """Whatever is posted is a 429 for a while: the workspace rests, as long as Slack asks for, and again."""
    before, times = living.slack.faults.struck, random.randint(6, 12)
    living.slack.faults.refuse("chat.postMessage", retry_after=random.randint(1, 2), times=times)
    return await struck(living, before, times, within=12.0)


async def slow(living: World, random: Random) -> int:
    """Slack answers late: in time, or too late to be waited for."""
    before = living.slack.faults.struck
    living.slack.faults.delay("chat.postMessage", random.choice((0.3, 0.7)), random.randint(1, 3))
    return await struck(living, before)


async def answer_lost(living: World, random: Random) -> int:
    """Slack does what it was asked, and the connection is cut instead of an answer."""
    before, methods = living.slack.faults.struck, ("chat.postMessage", "conversations.open")
    living.slack.faults.drop_answer(random.choice(methods), random.randint(1, 3))
    return await struck(living, before)


async def history_unreadable(living: World, random: Random) -> int:
    """An answer is lost, and where one would look for it, nothing can be read for a while."""
    before = living.slack.faults.struck
    living.slack.faults.drop_answer("chat.postMessage", 2)
    living.slack.faults.refuse("conversations.history", status=503, times=random.randint(1, 3))
    return await struck(living, before)


async def delivered_twice(living: World, random: Random) -> int:
    """Slack delivers commands twice, at the same moment."""
    await living.listens()
    living.slack.faults.deliver_twice(3)
    for number in range(3):
        await living.types(f"twice {number} {random.random():.6f}")
    return 3


async def socket_cut(living: World, random: Random) -> int:
    """The socket is cut in mid-command."""
    await living.listens()
    typing = asyncio.gather(*(living.types(f"cut {number} {random.random():.6f}") for number in range(3)))
    await asyncio.sleep(random.random() * MOMENT)
    await living.slack.cut_sockets()
    await typing
    return 1


async def clock_stepped(living: World, random: Random) -> int:
    """The machine's clock is set right: an hour on, and later back again, or the other way round."""
    hour = random.choice((AN_HOUR, -AN_HOUR))
    for step in (hour, -hour):
        await asyncio.sleep(MOMENT)
        living.passes(step)
    return 2


async def disk_full(living: World, random: Random) -> int:
    """No file of the program's can grow, for a while."""
    running = living.running[-1]
    await living.listens()
    await asyncio.sleep(random.random() * MOMENT)
    before = resource.prlimit(running.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (FULL, before[1]))
    was_taken = await living.types(f"full {random.random():.6f}")
    await asyncio.sleep(MOMENT)
    if running.is_alive:
        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, before)
    return int(not was_taken)


async def database_away(living: World, random: Random) -> int:
    """The database takes nobody in for a while, once the program has found it."""
    await living.listens()
    await asyncio.sleep(random.random() * MOMENT)
    async with away(living.database_url):
        await living.types(f"away {random.random():.6f}")
        await asyncio.sleep(4 * MOMENT)
    return 1


async def database_away_at_start(living: World, random: Random) -> int:
    """The database takes nobody in when the program begins: it waits, and says so to whoever types meanwhile."""
    await living.listens()
    await living.ends()
    living.crew.clear()
    async with away(living.database_url):
        living.starts()
        await living.listens()
        for _ in range(EARLY):  # over Socket Mode, a moment after its port is open
            await living.types(f"early {random.random():.6f}")
            if AWAY in living.heard[-1]:
                return 1
            await asyncio.sleep(4 * MOMENT)
    return 0


EVERYWHERE: tuple[Fault, ...] = (
    *(
        killed_somewhere,
        killed_while_typing,
        told_to_stop,
        refused,
        rate_limited,
        slow,
        answer_lost,
        history_unreadable,
    ),
    *(delivered_twice, clock_stepped),
)
ON_FILES: tuple[Fault, ...] = (*EVERYWHERE, disk_full)
ON_A_SERVER: tuple[Fault, ...] = (*EVERYWHERE, database_away, database_away_at_start)


@asynccontextmanager
async def _trial(ground: Ground, transport: str) -> AsyncIterator[World]:
    with tempfile.TemporaryDirectory(prefix="coop-faults-") as name:
        folder = Path(name)
        async with (
            ground.copy(folder) as database_url,
            world(database_url, folder, transport, is_several=ground.is_several) as living,
        ):
            yield living


async def struck(living: World, before: int, times: int = 1, within: float = 4.0) -> int:
    """Waits until Slack's faults strike, and gives how often they did; 0 where nothing is left for them to strike."""
    until = monotonic() + within
    while living.slack.faults.struck < before + times and monotonic() < until:
        if await living.settled(within=MOMENT):
            break
    await asyncio.sleep(MOMENT)
    return living.slack.faults.struck - before


async def _waits(living: World, expected: frozenset[str]) -> bool:
    """Whether something that was to be said waits for a later hour."""
    store = Store(living.database_url)
    try:
        return bool(expected & await put_off(store, living.now()))
    finally:
        await store.close()


async def _dies(living: World, within: float = 8.0) -> bool:
    """Waits until it has died; False where it settled before it came to that step."""
    running: Running = living.running[-1]
    until = asyncio.get_running_loop().time() + within
    while running.is_alive and asyncio.get_running_loop().time() < until:
        if await living.settled(within=0.3):
            break
    return not running.is_alive
