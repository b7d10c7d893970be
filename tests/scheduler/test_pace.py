"""Pace: at even distances in a workspace, a second apart in a conversation; nobody waits for a place that is free."""

import asyncio
from itertools import pairwise

import pytest

from scheduler.pace import A_SECOND, LATE, Pace


async def moments(pace: Pace, *places: tuple[str, str]) -> list[float]:
    """When each of those who ask at the same time may post, in seconds from now."""
    now = asyncio.get_running_loop().time
    began = now()

    async def one(workspace_id: str, conversation: str) -> float:
        await pace.room(workspace_id, conversation)
        return now() - began

    return await asyncio.gather(*(one(*place) for place in places))


async def test_in_a_workspace_messages_are_at_even_distances_and_another_workspace_has_its_own() -> None:
    pace = Pace(1200)

    here = moments(pace, *(("T1", f"D{number}") for number in range(5)))
    there = moments(pace, ("T2", "D0"))
    mine, [other] = await asyncio.gather(here, there)

    assert mine == sorted(mine)
    assert all(later - earlier >= 0.05 * LATE * 0.99 for earlier, later in pairwise(mine))
    assert other < mine[-1]


async def test_in_a_conversation_messages_are_a_second_apart_and_no_other_conversation_waits() -> None:
    first, second, another = await moments(Pace(6000), ("T1", "D1"), ("T1", "D1"), ("T1", "D2"))

    assert second - first >= A_SECOND * 0.99
    assert another < second


async def test_where_no_pace_is_kept_nobody_waits() -> None:
    assert max(await moments(Pace(), *([("T1", "D1")] * 100))) < 0.5


@pytest.mark.parametrize(("per_minute", "batch"), [(0, 200), (300, 50), (60, 10), (3, 1), (6000, 200)])
def test_no_more_is_claimed_than_is_posted_in_a_few_seconds(per_minute: int, batch: int) -> None:
    assert Pace(per_minute).batch(200) == batch
