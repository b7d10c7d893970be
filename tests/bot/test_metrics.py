"""`/metrics`: the figures are those of what happened, follow Prometheus's conventions, and name nobody (N6)."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.figures import Figures
from etiquette.rules.errors import AwayError
from etiquette.rules.nudges import State
from etiquette.store.figures import InHand, in_hand
from scheduler.sweep import claim, sweep
from tests.cast import ADA, BO, utc
from tests.scheduler.office import LEASE_IS_OUT, Office, office_in
from tests.whole import Whole, whole

WATCHING = (Path(__file__).parents[2] / "docs" / "watching.md").read_text()
PREFIX = "coopetiquette_"


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture
async def story(sqlite_url: str) -> AsyncIterator[Whole]:
    async with whole(sqlite_url, "socket") as told:
        yield told


async def page(story: Whole) -> str:
    url = f"http://127.0.0.1:{story.program.port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        return await answer.text()


async def figures(story: Whole) -> dict[str, float]:
    """Every figure by its name and labels, as they stand on the page."""
    read = [line.rpartition(" ") for line in (await page(story)).splitlines() if not line.startswith("#")]
    return {name.removeprefix(PREFIX): float(value) for name, _, value in read}


async def test_what_is_due_on_its_way_and_said_is_counted(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    gone = await story.ada.command("/coop deliverable Bo Lindqvist: the notes by Friday")
    before = await figures(story)
    assert (before["nudges_due"], before["nudges_lag_seconds"]) == (0, 0)

    assert gone.message is not None
    await story.ada.press(gone.message, "delete")
    await story.slack.quiet()
    story.clock.set(utc(25, 11))
    due = await figures(story)
    assert due["nudges_due"] == 1
    assert 3600 < due["nudges_lag_seconds"] < 7200

    await story.program.quiet()
    after = await figures(story)
    assert (after["nudges_due"], after["nudges_posted_total"], after["nudges_abandoned_total"]) == (0, 1, 0)
    assert after["nudges_withdrawn_total"] > 0
    assert after['tick_duration_seconds_count{tick="sweep"}'] > 0
    assert after['tick_failures_total{tick="sweep"}'] == 0
    assert after['request_duration_seconds_count{kind="command"}'] == 2
    assert after['request_duration_seconds_count{kind="press"}'] == 1
    assert after["database_up"] == after["slack_socket_open"] == 1


async def test_what_slack_refuses_is_counted_by_its_word_and_its_rests_by_method(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    story.slack.faults.refuse("dnd.teamInfo", error="missing_scope")
    story.slack.faults.refuse("conversations.open", retry_after=1)
    story.clock.set(utc(25, 11))
    for _ in range(2):
        await story.program.timetable._run(sweep)

    seen = await figures(story)
    assert seen['slack_errors_total{error="missing_scope"}'] == 1
    assert seen['slack_errors_total{error="ratelimited"}'] == 1
    assert seen['slack_rate_limited_total{method="conversations.open"}'] == 1


async def test_a_mistake_of_ours_is_counted(story: Whole) -> None:
    await story.ada.command("/coop")
    async with story.program.store.writing() as tx:
        await tx.connection.execute(text("ALTER TABLE contacts RENAME TO gone"))
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")

    assert (await figures(story))["requests_failed_total"] == 1


async def test_n6_no_label_and_no_word_of_the_page_is_about_anybody(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes via @Sam")
    await story.ada.command("/coop deliverable Dana: the deck by tomorrow")
    await story.move(days=1)

    said = await page(story)
    assert not [word for word in ("Dana", "Ada", "Sam", "deck", "U0", "T0COOP", "D0") if word in said]
    labels = {name for name, _ in re.findall(r'(\w+)="([^"]*)"', said)}
    assert labels <= {"tick", "kind", "method", "error", "le"}


async def test_names_are_as_prometheus_would_have_them_and_each_is_explained_and_no_other(story: Whole) -> None:
    families = {
        family.name: family
        for family in text_string_to_metric_families(await page(story))
        if not family.name.startswith("process_") and not family.name.endswith("_created")
    }
    exposed = {f"{name}_total" if family.type == "counter" else name for name, family in families.items()}

    assert {name for name in exposed if not name.startswith(PREFIX)} == set()
    assert {
        name for name, family in families.items() if family.type == "histogram" and not name.endswith("_seconds")
    } == set()
    assert {name for name in exposed if re.search(r"_(ms|millis|minutes|hours|count)\b", name)} == set()
    assert all(family.documentation for family in families.values())
    section = WATCHING.partition("## The figures")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == exposed


async def test_every_check_of_readiness_is_explained_and_no_other(story: Whole) -> None:
    url = f"http://127.0.0.1:{story.program.port}/readyz"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        checks = (await answer.json())["checks"]

    section = WATCHING.partition("## `/readyz`")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(checks)


async def test_several_programs_in_one_process_count_apart() -> None:
    one, other = Figures(CollectorRegistry()), Figures(CollectorRegistry())
    one.stumbled()

    assert b"requests_failed_total 1.0" in await one.page(nothing_in_hand)
    assert b"requests_failed_total 0.0" in await other.page(nothing_in_hand)


async def test_while_the_database_is_away_the_page_says_what_it_knows() -> None:
    figures = Figures(CollectorRegistry())
    known = (await figures.page(nothing_in_hand)).decode()
    assert "coopetiquette_nudges_due 0.0" in known
    assert "coopetiquette_database_up 1.0" in known

    unknown = (await figures.page(nobody_there)).decode()
    assert not re.search(r"^coopetiquette_nudges_due ", unknown, re.MULTILINE)
    assert "coopetiquette_database_up 0.0" in unknown
    assert "coopetiquette_nudges_posted_total 0.0" in unknown


async def test_while_the_database_is_silent_the_page_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.figures.LOOKS_FOR", 0.05)

    async with asyncio.timeout(1):
        assert b"coopetiquette_database_up 0.0" in await Figures(CollectorRegistry()).page(silent)


async def test_what_cannot_be_read_keeps_nobody_from_seeing_the_rest() -> None:
    assert b"coopetiquette_database_up 1.0" in await Figures(CollectorRegistry()).page(broken)


async def silent() -> InHand:
    await asyncio.sleep(60)
    return await nothing_in_hand()


async def broken() -> InHand:
    raise ValueError


async def nothing_in_hand() -> InHand:
    return InHand(due=0, lag=timedelta(), claimed=0, set_aside=0, without_outcome=0)


async def nobody_there() -> InHand:
    raise AwayError


# -- what is in hand, by the rows --------------------------------------------------------------------------------------


@pytest.fixture
async def office(emptied_url: str) -> AsyncIterator[Office]:
    async with office_in(emptied_url) as office:
        for who in (ADA, BO):
            await (await office.hand(who)).promises()
        office.moves_to(utc(26, 11))
        yield office


async def looked(office: Office) -> InHand:
    async with office.store.reading() as tx:
        return await in_hand(tx, office.time.now(), office.time.machine_now())


async def test_what_is_in_hand_is_told_by_its_rows(office: Office) -> None:
    due = await looked(office)
    assert (due.due, due.claimed, due.set_aside, due.without_outcome) == (2, 0, 0, 0)
    assert due.lag == office.time.now() - utc(26, 8, 58)

    await claim(office.desk, ADA.workspace_id)
    claimed = await looked(office)
    assert (claimed.due, claimed.claimed, claimed.without_outcome) == (0, 2, 0)
    office.moves(seconds=LEASE_IS_OUT)
    assert (await looked(office)).without_outcome == 2

    await office.ticks()
    settled = await looked(office)
    assert (settled.due, settled.claimed, settled.set_aside, settled.without_outcome) == (0, 0, 0, 0)
    assert (await office.states())[State.POSTED] == 2


async def test_a_message_whose_answer_was_lost_is_without_outcome_until_it_is_found(office: Office) -> None:
    office.slack.faults.drop_answer("chat.postMessage", times=2)
    await sweep(office.desk)
    assert (await looked(office)).without_outcome == 2

    office.moves(seconds=LEASE_IS_OUT)
    await office.ticks()
    assert (await looked(office)).without_outcome == 0


async def test_what_failed_is_set_aside_and_counted(office: Office) -> None:
    await office.run("UPDATE members SET zone = 'Mars/Olympus' WHERE id = 'U0ADA'")
    await office.ticks()

    aside = await looked(office)
    assert (aside.due, aside.set_aside) == (0, 1)
