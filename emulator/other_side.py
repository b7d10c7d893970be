"""The other side of the clock: whoever must hear that domain time moved, reached by two URLs."""

from collections.abc import Awaitable, Callable

import aiohttp

Quiet = Callable[[], Awaitable[None]]
LONGEST = aiohttp.ClientTimeout(total=120)


class OtherSideUrls:
    """Tells `time_moved_url` where time is; asks `next_url` what comes next. Either may be missing."""

    def __init__(self, time_moved_url: str | None, next_url: str | None, quiet: Quiet) -> None:
        self._time_moved_url, self._next_url, self._quiet = time_moved_url, next_url, quiet
        self._session: aiohttp.ClientSession | None = None

    async def moved(self, now: float) -> None:
        """POST {"now": epoch seconds}; returns when that is answered and nothing is on its way to the app."""
        if self._time_moved_url:
            async with self._open().post(self._time_moved_url, json={"now": now}) as response:
                response.raise_for_status()
        await self._quiet()

    async def next(self) -> float | None:
        """GET {"next": epoch seconds or null}."""
        if not self._next_url:
            return None
        async with self._open().get(self._next_url) as response:
            response.raise_for_status()
            due = (await response.json())["next"]
        return None if due is None else float(due)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=LONGEST)
        return self._session

    async def close(self) -> None:
        """Close what is open."""
        if self._session is not None:
            await self._session.close()
