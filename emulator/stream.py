"""What the page's windows are told as it happens: one queue for each open window."""

import asyncio
from collections.abc import Container
from dataclasses import dataclass, field

from emulator.wire import JSON

MOST_WAITING = 2000


@dataclass(eq=False, slots=True)
class Window:
    """One window, in which somebody is `user`; None in the queue says that it has fallen behind."""

    user: str
    queue: asyncio.Queue[tuple[str, JSON] | None] = field(default_factory=asyncio.Queue)


class Hub:
    """Everybody who is looking."""

    def __init__(self) -> None:
        self._windows: set[Window] = set()

    def open(self, user: str) -> Window:
        """Somebody begins to look."""
        window = Window(user)
        self._windows.add(window)
        return window

    def close(self, window: Window) -> None:
        """Somebody stops looking."""
        self._windows.discard(window)

    def close_all(self) -> None:
        """Send everybody away."""
        for window in list(self._windows):
            self.close(window)
            window.queue.put_nowait(None)

    def tell(self, name: str, data: JSON, users: Container[str] | None = None) -> None:
        """Tell those of `users` who are looking, or all of them."""
        for window in list(self._windows):
            if users is None or window.user in users:
                window.queue.put_nowait((name, data))
                if window.queue.qsize() > MOST_WAITING:
                    self.close(window)
                    window.queue.put_nowait(None)
