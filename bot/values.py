"""What the value of a setting may be.

The functions return what they were given, put right where the mend is plain, or raise ValueError with one
sentence for the operator. None of them repeats a secret.
"""

import re
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SLACK = "https://slack.com/api/"

DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+aiosqlite": "sqlite",  # as earlier versions wrote it
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",  # as some hosts still write it
    "postgresql+psycopg": "postgresql+psycopg",
}


class Transport(StrEnum):
    """How Slack reaches the program."""

    SOCKET = "socket"
    HTTP = "http"


class Role(StrEnum):
    """What this process does: it listens, it nudges, or both."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


class LogLevel(StrEnum):
    """The least that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """For people, or for machines."""

    CONSOLE = "console"
    JSON = "json"


def setting(
    name: str, meaning: str, default: Any = None, must: str = "", ge: int | None = None, le: int | None = None
) -> Any:
    """A field read from the variable `name`; `must` ends the sentence "NAME must be …" of a refusal."""
    return Field(default, validation_alias=name, description=meaning, json_schema_extra={"must": must}, ge=ge, le=le)


def bot_token(token: SecretStr | None) -> SecretStr | None:
    """Of the kind that Slack gives to a bot."""
    where = "OAuth & Permissions, Bot User OAuth Token"
    return _token("SLACK_BOT_TOKEN", "xoxb", where, token)


def app_token(token: SecretStr | None) -> SecretStr | None:
    """Of the kind that opens a socket."""
    where = "Basic Information, App-Level Tokens"
    return _token("SLACK_APP_TOKEN", "xapp", where, token)


def api_url(url: str) -> str:
    """An http(s) address that ends in /api/; a missing last slash is forgiven."""
    address = url.rstrip("/") + "/"
    if not is_http(address):
        raise ValueError(f"SLACK_API_URL must be an http(s) address such as {SLACK}, or be left out for Slack's own.")
    if not address.endswith("/api/"):
        raise ValueError(f"SLACK_API_URL must end in /api/, as {SLACK} does.")
    return address


def host(name: str) -> str:
    """A name or an address, and nothing besides."""
    if re.search(r"[\s/]", name) or name.count(":") == 1:
        raise ValueError("COOP_HOST must be a host name or an address alone: the port goes into COOP_PORT.")
    return name


def database_url(given: SecretStr) -> SecretStr:
    """A database that outlives the process, with the driver that we use for it."""
    scheme, separator, rest = given.get_secret_value().partition("://")
    address = f"{DRIVERS.get(scheme)}://{rest}"
    if not separator or scheme not in DRIVERS or not _names_a_database(address):
        raise ValueError(
            "DATABASE_URL must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME "
            "(within the password, @ is written %40 and / is written %2F)."
        )
    return SecretStr(address)


def _token(name: str, prefix: str, where: str, token: SecretStr | None) -> SecretStr | None:
    if token is not None and not re.fullmatch(rf"{prefix}-[A-Za-z0-9-]+", token.get_secret_value()):
        raise ValueError(
            f"{name} must start with {prefix}- and be whole: copy it from the app's page at Slack, {where}."
        )
    return token


def is_http(address: str) -> bool:
    """An address of a machine to be reached by http(s)."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _names_a_database(address: str) -> bool:
    try:
        database = make_url(address).database
    except (ArgumentError, ValueError):
        return False
    return bool(database) and database != ":memory:"
