"""What several ask for one by one, done in one go: what each of them sees of it, and what the others in the loop do."""

import asyncio
from collections.abc import Sequence

import pytest

from scheduler.together import Together


async def test_whoever_asks_while_others_are_served_is_served_next_with_all_who_asked_meanwhile() -> None:
    goes: list[list[int]] = []
    begun = asyncio.Event()

    async def doubled(asked: Sequence[int]) -> list[int]:
        goes.append(list(asked))
        begun.set()
        await asyncio.sleep(0.01)
        return [2 * each for each in asked]

    together = Together(doubled)
    first = asyncio.create_task(together(1))
    await begun.wait()

    assert tuple(await asyncio.gather(first, together(2), together(3))) == (2, 4, 6)
    assert goes == [[1], [2, 3]]


async def test_what_is_wrong_with_one_is_nobody_elses() -> None:
    async def inverted(asked: Sequence[int]) -> list[float]:
        return [1 / each for each in asked]

    answers = await asyncio.gather(*map(Together(inverted), (1, 0, 2)), return_exceptions=True)

    assert [answers[0], answers[2]] == [1, 0.5]
    assert isinstance(answers[1], ZeroDivisionError)


async def test_whoever_stops_waiting_takes_nothing_from_the_others() -> None:
    async def served(asked: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0.01)
        return asked

    together = Together(served)
    impatient, patient = asyncio.create_task(together(1)), asyncio.create_task(together(2))
    await asyncio.sleep(0)
    impatient.cancel()

    assert await patient == 2
    with pytest.raises(asyncio.CancelledError):
        await impatient


async def test_others_in_the_event_loop_are_let_in_between_one_answer_and_the_next() -> None:
    """However long each is at work with its answer, nobody else waits for all of them."""
    seen: list[str] = []

    async def served(asked: Sequence[int]) -> Sequence[int]:
        return asked

    together = Together(served)

    async def one(number: int) -> None:
        await together(number)
        seen.append("answered")

    async def other() -> None:
        while seen.count("answered") < 3:
            seen.append("other")
            await asyncio.sleep(0)

    await asyncio.gather(*map(one, range(3)), other())

    first, second, third = (at for at, who in enumerate(seen) if who == "answered")
    assert "other" in seen[first:second]
    assert "other" in seen[second:third]
