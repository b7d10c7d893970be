"""What one member logged no other member sees, and no forged value finds anything (N6)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from etiquette.rules.contacts import Contact
from etiquette.rules.deliverables import Deliverable, DeliverableState
from etiquette.rules.thanks import ThankYou
from tests.handlers.manners import DAN, facts
from tests.handlers.telling import act
from tests.whole import Whole

GONE = "That is not here any more. It may have been deleted or undone."


async def deck_of_ada(story: Whole) -> Deliverable:
    await story.ada.command("/coop deliverable Bo Lindqvist: the deck by tomorrow")
    [deck] = await facts(story, Deliverable)
    return deck


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("nudge_done", "deliverable:{id}:deliverable_mine"),
        ("nudge_drop", "deliverable:{id}:deliverable_mine"),
        ("nudge_edit", "deliverable:{id}"),
        ("edit", "deliverable:{id}"),
        ("delete", "deliverable:{id}"),
        ("debrief", "call:{id}"),
        ("reschedule", "call:{id}"),
        ("undo", "{act}"),
        ("undo", ""),
        ("thanks_draft", "contact:{contact}"),
        ("nudge_done", "thank_you:{id}:thank_contact"),
        ("nudge_done", "nothing:{id}"),
        ("nudge_done", ""),
        ("nudge_yes", "invitation:{id}:invite_accepted"),
        ("nudge_done", "call:{id}:prepare"),
        ("edit", "contact:{contact}"),
        ("delete", "contact:{contact}"),
        ("delete", "introduction:{id}"),
        ("choose_contact", "{id}:{contact}"),
        ("choose_moment", "{id}:2026-11-25T15:00"),
        ("choose_moment", "{id}:nonsense"),
        ("open_form", "call:{id}"),
        ("open_form", "nothing:{id}"),
        ("drop_draft", "draft:{id}"),
        ("nudge_later", ""),
        ("add_row", ""),
    ],
)
async def test_dan_finds_nothing_with_what_belongs_to_ada(story: Whole, action: str, value: str) -> None:
    deck = await deck_of_ada(story)
    value = value.format(id=deck.id, contact=deck.contact_id, act="0" * 32)
    before = len(story.dan.inbox)

    answer = await act(story, press(action, value) | {"user": {"id": "U0DAN", "team_id": "T0COOP"}})
    await story.quiet()

    assert answer.error is None
    assert await facts(story, Deliverable) == [deck]
    assert await facts(story, Contact, DAN) == []
    assert await facts(story, ThankYou, DAN) == []
    said = [message.plain for message in story.dan.inbox[before:]]
    assert all("Bo" not in each and "deck" not in each and "wrong" not in each for each in said)


@pytest.mark.parametrize(
    "option", ["hour", "tomorrow|", "tomorrow|deliverable:", "never|deliverable:{id}", "date|x:y", ""]
)
async def test_a_forged_later_is_refused_kindly(story: Whole, option: str) -> None:
    deck = await deck_of_ada(story)
    chosen = {"text": {"type": "plain_text", "text": "x"}, "value": option.format(id=deck.id)}
    payload = press("nudge_later", "")
    payload["actions"][0] |= {"type": "static_select", "selected_option": chosen}

    assert (await act(story, payload)).error is None
    await story.quiet()

    assert [message.plain for message in story.ada.inbox] == [GONE]
    assert await facts(story, Deliverable) == [deck]


async def test_dan_pressing_a_button_in_adas_message_changes_nothing(either: Whole) -> None:
    deck = await deck_of_ada(either)
    [nudge] = await either.move_to(datetime(2026, 11, 25, 12, tzinfo=UTC))

    await either.dan.press(nudge, "nudge_done")
    await either.quiet()

    assert [each.state for each in await facts(either, Deliverable)] == [DeliverableState.OPEN]
    assert either.dan.ephemeral[-1].plain == GONE
    assert "Delivered" in either.again(nudge).buttons
    assert deck.what not in either.dan.ephemeral[-1].plain


@pytest.mark.parametrize(
    "meta", ['{"id": "ADAS"}', '{"draft": "ADAS"}', "nonsense", "[]", '{"id": 7}', '{"draft": {}}']
)
async def test_a_form_whose_metadata_was_forged_finds_nothing(story: Whole, meta: str) -> None:
    deck = await deck_of_ada(story)
    await story.dan.command("/coop deliverable")
    form = story.dan.views[-1]
    story.slack.backend.views.get(form.id).raw["private_metadata"] = meta.replace("ADAS", deck.id)

    sent = await story.dan.submit(form, {"contact": "Cleo Marchetti", "what": "mine", "due": "2026-11-27"})

    assert sent.error is None
    assert not any("wrong" in said for said in sent.errors.values())
    assert await facts(story, Deliverable) == [deck]


async def test_coop_and_home_show_each_their_own(story: Whole) -> None:
    await deck_of_ada(story)

    told = await story.dan.command("/coop")
    home = await story.dan.open_home()

    assert told.message is not None
    assert home is not None
    assert "deck" not in told.message.plain
    assert "deck" not in home.plain


async def test_somebody_of_another_workspace_is_turned_away_quietly(story: Whole) -> None:
    """Slack Connect: a button can be pressed by people of other workspaces."""
    deck = await deck_of_ada(story)

    answer = await act(
        story,
        press("nudge_done", f"deliverable:{deck.id}")
        | {"user": {"id": "U0ADA", "team_id": "T0OTHER"}, "team": {"id": "T0OTHER", "domain": "other"}},
    )
    await story.quiet()

    assert answer.status is not None
    assert answer.status < 500
    assert [each.state for each in await facts(story, Deliverable)] == [DeliverableState.OPEN]


def press(action: str, value: str) -> dict[str, Any]:
    """A press as Slack tells it, on a message that nobody can answer to."""
    button = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.2"}
    return {"type": "block_actions", "container": {"type": "message"}, "actions": [button]}
