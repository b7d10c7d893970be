"""What came in of late: the same delivery twice, and a command typed again after Slack gave up on it.

The database keeps an act to one effect whatever happens (N4). This sees to its answers: what arrives twice at the same
moment gets the same one, and nobody is told the same thing twice. It lasts as long as the process.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

MOST = 500
# Slack tells whoever typed a command that it timed out when it was not answered by then.
SLACKS_PATIENCE = 3.0
# For how long the same words, typed again after that, are the same command.
SOON = 120.0

T = TypeVar("T")
Words = tuple[str, ...]


@dataclass(slots=True)
class Typed:
    """A command: the key of its act, and when it came and was answered, in the event loop's seconds."""

    key: str
    came: float
    answered: float | None = None


class Recent:
    """Deliveries by Slack's name for them, and commands by their words."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, asyncio.Future[Any]] = OrderedDict()
        self._typed: OrderedDict[Words, Typed] = OrderedDict()

    async def once(self, delivery: str | None, answering: Callable[[], Awaitable[T]]) -> T:
        """What `answering` gives, asked once for each delivery: whoever comes again gets the same."""
        if not delivery:
            return await answering()
        if delivery not in self._answers:
            self._answers[delivery] = asyncio.ensure_future(answering())
            _forget_beyond(self._answers)
        answer: T = await asyncio.shield(self._answers[delivery])
        return answer

    @contextmanager
    def typing(self, words: Words, key: str) -> Iterator[str]:
        """The key under which a command acts: that of the same words before it, where Slack had given those up."""
        now = asyncio.get_running_loop().time()
        before = self._typed.pop(words, None)
        if before is not None and _given_up(before, now):
            yield before.key
            return
        mine = self._typed[words] = Typed(key, now)
        _forget_beyond(self._typed)
        yield key
        mine.answered = asyncio.get_running_loop().time()


def _given_up(before: Typed, now: float) -> bool:
    took = (now if before.answered is None else before.answered) - before.came
    return took > SLACKS_PATIENCE and now - before.came < SOON


def _forget_beyond(entries: OrderedDict[Any, Any]) -> None:
    while len(entries) > MOST:
        entries.popitem(last=False)
