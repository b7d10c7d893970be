"""Hands commands, interactions and events to the app, by whichever transport, with Slack's patience."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from emulator.faults import Faults
from emulator.wire import JSON

RETRIES = (0.0, 60.0, 300.0)


class Envelope(StrEnum):
    """What is delivered, in Socket Mode's words."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to hand over; `attempt` counts from 0, `reason` says why there is more than one."""

    envelope: Envelope
    payload: JSON
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered; `error` is what Slack shows, `reason` what it says when it tries again."""

    body: JSON | None = None
    error: str | None = None
    reason: str = ""
    status: int | None = None
    may_retry: bool = True


class Transport(Protocol):
    """A way to the app."""

    async def ready(self) -> None:
        """Returns when there is somebody to send to."""

    async def send(self, delivery: Delivery, patience: float) -> Answer:
        """Hand over, and wait for the answer for `patience` machine seconds."""


class Courier:
    """Everything that is on its way to the app. `pace` stretches or shrinks the waits between retries."""

    def __init__(self, faults: Faults, patience: float, pace: float) -> None:
        self.transport: Transport | None = None
        self._faults, self._patience, self._pace = faults, patience, pace
        self._tasks: set[asyncio.Task[Any]] = set()
        self._in_flight = 0
        self._calm = asyncio.Event()
        self._calm.set()

    @property
    def in_flight(self) -> int:
        """How many deliveries wait for an answer now."""
        return self._in_flight

    async def calm(self) -> None:
        """Returns when nothing is in flight; what waits for a later retry is not."""
        await self._calm.wait()

    async def ask(self, envelope: Envelope, payload: JSON) -> Answer:
        """Hand over once and return the answer: what a command or an interaction gets."""
        delivery = Delivery(envelope, payload)
        if self._faults.doubles():
            first, _ = await asyncio.gather(self._attempt(delivery), self._attempt(delivery))
            return first
        return await self._attempt(delivery)

    def tell(self, event: JSON) -> None:
        """Deliver an event in the background, again and again on Slack's schedule if need be."""
        for _ in range(2 if self._faults.doubles() else 1):
            self._in_flight += 1  # from now on, so that quiet() called at once waits for it
            self._calm.clear()
            self.background(self._insist(Delivery(Envelope.EVENT, event)))

    def background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something until it is done or the workspace stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up whatever is on its way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _insist(self, delivery: Delivery) -> None:
        assert self.transport is not None
        try:
            answer = await self.transport.send(delivery, self._patience)
        finally:
            self._landed()
        for attempt, wait in enumerate(RETRIES, start=1):
            if answer.error is None or not answer.may_retry:
                return
            await asyncio.sleep(wait * self._pace)
            await self.transport.ready()
            again = Delivery(delivery.envelope, delivery.payload, attempt, answer.reason)
            answer = await self._attempt(again)

    async def _attempt(self, delivery: Delivery) -> Answer:
        assert self.transport is not None
        self._in_flight += 1
        self._calm.clear()
        try:
            return await self.transport.send(delivery, self._patience)
        finally:
            self._landed()

    def _landed(self) -> None:
        self._in_flight -= 1
        if not self._in_flight:
            self._calm.set()
