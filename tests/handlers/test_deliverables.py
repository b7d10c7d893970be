"""Deliverables: promised in words or by form, corrected, renegotiated, deleted (E10)."""

from datetime import date

from etiquette.rules.deliverables import Deliverable, Owner
from tests.handlers.manners import drafts, facts, filled
from tests.whole import Whole


async def test_a_promise_of_mine_is_said_back_with_its_full_date(either: Whole) -> None:
    told = await either.ada.command("/coop deliverable Bo Lindqvist: the deck by Friday")

    assert told.message is not None
    assert "You promised *Bo Lindqvist*: the deck, by *Friday 27 November*" in told.message.plain
    assert "My first reminder comes on Thursday 26 November" in told.message.plain
    [deck] = await facts(either, Deliverable)
    assert (deck.owner, deck.what, deck.due_on) == (Owner.MINE, "the deck", date(2026, 11, 27))


async def test_a_promise_of_theirs_is_told_from_mine(story: Whole) -> None:
    told = await story.ada.command("/coop-deliverable from Bo Lindqvist: her notes by 12 May")

    assert told.message is not None
    assert "*Bo Lindqvist* promised you: her notes, by *Wednesday 12 May 2027*" in told.message.plain


async def test_a_promise_without_a_date_opens_the_form_with_everything_typed(story: Whole) -> None:
    told = await story.ada.command("/coop deliverable Bo Lindqvist: the deck & the figures")

    assert told.message is None
    form = story.ada.views[-1]
    known = {name: filled(form, name) for name in ("contact", "what", "owner", "due")}
    assert known == {"contact": "Bo Lindqvist", "what": "the deck & the figures", "owner": "mine", "due": None}
    sent = await story.ada.submit(form, {"due": "2026-11-27"})
    assert sent.ok
    assert "by *Friday 27 November*" in story.ada.views[-1].plain
    assert await drafts(story) == []


async def test_a_date_in_the_past_opens_the_form_and_is_refused_there(story: Whole) -> None:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by 1 November 2026")
    form = story.ada.views[-1]
    assert (filled(form, "what"), filled(form, "due")) == ("the deck", None)

    sent = await story.ada.submit(form, {"due": "2026-11-23"})

    assert sent.errors == {"due": "That has passed already. Which day do you mean instead?"}
    assert filled(story.ada.views[-1], "what") == "the deck"
    assert await facts(story, Deliverable) == []


async def test_a_date_decades_away_is_asked_about(story: Whole) -> None:
    told = await story.ada.command("/coop deliverable Bo Lindqvist: the deck by 1 May 2060")
    assert told.ok
    assert await facts(story, Deliverable) == []
    await story.ada.command("/coop deliverable")
    sent = await story.ada.submit(story.ada.views[-1], {"contact": "Bo", "what": "the deck", "due": "2060-05-01"})
    assert "more than three years away" in sent.errors["due"]


async def test_a_promise_is_renegotiated_and_said_back(story: Whole) -> None:
    told = await story.ada.command("/coop deliverable Bo Lindqvist: the deck by Friday")
    assert told.message is not None

    await story.ada.press(told.message, "edit")
    form = story.ada.views[-1]
    assert (form.title, filled(form, "due")) == ("Edit the deliverable", "2026-11-27")
    await story.ada.submit(form, {"due": "2026-12-01", "what": "the long deck", "owner": "theirs"})

    assert "*Bo Lindqvist* promised you: the long deck, by *Tuesday 1 December*" in story.ada.views[-1].plain


async def test_a_deleted_promise_is_gone_and_comes_back_with_undo(either: Whole) -> None:
    told = await either.ada.command("/coop deliverable Bo Lindqvist: the deck by Friday")
    assert told.message is not None

    await either.ada.press(told.message, "delete")
    await either.quiet()
    assert await facts(either, Deliverable) == []
    assert "“the deck” is deleted" in either.ada.ephemeral[-1].plain

    await either.ada.press(either.ada.ephemeral[-1], "undo")
    await either.quiet()
    assert [deck.what for deck in await facts(either, Deliverable)] == ["the deck"]


async def test_undo_of_a_deletion_twice_says_that_it_was_undone(story: Whole) -> None:
    told = await story.ada.command("/coop deliverable Bo Lindqvist: the deck by Friday")
    assert told.message is not None
    await story.ada.press(told.message, "delete")
    await story.quiet()
    gone = story.ada.ephemeral[-1]

    await story.ada.press(gone, "undo")
    await story.quiet()
    await story.ada.press(gone, "undo")
    await story.quiet()

    assert "That has been undone already." in story.ada.ephemeral[-1].plain
    assert len(await facts(story, Deliverable)) == 1


async def test_more_than_can_be_kept_opens_the_form_with_it(story: Whole) -> None:
    await story.ada.command(f"/coop deliverable Dana Reyes: {'a long deck ' * 300} by Friday")

    assert "a long deck" in story.ada.views[-1].plain
