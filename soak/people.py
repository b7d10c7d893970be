"""Who lives through the year: eight zones, with and without clock changes, on both halves of the earth."""

from dataclasses import dataclass
from datetime import time
from random import Random

MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY = frozenset(range(5)), frozenset({6, 0, 1, 2, 3})
DAYTIME = (time(9), time(17))


@dataclass(frozen=True, slots=True)
class Person:
    """A member: zone, working days (0 is Monday), hours, whose holidays they keep, and how much they take in a day.

    `quiet` are the hours in which Slack mutes them. `minute` is how far past half past nine their morning begins.
    """

    id: str
    name: str
    zone: str
    days: frozenset[int] = MONDAY_TO_FRIDAY
    start: time = DAYTIME[0]
    end: time = DAYTIME[1]
    country: str | None = None
    allowance: int = 3
    quiet: tuple[time, time] | None = None
    minute: int = 0


PLACES: tuple[tuple[str, str | None, frozenset[int]], ...] = (
    ("Europe/London", "GB-SCT", MONDAY_TO_FRIDAY),
    ("America/New_York", "US", MONDAY_TO_FRIDAY),
    ("America/Los_Angeles", None, MONDAY_TO_FRIDAY),
    ("Asia/Kolkata", "IN", frozenset(range(6))),
    ("Asia/Jerusalem", "IL", SUNDAY_TO_THURSDAY),
    ("Australia/Adelaide", "AU", MONDAY_TO_FRIDAY),
    ("America/Santiago", "CL", MONDAY_TO_FRIDAY),
    ("Pacific/Chatham", "NZ", frozenset({1, 2, 3})),
)
"""Zones, the holidays that are kept there, and the days that are worked."""

HOURS = (DAYTIME, DAYTIME, DAYTIME, (time(8), time(16)), (time(10, 15), time(19)), (time(5), time(9)))
AT_NIGHT = (time(16), time(23, 45))
ALLOWANCES = (1, 3, 2, 1, 3, 5, 1)
MUTED = (None, None, None, (time(12), time(13, 30)), (time(19), time(10)))


def everybody(count: int, chance: Random) -> list[Person]:
    """So many people, spread evenly over the zones; the third of them works at night."""
    people = []
    for number in range(count):
        zone, country, days = PLACES[number % len(PLACES)]
        start, end = AT_NIGHT if number % 16 == 2 else chance.choice(HOURS)
        people.append(
            Person(
                id=f"U0SOAK{number:02}",
                name=f"Member {number}",
                zone=zone,
                days=days,
                start=start,
                end=end,
                country=country if chance.random() < 0.8 else None,
                allowance=ALLOWANCES[number % len(ALLOWANCES)],
                quiet=chance.choice(MUTED) if end > time(15) else None,
            )
        )
    return people
