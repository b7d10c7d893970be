"""A year in the life: `python -m soak.year --seed 1 --members 50 --days 365`. Ends with 1 where anything differs."""

import argparse
import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import chain, count
from random import Random

import structlog

from soak.acts import does_something
from soak.calendars import ONE_DAY, here, there
from soak.lives import Life
from soak.people import Person, everybody
from soak.report import Account, compared, in_words
from soak.world import World, world

Tell = Callable[[str], None]
START = datetime(2026, 12, 28, tzinfo=UTC)
REST = timedelta(days=200)
"""For so long nothing more is done: the longest ladder ends in it."""
ACTS_A_DAY = (0, 0, 0, 0, 0, 1, 1, 2)
BUSY_ACTS_A_DAY = (2, 4, 6, 8)
BUSY_DAYS, A_QUARTER = 12, 91
"""Every third member has so many busy days in a quarter, from its beginning."""


@dataclass(frozen=True, slots=True)
class Year:
    """What came of it."""

    account: Account
    withdrawn: Counter[str]
    unfinished: Counter[str]
    refused: Counter[str]

    @property
    def is_well(self) -> bool:
        return not self.account.differences and not self.unfinished


def says_nothing(_line: str) -> None:
    """Whoever waits need not hear how far it is."""


async def lived(
    seed: int, count_of_members: int, days: int, database_url: str | None = None, tell: Tell = says_nothing
) -> Year:
    """So many members live for so many days, and then do nothing more until the last ladder has ended.

    `tell` hears each month how far it is.
    """
    people = everybody(count_of_members, Random(f"people {seed}"))
    async with world(people, START, database_url) as living:
        numbers = count(1)
        lives = {each.id: Life(each, living, Random(f"{seed} {each.id}"), numbers) for each in people}
        slots = [_slots(each, seed, days, is_busy=number % 3 == 0) for number, each in enumerate(people)]
        for at, who in sorted(chain.from_iterable(slots)):
            if (at.year, at.month) != (living.clock.now().year, living.clock.now().month):
                tell(f"{at:%B %Y}: {len(living.heard)} messages so far")
            await living.moves_to(at)
            await does_something(lives[who])
            await living.acted()
        end = START + timedelta(days=days) + REST
        await living.moves_to(end)
        return await _judged(living, lives, end)


async def _judged(living: World, lives: dict[str, Life], end: datetime) -> Year:
    history = [each for life in lives.values() for each in life.history] + await living.suggested()
    history.sort(key=lambda each: each.at)
    account = compared(living.people.values(), history, living.heard, START, end)
    withdrawn: Counter[str] = Counter()
    unfinished: Counter[str] = Counter()
    for (kind, state), number in (await living.states()).items():
        if state == "withdrawn":
            withdrawn[kind] += number
        elif state != "posted":
            unfinished[f"{kind} ({state})"] += number
    return Year(account, withdrawn, unfinished, Counter(word for life in lives.values() for word in life.refused))


def _slots(person: Person, seed: int, days: int, *, is_busy: bool) -> Iterator[tuple[datetime, str]]:
    """When somebody does something: on some days not at all, in busy weeks again and again; by day."""
    chance = Random(f"slots {seed} {person.id}")
    first = here(person, START).date() + ONE_DAY
    for number in range(days):
        acts = BUSY_ACTS_A_DAY if is_busy and number % A_QUARTER < BUSY_DAYS else ACTS_A_DAY
        for _ in range(chance.choice(acts)):
            clock = time(chance.randrange(7, 20), chance.randrange(60), chance.randrange(60), chance.randrange(10**6))
            yield there(person, first + number * ONE_DAY, clock), person.id


def main() -> int:
    """Lives a year and says what came of it."""
    asked = argparse.ArgumentParser(prog="soak.year", description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--members", type=int, default=50)
    asked.add_argument("--days", type=int, default=365)
    asked.add_argument("--database", help="an empty database; without one, a file that goes when the year is over")
    given = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    year = asyncio.run(
        lived(given.seed, given.members, given.days, given.database, lambda line: print(line, file=sys.stderr))
    )
    words = in_words(given.seed, year.account, year.withdrawn, year.unfinished, year.refused.total())
    print(words)
    return 0 if year.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
