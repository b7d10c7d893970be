import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from emulator import LocalSlack, Person
from tests.emulator.conftest import Connect
from tests.emulator.workplace import ADA, GENERAL, QUIET, SECRETS


async def test_a_command_is_answered_where_it_was_typed_and_seen_by_nobody_else(
    slack: LocalSlack, app: AsyncApp, ada: Person, connect: Connect
) -> None:
    bodies: list[dict[str, Any]] = []

    @app.command("/coop")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bodies.append(body)
        await ack("Noted.")

    await connect()
    outcome = await ada.command("/coop intro Dana via @sam, see https://example.com/a?b=1.", GENERAL)

    assert outcome.ok
    assert outcome.message is not None
    assert (outcome.message.text, outcome.message.channel) == ("Noted.", GENERAL)
    assert ada.ephemeral == [outcome.message]
    assert slack.history(GENERAL) == []
    assert bodies[0]["text"] == "intro Dana via <@U0SAM>, see <https://example.com/a?b=1>."
    assert bodies[0]["channel_name"] == "general"
    assert bodies[0]["user_id"] == ADA
    assert set(bodies[0]) >= {
        "team_id",
        "team_domain",
        "user_name",
        "response_url",
        "trigger_id",
        "api_app_id",
    }


async def test_an_answer_in_the_channel_shows_what_was_typed(
    slack: LocalSlack, app: AsyncApp, ada: Person, connect: Connect
) -> None:
    @app.command("/coop")
    async def _(ack: Any) -> None:
        await ack(text="Hello all", response_type="in_channel")

    await connect()
    await ada.command("/coop hello", GENERAL)

    assert [message.text for message in slack.history(GENERAL)] == ["/coop hello", "Hello all"]


async def test_names_are_sent_as_typed_without_should_escape(app: AsyncApp, ada: Person, by_socket: Connect) -> None:
    texts: list[str] = []

    @app.command("/raw")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        texts.append(body["text"])
        await ack()

    await by_socket()
    await ada.command("/raw @sam and <@U0BO> & #general", QUIET)

    assert texts == ["@sam and @bo & #general"]


async def test_channels_are_told_by_name_only_when_public(app: AsyncApp, ada: Person, by_socket: Connect) -> None:
    texts: list[str] = []

    @app.command("/coop")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        texts.append(body["text"])
        await ack()

    await by_socket()
    await ada.command("/coop #general #secrets #nowhere @nobody <!channel> a&b")

    assert texts == [f"<#{GENERAL}|general> <#{SECRETS}|> #nowhere @nobody &lt;!channel&gt; a&amp;b"]


async def test_an_app_that_takes_too_long_is_said_to_have_timed_out_and_its_late_answer_is_ignored(
    slack: LocalSlack, app: AsyncApp, ada: Person, connect: Connect
) -> None:
    late = asyncio.Event()

    @app.command("/coop")
    async def _(ack: Any) -> None:
        await asyncio.sleep(0.7)
        await ack("Too late")
        late.set()

    await connect()
    outcome = await ada.command("/coop")
    await late.wait()
    await slack.quiet()

    assert outcome.error == "operation_timeout"
    assert ada.ephemeral == []


async def test_a_failing_app_is_told_apart_from_a_silent_one_over_http(
    app: AsyncApp, ada: Person, by_http: Connect
) -> None:
    @app.command("/coop")
    async def _(ack: Any) -> None:
        raise ZeroDivisionError

    await by_http()

    failed = await ada.command("/coop")
    unhandled = await ada.command("/raw")

    assert (failed.error, failed.status) == ("http_service_error", 500)
    assert (unhandled.error, unhandled.status) == ("http_client_error", 404)


async def test_nobody_listening_is_a_failed_dispatch(ada: Person) -> None:
    assert (await ada.command("/coop")).error == "dispatch_failed"


async def test_a_command_that_the_app_does_not_have_never_reaches_it(ada: Person) -> None:
    assert (await ada.command("/foo bar")).error == "/foo is not a valid command."


async def test_an_early_answer_by_response_url_is_taken_before_the_ack(
    app: AsyncApp, ada: Person, connect: Connect
) -> None:
    @app.command("/coop")
    async def _(ack: Any, respond: AsyncRespond) -> None:
        await respond("early")
        await ack("acked")

    await connect()
    await ada.command("/coop")

    assert [message.text for message in ada.ephemeral] == ["early", "acked"]


async def test_a_message_that_cannot_be_shown_fails_the_command(app: AsyncApp, ada: Person, by_socket: Connect) -> None:
    @app.command("/coop")
    async def _(ack: Any) -> None:
        await ack(text="x", blocks=[{"type": "section"}])

    await by_socket()

    assert (await ada.command("/coop")).error == "invalid_blocks"


async def test_a_command_delivered_twice_reaches_the_app_twice_with_one_trigger(
    slack: LocalSlack, app: AsyncApp, ada: Person, connect: Connect
) -> None:
    triggers: list[str] = []

    @app.command("/coop")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        triggers.append(body["trigger_id"])
        await ack("once")

    await connect()
    slack.faults.deliver_twice()
    await ada.command("/coop")
    await ada.command("/coop")

    assert len(triggers) == 3
    assert len(set(triggers)) == 2
    assert [message.text for message in ada.ephemeral] == ["once", "once"]


async def test_the_first_of_many_commands_at_once_all_find_the_app(
    slack: LocalSlack, app: AsyncApp, client: AsyncWebClient, ada: Person, connect: Connect
) -> None:
    @app.command("/coop")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        await ack(body["text"])

    await connect()
    outcomes = await asyncio.gather(*(ada.command(f"/coop {number}") for number in range(20)))

    assert [outcome.message.text for outcome in outcomes if outcome.message] == [str(n) for n in range(20)]


async def test_a_text_may_go_over_several_lines(app: AsyncApp, ada: Person, by_socket: Connect) -> None:
    texts: list[str] = []

    @app.command("/coop")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        texts.append(body["text"])
        await ack()

    await by_socket()
    await ada.command("/coop\nfirst\n second \n")
    await ada.command("/coop")

    assert texts == ["first\n second", ""]
