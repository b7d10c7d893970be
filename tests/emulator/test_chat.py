from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from emulator import InstalledApp, LocalSlack, Person
from tests.emulator.workplace import (
    ADA,
    BO,
    BOT_TOKEN,
    CLEO,
    DAN,
    GENERAL,
    QUIET,
    SECRETS,
    actions,
    button,
    make_manifest,
    make_seed,
    section,
)

KEY = {"event_type": "nudge", "event_payload": {"id": "7"}}


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_posting_to_a_person_opens_the_direct_message_for_both(
    slack: LocalSlack, client: AsyncWebClient, ada: Person
) -> None:
    posted = await client.chat_postMessage(channel=ADA, text="Hello", metadata=KEY)

    assert posted["channel"] == ada.dm
    assert ada.inbox[0].ts == posted["ts"]
    assert ada.inbox[0].metadata == KEY
    assert posted["message"]["bot_id"] == slack.app.bot_id
    assert (await client.conversations_open(users=ADA))["channel"]["id"] == ada.dm


async def test_timestamps_are_unique_and_rise(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=GENERAL, text="x"))["ts"] for _ in range(50)]

    assert stamps == sorted(set(stamps))
    assert all(len(stamp.partition(".")[2]) == 6 for stamp in stamps)


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        (SECRETS, "channel_not_found"),
        (QUIET, "not_in_channel"),
        (DAN, "channel_not_found"),
    ],
)
async def test_a_message_goes_only_where_the_app_may_post(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await refusal(client.chat_postMessage(channel=channel, text="x")) == error


async def test_an_archived_channel_takes_nothing(slack: LocalSlack, client: AsyncWebClient, ada: Person) -> None:
    await ada.archive(GENERAL)

    assert await refusal(client.chat_postMessage(channel=GENERAL, text="x")) == "is_archived"


async def test_who_was_deactivated_is_not_reached_any_more(slack: LocalSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=CLEO, text="x")
    await slack.person(CLEO).change(deleted=True)

    assert await refusal(client.chat_postMessage(channel=posted["channel"], text="x")) == "channel_not_found"
    assert await refusal(client.conversations_open(users=CLEO)) == "user_disabled"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "  "}, "no_text"),
        ({"text": "x", "blocks": "{oops"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x")] * 51}, "invalid_blocks"),
        ({"text": "x", "metadata": "[oops"}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
        (
            {"text": "x", "metadata": {"event_type": "x", "event_payload": {"a": "x" * 20_000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
    ],
)
async def test_what_is_malformed_is_refused_with_slacks_code(
    client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    call = client.api_call("chat.postMessage", json={"channel": GENERAL, **arguments})

    assert await refusal(call) == error


async def test_blocks_and_metadata_may_come_as_text(slack: LocalSlack, client: AsyncWebClient) -> None:
    blocks = '[{"type":"section","text":{"type":"mrkdwn","text":"from text"}}]'
    metadata = '{"event_type":"nudge","event_payload":{}}'
    form = {"channel": GENERAL, "text": "x", "blocks": blocks, "metadata": metadata}
    await client.api_call("chat.postMessage", params=form)
    await client.api_call("chat.postMessage", data=form)
    await client.api_call("chat.postMessage", http_verb="GET", params=form)

    assert [message.plain for message in slack.history(GENERAL)] == ["from text"] * 3
    assert slack.history(GENERAL)[0].metadata == {"event_type": "nudge", "event_payload": {}}


async def test_an_update_without_blocks_removes_them_and_keeps_metadata(client: AsyncWebClient, ada: Person) -> None:
    posted = await client.chat_postMessage(channel=ADA, text="x", blocks=[actions(button("done"))], metadata=KEY)
    where = {"channel": posted["channel"], "ts": posted["ts"]}

    await client.chat_update(**where, text="y")
    assert (ada.inbox[0].text, ada.inbox[0].blocks, ada.inbox[0].metadata) == ("y", [], KEY)
    assert "edited" in ada.inbox[0].raw

    await client.chat_update(**where, text="z", blocks=[section("z")], metadata={})
    assert (ada.inbox[0].plain, ada.inbox[0].metadata) == ("z", None)


async def test_only_its_own_messages_can_the_app_change(slack: LocalSlack, client: AsyncWebClient, ada: Person) -> None:
    hers = await ada.say(GENERAL, "mine")
    own = await client.chat_postMessage(channel=GENERAL, text="x")

    assert await refusal(client.chat_update(channel=GENERAL, ts=hers.ts, text="y")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel=GENERAL, ts=hers.ts)) == "cant_delete_message"
    assert await refusal(client.chat_update(channel=GENERAL, ts="1.000001", text="y")) == "message_not_found"
    assert await refusal(client.chat_update(channel=ADA, ts=own["ts"], text="y")) == "channel_not_found"
    long = client.chat_update(channel=GENERAL, ts=own["ts"], text="x" * 4001)
    assert await refusal(long) == "msg_too_long"
    await client.chat_delete(channel=GENERAL, ts=own["ts"])
    assert [message.text for message in slack.history(GENERAL)] == ["mine"]


async def test_an_ephemeral_message_is_for_one_member_and_no_history(
    slack: LocalSlack, client: AsyncWebClient, ada: Person
) -> None:
    whispered = await client.chat_postEphemeral(channel=GENERAL, user=ADA, text="psst")

    assert [message.ts for message in ada.ephemeral] == [whispered["message_ts"]]
    assert slack.person(BO).ephemeral == []
    assert (await client.conversations_history(channel=GENERAL))["messages"] == []
    stranger = client.chat_postEphemeral(channel=GENERAL, user="U0SAM", text="psst")
    assert await refusal(stranger) == "user_not_in_channel"
    changed = client.chat_update(channel=GENERAL, ts=whispered["message_ts"], text="x")
    assert await refusal(changed) == "message_not_found"


async def test_history_pages_from_the_newest_into_the_past(client: AsyncWebClient) -> None:
    for number in range(5):
        await client.chat_postMessage(channel=GENERAL, text=str(number))

    pages = [
        [message["text"] for message in page["messages"]]
        async for page in await client.conversations_history(channel=GENERAL, limit=2)
    ]

    assert pages == [["4", "3"], ["2", "1"], ["0"]]


async def test_history_keeps_to_its_bounds_and_tells_metadata_only_when_asked(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=GENERAL, text=str(n), metadata=KEY))["ts"] for n in range(4)]

    between = await client.conversations_history(channel=GENERAL, oldest=stamps[0], latest=stamps[3])
    within = await client.conversations_history(
        channel=GENERAL, oldest=stamps[1], latest=stamps[2], inclusive=True, include_all_metadata=True
    )

    assert [message["text"] for message in between["messages"]] == ["2", "1"]
    assert between["messages"][0]["metadata"] == {"event_type": "nudge"}
    assert [message["text"] for message in within["messages"]] == ["2", "1"]
    assert within["messages"][0]["metadata"] == KEY
    assert await refusal(client.conversations_history(channel=GENERAL, oldest="x")) == "invalid_ts_oldest"
    assert await refusal(client.conversations_history(channel=GENERAL, cursor="x")) == "invalid_cursor"
    assert await refusal(client.conversations_history(channel=QUIET)) == "not_in_channel"


async def test_replies_stay_in_their_thread(slack: LocalSlack, client: AsyncWebClient) -> None:
    parent = (await client.chat_postMessage(channel=GENERAL, text="parent"))["ts"]
    for number in range(3):
        await client.chat_postMessage(channel=GENERAL, text=str(number), thread_ts=parent)

    history = (await client.conversations_history(channel=GENERAL))["messages"]
    first = await client.conversations_replies(channel=GENERAL, ts=parent, limit=2)
    rest = await client.conversations_replies(
        channel=GENERAL, ts=parent, cursor=first["response_metadata"]["next_cursor"]
    )

    assert [(message["text"], message["reply_count"]) for message in history] == [("parent", 3)]
    assert [message["text"] for message in first["messages"]] == ["parent", "0"]
    assert [message["text"] for message in rest["messages"]] == ["parent", "1", "2"]
    assert await refusal(client.conversations_replies(channel=GENERAL, ts="1.0")) == "thread_not_found"


async def test_a_closed_messages_tab_takes_no_messages() -> None:
    manifest = make_manifest()
    manifest["features"]["app_home"]["messages_tab_enabled"] = False
    app = InstalledApp.from_manifest(manifest, BOT_TOKEN, "xapp-1", "secret")
    other = LocalSlack(app, make_seed())
    await other.start()
    try:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=other.api_url)
        assert await refusal(client.chat_postMessage(channel=ADA, text="x")) == "messages_tab_disabled"
    finally:
        await other.stop()
