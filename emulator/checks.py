"""What Slack checks before it takes a message or a view: text, blocks, metadata, attachments, sizes."""

from typing import Any

from emulator.backend import Backend
from emulator.blocks import ONE_TABLE, problems, view_problems
from emulator.elements import with_ids
from emulator.wire import JSON, Arguments, Refused

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100
LARGEST_METADATA = 16_000  # no figure is published


def said_in(arguments: Arguments, slack: Backend) -> JSON:
    """What a message says: those of text, blocks, attachments, metadata and thread_ts that were given.

    Refused("no_text") where there is nothing to show, and with Slack's codes for whatever is malformed.
    """
    said: JSON = {"text": arguments.text("text")[:LONGEST_TEXT]}
    if arguments.has("markdown_text"):
        said["text"] = _markdown(arguments)
    blocks = message_blocks(arguments, slack)
    attachments = _attachments(arguments)
    if not (said["text"].strip() or blocks or attachments):
        raise Refused("no_text")
    if blocks:
        said["blocks"] = blocks
    if attachments:
        said["attachments"] = attachments
    metadata = message_metadata(arguments)
    if metadata:
        said["metadata"] = metadata
    if arguments.text("thread_ts"):
        said["thread_ts"] = arguments.text("thread_ts")
    return said


def _markdown(arguments: Arguments) -> str:
    if arguments.has("text") or arguments.has("blocks"):
        raise Refused("markdown_text_conflict")
    text = arguments.text("markdown_text")
    if len(text) > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    return text


def message_blocks(arguments: Arguments, slack: Backend) -> list[JSON]:
    """The message's blocks with their ids; Refused("invalid_blocks") with what is wrong with which."""
    blocks = _list_of_objects(arguments, "blocks", "invalid_blocks_format")
    wrong = problems(blocks, "message") if blocks else []
    wrong += _unready(blocks, "/blocks", slack)
    if any(ONE_TABLE in message for message in wrong):
        raise Refused("invalid_attachments", errors=wrong, response_metadata={"messages": wrong})
    if wrong:
        raise Refused("invalid_blocks", errors=wrong, response_metadata={"messages": wrong})
    return with_ids(blocks)


def _unready(node: Any, at: str, slack: Backend) -> list[str]:
    """What is wrong with the `slack_file`s in blocks: a file is to be there, and ready."""
    if isinstance(node, list):
        return [wrong for place, one in enumerate(node) for wrong in _unready(one, f"{at}/{place}", slack)]
    if not isinstance(node, dict):
        return []
    file = node.get("slack_file")
    if node.get("type") == "image" and isinstance(file, dict):
        return [] if slack.files.is_ready(file) else [f"invalid slack file [json-pointer:{at}/slack_file]"]
    return [wrong for key in ("accessory", "elements") for wrong in _unready(node.get(key), f"{at}/{key}", slack)]


def _attachments(arguments: Arguments) -> list[JSON]:
    attachments = _list_of_objects(arguments, "attachments", "invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise Refused("too_many_attachments")
    return attachments


def message_metadata(arguments: Arguments) -> JSON | None:
    """The metadata, checked; empty to clear it, None where it was not given."""
    metadata = arguments.json("metadata", "invalid_metadata_format")
    if not metadata:
        return None if metadata is None else {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_schema")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    if len(str(metadata)) > LARGEST_METADATA:
        raise Refused("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def given_view(arguments: Arguments, slack: Backend) -> JSON:
    """The view of a views.* call, checked; Refused("invalid_arguments") with what is wrong with it."""
    view: Any = arguments.json("view", "invalid_arguments")
    return checked_view(view, slack)


def checked_view(view: Any, slack: Backend) -> JSON:
    """A view that Slack would show."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]})
    wrong = view_problems(view) + _unready(view.get("blocks"), "/view/blocks", slack)
    if wrong:
        raise Refused("invalid_arguments", errors=wrong, response_metadata={"messages": wrong})
    return view


def _list_of_objects(arguments: Arguments, name: str, error: str) -> list[JSON]:
    given = arguments.json(name, error)
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Refused(error)
    return given
