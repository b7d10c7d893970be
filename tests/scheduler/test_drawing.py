"""A digest's chart is drawn by another process: whatever becomes of that, the program goes on, and no process stays."""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from etiquette.messages.chart import Week, weeks_chart
from etiquette.messages.elements_chart import elements_chart
from etiquette.rules.elements import Counted, Element
from scheduler.drawing import Easel, NotDrawnError, _answer_of, drawn_apart
from tests.scheduler.newsroom import is_due, read
from tests.scheduler.office import Office

WEEKS = [Week(date(2026, 9, 7) + timedelta(weeks=number), number, number + 1, 2 * number) for number in range(12)]


async def test_e17_the_picture_is_the_same_whoever_draws_it() -> None:
    assert await drawn_apart(WEEKS) == weeks_chart(WEEKS)


async def test_e17_a_drawing_that_comes_to_grief_says_why_in_a_line() -> None:
    with pytest.raises(NotDrawnError, match=r"^ValueError: .*'some Monday'$"):
        await drawn_apart([Week("some Monday", 1, 2, 3)])  # type: ignore[arg-type]  # which cannot be drawn


async def test_e17_a_process_that_was_killed_is_a_drawing_that_came_to_grief() -> None:
    suicide = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"

    with pytest.raises(NotDrawnError, match="exit status -9"):
        await _answer_of([sys.executable, "-c", suicide], b"")


async def test_e17_who_gives_up_on_a_drawing_leaves_no_process_behind(tmp_path: Path) -> None:
    says = tmp_path / "pipe"
    os.mkfifo(says)
    endless = f"import os, time; open({str(says)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    drawing = asyncio.ensure_future(_answer_of([sys.executable, "-c", endless], b""))
    process = int(await asyncio.to_thread(says.read_text))

    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


async def test_e17_digests_at_the_same_time_share_one_drawing_and_a_failed_one_is_tried_again() -> None:
    asked = 0

    async def draws(weeks: Sequence[Week]) -> bytes:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        if asked == 1:
            raise NotDrawnError("out of ink")
        return str(len(weeks)).encode()

    easel = Easel(draws)
    with pytest.raises(NotDrawnError):
        await easel.chart(WEEKS)

    assert set(await asyncio.gather(easel.chart(WEEKS), easel.chart(list(WEEKS)))) == {b"12"}
    assert await easel.chart(WEEKS[1:]) == b"11"
    assert asked == 3


async def test_e17_a_digest_whose_chart_cannot_be_drawn_goes_out_in_words(office: Office) -> None:
    async def refuses(_weeks: Sequence[Week]) -> bytes:
        raise NotDrawnError("out of ink")

    office.desk.easel = Easel(refuses)
    await is_due(office)

    await office.ticks()

    (posted,) = read(office)
    assert "*3 introductions* were made" in posted.plain
    assert "image" not in {block["type"] for block in posted.blocks}


async def test_how_a_partnership_stands_is_drawn_apart_as_well() -> None:
    """L1 to L8."""
    counted = [Counted(element, 1, 2) for element in Element]

    assert await Easel().elements(counted) == elements_chart(counted)
