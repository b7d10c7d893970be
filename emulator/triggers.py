"""Trigger ids: three seconds, once (slack.md §1)."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from emulator.clock import Clock
from emulator.wire import Refused

LIFE_SECONDS = 3.0
MOST_REMEMBERED = 20_000


@dataclass(slots=True)
class Trigger:
    """Leave to open a view for `user`; `view_id` is the open modal that it was given in."""

    user: str
    view_id: str | None
    issued: float
    used: bool = False


class Triggers:
    """All trigger ids that were given out of late."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: OrderedDict[str, Trigger] = OrderedDict()

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id."""
        trigger_id = f"{int(self._clock.wall() * 1000)}.{len(self._given)}.{secrets.token_hex(16)}"
        self._given[trigger_id] = Trigger(user, view_id, self._clock.machine())
        if len(self._given) > MOST_REMEMBERED:
            self._given.popitem(last=False)
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Use a trigger id up; Refused with the reference's codes where that can't be."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._clock.machine() - trigger.issued > LIFE_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger
