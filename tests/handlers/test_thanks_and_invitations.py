"""`/coop thanks` and `/coop invite`: the draft, the member's own words, and never the invitation before the thanks."""

from etiquette.rules.invitations import Invitation, InvitationState
from etiquette.rules.thanks import ThankYou, ThankYouState
from tests.handlers.manners import facts, filled, value_of
from tests.whole import Whole


async def test_a_thank_you_is_drafted_edited_and_sent(either: Whole) -> None:
    await either.ada.command("/coop intro Bo Lindqvist")

    told = await either.ada.command("/coop thanks Bo")
    assert told.message is not None
    assert "Thank Bo Lindqvist" in told.message.plain
    assert told.message.buttons == ["Sent", "Not this time", "Edit the draft"]

    await either.ada.press(told.message, "nudge_edit")
    form = either.ada.views[-1]
    await either.ada.submit(form, {"draft": "Dear Bo, thank you for the hour & the book!"})
    assert "Dear Bo, thank you for the hour &amp; the book!" in either.ada.views[-1].plain
    [thanks] = await facts(either, ThankYou)
    assert thanks.draft == "Dear Bo, thank you for the hour & the book!"

    await either.ada.press(told.message, "nudge_done")
    await either.quiet()
    assert "Marked as sent" in either.ada.ephemeral[-1].plain
    assert [each.state for each in await facts(either, ThankYou)] == [ThankYouState.SENT]


async def test_thanks_to_somebody_unknown_gets_a_sentence(story: Whole) -> None:
    for typed in ("/coop thanks Cleo Marchetti", "/coop invite Cleo Marchetti"):
        told = await story.ada.command(typed)
        assert told.message is not None
        assert "do not know anybody of that name" in told.message.plain


async def test_bare_thanks_and_bare_invite_show_what_is_due(story: Whole) -> None:
    await story.ada.command("/coop intro Bo Lindqvist")
    await story.ada.command("/coop thanks Bo")

    for bare in ("/coop thanks", "/coop invite", "/coop"):
        told = await story.ada.command(bare)
        assert told.message is not None
        assert "Thank Bo Lindqvist" in told.message.plain


async def test_an_invitation_waits_for_the_thanks_and_is_due_after_it(story: Whole) -> None:
    """E12: never before the thanks."""
    await story.ada.command("/coop intro Bo Lindqvist https://linkedin.com/in/bo")

    told = await story.ada.command("/coop invite Bo")
    assert told.message is not None
    assert "a thank-you is the kinder first step" in told.message.plain
    await story.ada.press(told.message, "thanks_draft")
    await story.quiet()
    thanks = story.ada.ephemeral[-1]
    assert "Sent" in thanks.buttons
    await story.ada.press(thanks, "nudge_done")
    await story.quiet()

    told = await story.ada.command("/coop invite Bo")
    assert told.message is not None
    assert "of 200 characters" in told.message.plain
    assert told.message.buttons == ["Sent", "Not this time", "Edit the draft", "Open their profile"]
    await story.ada.press(told.message, "nudge_done")
    await story.quiet()
    assert [each.state for each in await facts(story, Invitation)] == [InvitationState.SENT]


async def test_a_note_longer_than_linkedin_takes_is_refused_by_slack_or_at_its_field(story: Whole) -> None:
    """E13: counted as LinkedIn counts: an emoji is two characters there, and one for Slack."""
    await story.ada.command("/coop intro Bo Lindqvist")
    await story.ada.command("/coop thanks Bo")
    await story.ada.press(story.ada.ephemeral[-1], "nudge_done")
    await story.quiet()
    told = await story.ada.command("/coop invite Bo")
    assert told.message is not None
    await story.ada.press(told.message, "nudge_edit")

    too_long = await story.ada.submit(story.ada.views[-1], {"draft": "🎉" * 150})
    assert "200 characters at the most" in too_long.errors["draft"]
    assert filled(story.ada.views[-1], "draft") == "🎉" * 150
    assert (await story.ada.submit(story.ada.views[-1], {"draft": "🎉" * 100})).ok


async def test_opening_a_profile_changes_nothing_and_is_answered(story: Whole) -> None:
    await story.ada.command("/coop intro Bo Lindqvist https://linkedin.com/in/bo")
    await story.ada.command("/coop thanks Bo")
    await story.ada.press(story.ada.ephemeral[-1], "nudge_done")
    await story.quiet()
    told = await story.ada.command("/coop invite Bo")
    assert told.message is not None
    before = len(story.slack.calls)

    assert (await story.ada.press(told.message, "open_link")).ok

    await story.quiet()
    assert len(story.slack.calls) == before
    assert value_of(told.message, "invitation")
