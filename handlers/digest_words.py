"""A digest in a person's words: "#general Friday 3pm", "every Friday at 15:00 in #general"."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from handlers.date_phrases import Leaning
from handlers.dates import Moment, understand
from handlers.typed import typed

_CHANNEL = re.compile(r"<#([CG][A-Z0-9]{2,20})(?:\|[^<>]*)?>")
_CHANNEL_NAME = re.compile(r"(?:^|(?<= ))#\S+")
_FILLING = re.compile(r"\b(?:a|at|digest|each|every|for|in|into|on|post|the|to|week|weekly)\b|[,;:.]", re.IGNORECASE)
_TIME_ALONE = re.compile(r"(?:at )?[\d:.h ]*(?:am|pm|a\.m\.|p\.m\.|uhr|noon|midnight|o'clock)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DigestWords:
    """What was said of a digest. `channel_name` is a channel that Slack did not know; `rest` was not understood."""

    channel: str | None
    channel_name: str | None
    weekday: int | None
    clock: time | None
    rest: str
    typed: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing, and nothing was left over."""
        known = self.channel is not None and self.weekday is not None and self.clock is not None
        return known and not (self.rest or self.channel_name)


def read_digest(text: str, now: datetime, zone: str, locale: str | None) -> DigestWords:
    """Where and when. The channel is known only where Slack made it a link."""
    linked = _CHANNEL.search(text)
    words = typed(text if linked is None else text[: linked.start()] + " " + text[linked.end() :])
    named = None if linked else _CHANNEL_NAME.search(words.line)
    line = words.line if named is None else words.line[: named.start()] + words.line[named.end() :]
    understanding = understand(_without_every(line), now, zone, locale, Leaning.DUE)
    moment = understanding.moment
    rest = " ".join(_FILLING.sub(" ", words.shown(understanding.rest)).split())
    return DigestWords(
        channel=linked[1] if linked else None,
        channel_name=words.shown(named[0]) if named else None,
        weekday=moment.day.weekday() if moment and not _is_time_alone(moment) else None,
        clock=moment.time if moment else None,
        rest=rest,
        typed=typed(text).text,
    )


def _without_every(line: str) -> str:
    """“every Friday” and “Fridays” are the same as “Friday”."""
    plain = re.sub(r"\b(?:every|each)\b", " ", line, flags=re.IGNORECASE)
    return re.sub(r"\b(\w+day)s\b", r"\1", plain, flags=re.IGNORECASE)


def _is_time_alone(moment: Moment) -> bool:
    return _TIME_ALONE.fullmatch(moment.words.strip()) is not None
