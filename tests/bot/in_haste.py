"""The program, with a machine clock that runs fast: a lease of 90 seconds is over in five. All else is as it is.

Started by tests alone, as a process of its own: `python in_haste.py MOMENT`, from which on all of them count alike.
"""

import asyncio
import sys
from datetime import datetime
from functools import partial

from bot import config, logs
from bot.app import serve
from bot.cli import until_stopped
from bot.clock import Clock

HASTE = 20


class Hasty(Clock):
    """Domain time is as it is; machine time goes on faster since a moment that is given."""

    def __init__(self, began: datetime) -> None:
        self._began = began

    def now(self) -> datetime:
        return super().machine_now()

    def machine_now(self) -> datetime:
        return self._began + (self.now() - self._began) * HASTE

    def monotonic(self) -> float:
        return super().monotonic() * HASTE


def main(moment: str) -> int:
    """Serves until it is told to stop, or killed."""
    settings = config.load()
    config.keep_from_bolt()
    logs.configure(settings.log_level, settings.log_format)
    clock = Hasty(datetime.fromisoformat(moment))
    return asyncio.run(until_stopped(partial(serve, clock=clock), settings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
