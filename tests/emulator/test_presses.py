from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Message, Person
from tests.emulator.conftest import Connect
from tests.emulator.workplace import (
    ADA,
    GENERAL,
    actions,
    button,
    field,
    home,
    modal,
    option,
    typed,
)

Body = dict[str, Any]


@pytest.fixture
def presses(app: AsyncApp) -> list[Body]:
    """Every block_actions body that comes in, acked."""
    bodies: list[Body] = []

    @app.action({"type": "block_actions", "action_id": "done"})
    @app.action({"type": "block_actions", "action_id": "when"})
    @app.action({"type": "block_actions", "action_id": "note"})
    async def _(ack: Any, body: Body) -> None:
        bodies.append(body)
        await ack()

    return bodies


async def post(client: AsyncWebClient, *blocks: Body, channel: str = ADA) -> None:
    await client.chat_postMessage(channel=channel, text="Well?", blocks=list(blocks))


async def test_a_press_tells_the_app_what_was_pressed_where(
    client: AsyncWebClient, ada: Person, presses: list[Body], connect: Connect
) -> None:
    await connect()
    await post(client, actions(button("done", value="7")), actions(button("done", "Later", value="8")))
    message = ada.inbox[-1]

    outcome = await ada.press(message, "done", "8")

    assert outcome.ok
    body = presses[0]
    assert body["actions"][0]["value"] == "8"
    assert body["actions"][0]["text"]["text"] == "Later"
    assert body["actions"][0]["block_id"] == message.blocks[1]["block_id"]
    assert body["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": ada.dm,
        "is_ephemeral": False,
    }
    assert body["message"]["blocks"] == message.blocks
    assert body["channel"] == {"id": ada.dm, "name": "directmessage"}
    assert body["user"]["id"] == ADA
    assert body["team"]["id"] == "T0COOP"
    assert body["response_url"]
    assert body["trigger_id"]


async def test_a_press_on_an_ephemeral_message_carries_no_message(
    client: AsyncWebClient, ada: Person, presses: list[Body], connect: Connect
) -> None:
    await connect()
    await client.chat_postEphemeral(channel=GENERAL, user=ADA, text="x", blocks=[actions(button("done"))])

    await ada.press(ada.ephemeral[0], "done")

    assert "message" not in presses[0]
    assert presses[0]["container"]["is_ephemeral"] is True
    assert presses[0]["response_url"]


async def test_a_press_on_home_carries_a_view_and_no_response_url(
    client: AsyncWebClient, ada: Person, presses: list[Body], connect: Connect
) -> None:
    await connect()
    await client.views_publish(user_id=ADA, view={**home(), "blocks": [actions(button("done"))]})
    assert ada.home

    await ada.press(ada.home, "done")

    assert "response_url" not in presses[0]
    assert "message" not in presses[0]
    assert presses[0]["view"]["type"] == "home"
    assert presses[0]["container"] == {"type": "view", "view_id": ada.home.id}


async def test_what_was_picked_comes_in_the_words_of_its_element(
    client: AsyncWebClient, ada: Person, presses: list[Body], by_socket: Connect
) -> None:
    await by_socket()
    await post(
        client,
        actions(
            {"type": "datepicker", "action_id": "when"},
            {"type": "static_select", "action_id": "done", "options": [option("bo"), option("cleo")]},
        ),
    )

    await ada.press(ada.inbox[-1], "when", date="2026-05-12")
    await ada.press(ada.inbox[-1], "done", option="Cleo")

    assert presses[0]["actions"][0]["selected_date"] == "2026-05-12"
    assert presses[1]["actions"][0]["selected_option"]["value"] == "cleo"
    block_id = presses[1]["actions"][0]["block_id"]
    assert presses[1]["state"]["values"][block_id]["done"]["selected_option"]["value"] == "cleo"


async def test_an_input_block_stays_silent_without_dispatch_action(
    client: AsyncWebClient, app: AsyncApp, ada: Person, presses: list[Body], by_socket: Connect
) -> None:
    @app.command("/coop")
    async def _(ack: Any, body: Body) -> None:
        await ack()
        silent, loud = field("quiet", typed("note")), field("loud", typed("note"), dispatch_action=True)
        await client.views_open(trigger_id=body["trigger_id"], view=modal(silent, loud))

    await by_socket()
    await ada.command("/coop")

    await ada.press(ada.views[-1], "note", block_id="quiet", text="hush")
    await ada.press(ada.views[-1], "note", block_id="loud", text="hey")

    assert [body["actions"][0]["block_id"] for body in presses] == ["loud"]
    values = presses[0]["view"]["state"]["values"]
    assert (values["quiet"]["note"]["value"], values["loud"]["note"]["value"]) == ("hush", "hey")


async def test_nobody_can_press_what_is_not_there(client: AsyncWebClient, ada: Person) -> None:
    await post(client, actions(button("done", value="1")))

    with pytest.raises(LookupError, match="no undo"):
        await ada.press(ada.inbox[-1], "undo")
    with pytest.raises(LookupError, match="value 2"):
        await ada.press(ada.inbox[-1], "done", "2")


async def test_a_press_on_an_old_message_shows_the_app_the_message_as_it_is_now(
    client: AsyncWebClient, ada: Person, presses: list[Body], by_socket: Connect
) -> None:
    await by_socket()
    await post(client, actions(button("done")))
    old = ada.inbox[-1]
    await client.chat_update(channel=old.channel, ts=old.ts, text="Settled")

    await ada.press(old, "done")

    assert presses[0]["message"]["text"] == "Settled"


async def test_a_response_url_replaces_and_deletes_the_message_that_was_pressed(
    slack: LocalSlack, client: AsyncWebClient, app: AsyncApp, ada: Person, connect: Connect
) -> None:
    @app.action("done")
    async def _(ack: Any, respond: AsyncRespond) -> None:
        await ack()
        await respond("Done it", replace_original=True)

    @app.action("drop")
    async def _(ack: Any, respond: AsyncRespond) -> None:
        await ack()
        await respond(delete_original=True)

    await connect()
    await post(client, actions(button("done"), button("drop")))
    message = ada.inbox[-1]
    await ada.press(message, "done")
    await slack.quiet()

    assert ada.inbox[-1].text == "Done it"
    assert ada.inbox[-1].blocks == []

    await ada.press(message, "drop")
    await slack.quiet()

    assert ada.inbox == []


async def test_a_response_url_without_replace_original_is_for_the_person_alone(
    slack: LocalSlack, client: AsyncWebClient, app: AsyncApp, ada: Person, connect: Connect
) -> None:
    @app.action("done")
    async def _(ack: Any, respond: AsyncRespond) -> None:
        await ack()
        await respond("Between us")

    await connect()
    await post(client, actions(button("done")), channel=GENERAL)
    await ada.press(slack.history(GENERAL)[0], "done")
    await slack.quiet()

    assert [message.text for message in ada.ephemeral] == ["Between us"]
    assert len(slack.history(GENERAL)) == 1


async def test_a_global_shortcut_knows_who_but_not_where(app: AsyncApp, ada: Person, connect: Connect) -> None:
    bodies: list[Body] = []

    @app.global_shortcut("log")
    async def _(ack: Any, body: Body) -> None:
        bodies.append(body)
        await ack()

    await connect()
    outcome = await ada.shortcut("log")

    assert outcome.ok
    assert bodies[0]["trigger_id"]
    assert {"channel", "message", "response_url"}.isdisjoint(bodies[0])


async def test_a_message_shortcut_brings_the_message(
    slack: LocalSlack, app: AsyncApp, ada: Person, connect: Connect
) -> None:
    bodies: list[Body] = []

    @app.message_shortcut("keep")
    async def _(ack: Any, body: Body) -> None:
        bodies.append(body)
        await ack()

    @app.event("message")
    async def _() -> None:
        """Taken, so that nothing is delivered again."""

    await connect()
    message: Message = await ada.say(GENERAL, "Keep this")
    await ada.shortcut("keep", message)

    assert bodies[0]["message"]["text"] == "Keep this"
    assert bodies[0]["channel"]["id"] == GENERAL
    assert bodies[0]["message_ts"] == message.ts
    with pytest.raises(LookupError, match="no global shortcut keep"):
        await ada.shortcut("keep")


async def test_an_external_select_asks_the_app_for_its_options(
    client: AsyncWebClient, app: AsyncApp, ada: Person, connect: Connect
) -> None:
    asked: list[Body] = []

    @app.options("who")
    async def _(ack: Any, body: Body) -> None:
        asked.append(body)
        await ack(options=[option("dana"), option("dan")])

    @app.action("who")
    async def _(ack: Any) -> None:
        await ack()

    await connect()
    await post(client, actions({"type": "external_select", "action_id": "who", "min_query_length": 1}))
    offered = await ada.options(ada.inbox[-1], "who", "Da")
    outcome = await ada.press(ada.inbox[-1], "who", option="dana")

    assert [one["value"] for one in offered] == ["dana", "dan"]
    assert asked[0]["value"] == "Da"
    assert outcome.ok
