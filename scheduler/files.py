"""Files at Slack: fetched from its own host and nowhere else, uploaded, handed over, looked for after a crash."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import aiohttp

from etiquette.messages.vocabulary import Paper
from etiquette.rules.errors import EtiquetteError, Refusal
from etiquette.rules.imports import LARGEST, MEGABYTE, checked_address
from etiquette.rules.members import Member
from scheduler.slack import DeliveryError, Verdict, WayOut

SLOWEST_FILE = 120.0
"""Seconds that a file may take, either way."""
PIECE = 64 * 1024
LOGIN = "login_page"
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


async def download(slack: WayOut, url: str, name: str) -> bytes:
    """A file's bytes. The token is shown to Slack's own host alone, which may not send it elsewhere.

    Refused where the file is kept elsewhere, is gone, or turns out to be too large while it is read.
    """
    address = checked_address(url, slack.client.base_url)
    headers = {"Authorization": f"Bearer {slack.client.token}"}
    try:
        async with (
            asyncio.timeout(SLOWEST_FILE),
            _session(slack).get(
                address, headers=headers, allow_redirects=False, timeout=aiohttp.ClientTimeout(total=SLOWEST_FILE)
            ) as answer,
        ):
            if answer.status in _GONE:
                raise EtiquetteError(Refusal.FILE_GONE)
            _judge(answer)
            if answer.content_type == "text/html" and not name.casefold().endswith((".html", ".htm")):
                raise DeliveryError(Verdict.UNKNOWN, LOGIN)
            return await _bytes(answer)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DeliveryError(Verdict.UNKNOWN, type(error).__name__) from None


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that Slack was told of: its id, and where its content is to go."""

    file_id: str
    url: str


async def send(slack: WayOut, member: Member, paper: Paper) -> None:
    """Brings one file into a member's own conversation with the bot."""
    channel = member.dm_channel or await slack.open(member.workspace_id, member.id)
    file_id = await upload(slack, member.workspace_id, paper)
    await hand_over(slack, member.workspace_id, [file_id], channel)


async def upload(slack: WayOut, workspace_id: str, paper: Paper) -> str:
    """Uploads one file, shared with nobody yet, and gives back its id."""
    announced = await announce(slack, workspace_id, paper)
    await fill(slack, announced, paper)
    return announced.file_id


async def announce(slack: WayOut, workspace_id: str, paper: Paper) -> Announced:
    """Tells Slack of a file to come: its id can be kept before it is uploaded."""
    told = await slack.call(
        workspace_id,
        "files.getUploadURLExternal",
        filename=paper.name,
        length=len(paper.content),
        alt_txt=paper.alt_text or None,
    )
    return Announced(str(told["file_id"]), checked_address(str(told["upload_url"]), slack.client.base_url))


async def fill(slack: WayOut, announced: Announced, paper: Paper) -> None:
    """Uploads the content of a file that was announced. The token does not go with it."""
    try:
        async with (
            asyncio.timeout(SLOWEST_FILE),
            _session(slack).post(
                announced.url,
                data=paper.content,
                headers={"Content-Type": "application/octet-stream"},
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=SLOWEST_FILE),
            ) as answer,
        ):
            _judge(answer)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DeliveryError(Verdict.UNKNOWN, type(error).__name__) from None


async def hand_over(
    slack: WayOut, workspace_id: str, file_ids: Sequence[str], channel: str | None = None, comment: str | None = None
) -> None:
    """Shares uploaded files in a conversation, all at once; without one they are whole, and seen by nobody yet."""
    await slack.call(
        workspace_id,
        "files.completeUploadExternal",
        files=[{"id": file_id} for file_id in file_ids],
        channel_id=channel,
        initial_comment=comment,
    )


async def shares(slack: WayOut, workspace_id: str, file_id: str) -> dict[str, list[str]] | None:
    """The messages that share a file, by conversation; None where there is no such file."""
    try:
        told = (await slack.call(workspace_id, "files.info", file=file_id))["file"]
    except DeliveryError as error:
        if error.reason in {"file_not_found", "file_deleted"}:
            return None
        raise
    shared: dict[str, list[str]] = {channel: [] for channel in told.get("ims") or []}
    for audience in (told.get("shares") or {}).values():
        for channel, messages in audience.items():
            shared.setdefault(channel, []).extend(str(each["ts"]) for each in messages if each.get("ts"))
    return shared


def _session(slack: WayOut) -> aiohttp.ClientSession:
    session = slack.client.session
    if session is None:
        raise RuntimeError("the client to Slack has no session to share")
    return session


def _judge(answer: aiohttp.ClientResponse) -> None:
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = answer.headers.get("Retry-After", "")
        raise DeliveryError(Verdict.PASSING, "ratelimited", timedelta(seconds=int(wait) if wait.isdecimal() else 30))
    if answer.status != HTTPStatus.OK:
        raise DeliveryError(Verdict.UNKNOWN, f"http_{answer.status}")


async def _bytes(answer: aiohttp.ClientResponse) -> bytes:
    """All of it, or a refusal once there is more than is read: however large it says that it is."""
    content = bytearray()
    async for piece in answer.content.iter_chunked(PIECE):
        content += piece
        if len(content) > LARGEST:
            raise EtiquetteError(
                Refusal.FILE_TOO_LARGE, size=f"more than {LARGEST // MEGABYTE}", limit=LARGEST // MEGABYTE
            )
    return bytes(content)
