"""The log holds ids and outcomes, and never a name, a text or a token."""

import io
import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bot import logs
from bot.values import LogFormat, LogLevel
from emulator import LocalSlack
from tests.bot.conftest import BOT_TOKEN
from tests.whole import whole

FORM: dict[str, str | Sequence[str]] = {"content-type": "application/x-www-form-urlencoded"}


class Log(io.StringIO):
    """What was written, line by line."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    """Logging as the program does it, for machines, into memory; afterwards as it was."""
    before, level = list(logging.root.handlers), logging.root.level
    written = Log()
    logs.configure(LogLevel.INFO, LogFormat.JSON, written)
    yield written
    structlog.reset_defaults()
    logging.basicConfig(handlers=before, level=level, force=True)
    for package in logs.OURS:
        logging.getLogger(package).setLevel(logging.NOTSET)


def ours() -> Any:
    return structlog.get_logger("scheduler.sweep")


def test_an_outcome_is_its_name_and_ids(log: Log) -> None:
    ours().info("nudge_posted", nudge=17, channel="D0ADA")

    (line,) = log.lines
    assert (line["event"], line["nudge"], line["channel"]) == ("nudge_posted", 17, "D0ADA")
    assert (line["level"], line["logger"]) == ("info", "scheduler.sweep")
    assert line["timestamp"].endswith("Z")


def test_what_is_below_the_level_is_not_written(log: Log) -> None:
    ours().debug("nudge_looked_at", nudge=17)

    assert log.lines == []


def test_for_people_it_is_one_line_each() -> None:
    written = io.StringIO()
    logs.configure(LogLevel.INFO, LogFormat.CONSOLE, written)

    ours().info("nudge_posted", nudge=17)

    assert "nudge_posted" in written.getvalue()
    assert "nudge=17" in written.getvalue()
    assert written.getvalue().count("\n") == 1


@pytest.mark.parametrize(
    ("said", "values", "kept"),
    [
        ("Unhandled request ({'text': 'Dana Reyes'})", (), "Unhandled request"),
        ("Failed to run listener function (error: no such Dana)", (), "Failed to run listener function"),
        ("Error handling request from %s", ("Dana",), "Error handling request from …"),
        ("Can't open the session: Dana", (), "Can't open the session"),
        ("Received 'Dana'", (), "Received"),
        ("{'text': 'Dana'}", (), "…"),
    ],
)
def test_a_librarys_words_are_cut_where_they_begin_to_quote(
    log: Log, said: str, values: tuple[str, ...], kept: str
) -> None:
    logging.getLogger("slack_bolt.AsyncApp").error(said, *values)

    (line,) = log.lines
    assert line["event"] == kept
    assert "Dana" not in log.getvalue()


def test_a_library_is_heard_from_warnings_on(log: Log) -> None:
    logging.getLogger("apscheduler.executors.default").info("Running job")
    logging.getLogger("apscheduler.executors.default").warning("Run time of job was missed")

    assert [line["event"] for line in log.lines] == ["Run time of job was missed"]


def test_an_exception_is_told_by_kind_and_place_and_never_in_its_words(log: Log) -> None:
    try:
        try:
            int("Dana Reyes")
        except ValueError as error:
            raise KeyError("Dana") from error
    except KeyError:
        ours().exception("command_failed", reference="r7")

    (line,) = log.lines
    assert line["exception"].startswith("KeyError at tests.bot.test_logs:")
    assert "ValueError at tests.bot.test_logs:" in line["exception"]
    assert "Dana" not in log.getvalue()


def test_a_librarys_exception_is_told_in_the_same_way(log: Log) -> None:
    try:
        dict[str, str]()["Dana Reyes"]
    except LookupError:
        logging.getLogger("aiohttp.server").exception("Error handling request")

    (line,) = log.lines
    assert line["exception"].startswith("KeyError at ")
    assert "Dana" not in log.getvalue()


def test_slacks_refusal_is_told_by_its_code(log: Log) -> None:
    answer = {"ok": False, "error": "is_archived"}
    refusal = SlackApiError("Dana is archived", answer)  # type: ignore[no-untyped-call]  # the SDK's

    ours().error("delivery_refused", exc_info=refusal)

    assert log.lines[0]["exception"] == "SlackApiError[is_archived]"


async def test_an_answer_that_is_no_json_is_told_as_such(log: Log, slack: LocalSlack) -> None:
    slack.faults.refuse("auth.test", status=503)

    try:
        await AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url).auth_test()
    except SlackApiError:
        ours().exception("delivery_refused")

    assert log.lines[0]["exception"].startswith("SlackApiError[no-json] at ")


def test_a_token_never_leaves(log: Log) -> None:
    ours().warning("odd", about="xoxb-12-ab.cd and xapp-1-A0", url="wss://x/?ticket=1")
    logging.getLogger("slack_sdk.web").warning("token xoxe.xoxb-1-Mi0y was rotated")

    assert "xoxb-12" not in log.getvalue()
    assert "xapp-1" not in log.getvalue()
    assert "Mi0y" not in log.getvalue()
    assert "xoxb-… and xapp-…" in log.lines[0]["about"]


@pytest.mark.parametrize("command", ["/coop", "/unheard-of"])
async def test_bolt_itself_writes_no_words_of_a_command_that_fails_or_that_nobody_handles(
    log: Log, command: str
) -> None:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0COOP", bot_token="xoxb-1", bot_id="B0", bot_user_id="U0")

    app = AsyncApp(authorize=authorize, request_verification_enabled=False, signing_secret="s")

    @app.command("/coop")
    async def fails(body: dict[str, str]) -> None:
        raise ValueError(body["text"])

    sent = f"command={command}&text=intro+Dana+Reyes&user_id=U0ADA&team_id=T0COOP"
    await app.async_dispatch(AsyncBoltRequest(body=sent, headers=FORM))

    assert [line["logger"] for line in log.lines] == ["slack_bolt.AsyncApp"]
    assert "Dana" not in log.getvalue()


async def test_n6_a_whole_story_leaves_no_name_and_no_text_in_the_log(log: Log, sqlite_url: str) -> None:
    """What goes well, what fails, what is refused and what is lost; at the level that says most."""
    logs.configure(LogLevel.DEBUG, LogFormat.JSON, log)
    async with whole(sqlite_url, "http") as story:
        ada = story.ada
        await ada.command("/coop intro Dana Reyes via Sam Rivera https://linkedin.com/in/dana-reyes")
        told = await ada.command("/coop deliverable Dana Reyes: the secret deck by tomorrow")
        await ada.say("app", "call Dana Reyes tomorrow at 3pm")
        await ada.open_home()
        assert told.message is not None
        await ada.press(told.message, "edit")
        await story.quiet()
        async with story.program.store.writing() as tx:
            await tx.connection.execute(text("ALTER TABLE drafts RENAME TO gone"))
        await ada.command("/coop deliverable the secret plan, whenever Dana likes")
        async with story.program.store.writing() as tx:
            await tx.connection.execute(text("ALTER TABLE gone RENAME TO drafts"))
        story.slack.faults.refuse("chat.postMessage", error="msg_blocks_too_long")
        story.slack.faults.drop_answer("views.publish")
        await story.move(days=1)
        story.slack.faults.refuse("users.info", error="user_not_found", times=9)
        await story.dan.command("/coop who Dana Reyes")

    written = log.getvalue()
    assert {"request_failed", "delivery_refused", "nudge_posted"} <= {line["event"] for line in log.lines}
    words = ("Dana", "Reyes", "Sam Rivera", "Ada Okafor", "Okafor", "Whitlock", "deck", "secret", "plan,", "linkedin")
    assert [word for word in words if word.lower() in written.lower()] == []
