"""The database, as the program knows it: there, or away. Its absence is waited out, and said once a minute."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.check import what_the_driver_said
from bot.clock import Clock
from bot.config import MisconfiguredError
from bot.figures import Figures
from etiquette.rules.errors import AwayError
from etiquette.rules.nudges import State
from etiquette.store.away import Witness, is_away
from etiquette.store.session import Store

SAID_EVERY = 60.0
AGAIN_IN = 2.0
# What waiting does not mend. The driver has no code for why a server turned somebody away: its words have to do.
HOPELESS = (
    *("password authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist"),
    *("permission denied", "file is not a database", "unable to open database file", "readonly database"),
)
TOLD = "The database does not answer: it is tried again until it does, and nothing is lost meanwhile."

log = structlog.get_logger(__name__)

T = TypeVar("T")


class StoppedEarlyError(Exception):
    """Told to stop before everything was there that it takes to begin."""


class Memory(Witness):
    """Knows whether the database answers, says so when that changes, and once a minute while it does not."""

    def __init__(self, clock: Clock, figures: Figures) -> None:
        self._clock = clock
        self._figures = figures
        self._away_since: float | None = None
        self._said_at: float | None = None

    def answered(self, ended: Counter[State]) -> None:
        """It is there."""
        self._figures.ended(ended)
        if self._away_since is not None:
            if self._said_at is not None and self._said_at >= self._away_since:
                log.info("database_is_back", after_seconds=round(self._clock.monotonic() - self._away_since))
            self._away_since = None

    def away(self, error: Exception) -> None:
        """It is not."""
        self._figures.database_failed()
        now = self._clock.monotonic()
        if self._away_since is None:
            self._away_since = now
        if self._said_at is None or now - self._said_at >= SAID_EVERY:
            self._said_at = now
            seconds = round(now - self._away_since)
            log.warning("database_is_away", told=TOLD, reason=what_the_driver_said(error), for_seconds=seconds)

    async def opened(self, url: str, stop: asyncio.Event) -> Store:
        """The way into a database, to be at work on it; a file that is being restored is waited for."""
        opened: list[Store] = []

        async def opens() -> None:
            opened.append(Store(url, witness=self, at_work=True))

        await self.waits(opens, stop)
        return opened[0]

    async def takes(self, doing: Callable[[], Awaitable[None]]) -> bool:
        """Does something in the database. False: it is away. Raises MisconfiguredError where waiting is in vain."""
        try:
            await doing()
        except (AwayError, SQLAlchemyError) as error:
            why = error.__cause__ if isinstance(error, AwayError) else error
            if not isinstance(why, SQLAlchemyError):
                raise
            said = what_the_driver_said(why)
            if any(words in said for words in HOPELESS):
                raise MisconfiguredError([f"DATABASE_URL leads to no database that answers: {said}"]) from error
            if not is_away(why):
                raise
            if why is error:
                self.away(why)
            return False
        return True

    async def waits(self, doing: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
        """Does something in the database as soon as it answers. Raises as `takes` does, and StoppedEarlyError."""
        while not await unless_stopped(self.takes(doing), stop):
            await rests(AGAIN_IN, stop)


async def unless_stopped(doing: Coroutine[Any, Any, T], stop: asyncio.Event) -> T:
    """The same, given up where we are told to stop meanwhile. Raises StoppedEarlyError then."""
    work, stopping = asyncio.ensure_future(doing), asyncio.ensure_future(stop.wait())
    await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not work.done():
        work.cancel()
        await asyncio.wait({work})
        raise StoppedEarlyError
    return work.result()


async def rests(seconds: float, stop: asyncio.Event) -> None:
    """Waits. Raises StoppedEarlyError where we are told to stop meanwhile."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
    raise StoppedEarlyError
