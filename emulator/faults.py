"""Faults on demand: what the workspace does wrong, and how often."""

from dataclasses import dataclass

from emulator.clock import Clock
from emulator.wire import JSON


@dataclass(slots=True)
class Fault:
    """What befalls the next `times` calls of a method (in `channel`, if given)."""

    method: str
    times: int
    channel: str | None = None
    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    delay: float = 0.0
    drop: bool = False


NONE = Fault("", 0)


class Faults:
    """What is to go wrong. "*" is every method; `response_url` and `url_private` (downloads) are too.

    `struck` counts the calls to which something went wrong.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[Fault] = []
        self._twice = 0
        self.struck = 0
        self._held: dict[str | None, int] = {}

    def refuse(
        self,
        method: str,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        times: int = 1,
        channel: str | None = None,
    ) -> None:
        """Refuse with Slack's error code, with an HTTP status, or with 429 and Retry-After seconds."""
        self._waiting.append(Fault(method, times, channel, error, status, retry_after))

    def delay(self, method: str, seconds: float, times: int = 1, channel: str | None = None) -> None:
        """Answer later, by machine seconds."""
        self._waiting.append(Fault(method, times, channel, delay=seconds))

    def drop_answer(self, method: str, times: int = 1, channel: str | None = None) -> None:
        """Do what is asked, then cut the connection instead of answering."""
        self._waiting.append(Fault(method, times, channel, drop=True))

    def deliver_twice(self, times: int = 1) -> None:
        """The next deliveries to the app arrive twice each, at the same moment."""
        self._twice += times

    def hold_history(self, channel: str | None = None) -> None:
        """History (of one channel, or all) lacks what is posted from now on, until release_history()."""
        self._held[channel] = int(self._clock.now() * 1_000_000)

    def release_history(self) -> None:
        """History tells everything again."""
        self._held.clear()

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._waiting.clear()
        self._held.clear()
        self._twice = 0

    def strike(self, method: str, arguments: JSON) -> Fault:
        """The fault that befalls this call, counted; one that does nothing where there is none."""
        for fault in self._waiting:
            fits = fault.method in (method, "*")
            if fits and fault.channel in (None, arguments.get("channel"), arguments.get("channel_id")):
                fault.times -= 1
                self.struck += 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return NONE

    def doubles(self) -> bool:
        """Whether this delivery arrives twice, counted."""
        doubled = self._twice > 0
        self._twice -= doubled
        return doubled

    def held_from(self, channel: str) -> int | None:
        """From which microsecond on history is silent about the channel; None where it tells everything."""
        return self._held.get(channel, self._held.get(None))
