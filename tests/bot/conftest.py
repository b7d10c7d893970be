"""A bare environment, and a local workspace whose app was installed by our own manifest."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.config import OfflineSettings, Settings
from bot.manifest import manifest
from emulator import InstalledApp, LocalSlack, Seed, SeedChannel, SeedPerson

ADA, DAN, GENERAL = "U0ADA", "U0DAN", "C0GENERAL"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-1-coop", "xapp-1-coop", "a-signing-secret"
AS_SOCKET = OfflineSettings.of({"COOP_TRANSPORT": "socket"})
SOCKET = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No variable of ours in the environment, no `.env` in the working directory."""
    for field in OfflineSettings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """A local workspace: Ada works in it, Dan has left."""
    async with _workspace(manifest(AS_SOCKET)) as local:
        yield local


@pytest.fixture
async def slack_without_im_history() -> AsyncIterator[LocalSlack]:
    """The same, its app installed before we asked for one of the scopes."""
    asked = manifest(AS_SOCKET)
    asked["oauth_config"]["scopes"]["bot"].remove("im:history")
    async with _workspace(asked) as local:
        yield local


@pytest.fixture
async def slack_without_scopes() -> AsyncIterator[LocalSlack]:
    """The same, its app made without the manifest."""
    asked = manifest(AS_SOCKET)
    asked["oauth_config"]["scopes"]["bot"] = []
    async with _workspace(asked) as local:
        yield local


@asynccontextmanager
async def _workspace(asked: dict[str, Any]) -> AsyncIterator[LocalSlack]:
    installed = InstalledApp.from_manifest(asked, BOT_TOKEN, APP_TOKEN, SECRET)
    people = [SeedPerson(DAN, "dan", "Dan Wu", deleted=True), SeedPerson(ADA, "ada", "Ada Okafor")]
    local = LocalSlack(installed, Seed(people=people, channels=[SeedChannel(GENERAL, "general", [ADA])]))
    await local.start()
    try:
        yield local
    finally:
        await local.stop()


MakeSettings = Callable[..., Settings]


@pytest.fixture
def make_settings(slack: LocalSlack, sqlite_url: str) -> MakeSettings:
    """Settings that lead to the local workspace and to a migrated database, with what is given besides."""

    def make(**more: str) -> Settings:
        return Settings.of({**SOCKET, "SLACK_API_URL": slack.api_url, "DATABASE_URL": sqlite_url, **more})

    return make
