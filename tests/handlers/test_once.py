"""What arrives twice has one effect, and one answer (N4): at the same moment, later, after a restart, typed again."""

import asyncio
from datetime import UTC, datetime

from etiquette.rules.calls import Call
from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.introductions import Introduction
from tests.handlers.manners import DAN, drafts, facts
from tests.handlers.telling import envelope, tell_again
from tests.whole import Whole, whole

DECK = "Bo Lindqvist: the deck by Friday"


async def test_a_command_that_arrives_twice_at_once_is_noted_once_and_answered(either: Whole) -> None:
    for typed in ("/coop intro Bo Lindqvist", f"/coop deliverable {DECK}", "/coop call Bo tomorrow 3pm"):
        either.slack.faults.deliver_twice()
        told = await either.ada.command(typed)
        assert told.message is not None
        assert {"Edit", "Delete"} <= set(told.message.buttons)

    assert len(await facts(either, Introduction)) == 1
    assert len(await facts(either, Deliverable)) == 1
    assert len(await facts(either, Call)) == 1


async def test_the_first_command_of_all_may_arrive_twice_at_once(either: Whole) -> None:
    """Whoever is met for the first time is met once."""
    either.slack.faults.deliver_twice()

    assert (await either.dan.command(f"/coop deliverable {DECK}")).message is not None

    assert len(await facts(either, Deliverable, DAN)) == 1


async def test_a_command_that_needs_its_form_opens_it_once_and_keeps_one_draft(either: Whole) -> None:
    either.slack.faults.deliver_twice()

    told = await either.ada.command("/coop deliverable Bo Lindqvist: the deck")

    assert (told.ok, told.message) == (True, None)
    assert [form.title for form in either.ada.views] == ["Log a deliverable"]
    assert len(await drafts(either)) == 1
    assert [call.error for call in either.slack.calls if call.method == "views.open"] == [None]


async def test_a_press_that_arrives_twice_at_once_counts_once(either: Whole) -> None:
    told = await either.ada.command(f"/coop deliverable {DECK}")
    assert told.message is not None
    either.slack.faults.deliver_twice()

    await either.ada.press(told.message, "delete")
    await either.quiet()

    assert await facts(either, Deliverable) == []
    assert "is deleted" in either.ada.ephemeral[-1].plain
    assert len([call for call in either.slack.calls if call.method == "response_url"]) == 1


async def test_a_form_that_arrives_twice_at_once_is_noted_once(either: Whole) -> None:
    await either.ada.command("/coop deliverable Bo Lindqvist: the deck")
    either.slack.faults.deliver_twice()

    sent = await either.ada.submit(either.ada.views[-1], {"due": "2026-11-27"})

    assert sent.ok
    assert "the deck" in either.ada.views[-1].plain
    assert len(await facts(either, Deliverable)) == 1


async def test_a_form_sent_again_after_it_was_refused_is_another_one(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck")
    form = story.ada.views[-1]

    assert (await story.ada.submit(form, {"due": "2026-11-01"})).errors
    assert (await story.ada.submit(form, {"due": "2026-11-27"})).ok

    assert len(await facts(story, Deliverable)) == 1


async def test_a_form_submitted_by_two_clicks_is_noted_once(story: Whole) -> None:
    """Two clicks are two deliveries of the same version of the same form."""
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck")
    form = story.ada.views[-1]

    sent = await asyncio.gather(*[story.ada.submit(form, {"due": "2026-11-27"}) for _ in range(2)])

    assert all(each.ok for each in sent)
    assert len(await facts(story, Deliverable)) == 1


async def test_another_promise_pressed_and_delivered_twice_adds_one_row(story: Whole) -> None:
    told = await story.ada.command("/coop call Bo Lindqvist today 1pm")
    assert told.message is not None
    await story.ada.press(told.message, "debrief")
    story.slack.faults.deliver_twice()

    await story.ada.press(story.ada.views[-1], "add_row", state={"what-0": "the deck"})
    await story.quiet()

    form = story.ada.views[-1]
    assert ("what-2" in form.values, "what-3" in form.values) == (True, False)
    assert story.ada.inbox == []


async def test_words_in_a_dm_that_arrive_twice_are_answered_once(either: Whole) -> None:
    for words in (f"deliverable {DECK}", "help", "intro Cleo Marchetti"):
        either.slack.faults.deliver_twice()
        await either.ada.say("app", words)
        await either.quiet()

    assert len(either.ada.inbox) == 3
    assert len(await facts(either, Deliverable)) == 1
    assert len(await facts(either, Introduction)) == 1


async def test_an_event_redelivered_later_changes_nothing_and_says_nothing(story: Whole) -> None:
    event = envelope(story, words(story, f"deliverable {DECK}"))
    for _ in range(3):
        tell_again(story, event)
        await story.quiet()

    assert len(story.ada.inbox) == 1
    assert len(await facts(story, Deliverable)) == 1


async def test_an_event_redelivered_after_a_restart_is_noted_once_and_answered(way: tuple[str, str]) -> None:
    """Its first answer may have been lost with the process, so that this time it is told what became of it."""
    async with whole(*way) as before:
        event = envelope(before, words(before, f"deliverable {DECK}"))
        tell_again(before, event)
        await before.quiet()
    async with whole(*way) as after:
        event["event"]["channel"] = after.ada.dm
        tell_again(after, event)
        await after.quiet()

        assert len(await facts(after, Deliverable)) == 1
        assert [said.plain for said in after.ada.inbox] == ["I have that already, so I noted it only once."]


async def test_a_command_typed_again_after_slack_gave_up_is_recognised(sqlite_url: str) -> None:
    async with whole(sqlite_url, "socket") as story:
        await story.ada.command("/coop")
        async with story.program.store.writing():  # somebody else is writing, for longer than Slack is patient
            told = await story.ada.command(f"/coop deliverable {DECK}")
            assert told.error == "operation_timeout"

        again = await story.ada.command(f"/coop deliverable {DECK}")
        assert again.message is not None
        assert again.message.plain == "I have that already, so I noted it only once."
        assert len(await facts(story, Deliverable)) == 1

        third = await story.ada.command(f"/coop deliverable {DECK}")
        assert third.message is not None
        assert "Noted" in third.message.plain
        assert len(await facts(story, Deliverable)) == 2


async def test_a_command_that_was_answered_may_be_typed_again_and_means_another_one(story: Whole) -> None:
    for _ in range(2):
        await story.ada.command(f"/coop deliverable {DECK}")

    assert len(await facts(story, Deliverable)) == 2


async def test_two_people_typing_the_same_are_two(story: Whole) -> None:
    told = await asyncio.gather(*[person.command(f"/coop deliverable {DECK}") for person in (story.ada, story.dan)])

    assert all(each.message for each in told)
    assert len(await facts(story, Deliverable)) == len(await facts(story, Deliverable, DAN)) == 1


async def test_many_commands_at_once_are_all_noted(either: Whole) -> None:
    names = [
        f"{first} {last}" for first in ("Bo", "Cleo", "Dana", "Edo") for last in ("Reyes", "Marchetti", "Lindqvist")
    ]

    told = await asyncio.gather(*[either.ada.command(f"/coop intro {name}") for name in names])

    assert [each.message.text for each in told if each.message and "Noted" not in each.message.text] == []
    assert sorted(each.name for each in await facts(either, Contact)) == sorted(names)


async def test_two_presses_on_one_button_settle_it_once_and_say_so(either: Whole) -> None:
    told = await either.ada.command(f"/coop deliverable {DECK}")
    await either.move_to(datetime(2026, 11, 26, 12, tzinfo=UTC))
    nudge = either.ada.inbox[-1]
    assert told.ok

    await asyncio.gather(*[either.ada.press(nudge, "nudge_done") for _ in range(2)])
    await either.quiet()

    assert [each.state for each in await facts(either, Deliverable)] == [DeliverableState.DELIVERED]
    assert "Delivered" in either.again(nudge).plain
    assert "settled already" in either.ada.ephemeral[-1].plain


def words(story: Whole, text: str) -> dict[str, str]:
    ts = story.slack.backend.workspace.mint()
    return {"type": "message", "channel": story.ada.dm, "channel_type": "im", "user": "U0ADA", "text": text, "ts": ts}
