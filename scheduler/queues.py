"""Files that wait to be read, or to be written: a few of them in hand at a time, and in each workspace one by one."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from etiquette.store.session import Transaction
from scheduler.desk import Desk
from scheduler.turns import Work

LEASE = timedelta(minutes=5)
"""Domain time for which nobody else looks at a file that was claimed."""
AT_ONCE = 4


class File(Protocol):
    """Whatever waits in a workspace."""

    @property
    def workspace_id(self) -> str: ...


T = TypeVar("T", bound=File)
T_co = TypeVar("T_co", bound=File, covariant=True)


class Queue(Protocol[T_co]):
    """Where files of a kind wait: `etiquette.store.exports`, or `imports`."""

    @property
    def has_due(self) -> Callable[[Transaction, datetime, Collection[str]], Awaitable[bool]]: ...

    @property
    def claim(self) -> Callable[[Transaction, datetime, datetime, Collection[str]], Awaitable[T_co | None]]: ...


async def one_of_each(
    desk: Desk, queue: Queue[T], handled: Callable[[Desk, T], Work], in_hand: Collection[str]
) -> Mapping[str, Work]:
    """One file of each workspace that has none in hand, as long as there are not too many at once."""
    found: dict[str, Work] = {}
    while len(in_hand) + len(found) < AT_ONCE and (known := await claimed(desk, queue, {*in_hand, *found})) is not None:
        found[known.workspace_id] = handled(desk, known)
    return found


async def claimed(desk: Desk, queue: Queue[T], apart_from: Collection[str] = ()) -> T | None:
    """The file that waited longest, in other workspaces than these. None: none does, or we are closing."""
    if desk.is_closing:
        return None
    async with desk.store.reading() as tx:
        if not await queue.has_due(tx, desk.now(), apart_from):
            return None
    async with desk.store.writing() as tx:
        return await queue.claim(tx, desk.now(), desk.now() + LEASE, apart_from)
