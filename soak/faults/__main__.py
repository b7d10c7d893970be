"""`python -m soak.faults --seed 7 --minutes 10`: faults at random. Ends with 1 where anything was lost or doubled."""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from time import monotonic

from soak.faults.ground import Files, Ground, Server
from soak.faults.several import AMONG_SEVERAL
from soak.faults.trials import ON_A_SERVER, ON_FILES, Quiet, Trial, socket_cut, tried, undisturbed
from tools.postgres import postgres

AT_A_TIME = 4
TRANSPORTS = ("http", "socket")


def main() -> None:
    """As long, or as often, as is asked for."""
    parser = argparse.ArgumentParser(prog="python -m soak.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="the same seed draws the same faults")
    parser.add_argument("--minutes", type=float, default=10, help="how long (10)")
    parser.add_argument("--faults", type=int, default=None, help="until so many were injected, however long it takes")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite alone")
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else Random().randrange(1_000_000)
    print(f'Seed {seed}: `make soak ARGS="--seed {seed}"` draws the same faults.', flush=True)
    until = monotonic() + asked.minutes * 60
    enough: Callable[[int], bool] = (
        (lambda _: monotonic() >= until) if asked.faults is None else (lambda count: count >= asked.faults)
    )
    sys.exit(asyncio.run(_soaked(Random(seed), enough, is_alone=asked.sqlite)))


async def _soaked(random: Random, enough: Callable[[int], bool], *, is_alone: bool) -> int:
    faults, trials, found = Counter[str](), 0, list[Trial]()
    struck = Counter[str]()
    async with _grounds(is_alone=is_alone) as grounds:
        while not enough(faults.total()) and not found:
            ground, quiet = grounds[trials % len(grounds)]
            trial = await _drawn(ground, quiet, random)
            trials += 1
            faults[ground.name] += trial.faults
            for name, times in trial.each:
                struck[name] += times
            found += [trial] if not trial.is_well else []
            print(f"{trials:5}  {trial.faults:2} faults  {trial.name}", flush=True)
    for trial in found:
        print("\n".join(["", f"{trial.name}:", *(f"  {each}" for each in trial.differences), "", trial.log]))
    told = ", ".join(f"{count:,} on {name}" for name, count in faults.items())
    print("\n" + "\n".join(f"{times:6,}  {name}" for name, times in sorted(struck.items())))
    outcome = "something was lost or doubled, see above" if found else "0 lost, 0 doubled"
    print(f"\n{faults.total():,} faults in {trials:,} runs of the real program ({told}): {outcome}.")
    return int(bool(found))


async def _drawn(ground: Ground, quiet: Quiet, random: Random) -> Trial:
    """Up to so many faults, one after the other, in one run."""
    transport = random.choice(TRANSPORTS)
    known = ON_FILES if isinstance(ground, Files) else AMONG_SEVERAL if ground.is_several else ON_A_SERVER
    known = (*known, socket_cut) if transport == "socket" else known
    return await tried(ground, quiet.expected, random.choices(known, k=random.randint(1, AT_A_TIME)), random, transport)


@asynccontextmanager
async def _grounds(*, is_alone: bool) -> AsyncIterator[list[tuple[Ground, Quiet]]]:
    """What the trials take place on, each with what it says where nothing befalls it."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coop-faults-")))
        grounds: list[Ground] = [await Files.laid(folder)]
        if not is_alone:
            server = await Server.laid(stack.enter_context(postgres()))
            grounds += [server, server.shared()]
        yield [(ground, await undisturbed(ground)) for ground in grounds]


if __name__ == "__main__":
    main()
