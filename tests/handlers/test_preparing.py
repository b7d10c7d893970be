"""Preparing for a call: the card of the day before, the card of ten minutes before, and the form (E5 to E8)."""

from typing import Any

import pytest

from emulator import Message
from etiquette.messages.vocabulary import Action
from etiquette.rules.calls import Call, Reading
from etiquette.rules.contacts import Contact
from etiquette.rules.nudges import Kind
from tests.handlers.manners import elements, facts, filled, value_of
from tests.handlers.telling import act
from tests.whole import Whole

LINKS = {
    "profile_url": "https://linkedin.com/in/dana",
    "company_url": "https://acme.example",
    "website_url": "https://dana.example",
    "social_url": "https://social.example/@dana",
}
NOTES = {
    "learn": "How they run onboarding in one afternoon",
    "offer": "Our pricing study",
    "question-0": "Who else should I meet?",
    "question-1": "What would you do anew?",
    "common_ground": "Both taught before",
    "past": "Founded two start-ups",
    "present": "Hiring a team of six",
    "future": "A book on pricing",
}


async def has_a_call(story: Whole, when: str = "Friday 3pm") -> Message:
    """Dana, whom Sam introduced, and a call with her."""
    await story.ada.command("/coop intro Dana Reyes via @sam https://linkedin.com/in/dana the one who knows pricing")
    told = await story.ada.command(f"/coop call Dana {when}")
    assert told.message is not None
    return told.message


async def the_card(story: Whole, kind: Kind = Kind.PREPARE, **by: float) -> Message:
    """The message that carries a card of that kind, once time has gone on."""
    posted = await story.move(**(by or {"days": 2}))
    return next(each for each in posted if value_about(each, kind))


def value_about(message: Message, kind: Kind) -> str:
    values = [str(each.get("value") or "") for each in elements(message)]
    return next((value for value in values if value.endswith(f":{kind}")), "")


async def fills_in(story: Whole, card: Message, **values: Any) -> None:
    await story.ada.press(card, Action.PREPARE)
    await story.ada.submit(story.ada.views[-1], values)
    await story.quiet()
    await story.ada.close(story.ada.views[-1])


def boxes(message: Message) -> list[str]:
    return [each["text"]["text"] for each in elements(message) if str(each.get("action_id")).startswith("tick_")]


async def test_e5_the_day_before_a_card_has_what_to_read_as_a_checklist(either: Whole) -> None:
    """At half past nine on the working day before: for Friday, on Thursday."""
    await has_a_call(either)

    card = await the_card(either)

    assert "Prepare for your call with" in card.plain
    assert "It is tomorrow at 15:00" in card.plain
    assert boxes(card) == ["☐ LinkedIn profile"]
    assert "Not known yet: company page, website, social page." in card.plain
    opens = next(each for each in elements(card) if each["action_id"] == Action.TICK_PROFILE)
    assert opens["url"] == "https://www.linkedin.com/in/dana"


async def test_e5_mondays_card_comes_on_friday(story: Whole) -> None:
    await has_a_call(story, "Monday 3pm")

    friday = await the_card(story, days=3)

    assert "It is on Monday at 15:00" in friday.plain


async def test_e5_ticks_are_kept_where_they_stand_and_the_last_one_settles_the_card(either: Whole) -> None:
    await has_a_call(either)
    card = await the_card(either)
    await fills_in(either, card, company_url=LINKS["company_url"])
    card = either.again(card)
    assert boxes(card) == ["☐ LinkedIn profile", "☐ Company page"]

    await either.ada.press(card, Action.TICK_COMPANY)
    await either.quiet()
    card = either.again(card)
    assert boxes(card) == ["☐ LinkedIn profile", "☑ Company page"]
    assert "*Read:* <https://acme.example|Company page>" in card.plain

    await either.ada.press(card, Action.TICK_PROFILE)
    await either.quiet()
    settled = either.again(card)
    assert "✓ Prepared" in settled.plain
    assert settled.buttons == ["Undo"]
    [call] = await facts(either, Call)
    assert (call.ticked, call.closed) == ((Reading.PROFILE, Reading.COMPANY), (Kind.PREPARE,))

    await either.ada.press(settled, Action.UNDO)
    await either.quiet()
    assert boxes(either.again(card)) == ["☐ LinkedIn profile", "☑ Company page"]


async def test_e5_a_tick_can_be_taken_back_by_another_press(story: Whole) -> None:
    await has_a_call(story)
    card = await the_card(story)
    await fills_in(story, card, company_url=LINKS["company_url"])
    for _ in range(2):
        await story.ada.press(story.again(card), Action.TICK_COMPANY)
        await story.quiet()

    assert boxes(story.again(card)) == ["☐ LinkedIn profile", "☐ Company page"]


async def test_e5_the_same_press_delivered_twice_ticks_once(story: Whole) -> None:
    """N4: a press says what it wants, and does not turn things around."""
    await has_a_call(story)
    card = await the_card(story)
    await fills_in(story, card, company_url=LINKS["company_url"])
    card = story.again(card)

    for _ in range(2):
        await story.ada.press(card, Action.TICK_COMPANY)
    await story.quiet()

    [call] = await facts(story, Call)
    assert call.ticked == (Reading.COMPANY,)


async def test_e6_the_card_holds_what_was_thought_of_before(either: Whole) -> None:
    await has_a_call(either)
    card = await the_card(either)

    await fills_in(either, card, **NOTES, **LINKS)

    shown = either.again(card).plain
    assert "*How you were described:* the one who knows pricing" in shown
    assert "*Common ground:* Both taught before" in shown
    assert "*To learn:* How they run onboarding in one afternoon" in shown
    assert "*To offer:* Our pricing study" in shown
    assert "1. Who else should I meet?\n2. What would you do anew?" in shown
    assert "Not known yet" not in shown
    assert len(either.again(card).blocks) <= 7
    [call] = await facts(either, Call)
    assert call.questions == "Who else should I meet?\nWhat would you do anew?"


async def test_e6_the_form_comes_with_what_is_known_and_its_noting_can_be_undone(story: Whole) -> None:
    await has_a_call(story)
    card = await the_card(story)
    await fills_in(story, card, **NOTES)
    await story.ada.press(story.again(card), Action.PREPARE)
    form = story.ada.views[-1]
    assert filled(form, "profile_url") == "https://www.linkedin.com/in/dana"
    assert (filled(form, "learn"), filled(form, "question-1")) == (NOTES["learn"], NOTES["question-1"])
    assert "How you were described:* the one who knows pricing" in form.plain

    await story.ada.submit(form, {"learn": "Something else", "future": "A second book"})
    noted = story.ada.views[-1]
    assert "Noted for your call with" in noted.plain
    await story.ada.press(noted, Action.UNDO)
    await story.quiet()

    assert f"*To learn:* {NOTES['learn']}" in story.again(card).plain
    [dana] = await facts(story, Contact)
    assert dana.future == NOTES["future"]


async def test_e6_what_cannot_be_kept_is_said_at_its_field(story: Whole) -> None:
    await has_a_call(story)
    card = await the_card(story)
    await story.ada.press(card, Action.PREPARE)

    sent = await story.ada.submit(story.ada.views[-1], {"website_url": "javascript:alert(1)", "company_url": "acme"})

    assert sorted(sent.errors) == ["company_url", "website_url"]
    [dana] = await facts(story, Contact)
    assert dana.company_url is None


async def test_e7_e8_ten_minutes_before_the_profile_is_one_press_away_with_their_past_present_and_future(
    either: Whole,
) -> None:
    await has_a_call(either, "Saturday 9pm")
    await fills_in(either, await the_card(either, days=3), **NOTES)

    card = await the_card(either, Kind.CALL_CARD, days=2)

    assert card.ts.startswith(str(int(either.slack.clock.moment.timestamp()))[:3])
    first = next(iter(elements(card)))
    assert (first["text"]["text"], first["url"]) == ("Open their profile", "https://www.linkedin.com/in/dana")
    for told in (
        "Your call is about to begin.",
        "It is today at 21:00",
        "*Past:* Founded two start-ups",
        "*Present:* Hiring a team of six",
        "*Future:* A book on pricing",
        "*How you were described:* the one who knows pricing",
        "1. Who else should I meet?",
    ):
        assert told in card.plain


async def test_e7_where_there_is_no_profile_the_first_button_adds_it(story: Whole) -> None:
    await story.ada.command("/coop call Bo Lindqvist tomorrow 3pm")
    card = await the_card(story, Kind.CALL_CARD, days=1, hours=0.9)
    first = next(iter(elements(card)))
    assert first["text"]["text"] == "Add their profile"

    await fills_in(story, card, profile_url="linkedin.com/in/bo")

    opens = next(iter(elements(story.again(card))))
    assert opens["url"] == "https://www.linkedin.com/in/bo"


async def test_e7_a_card_that_was_looked_at_keeps_what_it_says(story: Whole) -> None:
    await has_a_call(story, "tomorrow 3pm")
    card = await the_card(story, Kind.CALL_CARD, days=1, hours=0.9)

    await story.ada.press(card, Action.NUDGE_DONE)
    await story.quiet()

    ready = story.again(card)
    assert "✓ Ready" in ready.plain
    assert "the one who knows pricing" in ready.plain
    assert ready.buttons == ["Undo", "Open their profile"]


async def test_e5_a_card_that_is_drawn_anew_after_the_call_does_not_say_that_it_is_to_come(story: Whole) -> None:
    await has_a_call(story, "Thursday 3pm")
    card = await the_card(story, days=3)

    await fills_in(story, card, offer="our interview guide")

    assert "It was yesterday" in story.again(card).plain


@pytest.mark.parametrize(
    ("when", "shown", "not_shown"),
    [
        ("tomorrow 9am", "Prepare for your call with", "Your call with Dana Reyes*\nIt is"),
        ("today 2:08pm", "Open their profile", "Prepare for your call with"),
        ("Friday 3pm", "Right after it", "Prepare for your call with"),
    ],
)
async def test_e5_e7_a_call_that_is_logged_too_late_for_its_card_gets_it_with_the_reply(
    story: Whole, when: str, shown: str, not_shown: str
) -> None:
    reply = await has_a_call(story, when)

    assert shown in reply.plain + " ".join(reply.buttons)
    assert not_shown not in reply.plain


async def test_e5_the_card_in_a_reply_is_ticked_where_it_stands(story: Whole) -> None:
    reply = await has_a_call(story, "tomorrow 9am")

    await story.ada.press(reply, Action.TICK_PROFILE)
    await story.quiet()

    assert "✓ Prepared" in story.ada.ephemeral[-1].plain


async def test_e5_a_tick_among_what_is_due_leaves_the_rest_in_its_place(story: Whole) -> None:
    reply = await has_a_call(story, "tomorrow 9am")
    await fills_in(story, reply, company_url=LINKS["company_url"])
    await story.ada.command("/coop deliverable Dana: the deck by today")
    due = await story.ada.command("/coop")
    assert due.message is not None

    await story.ada.press(due.message, Action.TICK_COMPANY)
    await story.quiet()

    shown = story.ada.ephemeral[-1]
    assert boxes(shown) == ["☐ LinkedIn profile", "☑ Company page"]
    assert "The deck for" in shown.plain
    assert shown.plain.count("Prepare for your call") == 1


@pytest.mark.parametrize("what", ["moved", "deleted", "held"])
async def test_e7_the_card_of_a_call_that_is_moved_deleted_or_held_settles(story: Whole, what: str) -> None:
    reply = await has_a_call(story, "tomorrow 3pm")
    card = await the_card(story, Kind.CALL_CARD, days=1, hours=0.9)

    if what == "deleted":
        await story.ada.press(reply, Action.DELETE)
    elif what == "moved":
        await story.ada.press(card, Action.NUDGE_EDIT)
        await story.ada.submit(story.ada.views[-1], {"day": "2026-11-27"})
    else:
        await story.move(hours=1)
        due = await story.ada.command("/coop")
        assert due.message is not None
        await story.ada.press(due.message, Action.NUDGE_DONE, value=value_of(due.message, "call", Action.NUDGE_DONE))
        await story.ada.submit(story.ada.views[-1], {"happened": "yes"})
    await story.quiet()

    said = {
        "moved": "Changed: now Friday 27 November",
        "deleted": "has been deleted",
        "held": "Settled in the meantime",
    }
    assert said[what] in story.again(card).plain


async def test_e5_a_forged_tick_changes_nothing(story: Whole) -> None:
    await has_a_call(story)
    card = await the_card(story)
    [before] = await facts(story, Call)
    place = {"container": {"type": "message", "message_ts": card.ts, "channel_id": card.channel}}

    for value in ("call:nobody:profile", f"call:{before.id}:nothing", "call", "", "x" * 1999):
        for action_id in (Action.TICK_PROFILE, Action.PREPARE):
            forged = {"action_id": action_id, "value": value, "type": "button", "block_id": "b"}
            answer = await act(story, {"type": "block_actions", "actions": [forged], **place})
            assert (value, answer.error) == (value, None)
    await story.quiet()

    assert await facts(story, Call) == [before]
    assert [each.plain for each in story.ada.ephemeral if "wrong on my side" in each.plain] == []
