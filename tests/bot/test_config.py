"""Settings: what is read, what is refused, and in which words."""

from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp

from bot.config import (
    MisconfiguredError,
    OfflineSettings,
    Settings,
    keep_from_bolt,
    load,
    load_offline,
    unknown_settings,
)
from bot.values import LogFormat, LogLevel, Role, Transport
from tests.bot.conftest import SOCKET

HTTP = {"SLACK_BOT_TOKEN": "xoxb-1-coop", "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5"}


def refused(**values: str) -> tuple[str, ...]:
    """The sentences with which these settings, beside what Socket Mode needs, are refused."""
    with pytest.raises(MisconfiguredError) as caught:
        Settings.of({**SOCKET, **values})
    return caught.value.problems


def test_what_is_left_out_has_the_default_of_the_design() -> None:
    settings = Settings.of(SOCKET)

    assert (settings.transport, settings.role) == (Transport.SOCKET, Role.ALL)
    assert (settings.host, settings.port, settings.sweep_seconds) == ("127.0.0.1", 3000, 10)
    assert settings.api_url == "https://slack.com/api/"
    assert settings.database_url.get_secret_value() == "sqlite:///coopetiquette.db"
    assert (settings.invite_limit, settings.log_level, settings.log_format) == (
        200,
        LogLevel.INFO,
        LogFormat.CONSOLE,
    )


def test_the_environment_is_read_and_goes_before_the_file(bare: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("SLACK_BOT_TOKEN=xoxb-1-file\nCOOP_PORT=4000\nSLACK_SIGNING_SECRET='s3cret'\n")
    bare.setenv("COOP_PORT", "5000")

    settings = load()

    assert settings.port == 5000
    assert settings.bot_token.get_secret_value() == "xoxb-1-file"
    assert settings.transport is Transport.HTTP


def test_blank_is_as_good_as_unset(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("SLACK_APP_TOKEN", "")
    bare.setenv("COOP_PORT", "  ")

    settings = load_offline()

    assert (settings.app_token, settings.port, settings.transport) == (None, 3000, Transport.HTTP)


def test_everything_wrong_is_said_at_once(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("COOP_PORT", "many")
    bare.setenv("COOP_ROLE", "king")

    with pytest.raises(MisconfiguredError) as caught:
        load()

    told = " ".join(caught.value.problems)
    assert len(caught.value.problems) == 4
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "COOP_PORT", "COOP_ROLE"):
        assert name in told


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("COOP_PORT", "70000", "COOP_PORT must be a whole number from 0 to 65535, and is '70000'."),
        ("COOP_PORT", "-1", "COOP_PORT must be a whole number from 0 to 65535, and is '-1'."),
        ("COOP_PORT", "30.5", "COOP_PORT must be a whole number from 0 to 65535, and is '30.5'."),
        (
            "COOP_SWEEP_SECONDS",
            "0",
            "COOP_SWEEP_SECONDS must be a whole number of seconds, at least 1, and is '0'.",
        ),
        ("COOP_INVITE_LIMIT", "301", "COOP_INVITE_LIMIT must be a whole number from 1 to 300, and is '301'."),
        ("COOP_TRANSPORT", "pigeon", "COOP_TRANSPORT must be socket or http, and is 'pigeon'."),
        ("COOP_LOG_LEVEL", "loud", "COOP_LOG_LEVEL must be debug, info, warning or error, and is 'loud'."),
        ("COOP_LOG_FORMAT", "xml", "COOP_LOG_FORMAT must be console or json, and is 'xml'."),
    ],
)
def test_a_value_out_of_bounds_is_named_with_its_bounds(name: str, value: str, sentence: str) -> None:
    assert refused(**{name: value}) == (sentence,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-coop"),
        ("SLACK_BOT_TOKEN", "xoxb-one two"),
        ("SLACK_APP_TOKEN", "xoxb-1-coop"),
        ("SLACK_API_URL", "slack.com/api/"),
        ("SLACK_API_URL", "https://slack.com/"),
        ("SLACK_API_URL", "http://localhost:port/api/"),
        ("COOP_HOST", "localhost:3000"),
        ("COOP_HOST", "http://localhost"),
        ("DATABASE_URL", "mysql://ada:hush@db/coop"),
        ("DATABASE_URL", "coop.db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://db"),
        ("DATABASE_URL", "postgresql+asyncpg://ada:hush@db/coop"),
        ("DATABASE_URL", "postgresql://ada:hush@db:port/coop"),
    ],
)
def test_a_malformed_value_gets_one_sentence_that_names_the_variable(name: str, value: str) -> None:
    (sentence,) = refused(**{name: value})

    assert sentence.startswith(f"{name} must ")
    assert "hush" not in sentence


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://127.0.0.1:8100/api", "http://127.0.0.1:8100/api/"),
        ("http://127.0.0.1:8100/api//", "http://127.0.0.1:8100/api/"),
        ("https://slack.example/some/api/", "https://slack.example/some/api/"),
    ],
)
def test_a_missing_slash_of_the_api_is_forgiven(given: str, kept: str) -> None:
    assert Settings.of({**SOCKET, "SLACK_API_URL": given}).api_url == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sqlite:////var/lib/coop.db", "sqlite:////var/lib/coop.db"),
        ("postgresql://ada:p%40ss@db/coop", "postgresql+psycopg://ada:p%40ss@db/coop"),
        ("postgres://db/coop", "postgresql+psycopg://db/coop"),
        ("postgresql:///coop?host=/run/postgresql", "postgresql+psycopg:///coop?host=/run/postgresql"),
    ],
)
def test_the_driver_is_ours_to_choose(given: str, kept: str) -> None:
    settings = Settings.of({**SOCKET, "DATABASE_URL": given})

    assert settings.database_url.get_secret_value() == kept
    assert settings.on_sqlite == given.startswith("sqlite")


def test_socket_mode_is_chosen_by_its_token_and_http_without_it() -> None:
    assert Settings.of(SOCKET).transport is Transport.SOCKET
    assert Settings.of(HTTP).transport is Transport.HTTP
    assert Settings.of({**SOCKET, **HTTP, "COOP_TRANSPORT": "HTTP"}).transport is Transport.HTTP


def test_each_transport_names_what_it_lacks() -> None:
    (no_secret,) = refused(COOP_TRANSPORT="http")
    (no_token,) = refused(COOP_TRANSPORT="socket", SLACK_APP_TOKEN="")

    assert no_secret.startswith("SLACK_SIGNING_SECRET is missing, and HTTP needs it")
    assert no_token.startswith("SLACK_APP_TOKEN is missing, and COOP_TRANSPORT=socket needs it")


def test_oauth_beside_a_bot_token_is_refused() -> None:
    (sentence,) = refused(SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="hush")

    assert sentence == "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET would make Bolt ignore SLACK_BOT_TOKEN: remove both."


def test_oauth_alone_is_told_that_this_version_installs_by_bot_token() -> None:
    problems = refused(SLACK_BOT_TOKEN="", SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="hush")

    assert any("this version installs into one workspace, by bot token" in sentence for sentence in problems)
    assert "hush" not in " ".join(problems)


def test_bolt_does_not_find_an_empty_client_id_and_turn_to_oauth(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("SLACK_CLIENT_ID", "")
    bare.setenv("SLACK_CLIENT_SECRET", "")

    keep_from_bolt()

    assert AsyncApp(token="xoxb-1", signing_secret="s").oauth_flow is None


def test_sqlite_serves_one_process_only() -> None:
    (sentence,) = refused(COOP_ROLE="worker")

    assert sentence.startswith("COOP_ROLE is worker, and SQLite serves one process only")
    assert Settings.of({**SOCKET, "COOP_ROLE": "worker", "DATABASE_URL": "postgresql://db/coop"}).role is Role.WORKER


def test_secrets_are_in_no_representation() -> None:
    settings = Settings.of(
        {
            **SOCKET,
            **HTTP,
            "DATABASE_URL": "postgresql://ada:hush@db/coop?password=hush",
            "COOP_SECRET_KEY": "hush-hush",
        }
    )

    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"

    for secret in (*SOCKET.values(), HTTP["SLACK_SIGNING_SECRET"], "hush"):
        assert secret not in shown


def test_the_manifest_and_the_migration_need_no_token(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("COOP_TRANSPORT", "socket")

    assert load_offline().transport is Transport.SOCKET


def test_a_variable_that_nothing_reads_is_named_with_the_nearest_that_is(bare: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("COOP_LOGLEVEL=debug\nCOOP_PORT=1\n")
    bare.setenv("COOP_XYZZY", "1")

    assert unknown_settings() == [
        "COOP_LOGLEVEL is no setting of this program, and is ignored: is COOP_LOG_LEVEL meant?",
        "COOP_XYZZY is no setting of this program, and is ignored.",
    ]


def test_an_env_file_that_is_no_text_gets_a_sentence(bare: pytest.MonkeyPatch) -> None:
    Path(".env").write_bytes(b"SLACK_BOT_TOKEN=\xff\xfe")

    with pytest.raises(MisconfiguredError, match=r"\.env file cannot be read"):
        load()


def test_settings_cannot_be_changed_once_they_were_judged() -> None:
    with pytest.raises(ValueError, match="frozen"):
        OfflineSettings.of({}).port = 1  # type: ignore[misc]  # the point of it
