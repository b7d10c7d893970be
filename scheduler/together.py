"""Together: what many ask for one by one is done for several at once, without any of them knowing of the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Whoever asks while others are being served is served next, in one go with all who asked meanwhile.

    Each gets the answer to what they asked, and not before it is there. Where a go fails for several each of them is
    served alone, so that what is wrong with one is nobody else's. Whoever stops waiting takes nothing from the others.
    """

    def __init__(self, serve: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._serve = serve
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._serving: asyncio.Future[None] | None = None

    async def __call__(self, asked: T) -> R:
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._serving is None or self._serving.done():
            self._serving = asyncio.ensure_future(self._serve_all())
        return await answer

    async def _serve_all(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            await self._answer(waiting)

    async def _answer(self, waiting: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            answers = await self._serve([asked for asked, _ in waiting])
        except Exception as error:  # noqa: BLE001  # it is raised where it was asked for
            if len(waiting) > 1:
                for each in waiting:
                    await self._answer([each])
            elif not waiting[0][1].done():
                waiting[0][1].set_exception(error)
            return
        for (_, answer), given in zip(waiting, answers, strict=True):
            if not answer.done():
                answer.set_result(given)
            await asyncio.sleep(0)  # what each does with its answer lets the others in the event loop in between
