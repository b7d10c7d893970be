"""People, channels, tokens and files, as the official client meets them."""

from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person
from tests.emulator.conftest import Connect
from tests.emulator.test_chat import refusal
from tests.emulator.workplace import (
    ADA,
    APP_TOKEN,
    BO,
    BOT_TOKEN,
    CLEO,
    DAN,
    GENERAL,
    QUIET,
    SAM,
    SECRETS,
)

ROLES = {"is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted", "is_stranger"}


async def test_people_come_with_zone_guests_and_who_has_left(client: AsyncWebClient) -> None:
    ada = (await client.users_info(user=ADA, include_locale=True))["user"]

    assert (ada["tz"], ada["locale"], ada["profile"]["email"]) == (
        "Europe/London",
        "en-GB",
        "ada@example.com",
    )
    assert ada["tz_offset"] in (0, 3600)
    assert "locale" not in (await client.users_info(user=ADA))["user"]
    assert "tz" not in (await client.users_info(user=SAM))["user"]
    assert roles(await client.users_info(user=ADA)) == {"is_admin", "is_owner", "is_primary_owner"}
    assert roles(await client.users_info(user=CLEO)) == {"is_restricted"}
    assert (await client.users_info(user=DAN))["user"]["deleted"] is True
    assert await refusal(client.users_info(user="U0NOBODY")) == "user_not_found"


def roles(answer: Any) -> set[str]:
    return {key for key, value in answer["user"].items() if key.startswith("is_") and value and key in ROLES}


async def test_what_a_person_is_can_change(slack: LocalSlack, client: AsyncWebClient) -> None:
    for role in ("is_admin", "is_ultra_restricted", "is_stranger"):
        await slack.person(BO).change(**{role: True})

    assert roles(await client.users_info(user=BO)) == {"is_admin", "is_ultra_restricted", "is_stranger"}
    assert BO not in {person["id"] for person in (await client.users_list())["members"]}


async def test_everybody_is_listed_page_by_page(slack: LocalSlack, client: AsyncWebClient) -> None:
    pages = [page["members"] async for page in await client.users_list(limit=4)]

    everybody = {person["id"] for page in pages for person in page}
    assert everybody == {ADA, BO, CLEO, SAM, DAN, slack.app.bot_user_id}
    assert len(pages) == 2


async def test_the_offset_follows_the_domain_clock(slack: LocalSlack, client: AsyncWebClient) -> None:
    await slack.move_to(datetime(2027, 7, 1, tzinfo=UTC))
    assert (await client.users_info(user=ADA))["user"]["tz_offset"] == 3600
    await slack.move_to(datetime(2027, 12, 1, tzinfo=UTC))
    assert (await client.users_info(user=ADA))["user"]["tz_offset"] == 0


async def test_the_app_sees_public_channels_and_those_it_is_in(client: AsyncWebClient) -> None:
    channels = await client.conversations_list(types="public_channel,private_channel")

    assert [channel["id"] for channel in channels["channels"]] == [GENERAL, QUIET]
    assert await refusal(client.conversations_info(channel=SECRETS)) == "channel_not_found"
    assert (await client.conversations_info(channel=QUIET))["channel"]["is_member"] is False
    assert (await client.users_conversations())["channels"][0]["id"] == GENERAL
    assert ADA in (await client.conversations_members(channel=GENERAL))["members"]


async def test_joining_makes_a_member(client: AsyncWebClient) -> None:
    await client.conversations_join(channel=QUIET)

    assert (await client.chat_postMessage(channel=QUIET, text="x"))["ok"]
    again = await client.conversations_join(channel=QUIET)
    assert again["warning"] == "already_in_channel"


async def test_several_people_share_one_direct_message(slack: LocalSlack, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users=[ADA, BO], return_im=True)

    assert opened["channel"]["is_mpim"] is True
    assert await refusal(client.conversations_open(users="")) == "users_list_not_supplied"
    assert await refusal(client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert (await client.conversations_open(users=[BO, ADA]))["already_open"] is True


async def test_tokens_are_told_apart(slack: LocalSlack) -> None:
    async def error(token: str | None, method: str = "auth.test") -> str:
        client = AsyncWebClient(token=token, base_url=slack.api_url)
        return await refusal(client.api_call(method))

    assert await error(None) == "not_authed"
    assert await error("xoxb-unknown") == "invalid_auth"
    assert await error(APP_TOKEN) == "not_allowed_token_type"
    assert await error(BOT_TOKEN, "apps.connections.open") == "not_allowed_token_type"
    assert await error(BOT_TOKEN, "chat.sing") == "unknown_method"
    slack.tokens.revoke(BOT_TOKEN)
    assert await error(BOT_TOKEN) == "token_revoked"
    slack.tokens.revoke(BOT_TOKEN, "account_inactive")
    assert await error(BOT_TOKEN) == "account_inactive"
    slack.tokens.restore(BOT_TOKEN)
    assert (await AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url).auth_test())["ok"]


async def test_a_missing_scope_says_which_and_what_there_is(slack: LocalSlack) -> None:
    slack.tokens.grant("xoxb-poor", frozenset({"users:read", "im:history"}))
    client = AsyncWebClient(token="xoxb-poor", base_url=slack.api_url)

    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=GENERAL, text="x")

    answer = refused.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert answer["provided"] == "im:history,users:read"
    assert await refusal(client.conversations_history(channel=GENERAL)) == "missing_scope"
    assert "email" not in (await client.users_info(user=ADA))["user"]["profile"]


async def test_what_is_not_json_is_refused_and_unknown_arguments_are_not(http: aiohttp.ClientSession) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}

    async def post(body: str) -> Any:
        async with http.post("/api/auth.test", data=body, headers=headers) as response:
            assert response.status == 200
            return await response.json()

    assert (await post("{oops"))["error"] == "invalid_json"
    assert (await post("[]"))["error"] == "json_not_object"
    assert (await post('{"team_id": "T0COOP", "anything": 1}'))["ok"] is True
    async with http.get("/api/auth.test", params={"token": BOT_TOKEN}) as response:
        assert (await response.json())["ok"] is True


async def test_a_file_is_ready_and_shared_a_moment_after_its_upload(
    slack: LocalSlack, client: AsyncWebClient, ada: Person
) -> None:
    answer = await client.files_upload_v2(
        channel=ada.dm, filename="chart.png", content=b"\x89PNG", title="Chart", initial_comment="Look"
    )
    file_id = answer["files"][0]["id"]
    early = await client.files_info(file=file_id)
    await slack.quiet()

    assert early["file"]["mimetype"] == ""
    assert (await client.files_info(file=file_id))["file"]["mimetype"] == "image/png"
    assert ada.inbox[0].text == "Look"
    assert ada.inbox[0].raw["files"][0]["id"] == file_id
    assert ada.inbox[0].metadata is None

    await client.files_delete(file=file_id)
    assert ada.inbox[0].raw["files"] == []
    assert await refusal(client.files_info(file=file_id)) == "file_not_found"


async def test_an_image_block_must_wait_for_its_file(
    slack: LocalSlack, client: AsyncWebClient, ada: Person, http: aiohttp.ClientSession
) -> None:
    announced = await client.files_getUploadURLExternal(filename="chart.png", length=4)
    async with http.post(announced["upload_url"], data=b"\x89PNG") as response:
        assert response.status == 200
    files = [{"id": announced["file_id"]}]
    block = {"type": "image", "slack_file": {"id": announced["file_id"]}, "alt_text": "a chart"}

    await client.files_completeUploadExternal(files=files)
    assert await refusal(client.chat_postMessage(channel=ADA, text="x", blocks=[block])) == "invalid_blocks"
    assert await refusal(client.files_completeUploadExternal(files=files)) == "file_not_found"
    await slack.quiet()
    assert (await client.chat_postMessage(channel=ADA, text="x", blocks=[block]))["ok"]
    assert len(ada.inbox) == 1


async def test_what_happens_is_told_to_an_app_that_subscribed(
    slack: LocalSlack, app: AsyncApp, client: AsyncWebClient, ada: Person, connect: Connect
) -> None:
    events: list[dict[str, Any]] = []

    for name in ("user_change", "member_joined_channel", "message", "app_mention"):

        @app.event(name)
        async def _(body: dict[str, Any]) -> None:
            events.append(body)

    await connect()
    await ada.change(tz="America/New_York")
    await slack.person(SAM).join(GENERAL)
    said = await ada.say("app", "1 < 2 & so on")
    await ada.say(GENERAL, f"<@{slack.app.bot_user_id}> hello")
    await slack.quiet()

    inner = [body["event"] for body in events]
    assert [event["type"] for event in inner[:3]] == ["user_change", "member_joined_channel", "message"]
    assert inner[0]["user"]["tz"] == "America/New_York"
    assert (inner[1]["user"], inner[1]["channel_type"]) == (SAM, "C")
    assert (inner[2]["channel_type"], inner[2]["text"], inner[2]["ts"]) == (
        "im",
        "1 &lt; 2 &amp; so on",
        said.ts,
    )
    assert {event["type"] for event in inner[3:]} == {"message", "app_mention"}
    assert len({body["event_id"] for body in events}) == len(events)
    assert set(events[0]) >= {"team_id", "api_app_id", "event_time", "authorizations", "type"}


async def test_an_app_that_did_not_subscribe_hears_nothing(
    slack: LocalSlack, app: AsyncApp, ada: Person, by_socket: Connect
) -> None:
    heard: list[str] = []

    @app.event("member_left_channel")
    async def _(event: dict[str, Any]) -> None:
        heard.append(event["user"])

    await by_socket()
    await ada.leave(GENERAL)
    await slack.quiet()

    assert heard == []


async def test_reactions_are_kept_with_their_message(slack: LocalSlack, client: AsyncWebClient, ada: Person) -> None:
    message = await ada.say(GENERAL, "done")

    await client.reactions_add(channel=GENERAL, timestamp=message.ts, name="tada")

    assert slack.history(GENERAL)[0].raw["reactions"][0]["name"] == "tada"
    again = client.reactions_add(channel=GENERAL, timestamp=message.ts, name="tada")
    assert await refusal(again) == "already_reacted"
    await client.reactions_remove(channel=GENERAL, timestamp=message.ts, name="tada")
    assert slack.history(GENERAL)[0].raw["reactions"] == []
