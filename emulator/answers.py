"""What the app says by answering: an ack's body, or a post to a response_url (slack.md §1)."""

from emulator import messages
from emulator.backend import Backend
from emulator.checks import said_in
from emulator.records import Message
from emulator.responses import Response
from emulator.wire import JSON, Arguments, Refused


def answer_command(slack: Backend, response: Response, body: JSON, typed: str) -> Message | None:
    """The ack of a command: ephemeral, or `in_channel`, which also shows what was typed; None if empty."""
    if not any(body.get(key) for key in ("text", "blocks", "attachments")):
        return None
    said = said_in(Arguments(body), slack)
    if body.get("response_type") == "in_channel":
        channel = slack.workspace.channels[response.channel]
        messages.post(slack, channel, messages.by_person(slack, response.user, typed), announce=False)
        return messages.post(slack, channel, messages.by_app(slack, said))
    return _whisper(slack, response, said)


def answer_by_url(slack: Backend, token: str, body: JSON) -> None:
    """A use of a response_url; Refused where it is worn out, or says nothing that can be shown."""
    response, arguments = slack.responses.use(token), Arguments(body)
    if arguments.flag("delete_original"):
        _delete(slack, response)
        if not any(arguments.has(key) for key in ("text", "blocks", "attachments")):
            return
    said = said_in(arguments, slack)
    if arguments.flag("replace_original") and not arguments.flag("delete_original") and response.original:
        _replace(slack, response, said)
    elif body.get("response_type") == "in_channel":
        channel = slack.workspace.channels[response.channel]
        messages.post(slack, channel, messages.by_app(slack, said))
    else:
        _whisper(slack, response, said)


def _whisper(slack: Backend, response: Response, said: JSON) -> Message:
    message = messages.whisper(slack, response.channel, response.user, said)
    if response.original is None:
        response.original, response.original_is_ephemeral = message.ts, True
    return message


def _original(slack: Backend, response: Response) -> Message | None:
    ts = response.original or ""
    if response.original_is_ephemeral:
        return slack.workspace.ephemerals.get((response.user, ts))
    return slack.workspace.channels[response.channel].messages.get(ts)


def _replace(slack: Backend, response: Response, said: JSON) -> None:
    original = _original(slack, response)
    if original is None:
        raise Refused("message_not_found")
    if original.ephemeral:
        messages.whisper_again(slack, original, said)
        return
    channel = slack.workspace.channels[response.channel]
    gone = tuple(key for key in ("blocks", "attachments") if key not in said)
    messages.edit(slack, channel, original, {"text": "", **said}, without=gone)


def _delete(slack: Backend, response: Response) -> None:
    original = _original(slack, response)
    response.original = None
    if original is None:
        return
    if original.ephemeral:
        messages.hush(slack, original)
    else:
        messages.delete(slack, slack.workspace.channels[response.channel], original)
