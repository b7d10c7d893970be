"""`check`: each thing that can be wrong is found, and told with its mend."""

import os
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.check import Finding, findings
from bot.check_live import live_findings
from bot.clock import Clock
from emulator import LocalSlack
from tests.bot.conftest import ADA, GENERAL, MakeSettings
from tests.bot.test_app import opened


async def troubles(found: AsyncIterator[Finding]) -> dict[str, str | None]:
    """What was looked at, and what is wrong with it."""
    return {finding.what.partition(":")[0]: finding.trouble async for finding in found}


async def live(found: AsyncIterator[Finding]) -> dict[str, str | None]:
    """The same for the live steps, whose names have two parts."""
    return {finding.what: finding.trouble async for finding in found}


async def test_all_is_well(make_settings: MakeSettings) -> None:
    found = await troubles(findings(make_settings()))

    assert found == {"database": None, "bot token": None, "scopes": None, "clock": None, "app token": None}


async def test_http_asks_for_no_socket(make_settings: MakeSettings) -> None:
    found = await troubles(findings(make_settings(COOP_TRANSPORT="http", SLACK_SIGNING_SECRET="s")))

    assert list(found) == ["database", "bot token", "scopes", "clock"]


async def test_a_database_that_is_not_there_yet_is_not_made_by_looking(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    found = await troubles(findings(make_settings(DATABASE_URL=f"sqlite:///{tmp_path}/none.db")))

    assert found["database"] == f"There is no {tmp_path}/none.db yet: run `coopetiquette migrate`."
    assert not (tmp_path / "none.db").exists()


async def test_a_database_without_the_newest_schema_is_to_be_migrated(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    (tmp_path / "empty.db").touch()

    found = await troubles(findings(make_settings(DATABASE_URL=f"sqlite:///{tmp_path}/empty.db")))

    assert "run `coopetiquette migrate`" in (found["database"] or "")


async def test_a_file_that_is_no_database_is_told(make_settings: MakeSettings, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Dana, " * 100)

    found = await troubles(findings(make_settings(DATABASE_URL=f"sqlite:///{tmp_path}/letter.db")))

    assert found["database"] == "DATABASE_URL leads to no database that answers: file is not a database"


async def test_a_server_that_is_not_there_is_told_without_its_password(make_settings: MakeSettings) -> None:
    found = await troubles(findings(make_settings(DATABASE_URL="postgresql://ada:hush@127.0.0.1:1/coop")))

    assert (found["database"] or "").startswith("DATABASE_URL leads to no database that answers: ")
    assert "hush" not in (found["database"] or "")


async def test_a_database_of_a_newer_program_is_told_from_one_that_is_behind(
    make_settings: MakeSettings, sqlite_url: str
) -> None:
    async with opened(sqlite_url) as store, store.writing() as tx:
        await tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    found = await troubles(findings(make_settings()))

    assert found["database"] == (
        "The database is at version 9999, which is newer than this program (at 0005): "
        "install the version that made it, or a later one."
    )


@pytest.mark.postgres
async def test_a_role_that_may_change_nothing_is_told(make_settings: MakeSettings, postgres_url: str) -> None:
    role = f"reader_{os.getpid()}"
    async with opened(postgres_url) as store:
        async with store.writing() as tx:
            await tx.connection.execute(text(f"CREATE ROLE {role} LOGIN"))
            await tx.connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"))
        reader = make_url(postgres_url).set(username=role).render_as_string(hide_password=False)

        found = await troubles(findings(make_settings(DATABASE_URL=reader)))

        async with store.writing() as tx:
            await tx.connection.execute(text(f"DROP OWNED BY {role}"))
            await tx.connection.execute(text(f"DROP ROLE {role}"))
    assert found["database"] == (
        "DATABASE_URL leads to no database that takes changes: permission denied for table nudges"
    )


@pytest.mark.postgres
async def test_postgresql_is_looked_at_too(make_settings: MakeSettings, postgres_url: str) -> None:
    found = await troubles(findings(make_settings(DATABASE_URL=postgres_url)))

    assert found["database"] is None


async def test_a_bot_token_that_slack_does_not_know(make_settings: MakeSettings) -> None:
    found = await troubles(findings(make_settings(SLACK_BOT_TOKEN="xoxb-of-another-app")))

    assert (found["bot token"] or "").startswith("Slack refused SLACK_BOT_TOKEN (invalid_auth): copy the token anew")
    assert "scopes" not in found


async def test_an_app_token_that_slack_does_not_know(make_settings: MakeSettings) -> None:
    found = await troubles(findings(make_settings(SLACK_APP_TOKEN="xapp-of-another-app")))

    assert "SLACK_APP_TOKEN" in (found["app token"] or "")
    assert found["bot token"] is None


async def test_scopes_that_the_app_lacks_are_named(
    make_settings: MakeSettings, slack_without_im_history: LocalSlack
) -> None:
    api = slack_without_im_history.api_url

    found = await troubles(findings(make_settings(SLACK_API_URL=api)))

    assert (found["scopes"] or "").startswith("The app lacks im:history: paste `coopetiquette manifest`")


async def test_a_token_without_any_scopes(make_settings: MakeSettings, slack_without_scopes: LocalSlack) -> None:
    found = await troubles(findings(make_settings(SLACK_API_URL=slack_without_scopes.api_url)))

    assert (found["scopes"] or "").startswith("The app lacks commands, chat:write, ")


class Off(Clock):
    """A machine's clock that is off."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def machine_now(self) -> datetime:
        return super().machine_now() + timedelta(seconds=self._seconds)


@pytest.mark.parametrize(("seconds", "way"), [(300, "ahead of"), (-300, "behind")])
async def test_a_clock_that_is_off_is_told_by_how_much(make_settings: MakeSettings, seconds: float, way: str) -> None:
    found = await troubles(findings(make_settings(), Off(seconds)))

    told = re.fullmatch(
        r"This machine's clock is (\d+) seconds ([a-z ]+) Slack's: have it set right.*", found["clock"] or ""
    )
    assert told
    assert told[2] == way
    assert 290 < int(told[1]) < 310


async def test_a_clock_that_is_a_little_off_will_do(make_settings: MakeSettings) -> None:
    assert (await troubles(findings(make_settings(), Off(30))))["clock"] is None


async def test_a_slack_that_is_not_there(make_settings: MakeSettings) -> None:
    found = await troubles(findings(make_settings(SLACK_API_URL="http://127.0.0.1:1/api/")))

    assert "is SLACK_API_URL right, and the network up?" in (found["bot token"] or "")
    assert "is SLACK_API_URL right, and the network up?" in (found["app token"] or "")


@pytest.mark.parametrize("status", [200, 404, 503])
async def test_an_address_that_is_no_slack(make_settings: MakeSettings, slack: LocalSlack, status: int) -> None:
    slack.faults.refuse("auth.test", status=status)

    found = await troubles(findings(make_settings()))

    assert "SLACK_API_URL" in (found["bot token"] or "")


async def test_live_it_posts_reads_back_and_leaves_nothing_behind(
    make_settings: MakeSettings, slack: LocalSlack
) -> None:
    found = await live(live_findings(make_settings(), None))

    assert found == {"live: posts": None, "live: reads it back": None, "live: cleans up": None}
    assert [call.method for call in slack.calls if call.method.startswith("chat.")] == [
        "chat.postMessage",
        "chat.delete",
    ]
    assert slack.person(ADA).inbox == []


async def test_live_a_channel_that_the_bot_is_not_in_is_told(make_settings: MakeSettings) -> None:
    found = await live(live_findings(make_settings(), GENERAL))

    assert "not_in_channel" in (found["live: posts"] or "")


async def test_live_it_cleans_up_though_it_could_not_read(make_settings: MakeSettings, slack: LocalSlack) -> None:
    slack.faults.refuse("conversations.history", error="missing_scope")

    found = await live(live_findings(make_settings(), None))

    assert "missing_scope" in (found["live: reads it back"] or "")
    assert slack.person(ADA).inbox == []
