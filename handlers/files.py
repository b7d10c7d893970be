"""Files that a member asked for, put into their own conversation with the bot once they have had their answer."""

from dataclasses import dataclass
from http import HTTPStatus

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from etiquette.messages.vocabulary import Message
from handlers.answering import reason_of
from handlers.reception import Visit

log = structlog.get_logger()


class NotTakenError(Exception):
    """Slack did not take a file's content."""


@dataclass(frozen=True, slots=True)
class File:
    """A small file, with the name under which it is saved."""

    name: str
    content: bytes


async def send_file(visit: Visit, file: File, failed: Message) -> None:
    """Puts a file into the member's conversation; where that fails, says so, for they wait for it."""
    client = visit.reception.client
    try:
        channel = visit.member.dm_channel or await _conversation(client, visit.member.id)
        uploaded = await _uploaded(client, file)
        await client.files_completeUploadExternal(files=[{"id": uploaded, "title": file.name}], channel_id=channel)
    except Exception as error:  # noqa: BLE001  # whatever went wrong, the person is told, and asks again where they like
        log.warning("file_not_sent", reason=reason_of(error))
        await visit.reception.say(visit.member.id, failed)


async def _conversation(client: AsyncWebClient, member_id: str) -> str:
    return str((await client.conversations_open(users=member_id))["channel"]["id"])


async def _uploaded(client: AsyncWebClient, file: File) -> str:
    """Slack's id of the file, once its content is there."""
    ticket = await client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
    if client.session is None:
        raise NotTakenError
    async with client.session.post(str(ticket["upload_url"]), data=file.content) as answer:
        if answer.status != HTTPStatus.OK:
            raise NotTakenError
    return str(ticket["file_id"])
