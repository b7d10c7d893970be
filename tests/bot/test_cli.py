"""The command line: what it prints, and with which code it ends."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
import yaml

from bot import cli
from bot.config import MisconfiguredError, Settings
from bot.manifest import PLACEHOLDER
from emulator import LocalSlack
from tests.bot.conftest import APP_TOKEN, BOT_TOKEN, SOCKET

ROOT = Path(__file__).parents[2]
Said = pytest.CaptureFixture[str]


async def started(*words: str, cwd: Path, **environment: str) -> asyncio.subprocess.Process:
    """`python -m bot WORDS` as a process of its own, with nothing else in its environment."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(*words: str, cwd: Path, **environment: str) -> tuple[int | None, str, str]:
    """Its exit code, and what it said on stdout and on stderr."""
    process = await started(*words, cwd=cwd, **environment)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, out.decode(), err.decode()


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_missing_settings_stop_the_program_before_it_starts(tmp_path: Path) -> None:
    code, out, err = await ended("run", cwd=tmp_path)

    assert (code, out) == (1, "")
    assert err.splitlines()[0].startswith("SLACK_BOT_TOKEN is missing: ")
    assert "Traceback" not in err
    assert not left_in(tmp_path)


@pytest.mark.parametrize("words", [[], ["fly"], ["run", "--fast"], ["manifest", "--format", "toml"]])
def test_what_is_no_command_ends_with_2(bare: pytest.MonkeyPatch, capsys: Said, words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended_with:
        cli.main(words)

    assert ended_with.value.code == 2
    assert capsys.readouterr().err.startswith("usage: coopetiquette")


def test_the_manifest_is_json(bare: pytest.MonkeyPatch, capsys: Said) -> None:
    bare.setenv("COOP_TRANSPORT", "socket")

    assert cli.main(["manifest"]) == 0

    said = capsys.readouterr()
    assert json.loads(said.out)["settings"]["socket_mode_enabled"] is True
    assert said.err == ""


def test_the_manifest_is_yaml_of_the_same_words(bare: pytest.MonkeyPatch, capsys: Said) -> None:
    cli.main(["manifest", "--url", "https://coop.example.org"])
    as_json = json.loads(capsys.readouterr().out)

    assert cli.main(["manifest", "--url", "https://coop.example.org", "--format", "yaml"]) == 0

    assert yaml.safe_load(capsys.readouterr().out) == as_json


def test_a_manifest_for_http_without_an_address_says_so_beside_it(bare: pytest.MonkeyPatch, capsys: Said) -> None:
    assert cli.main(["manifest"]) == 0

    said = capsys.readouterr()
    assert PLACEHOLDER in said.out
    assert said.err.startswith(f"{PLACEHOLDER} is a placeholder: say with --url")
    json.loads(said.out)


def test_an_address_that_is_none_is_a_misconfiguration(bare: pytest.MonkeyPatch, capsys: Said) -> None:
    assert cli.main(["manifest", "--url", "coop.example.org"]) == 1
    assert capsys.readouterr().err.startswith("--url must be")


def test_a_setting_that_nothing_reads_is_mentioned(bare: pytest.MonkeyPatch, capsys: Said) -> None:
    bare.setenv("COOP_PROT", "3000")

    assert cli.main(["manifest", "--url", "https://coop.example.org"]) == 0
    assert "is COOP_PORT meant?" in capsys.readouterr().err


async def test_migrate_makes_the_database_and_may_be_repeated(tmp_path: Path) -> None:
    for _ in range(2):
        code, out, err = await ended("migrate", cwd=tmp_path, DATABASE_URL="sqlite:///coop.db")

        assert (code, out, err) == (0, "The database is at this program's version.\n", "")
    assert (tmp_path / "coop.db").exists()


async def test_migrate_says_when_there_is_no_database_to_be_had(tmp_path: Path) -> None:
    code, _, err = await ended("migrate", cwd=tmp_path, DATABASE_URL="sqlite:///no/such/folder/coop.db")

    assert code == 1
    assert err == "DATABASE_URL leads to no database that can be migrated: unable to open database file\n"


async def test_a_database_that_is_newer_than_the_program_is_refused_in_one_sentence(
    tmp_path: Path, sqlite_url: str
) -> None:
    """By `run`, by `migrate` and by `check`, which leave it as it is."""
    with sqlite3.connect(sqlite_url.partition("///")[2]) as connection:
        [(version,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    settings = {**SOCKET, "DATABASE_URL": sqlite_url, "SLACK_API_URL": "http://127.0.0.1:1/api/"}

    told = await asyncio.gather(*(ended(word, cwd=tmp_path, **settings) for word in ("run", "migrate", "check")))

    sentence = f"The database is at version 9999, which is newer than this program (at {version}): "
    assert [code for code, _, _ in told] == [1, 1, 1]
    assert [(err.startswith(sentence), len(err.splitlines())) for _, _, err in told[:2]] == [(True, 1)] * 2
    assert f"wrong  database: {sentence}" in told[2][1]


async def test_check_names_each_thing_and_ends_well(tmp_path: Path, slack: LocalSlack, sqlite_url: str) -> None:
    code, out, err = await ended(
        "check", "--live", cwd=tmp_path, SLACK_API_URL=slack.api_url, DATABASE_URL=sqlite_url, **SOCKET
    )

    assert (code, err) == (0, "")
    assert all(line.startswith("ok     ") for line in out.splitlines())
    assert len(out.splitlines()) == 9


async def test_check_ends_with_1_when_one_thing_is_wrong(tmp_path: Path, slack: LocalSlack, sqlite_url: str) -> None:
    slack_there = {"SLACK_API_URL": slack.api_url, "DATABASE_URL": sqlite_url, "SLACK_APP_TOKEN": APP_TOKEN}

    code, out, _ = await ended("check", cwd=tmp_path, SLACK_BOT_TOKEN="xoxb-stolen", **slack_there)

    assert code == 1
    assert "wrong  bot token: Slack refused SLACK_BOT_TOKEN (invalid_auth)" in out
    assert "xoxb-stolen" not in out


def test_check_ends_with_1_on_a_malformed_value_and_names_it(bare: pytest.MonkeyPatch, capsys: Said) -> None:
    bare.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    bare.setenv("COOP_PORT", "many")

    assert cli.main(["check"]) == 1
    assert "wrong  settings: COOP_PORT must be a whole number" in capsys.readouterr().out


async def test_the_demo_is_a_program_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "demo.py").write_text("import sys; print(sys.argv[1:]); sys.exit(7)")
    environment = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}

    process = await started("demo", "--port", "8200", "--help", cwd=tmp_path, **environment)
    out, _ = await process.communicate()

    assert (process.returncode, out.decode()) == (7, "['--port', '8200', '--help']\n")


async def serve_until_told(settings: Settings, stop: asyncio.Event) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    await stop.wait()


async def serve_and_never_end(settings: Settings, stop: asyncio.Event) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(60)


async def serve_and_break(settings: Settings, stop: asyncio.Event) -> None:
    raise ValueError("Dana Reyes")


async def serve_on_a_port_that_is_taken(settings: Settings, stop: asyncio.Event) -> None:
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as taken:
        await asyncio.start_server(lambda *_: None, "127.0.0.1", taken.sockets[0].getsockname()[1])


async def test_a_signal_stops_it_well() -> None:
    assert await cli.until_stopped(serve_until_told, Settings.of(SOCKET)) == 0


async def test_what_does_not_end_in_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "STOPS_WITHIN_SECONDS", 0.05)

    async with asyncio.timeout(5):
        assert await cli.until_stopped(serve_and_never_end, Settings.of(SOCKET)) == 0


async def test_an_error_ends_it_with_1_and_without_its_words(capsys: Said) -> None:
    assert await cli.until_stopped(serve_and_break, Settings.of(SOCKET)) == 1
    assert "Dana" not in capsys.readouterr().err


async def serve_until_given_up(settings: Settings, stop: asyncio.Event) -> None:
    raise asyncio.CancelledError


async def test_what_gave_up_because_it_was_told_to_stop_ended_well() -> None:
    assert await cli.until_stopped(serve_until_given_up, Settings.of(SOCKET)) == 0


async def test_a_port_that_is_taken_is_a_misconfiguration() -> None:
    with pytest.raises(MisconfiguredError, match="COOP_PORT 3000: the port is taken by another program"):
        await cli.until_stopped(serve_on_a_port_that_is_taken, Settings.of(SOCKET))


async def ready(port: int, seconds: float = 10) -> None:
    """Wait until it says that it is ready, for at most ten seconds."""
    async with asyncio.timeout(seconds), aiohttp.ClientSession() as session:
        while True:
            with suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("transport", ["socket", "http"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_run_is_ready_and_ends_well_when_told_to(
    tmp_path: Path, slack: LocalSlack, unused_tcp_port: int, transport: str, number: signal.Signals
) -> None:
    environment = {
        **SOCKET,
        "SLACK_SIGNING_SECRET": "s",
        "SLACK_API_URL": slack.api_url,
        "COOP_TRANSPORT": transport,
        "COOP_PORT": str(unused_tcp_port),
        "COOP_LOG_FORMAT": "json",
    }
    process = await started("run", cwd=tmp_path, **environment)
    await ready(unused_tcp_port)

    process.send_signal(number)
    _, err = await asyncio.wait_for(process.communicate(), 10)

    assert process.returncode == 0
    told = [json.loads(line) for line in err.decode().splitlines()]
    assert [line["event"] for line in told if line["logger"] == "bot.app"] == ["ready", "stopped"]


async def test_run_waits_for_a_database_that_does_not_answer_says_so_and_ends_well_when_told_to(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    nowhere = {"DATABASE_URL": "postgresql://ada:hush@127.0.0.1:1/coop", "COOP_PORT": str(unused_tcp_port)}
    process = await started("run", cwd=tmp_path, COOP_LOG_FORMAT="json", **nowhere, **SOCKET)
    assert process.stderr is not None
    said = json.loads(await asyncio.wait_for(process.stderr.readline(), 20))
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{unused_tcp_port}/readyz") as answer:
        assert answer.status == 503

    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), 10)

    assert process.returncode == 0
    assert (said["event"], said["told"].partition(":")[0]) == ("database_is_away", "The database does not answer")
    assert "hush" not in str(said) + err.decode()
