"""Settings: what an operator tells the program, from the environment and `.env`. The only reader of either.

Every value is judged before anything starts, and everything wrong is said at once: one sentence each, naming
the variable and the mend. Tokens and the database's address (it may hold a password) are never printed.
"""

import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import values
from bot.values import LogFormat, LogLevel, Role, Transport, setting

ENV_FILE = Path(".env")
READ_BY_BOLT = ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "VERIFICATION_TOKEN", "CLIENT_ID", "CLIENT_SECRET")
READ_BY_TESTS = {"COOP_TEST_POSTGRES_URL"}


class MisconfiguredError(Exception):
    """Settings that the program refuses to start with; `problems` holds one printable sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class OfflineSettings(BaseModel):
    """What is known without Slack's tokens: enough to migrate, and to print the manifest, which comes first.

    A field's validator may lean on the fields above it, so their order matters.
    """

    model_config = ConfigDict(frozen=True, validate_default=True, extra="ignore")

    bot_token: Annotated[SecretStr | None, AfterValidator(values.bot_token)] = setting(
        "SLACK_BOT_TOKEN",
        "The Bot User OAuth Token (xoxb-…): on the app's page at Slack, OAuth & Permissions.",
    )
    app_token: Annotated[SecretStr | None, AfterValidator(values.app_token)] = setting(
        "SLACK_APP_TOKEN",
        "For Socket Mode: an app-level token (xapp-…) with the scope connections:write; Basic Information.",
    )
    transport: Transport = setting(
        "COOP_TRANSPORT",
        "How Slack reaches the bot: socket or http. Left out: socket where SLACK_APP_TOKEN is set.",
        must="socket or http",
    )
    signing_secret: SecretStr | None = setting(
        "SLACK_SIGNING_SECRET",
        "For HTTP: the Signing Secret, which proves that a request is Slack's; Basic Information.",
    )
    client_id: str | None = setting(
        "SLACK_CLIENT_ID",
        "Many workspaces, by OAuth, come later: this version installs into one. Leave it empty.",
    )
    client_secret: SecretStr | None = setting("SLACK_CLIENT_SECRET", "Goes with SLACK_CLIENT_ID. Leave it empty.")
    api_url: Annotated[str, AfterValidator(values.api_url)] = setting(
        "SLACK_API_URL",
        "Base of the Web API; any Slack-compatible server can stand in. Ends in /api/.",
        values.SLACK,
    )
    host: Annotated[str, AfterValidator(values.host)] = setting(
        "COOP_HOST", "Where the bot listens, for the HTTP transport and for health.", "127.0.0.1"
    )
    port: int = setting("COOP_PORT", "And on which port.", 3000, "a whole number from 0 to 65535", ge=0, le=65535)
    database_url: Annotated[SecretStr, AfterValidator(values.database_url)] = setting(
        "DATABASE_URL",
        "What is kept, and where: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
        "sqlite:///coopetiquette.db",
    )
    role: Role = setting(
        "COOP_ROLE",
        "What this process does: all, web (listens) or worker (nudges). SQLite serves all only.",
        Role.ALL,
        "all, web or worker",
    )
    sweep_seconds: int = setting(
        "COOP_SWEEP_SECONDS",
        "How often due nudges are looked for.",
        10,
        "a whole number of seconds, at least 1",
        ge=1,
    )
    posts_per_minute: int = setting(
        "COOP_POSTS_PER_MINUTE",
        "How many messages a minute are posted in one workspace; Slack takes several hundred. 0: as fast as it can.",
        300,
        "a whole number, at least 0",
        ge=0,
    )
    secret_key: SecretStr | None = setting(
        "COOP_SECRET_KEY", "Encrypts tokens at rest. Comes with OAuth, and is not needed before."
    )
    invite_limit: int = setting(
        "COOP_INVITE_LIMIT",
        "Characters that the note of a LinkedIn invitation may have: 200, or 300 on premium.",
        200,
        "a whole number from 1 to 300",
        ge=1,
        le=300,
    )
    log_level: LogLevel = setting(
        "COOP_LOG_LEVEL",
        "The least that is logged: debug, info, warning or error.",
        LogLevel.INFO,
        "debug, info, warning or error",
    )
    log_format: LogFormat = setting(
        "COOP_LOG_FORMAT", "console for people, json for machines.", LogFormat.CONSOLE, "console or json"
    )

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Settings from variables given by name, the environment left aside. Raises MisconfiguredError."""
        return _judged(lambda: cls.model_validate(dict(values)))

    @property
    def on_sqlite(self) -> bool:
        """Is everything kept in one file here, rather than by a server?"""
        return _is_sqlite(self.database_url)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: dict[str, Any]) -> dict[str, Any]:
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @field_validator("transport", "role", "log_level", "log_format", mode="before")
    @classmethod
    def _in_any_case(cls, word: Any) -> Any:
        return word.lower() if isinstance(word, str) else word

    @field_validator("transport", mode="before")
    @classmethod
    def _transport_that_fits(cls, given: Any, info: ValidationInfo) -> Any:
        if given is not None:
            return given
        return Transport.HTTP if _absent("app_token", info) else Transport.SOCKET

    @field_validator("client_secret")
    @classmethod
    def _one_way_to_install(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None or _absent("client_id", info):
            return secret
        both = "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"
        if info.data.get("bot_token") is None:
            raise ValueError(
                f"{both} ask for OAuth, and this version installs into one workspace, by bot token: "
                "remove both, and set SLACK_BOT_TOKEN."
            )
        raise ValueError(f"{both} would make Bolt ignore SLACK_BOT_TOKEN: remove both.")

    @field_validator("role")
    @classmethod
    def _role_that_the_database_allows(cls, role: Role, info: ValidationInfo) -> Role:
        database = info.data.get("database_url")
        if role is not Role.ALL and database is not None and _is_sqlite(database):
            raise ValueError(
                f"COOP_ROLE is {role}, and SQLite serves one process only: "
                "leave COOP_ROLE out, or set DATABASE_URL to a postgresql:// address."
            )
        return role


class Settings(OfflineSettings):
    """All that `run` needs: complete, and fit for its transport."""

    bot_token: Annotated[SecretStr, AfterValidator(values.bot_token)] = OfflineSettings.model_fields["bot_token"]  # type: ignore[assignment]  # the same field, required

    @field_validator("bot_token", mode="before")
    @classmethod
    def _bot_token_is_there(cls, token: Any) -> Any:
        if token is None:
            raise ValueError(
                "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token from the app's page at Slack, "
                "OAuth & Permissions."
            )
        return token

    @field_validator("transport")
    @classmethod
    def _socket_has_its_token(cls, transport: Transport, info: ValidationInfo) -> Transport:
        if transport is Transport.SOCKET and _absent("app_token", info):
            raise ValueError(
                "SLACK_APP_TOKEN is missing, and COOP_TRANSPORT=socket needs it: create an app-level token "
                "with the scope connections:write on the app's page at Slack, Basic Information."
            )
        return transport

    @field_validator("signing_secret")
    @classmethod
    def _http_has_its_secret(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None and info.data.get("transport") is Transport.HTTP:
            raise ValueError(
                "SLACK_SIGNING_SECRET is missing, and HTTP needs it: copy it from the app's page at Slack, "
                "Basic Information (or set SLACK_APP_TOKEN, for Socket Mode)."
            )
        return secret


def load(env_file: Path = ENV_FILE) -> Settings:
    """The settings to run with: the environment, then `env_file`. Raises MisconfiguredError."""
    return _judged(lambda: _Online(_env_file=env_file))


def load_offline(env_file: Path = ENV_FILE) -> OfflineSettings:
    """The settings that need no token; what is there must be right still. Raises MisconfiguredError."""
    return _judged(lambda: _Offline(_env_file=env_file))


def unknown_settings(env_file: Path = ENV_FILE) -> list[str]:
    """A sentence for each COOP_… variable that nothing reads, with the name that was likely meant."""
    known = {str(field.validation_alias) for field in OfflineSettings.model_fields.values()}
    given = {*os.environ, *dotenv_values(env_file)} - known - READ_BY_TESTS
    return [_unknown(name, known) for name in sorted(given) if name.startswith("COOP_")]


def keep_from_bolt() -> None:
    """Take out of this process's environment what Bolt would read behind the settings' back.

    It turns to OAuth, and ignores the bot token, where client id and secret are merely there, be they empty.
    """
    for name in READ_BY_BOLT:
        os.environ.pop(f"SLACK_{name}", None)


FROM_ENVIRONMENT = SettingsConfigDict(env_file_encoding="utf-8", case_sensitive=True)


class _Offline(OfflineSettings, BaseSettings):
    model_config = FROM_ENVIRONMENT


class _Online(Settings, BaseSettings):
    model_config = FROM_ENVIRONMENT


S = TypeVar("S")


def _judged(build: Callable[[], S]) -> S:
    try:
        return build()
    except ValidationError as refused:
        raise MisconfiguredError([_sentence(error) for error in refused.errors(include_url=False)]) from None
    except (UnicodeDecodeError, OSError) as unreadable:
        raise MisconfiguredError(
            [f"The .env file cannot be read ({type(unreadable).__name__}): mend or remove it."]
        ) from None


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    name = str(error["loc"][0])
    return f"{name} must be {_must(name)}, and is {error['input']!r}."


def _must(name: str) -> str:
    extra = next(
        field.json_schema_extra for field in OfflineSettings.model_fields.values() if field.validation_alias == name
    )
    return str(extra["must"]) if isinstance(extra, dict) else ""


def _unknown(name: str, known: set[str]) -> str:
    near = get_close_matches(name, known, n=1)
    meant = f": is {near[0]} meant?" if near else "."
    return f"{name} is no setting of this program, and is ignored{meant}"


def _absent(field: str, info: ValidationInfo) -> bool:
    """Was it not given? (What was given and refused is there, and has its own sentence already.)"""
    return field in info.data and info.data[field] is None


def _is_sqlite(database: SecretStr) -> bool:
    return database.get_secret_value().startswith("sqlite")
