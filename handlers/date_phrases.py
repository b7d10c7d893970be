"""What the grammars of dates and times hand on: phrases found in a text, and where the speaker stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from re import Match

CUT = "\x01"
"""Stands where something was taken out of a text, so that what stood around it is not read together."""


class Leaning(StrEnum):
    """Where in time a moment is expected: what is DUE lies ahead, a CALL may as well be over."""

    DUE = "due"
    CALL = "call"


class Hold(StrEnum):
    """How far a phrase can be trusted to be a date where it stands.

    FIRM ones always are. LOOSE ones ("5/6") need a preposition, company or the end of a clause. SHY ones
    ("sun", "sat") need a preposition, company, or words before them and none behind. FRAIL ones ("at 3",
    "the 15th") need company behind them or the end of a clause: "at 3 companies" is no time.
    """

    FIRM = "firm"
    SHY = "shy"
    LOOSE = "loose"
    FRAIL = "frail"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where and when the speaker is. `month_first` is None where 5/6 can be read both ways."""

    here: datetime
    zone: str
    month_first: bool | None
    leaning: Leaning

    @property
    def today(self) -> date:
        return self.here.date()

    @property
    def looks_ahead(self) -> bool:
        return self.leaning is Leaning.DUE


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of text that speaks of a day, a time of day, a part of the day, or a length.

    Several `days` are several readings. An impossible one ("31 February") has neither day nor time.
    """

    start: int
    end: int
    days: tuple[date, ...] = ()
    clock: time | None = None
    minutes: int | None = None
    weekday: int | None = None  # a weekday said without a date
    is_open: bool = False  # a bare weekday: once its time has passed, the next one may be meant
    half_day: int | None = None  # 0: the hours before noon, 12: those after
    is_loose_hour: bool = False  # "at 8": the part of the day decides
    ends_day: bool = False  # midnight: the end of the day it is said of
    is_impossible: bool = False
    hold: Hold = Hold.FIRM

    @property
    def is_length(self) -> bool:
        return self.minutes is not None and self.clock is None


Reader = Callable[[Match[str], Standpoint], Phrase | None]
"""Makes a phrase of a match, or None where it turns out not to be one."""


def impossible(match: Match[str]) -> Phrase:
    """What has the form of a date or time, and is none."""
    return Phrase(match.start(), match.end(), is_impossible=True)


def said(match: Match[str], name: str) -> str:
    """What a group holds, folded; nothing where the pattern has no such group, or it did not take part."""
    return (match.groupdict().get(name) or "").casefold().strip()
