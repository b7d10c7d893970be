"""COVERAGE is held to the truth: the official client calls every method in it, and there is no other."""

import asyncio
import importlib
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person
from emulator.api import METHODS
from emulator.coverage import COVERAGE, How
from tests.emulator.conftest import Connect
from tests.emulator.test_chat import refusal
from tests.emulator.workplace import ADA, APP_TOKEN, BO, GENERAL, QUIET, actions, button, home, modal


def test_the_table_names_just_the_methods_that_there_are() -> None:
    assert set(COVERAGE) == set(METHODS)


@pytest.mark.parametrize("method", sorted(COVERAGE))
def test_every_entry_is_proved_by_a_test_that_exists(method: str) -> None:
    covered = COVERAGE[method]
    module, _, test = covered.proof.partition(".")

    assert hasattr(importlib.import_module(f"tests.emulator.{module}"), test)
    assert (covered.how is How.PARTIAL) == bool(covered.lacks)


async def test_every_method_answers_the_official_client(
    slack: LocalSlack, app: AsyncApp, client: AsyncWebClient, ada: Person, by_socket: Connect
) -> None:
    triggers: asyncio.Queue[str] = asyncio.Queue()

    @app.command("/coop")
    @app.action("more")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        triggers.put_nowait(body["trigger_id"])

    await by_socket()
    await say_everything(client, ada)
    await ada.command("/coop")
    opened = await client.views_open(trigger_id=await triggers.get(), view=modal(actions(button("more"))))
    await ada.press(ada.views[-1], "more")
    await client.views_push(trigger_id=await triggers.get(), view=modal(title="On top"))
    await client.views_update(view_id=opened["view"]["id"], view=modal(title="Anew"))
    await client.views_publish(user_id=ADA, view=home())
    await client.auth_revoke()

    called = {call.method: call.error for call in slack.calls}
    assert called == dict.fromkeys(METHODS)


async def say_everything(client: AsyncWebClient, ada: Person) -> None:
    """Every method that needs no trigger, well used."""
    posted = (await client.chat_postMessage(channel=GENERAL, text="x"))["ts"]
    here = {"channel": GENERAL, "timestamp": posted}
    link = await client.chat_getPermalink(channel=GENERAL, message_ts=posted)
    assert link["permalink"].endswith(f"/archives/{GENERAL}/p{posted.replace('.', '')}")
    await client.reactions_add(**here, name="tada")
    await client.reactions_remove(**here, name="tada")
    await client.conversations_history(channel=GENERAL)
    await client.conversations_replies(channel=GENERAL, ts=posted)
    await client.chat_update(channel=GENERAL, ts=posted, text="y")
    await client.chat_delete(channel=GENERAL, ts=posted)
    await client.chat_postEphemeral(channel=GENERAL, user=ADA, text="x")
    await client.conversations_open(users=ADA)
    await client.conversations_info(channel=GENERAL)
    await client.conversations_list()
    await client.conversations_members(channel=GENERAL)
    await client.conversations_join(channel=QUIET)
    await client.users_conversations(user=ADA)
    await client.users_list()
    assert (await client.users_info(user=ADA))["user"]["real_name"] == "Ada Okafor"
    assert (await client.users_lookupByEmail(email="ada@example.com"))["user"]["id"] == ADA
    assert (await client.users_getPresence(user=ADA))["presence"] == "active"
    await client.dnd_info(user=BO)
    assert BO in (await client.dnd_teamInfo(users=[ADA, BO]))["users"]
    assert (await client.team_info())["team"]["id"] == "T0COOP"
    assert (await client.bots_info())["bot"]["user_id"] == (await client.auth_test())["user_id"]
    assert (await client.api_test(foo="bar"))["args"]["foo"] == "bar"
    await client.apps_connections_open(app_token=APP_TOKEN)
    upload = await client.files_upload_v2(channel=ada.dm, filename="a.txt", content="hello")
    await client.files_info(file=upload["files"][0]["id"])
    await client.files_delete(file=upload["files"][0]["id"])


async def test_a_revoked_token_is_no_good(client: AsyncWebClient) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_revoke())["revoked"] is True
    assert await refusal(client.auth_test()) == "token_revoked"
