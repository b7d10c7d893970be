"""response_url: five uses within thirty minutes (slack.md §1). What a use does is in answers.py."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from emulator.clock import Clock
from emulator.wire import Refused

LIFE_SECONDS = 1800.0
MOST_USES = 5


@dataclass(slots=True)
class Response:
    """Where answers go: `user` in `channel`; `original` is the message that can be replaced."""

    token: str
    channel: str
    user: str
    issued: float
    original: str | None = None
    original_is_ephemeral: bool = False
    uses: int = 0


class Responses:
    """All response URLs that may still be used."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: OrderedDict[str, Response] = OrderedDict()

    def issue(self, channel: str, user: str, original: str | None = None, *, ephemeral: bool = False) -> Response:
        """A new one."""
        now = self._clock.machine()
        self._forget_old(now)
        response = Response(secrets.token_urlsafe(18), channel, user, now, original, ephemeral)
        self._open[response.token] = response
        return response

    def use(self, token: str) -> Response:
        """Count one use; Refused where it is unknown, too old or used up."""
        response = self._open.get(token)
        if response is None or self._clock.machine() - response.issued > LIFE_SECONDS:
            raise Refused("expired_url")
        if response.uses >= MOST_USES:
            raise Refused("used_url")
        response.uses += 1
        return response

    def _forget_old(self, now: float) -> None:
        while self._open and now - next(iter(self._open.values())).issued > 2 * LIFE_SECONDS:
            self._open.popitem(last=False)
