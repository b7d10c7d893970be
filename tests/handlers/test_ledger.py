"""`/coop ledger`: what was given and received, on one screen, and what is recorded by hand (E14)."""

from etiquette.rules.favours import Direction, Favour
from etiquette.store.records import all_of
from tests.handlers.manners import ADA, value_of
from tests.whole import Whole

HOUR = {"contact": "Dana Reyes", "direction": "received", "form": "knowledge", "what": "an hour on <!channel> pricing"}


async def favours(story: Whole) -> list[Favour]:
    async with story.program.store.reading() as tx:
        return await all_of(tx, Favour, ADA)


async def test_e14_something_is_recorded_shown_corrected_deleted_and_undone(either: Whole) -> None:
    await either.ada.command("/coop intro Dana Reyes via Sam Rivera")
    told = await either.ada.command("/coop ledger")
    assert told.message is not None
    assert "received once" in told.message.plain
    assert "Sam Rivera: you received once" in told.message.plain

    await either.ada.press(told.message, "open_form")
    sent = await either.ada.submit(either.ada.views[-1], HOUR)
    assert sent.ok
    assert "an hour on &lt;!channel&gt; pricing" in either.ada.views[-1].plain

    told = await either.ada.command("/coop ledger Dana")
    assert told.message is not None
    assert "received once" in told.message.plain
    await either.ada.press(told.message, "edit")
    await either.ada.submit(either.ada.views[-1], {"direction": "given", "contact": "Cleo"})
    [favour] = await favours(either)
    assert (favour.direction, favour.whom, favour.contact_id) == (Direction.GIVEN, "Cleo", None)

    await either.ada.press(either.ada.views[-1], "delete")
    await either.quiet()
    assert await favours(either) == []
    await either.ada.press(either.ada.views[-1], "undo")
    await either.quiet()
    assert [each.whom for each in await favours(either)] == ["Cleo"]


async def test_e14_an_empty_ledger_says_how_it_fills_and_an_unknown_name_gets_a_sentence(story: Whole) -> None:
    told = await story.ada.command("/coop ledger")
    assert told.message is not None
    assert "fills by itself" in told.message.plain
    told = await story.ada.command("/coop ledger Nobody Known")
    assert told.message is not None
    assert "do not know anybody of that name" in told.message.plain


async def test_e14_two_received_are_followed_by_an_idea_of_what_to_offer_and_offered_it_is_given(story: Whole) -> None:
    await story.ada.command("/coop intro Dana Reyes")
    for _ in range(2):
        told = await story.ada.command("/coop ledger")
        assert told.message is not None
        await story.ada.press(told.message, "open_form")
        await story.ada.submit(story.ada.views[-1], HOUR)
        await story.ada.close(story.ada.views[-1])

    said = [each for each in await story.move(hours=20) if "Something to offer Dana Reyes" in each.plain]

    assert len(said) == 1
    assert "has been generous" in said[0].plain
    await story.ada.press(said[0], "nudge_done", value_of(said[0], "good_turn", "nudge_done"))
    await story.quiet()
    told = await story.ada.command("/coop ledger Dana")
    assert told.message is not None
    assert "gave once, and received twice" in told.message.plain
