import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from emulator import LocalSlack, Person
from tests.emulator.workplace import ADA, BO, SECRET, make_installed, make_manifest, make_seed


class Ears:
    """An HTTP app that keeps every request and answers as told."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[web.Response] = []

    async def listen(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append((request.path, headers, await request.read()))
        return self.answers.pop(0) if self.answers else web.Response()

    def form(self, at: int = -1) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(self.requests[at][2].decode()).items()}


@pytest.fixture
async def ears(slack: LocalSlack) -> AsyncIterator[Ears]:
    ears = Ears()
    app = web.Application()
    app.router.add_post("/{tail:.*}", ears.listen)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.set_request_url(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield ears
    await runner.cleanup()


async def test_every_delivery_is_signed(ears: Ears, ada: Person) -> None:
    await ada.command("/coop hello there")
    await ada.shortcut("log")
    await ada.say("app", "hi")

    assert len(ears.requests) == 3
    for _, headers, body in ears.requests:
        assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert ears.form(0)["text"] == "hello there"
    assert json.loads(ears.form(1)["payload"])["type"] == "shortcut"
    assert json.loads(ears.requests[2][2])["type"] == "event_callback"
    kinds = [headers["content-type"] for _, headers, _ in ears.requests]
    assert kinds == ["application/x-www-form-urlencoded"] * 2 + ["application/json"]


async def test_plain_text_is_an_answer_too(ears: Ears, ada: Person) -> None:
    ears.answers = [web.Response(text="Noted.")]

    outcome = await ada.command("/coop")

    assert outcome.message is not None
    assert outcome.message.text == "Noted."


async def test_an_event_is_tried_again_on_slacks_schedule_with_its_reasons(
    slack: LocalSlack, ears: Ears, ada: Person
) -> None:
    ears.answers = [
        web.Response(status=500),
        web.Response(status=404),
        web.Response(status=500),
        web.Response(),
    ]

    await ada.say("app", "hi")
    for _ in range(100):
        await slack.quiet()
        if len(ears.requests) == 4:
            break

    retries = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for _, h, _ in ears.requests]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({body for _, _, body in ears.requests}) == 1


async def test_the_app_can_ask_not_to_be_told_again(slack: LocalSlack, ears: Ears, ada: Person) -> None:
    ears.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]

    await ada.say("app", "hi")
    await slack.quiet()

    assert len(ears.requests) == 1


async def test_a_command_is_never_tried_again(slack: LocalSlack, ears: Ears, ada: Person) -> None:
    ears.answers = [web.Response(status=500)]

    assert (await ada.command("/coop")).status == 500
    await slack.quiet()

    assert len(ears.requests) == 1


async def test_two_redirects_are_followed_and_no_more(slack: LocalSlack, ears: Ears, ada: Person) -> None:
    ears.answers = [web.Response(status=307, headers={"Location": "/twice"}) for _ in range(2)]
    assert (await ada.command("/coop")).ok

    ears.answers = [web.Response(status=307, headers={"Location": "/again"}) for _ in range(4)]
    assert (await ada.command("/coop")).error == "dispatch_failed"


async def test_the_manifest_names_the_urls_where_nothing_else_is_said(ears: Ears, slack: LocalSlack) -> None:
    base = f"{slack._http.override}".rpartition("/slack")[0]
    manifest = make_manifest(
        socket_mode_enabled=False,
        interactivity={"is_enabled": True, "request_url": f"{base}/act"},
        event_subscriptions={"request_url": f"{base}/events", "bot_events": ["message.im"]},
    )
    for command in manifest["features"]["slash_commands"]:
        command["url"] = f"{base}/commands"
    other = LocalSlack(type(make_installed()).from_manifest(manifest, "xoxb-1", "xapp-1", SECRET), make_seed())
    await other.start()
    try:
        bo = other.person(BO)
        await bo.command("/coop")
        await bo.shortcut("log")
        await bo.say("app", "hi")
    finally:
        await other.stop()

    assert [path for path, _, _ in ears.requests] == ["/commands", "/act", "/events"]


async def test_an_unreachable_app_is_a_failed_dispatch(slack: LocalSlack) -> None:
    slack.set_request_url("http://127.0.0.1:9/slack/events")

    assert (await slack.person(ADA).command("/coop")).error == "dispatch_failed"


async def test_a_body_that_is_no_object_is_shown_as_text(ears: Ears, ada: Person) -> None:
    answers: list[Any] = ["[1]", "  "]
    ears.answers = [web.Response(text=text) for text in answers]

    first, second = await ada.command("/coop"), await ada.command("/coop")

    assert first.message is not None
    assert first.message.text == "[1]"
    assert second.message is None
