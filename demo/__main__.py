"""`python -m demo`: a page with a workspace in it, and the bot at work there. Ctrl-C stops it, the next goes on."""

import argparse
import asyncio
import signal
from pathlib import Path

from demo.wiring import DATABASE, living


def main() -> None:
    """Run until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8100, help="where the page is; 0 for any port that is free")
    parser.add_argument("--folder", type=Path, default=Path(".demo"), help="where the workspace is kept")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    is_new = not (asked.folder / DATABASE).exists()
    asyncio.run(_run(asked.folder, asked.port, is_new=is_new))


async def _run(folder: Path, port: int, *, is_new: bool) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with living(folder, port, is_new=is_new) as url:
        print(
            f"\n  A workspace to play in:  {url}\n\n  Ctrl-C stops it, and the next start goes on here.\n",
            flush=True,
        )
        await stop.wait()
    print("Stopped. Everything is kept.", flush=True)


if __name__ == "__main__":
    main()
