"""The Home tab opened; people who change, and the app removed."""

import asyncio

import pytest
from sqlalchemy import text

from etiquette.rules.calls import Call
from etiquette.rules.deliverables import Deliverable
from etiquette.services.members import member_of
from tests.handlers.manners import DAN, facts, member
from tests.handlers.telling import act, tell
from tests.whole import Whole


async def test_home_shows_what_is_due_the_calls_and_the_promises(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    await story.ada.command("/coop deliverable from Bo: her notes by 12 December")
    await story.ada.command("/coop call Bo Friday 3pm")

    home = await story.ada.open_home()

    assert home is not None
    for said in ("Due now", "The deck for Bo Lindqvist", "Next calls", "What was promised to you", "her notes"):
        assert said in home.plain


async def test_the_first_look_at_home_is_of_somebody_new(story: Whole) -> None:
    home = await story.dan.open_home()

    assert home is not None
    assert "Nothing is waiting for you" in home.plain
    assert (await member(story, DAN)).zone == "America/Los_Angeles"


async def test_the_messages_tab_publishes_nothing(story: Whole) -> None:
    assert await story.ada.open_home("messages") is None


async def test_a_refused_home_is_drawn_at_the_next_look(story: Whole) -> None:
    story.slack.faults.refuse("views.publish", error="internal_error")
    assert await story.ada.open_home() is None

    assert await story.ada.open_home() is not None


async def test_a_press_on_home_counts_though_home_cannot_be_drawn(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    home = await story.ada.open_home()
    assert home is not None
    story.slack.faults.refuse("views.publish", status=503)

    assert (await story.ada.press(home, "nudge_done")).ok
    await story.quiet()

    assert [deck.state for deck in await facts(story, Deliverable)] == ["delivered"]


async def test_a_member_who_moves_is_spoken_to_in_their_new_zone(either: Whole) -> None:
    await either.ada.command("/coop call Bo Lindqvist tomorrow 3pm")
    await either.ada.change(tz="America/New_York")
    await either.quiet()

    assert (await member(either)).zone == "America/New_York"
    told = await either.ada.command("/coop call Cleo Marchetti tomorrow 3pm")
    assert told.message is not None
    bo, cleo = sorted(await facts(either, Call), key=lambda call: call.starts_at)
    assert (bo.starts_at.hour, cleo.starts_at.hour) == (15, 20)


@pytest.mark.parametrize(
    "user", [{"id": "U0ADA"}, {"id": "U0ADA", "tz": None, "profile": None}, {"id": "U0ADA", "tz": "Mars/Olympus"}]
)
async def test_what_slack_leaves_out_of_a_profile_stays_as_it_was(story: Whole, user: dict[str, object]) -> None:
    await story.ada.command("/coop")

    tell(story, {"type": "user_change", "user": user})
    await story.quiet()

    assert ((await member(story)).zone, (await member(story)).name) == ("Europe/London", "Ada Okafor")


async def test_somebody_who_was_never_met_may_change_as_they_like(story: Whole) -> None:
    await story.dan.change(tz="Europe/Paris")
    await story.quiet()

    assert await member_of(story.program.store, DAN) is None


async def test_the_app_removed_leaves_nothing_behind(either: Whole) -> None:
    await either.ada.command("/coop deliverable Bo Lindqvist: the deck")
    await either.ada.command("/coop call Bo Lindqvist today 1pm")
    await either.ada.press(either.ada.ephemeral[-1], "debrief")
    await either.ada.submit(either.ada.views[-1], {"two_way": "yes", "what-0": "x", "due-0": "2026-11-26"})
    await either.move(days=1)

    tell(either, {"type": "app_uninstalled"})
    await either.slack.quiet()

    async with either.program.store.reading() as tx:
        for table in ("workspaces", "members", "contacts", "calls", "drafts", "acts", "nudges", "deliveries"):
            count = await tx.connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608  # our own names
            assert (table, count.scalar_one()) == (table, 0)


UNKNOWN: list[dict[str, object]] = [
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "of_an_older_version", "value": "x"}]},
    {"type": "view_submission", "view": {"id": "V1", "type": "modal", "callback_id": "unknown", "blocks": []}},
    {"type": "view_closed", "view": {"id": "V1", "type": "modal", "callback_id": "unknown"}, "is_cleared": True},
    {"type": "shortcut", "callback_id": "unknown"},
    {"type": "message_action", "callback_id": "unknown", "message": {}, "channel": {"id": "C0GENERAL"}},
]


async def test_what_is_unknown_gets_a_quiet_answer(either: Whole) -> None:
    for payload in UNKNOWN:
        answer = await act(either, payload)
        await either.quiet()
        assert (payload["type"], answer.error) == (payload["type"], None)

    assert either.ada.inbox == []


async def test_an_event_that_nobody_listens_to_is_taken(either: Whole) -> None:
    for event in ("team_join", "reaction_added", "app_mention", "made_up"):
        tell(either, {"type": event, "user": "U0ADA", "text": "<@U0BOT> intro Bo Lindqvist", "channel": "C0GENERAL"})
    await asyncio.wait_for(either.slack.backend.courier.calm(), 2)

    assert either.ada.inbox == []
